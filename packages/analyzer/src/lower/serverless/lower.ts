import { at, type MappingNode, type Node } from "../../parse/node.js";
import { problem, type Problem } from "../../source/problem.js";
import { baseName, resolvePath } from "../../source/repository.js";
import { compareText, type SourceFile } from "../../source/span.js";
import type { LowerContext } from "../context.js";
import { unknownOf, type Project, type Template } from "../template.js";
import { stackName } from "./api/http.js";
import { composeParams } from "./compose.js";
import { generate } from "./generate.js";
import type { Plugin } from "./plugins/plugin.js";
import { pluginsNamed, reportUnknownPlugins } from "./plugins/plugins.js";
import { pluginNames, readService, type Service } from "./service.js";
import { isTruthy, literal } from "./text.js";
import { ScriptEvaluator } from "./typescript/evaluator.js";
import { readDotenv } from "./variables/dotenv.js";
import { FileReader } from "./variables/file.js";
import { VariableResolver } from "./variables/resolve.js";
import { askIn, assumeIn, regionOf, stageOf, type Surroundings } from "./variables/sources.js";

type Compiler = Awaited<ReturnType<typeof loadCompiler>>;

/** The front end for Serverless Framework services. */
export async function lowerServerless(entry: string, context: LowerContext): Promise<Project | undefined> {
  const file = context.sources.read(entry);
  if ("unreadable" in file) {
    const span = { file: { path: entry, text: "" }, start: 0, end: 0 };
    context.report(problem("unreadable-file", span, { reason: file.unreadable }));
    return undefined;
  }
  const first = await expand(file, context, context.settings.stage);
  if (!first) return undefined;
  const templates = [first.template];
  const others = [...first.otherStages].sort(compareText);
  for (const stage of context.settings.allStages ? others : []) {
    const other = await expand(file, context, stage);
    if (other) templates.push({ ...other.template, path: `${entry}@${stage}` });
  }
  return { framework: "serverless", entry, templates };
}

interface Expanded {
  readonly template: Template;
  /** Stages that the repository configures beside the expanded one. */
  readonly otherStages: ReadonlySet<string>;
}

/** Expands a service for one stage. */
async function expand(
  file: SourceFile,
  context: LowerContext,
  stage: string | undefined,
): Promise<Expanded | undefined> {
  const isScript = /\.([cm]?js|[cm]?ts)$/.test(file.path);
  let compiler = isScript ? await loadCompiler() : undefined;
  let resolution = resolve(file, context, stage, compiler);
  if (resolution.scriptsWanted) {
    // A variable names a script: only now is the compiler worth loading.
    compiler = await loadCompiler();
    resolution = resolve(file, context, stage, compiler);
  }
  const { service, plugins, otherStages, problems } = resolution;
  const root = service && generate(service, plugins);
  problems.forEach(context.report);
  if (!root) return undefined;
  const template: Template = {
    path: file.path,
    framework: "serverless",
    root,
    parameterValues: new Map(),
    environment: { region: literal(service.region), stackName: literal(stackName(service)) },
  };
  return { template, otherStages };
}

/** `require` is three times as fast as `import` for a CommonJS module of this size. */
async function loadCompiler() {
  const { default: compiler } = await import("./typescript/compiler.cjs");
  return compiler.load();
}

interface Resolution {
  readonly service: Service | undefined;
  readonly plugins: readonly Plugin[];
  readonly problems: readonly Problem[];
  readonly otherStages: ReadonlySet<string>;
  /** A script has to be read that was not; everything else of the resolution is of no use. */
  readonly scriptsWanted: boolean;
}

/** Reads the configuration, resolves its variables and makes a service of it. */
function resolve(
  file: SourceFile,
  outer: LowerContext,
  stage: string | undefined,
  compiler: Compiler | undefined,
): Resolution {
  const problems: Problem[] = [];
  const context: LowerContext = { ...outer, report: (found) => void problems.push(found) };
  const nothing = { service: undefined, plugins: [], problems, otherStages: new Set<string>(), scriptsWanted: false };
  const environment = given(context, file);
  const scripts = compiler && new ScriptEvaluator(compiler, context, file.path, environment);
  const root = /\.(ya?ml|json)$/.test(file.path)
    ? context.sources.tree(file, { merge: true })
    : scripts?.configuration(file);
  if (root?.kind !== "mapping" || unknownOf(root) || !isService(file, root)) return nothing;
  for (const [name, value] of dotenv(context, file, root, stage))
    if (!environment.has(name)) environment.set(name, value);
  const plugins = pluginsNamed(pluginNames(root));
  let stageName = stage ?? "dev";
  const files = new FileReader(context, file.path, scripts, () => stageName);
  const surroundings: Surroundings = {
    root,
    context,
    files,
    stage,
    environment,
    composeParams: composeParams(file.path, context),
    pluginSources: new Map(plugins.flatMap((plugin) => Object.entries(plugin.sources ?? {}))),
  };
  const variables = new VariableResolver(askIn(surroundings), assumeIn(surroundings), context.report);
  const stageNode = variables.resolve(stageOf(surroundings, variables, root.origin));
  stageName = literal(stageNode) ?? stageName;
  const region = variables.resolve(regionOf(surroundings, variables, root.origin));
  const resolved = variables.resolve(root);
  if (files.scriptsWanted) return { ...nothing, scriptsWanted: true };
  if (resolved.kind !== "mapping") return nothing;
  const deployment = { stage: stageNode, region };
  const inUse = pluginsNamed(pluginNames(resolved));
  const service = configured(resolved, inUse, deployment, context, file);
  if (service) reportUnknownPlugins(service);
  const otherStages = stagesBeside(stageName, files, root);
  reportStages(context, files, stageName);
  return { service, plugins: inUse, problems, otherStages, scriptsWanted: false };
}

/** The service with what its plugins add to its configuration. */
function configured(
  root: MappingNode,
  plugins: readonly Plugin[],
  deployment: { stage: Node; region: Node },
  context: LowerContext,
  file: SourceFile,
): Service | undefined {
  const configuring = plugins.filter((plugin) => plugin.configure);
  if (configuring.length === 0) return readService(root, deployment, context.report);
  const plain = readService(root, deployment, () => undefined);
  if (!plain) return readService(root, deployment, context.report);
  const open = (path: string) => fileBeside(context, file, path);
  const extended = configuring.reduce((before, plugin) => plugin.configure?.(before, plain, open) ?? before, root);
  return readService(extended, deployment, context.report);
}

function fileBeside(context: LowerContext, { path }: SourceFile, name: string): SourceFile | undefined {
  const target = resolvePath(path, name);
  if (target === undefined || !context.sources.exists(target)) return undefined;
  const file = context.sources.read(target);
  return "unreadable" in file ? undefined : file;
}

/** A file such as serverless.common.yml, which others include, is no service of its own. */
function isService(file: SourceFile, root: MappingNode): boolean {
  return /^serverless\.\w+$/i.test(baseName(file.path)) || at(root, "service") !== undefined;
}

function given(context: LowerContext, file: SourceFile): Map<string, Node> {
  const span = { file, start: 0, end: 0 };
  const entries = [...(context.settings.env ?? [])];
  return new Map(
    entries.map(([name, value]): [string, Node] => [
      name,
      { kind: "scalar", value, origin: { why: "authored", span, by: `environment variable ${name}` } },
    ]),
  );
}

/** `.env.<stage>`, else `.env`, when the service asks for it; version 4 always does. */
function dotenv(context: LowerContext, file: SourceFile, root: MappingNode, stage = "dev"): ReadonlyMap<string, Node> {
  const isNew = /^[\^~>=\s]*4/.test(literal(at(root, "frameworkVersion")) ?? "");
  if (!isTruthy(at(root, "useDotenv")) && !isNew) return new Map();
  const found = fileBeside(context, file, `.env.${stage}`) ?? fileBeside(context, file, ".env");
  return found ? readDotenv(found) : new Map();
}

/** The stages that have files or parameters of their own. */
function stagesBeside(stage: string, files: FileReader, root: MappingNode): ReadonlySet<string> {
  const found = new Set(files.otherStages.keys());
  for (const key of ["params", "stages"]) {
    const configuredStages = at(root, key);
    if (configuredStages?.kind === "mapping") for (const name of configuredStages.entries.keys()) found.add(name);
  }
  found.delete(stage);
  found.delete("default");
  return found;
}

function reportStages({ report, settings }: LowerContext, files: FileReader, stage: string): void {
  const others = [...files.otherStages.keys()].sort(compareText);
  const [origin] = files.otherStages.values();
  if (!origin || settings.allStages || settings.stage !== undefined) return;
  report(problem("stages-on-disk", origin.span, { stage, others: others.join(", ") }));
}
