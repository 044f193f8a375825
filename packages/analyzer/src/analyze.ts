import { discover, type Discovery } from "./discover/discover.js";
import type { LowerContext, Settings } from "./lower/context.js";
import type { Framework, Project } from "./lower/template.js";
import { Sources } from "./parse/sources.js";
import { sortProblems, type Problem } from "./source/problem.js";
import type { Repository } from "./source/repository.js";

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
    for (const { path } of discovery.candidates.filter((candidate) => candidate.framework === framework)) {
      if (context.included.has(path)) continue;
      const lower = await frontEnds[framework]();
      const project = await lower(path, context);
      if (project) projects.push(project);
    }
  }
  if (discovery.cdkApps.length > 0) {
    const { reportUnsynthesized } = await import("./lower/cdk/apps.js");
    const manifests = discovery.candidates.filter(({ framework }) => framework === "cdk").map(({ path }) => path);
    reportUnsynthesized(discovery.cdkApps, manifests, context);
  }
  return { discovery, projects, sources, problems: sortProblems(problems) };
}
