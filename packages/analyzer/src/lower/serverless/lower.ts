import { at, type MappingNode } from "../../parse/node.js";
import { problem, type Problem } from "../../source/problem.js";
import type { LowerContext } from "../context.js";
import type { Project, Template } from "../template.js";
import { generate } from "./generate.js";
import { readService, type Service } from "./service.js";
import { isTruthy, literal } from "./text.js";
import { FileReader } from "./variables/file.js";
import { VariableResolver } from "./variables/resolve.js";
import { askIn, regionOf, stageOf, type Surroundings } from "./variables/sources.js";
import { readDotenv } from "./variables/dotenv.js";

/** The front end for Serverless Framework services. */
export async function lowerServerless(entry: string, context: LowerContext): Promise<Project | undefined> {
  const root = readConfiguration(entry, context);
  if (!root) return undefined;
  const resolved = resolveService(entry, root, context, context.settings.stage);
  resolved.problems.forEach(context.report);
  const service = resolved.service;
  if (!service) return undefined;
  const template: Template = {
    path: entry,
    framework: "serverless",
    root: generate(service),
    parameterValues: new Map(),
    environment: { region: literal(service.region) },
  };
  return Promise.resolve({ framework: "serverless", entry, templates: [template] });
}

function readConfiguration(entry: string, context: LowerContext): MappingNode | undefined {
  const file = context.sources.read(entry);
  if ("unreadable" in file) {
    const span = { file: { path: entry, text: "" }, start: 0, end: 0 };
    context.report(problem("unreadable-file", span, { reason: file.unreadable }));
    return undefined;
  }
  const tree = context.sources.tree(file, { merge: true });
  return tree?.kind === "mapping" ? tree : undefined;
}

interface Resolved {
  readonly service: Service | undefined;
  readonly problems: readonly Problem[];
}

function resolveService(
  entry: string,
  root: MappingNode,
  outer: LowerContext,
  stage: string | undefined,
): Resolved {
  const problems: Problem[] = [];
  const context = { ...outer, report: (found: Problem) => void problems.push(found) };
  let stageName = stage ?? "dev";
  const files = new FileReader(context, entry, undefined, () => stageName);
  const surroundings: Surroundings = {
    root,
    context,
    files,
    stage,
    environment: new Map(),
    composeParams: new Map(),
    pluginSources: new Map(),
  };
  const variables = new VariableResolver(askIn(surroundings), context.report);
  const stageNode = variables.resolve(stageOf(surroundings, variables, root.origin));
  stageName = literal(stageNode) ?? stageName;
  void readDotenv; void at; void isTruthy;
  const region = variables.resolve(regionOf(surroundings, variables, root.origin));
  const tree = variables.resolve(root);
  if (tree.kind !== "mapping") return { service: undefined, problems };
  return { service: readService(tree, { stage: stageNode, region }, context.report), problems };
}
