import type { Artifact } from "./artifacts/artifact.js";
import { artifactsOf } from "./artifacts/artifacts.js";
import type { Candidate } from "./discover/candidate.js";
import { discover, recognise, type Discovery } from "./discover/discover.js";
import type { World } from "./evaluate/model.js";
import { createWorld } from "./evaluate/world.js";
import { buildGraph } from "./graph/build.js";
import type { ActionCatalogue } from "./graph/iam/catalogue.js";
import { loadManagedPolicies } from "./graph/iam/managed.js";
import type { Policy, ResourceGraph, Statement } from "./graph/model.js";
import type { LowerContext, Settings } from "./lower/context.js";
import { escapingTemplate, nestedTemplate } from "./lower/nested.js";
import { resourcesOf, type Framework, type Project } from "./lower/template.js";
import { Sources } from "./parse/sources.js";
import { problem, sortProblems, type Problem } from "./source/problem.js";
import { folderOf, type Repository } from "./source/repository.js";

/** What was found and expanded, before any graph is built. */
export interface Lowered {
  readonly discovery: Discovery;
  readonly projects: readonly Project[];
  readonly sources: Sources;
  readonly problems: readonly Problem[];
}

/** Everything that is known of a repository. */
export interface Analysis extends Lowered {
  readonly world: World;
  readonly graph: ResourceGraph;
  /** The IAM statements of roles and of resources with a policy of their own, by their id in the graph. */
  readonly statements: ReadonlyMap<string, readonly Statement[]>;
  /** Every IAM policy: what roles may do, who may assume them, and who may use resources with a policy of their own. */
  readonly policies: readonly Policy[];
  /** What AWS documents about IAM actions. */
  readonly actions: ActionCatalogue;
  /** Load tests, tuning outputs and pipelines beside the templates; read when first asked for. */
  readonly artifacts: readonly Artifact[];
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

/**
 * Finds the projects of a repository and expands each to plain CloudFormation. Never throws for bad input; rejects only
 * with the reason of `settings.signal`.
 */
export async function lowerRepository(repository: Repository, settings: Settings): Promise<Lowered> {
  await pause(settings);
  const problems: Problem[] = [];
  const report = (found: Problem) => void problems.push(found);
  const sources = new Sources(repository, report);
  const discovery = discover(repository, sources, report);
  const context: LowerContext = { sources, settings, report, included: new Set(), fragments: discovery.fragments };
  const projects = new Map<string, Project>();
  const lower = async ({ path, framework }: Candidate): Promise<void> => {
    await pause(settings);
    const frontEnd = await frontEnds[framework]();
    const project = await frontEnd(path, context);
    if (project) projects.set(path, project);
  };
  for (const framework of ORDER) {
    for (const candidate of entriesOf(discovery, framework, settings)) {
      if (!context.included.has(candidate.path)) await lower(candidate);
    }
  }
  // A file that turned out to be a part of another template after it was read as one of its own.
  for (const path of context.included) projects.delete(path);
  await lowerNested(projects, context, lower);
  if (discovery.cdkApps.length > 0) {
    const { reportUnsynthesized } = await import("./lower/cdk/apps.js");
    const manifests = discovery.candidates.filter(({ framework }) => framework === "cdk").map(({ path }) => path);
    reportUnsynthesized(discovery.cdkApps, manifests, context);
  }
  return { discovery, projects: [...projects.values()], sources, problems: sortProblems(problems) };
}

/** Nested templates are followed wherever they lie in the repository, also where discovery does not look. */
async function lowerNested(
  projects: ReadonlyMap<string, Project>,
  context: LowerContext,
  lower: (candidate: Candidate) => Promise<void>,
): Promise<void> {
  const tried = new Set<string>();
  for (const project of projects.values()) {
    for (const template of project.templates) {
      for (const [logicalId, resource] of resourcesOf(template.root)) {
        const nested = nestedTemplate(template, logicalId, resource);
        const outside = nested ? undefined : escapingTemplate(template, resource);
        if (outside) context.report(problem("path-escapes", outside.written.origin.span, { target: outside.target }));
        if (!nested || template.nested || projects.has(nested.path) || tried.has(nested.path)) continue;
        tried.add(nested.path);
        const candidate = context.sources.exists(nested.path)
          ? recognise(nested.path, context.sources, context.report)
          : undefined;
        if (candidate && "framework" in candidate) await lower(candidate);
        else context.report(problem("nested-template", nested.written.origin.span, { target: nested.path }));
      }
    }
  }
}

/**
 * Reads a repository and builds its resource graph. Never throws for bad input: what is wrong is among the problems.
 * Rejects only with the reason of `settings.signal`, which is looked at before each project and each step.
 */
export async function analyze(repository: Repository, settings: Settings): Promise<Analysis> {
  const lowered = await lowerRepository(repository, settings);
  const problems = [...lowered.problems];
  await pause(settings);
  const world = createWorld(lowered.projects, nestedTemplate, (found) => void problems.push(found));
  const [managed, { catalogue }] = await Promise.all([loadManagedPolicies(world), import("./graph/iam/catalogue.js")]);
  await pause(settings);
  return {
    ...lowered,
    problems: sortProblems(problems),
    world,
    ...buildGraph(world, managed),
    actions: catalogue,
    get artifacts() {
      return artifactsOf(lowered.sources);
    },
  };
}

/** Lets whoever holds the signal use it, and ends the analysis when it was used. */
async function pause({ signal }: Settings): Promise<void> {
  if (!signal) return;
  signal.throwIfAborted();
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

/** Where a framework's front end starts: a named Serverless configuration stands for all others of its folder. */
function entriesOf(discovery: Discovery, framework: Framework, settings: Settings): readonly Candidate[] {
  const found = discovery.candidates.filter((candidate) => candidate.framework === framework);
  const path = settings.serverlessConfig;
  if (framework !== "serverless" || path === undefined) return found;
  return [
    { path, framework, because: "named by --serverless-config" },
    ...found.filter((candidate) => folderOf(candidate.path) !== folderOf(path)),
  ];
}
