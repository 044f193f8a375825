import { discover, type Discovery } from "./discover/discover.js";
import type { LowerContext, Settings } from "./lower/context.js";
import type { Framework, Project } from "./lower/template.js";
import { Sources } from "./parse/sources.js";
import { sortProblems, type Problem } from "./source/problem.js";
import { folderOf, type Repository } from "./source/repository.js";

/** What was found and expanded, before any graph is built. */
export interface Lowered {
  readonly discovery: Discovery;
  readonly projects: readonly Project[];
  readonly sources: Sources;
  readonly problems: readonly Problem[];
}

type FrontEnd = (entry: string, context: LowerContext) => Promise<Project | undefined>;

/** Each front end is loaded when a repository needs it. */
const frontEnds: Readonly<Record<Framework, () => Promise<FrontEnd>>> = {
  cloudformation: async () => (await import("./lower/cloudformation.js")).lowerCloudFormation,
  sam: async () => (await import("./lower/sam/lower.js")).lowerSam,
  serverless: async () => (await import("./lower/serverless/lower.js")).lowerServerless,
  cdk: async () => (await import("./lower/cdk/lower.js")).lowerCdk,
};

/** Services first: what they include is theirs, and no template of its own. */
const ORDER: readonly Framework[] = ["serverless", "cdk", "sam", "cloudformation"];

/** Finds the projects of a repository and expands each to plain CloudFormation. Never throws for bad input. */
export async function lowerRepository(repository: Repository, settings: Settings): Promise<Lowered> {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const sources = new Sources(repository, report);
  const discovery = discover(repository, sources, report);
  const context: LowerContext = { sources, settings, report, included: new Set() };
  const projects: Project[] = [];
  for (const framework of ORDER) {
    for (const path of entriesOf(discovery, framework, settings)) {
      if (context.included.has(path)) continue;
      const lower = await frontEnds[framework]();
      const project = await lower(path, context);
      if (project) projects.push(project);
    }
  }
  return { discovery, projects, sources, problems: sortProblems(problems) };
}

/** Where a framework's front end starts: `--config` stands for every Serverless configuration of its folder. */
function entriesOf(discovery: Discovery, framework: Framework, { config }: Settings): readonly string[] {
  const found = discovery.candidates.filter((candidate) => candidate.framework === framework).map(({ path }) => path);
  if (framework !== "serverless" || config === undefined) return found;
  return [config, ...found.filter((path) => folderOf(path) !== folderOf(config))];
}
