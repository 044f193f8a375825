import { at, type MappingNode, type Node, type Origin, type Scalar } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { LowerContext } from "../../context.js";
import { unknownNode } from "../../template.js";
import { isPresent, literal } from "../text.js";
import type { FileReader } from "./file.js";
import type { Answer, Ask, Assume, Question, VariableResolver } from "./resolve.js";

/** What the variables of one service are resolved against. */
export interface Surroundings {
  /** The configuration as it is written. */
  readonly root: MappingNode;
  readonly context: LowerContext;
  readonly files: FileReader;
  /** The stage to analyse when it is not the service's own. */
  readonly stage: string | undefined;
  /** Environment variables that are known: given with `--env`, or read from `.env` files. */
  readonly environment: ReadonlyMap<string, Node>;
  /** Parameters that a serverless-compose.yml passes. */
  readonly composeParams: ReadonlyMap<string, Node>;
  /** Sources that the service's plugins add. */
  readonly pluginSources: ReadonlyMap<string, (question: Question, variables: VariableResolver) => Answer>;
}

type Source = (question: Question, variables: VariableResolver, service: Surroundings) => Answer;

/** The framework's sources: https://www.serverless.com/framework/docs/guides/variables#current-variable-sources */
const sources: Readonly<Record<string, Source>> = {
  self: (question, variables, { root }) => selfValue(root, pathOf(question), variables),
  opt: ({ address, origin }, _, { context, stage }) => {
    const name = literal(address);
    if (name === "stage") return given(stage, origin, "--stage");
    if (name === "region") return given(context.settings.region, origin, "--region");
    return name === undefined ? undefined : given(context.settings.options?.get(name), origin, `--option ${name}`);
  },
  env: ({ address }, _, { environment }) => environment.get(literal(address) ?? ""),
  sls: (question, variables, service) => {
    const name = literal(question.address);
    if (name === "stage") return stageOf(service, variables, question.origin);
    if (name === "instanceId") return remote(question, "it is made anew by every run of the framework");
    return undefined;
  },
  param: (question, variables, service) => paramValue(question, variables, service),
  aws: (question, variables, service) => {
    const { origin } = question;
    switch (literal(question.address)) {
      case "region":
        return regionOf(service, variables, origin);
      case "accountId":
        return reference("AWS::AccountId", origin);
      case "partition":
        return reference("AWS::Partition", origin);
      default:
        return undefined;
    }
  },
  strToBool: (question, _, { context }) => {
    const word = literal(question.params[0])?.trim().toLowerCase();
    const value = word === undefined ? undefined : BOOLEANS.get(word);
    if (value !== undefined) return scalar(value, question.origin);
    const reason = "it is none of true, false, 1 and 0";
    context.report(problem("variable-missing", question.origin.span, { variable: question.written, reason }));
    return remote(question, reason);
  },
  file: (question, variables, { files }) => files.value(question, variables),
  ssm: (question) => remote(question, "it is an SSM parameter of the account"),
  cf: (question) => remote(question, "it is an output of a deployed stack"),
  s3: (question) => remote(question, "it is an object in S3"),
  git: (question) => remote(question, "it depends on the state of the git repository"),
  output: (question) => remote(question, "it is an output of another deployed service"),
  terraform: (question) => remote(question, "it is an output of a Terraform state"),
  vault: (question) => remote(question, "it is a secret in a vault"),
  doppler: (question) => remote(question, "it is a secret in Doppler"),
};

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

/** Answers a service's variables from its own files and from what the user gave. */
export function askIn(service: Surroundings): Ask {
  return (question, variables) => {
    const source = Object.hasOwn(sources, question.type) ? sources[question.type] : undefined;
    if (source) return source(question, variables, service);
    const plugin = service.pluginSources.get(question.type);
    if (plugin) return plugin(question, variables);
    if (isResolver(service, question.type, variables)) return remote(question, "a resolver fetches it at deployment");
    const { origin, type, written } = question;
    service.context.report(problem("variable-source", origin.span, { source: type, variable: written }));
    return remote(question, `'${type}' is not a source of the framework or of a known plugin`);
  };
}

/** `stages.<stage>.resolvers` of version 4: names of sources that fetch from elsewhere. */
function isResolver({ root }: Surroundings, type: string, variables: VariableResolver): boolean {
  const stages = variables.find(root, ["stages"]);
  if (stages?.kind !== "mapping") return false;
  return [...stages.entries.values()].some((stage) => at(variables.shallow(stage), "resolvers", type) !== undefined);
}

const DEFAULTS = { stage: "dev", region: "us-east-1" };

/**
 * `${opt:stage}` and `${opt:region}` without a value: services that need them are deployed with the option, so the one
 * that the service is read for stands for it. Said once.
 */
export function assumeIn(service: Surroundings): Assume {
  let isSaid = false;
  return (variable, origin, variables) => {
    const wants = (option: string) =>
      variable.sources.some(
        (source) =>
          source.kind === "call" &&
          source.type === "opt" &&
          source.address?.length === 1 &&
          source.address[0] === option,
      );
    const isOwn = (key: string) => variables.isWaitingFor(service.root, ["provider", key]);
    if (wants("region"))
      return isOwn("region") ? byDefault(DEFAULTS.region, origin) : regionOf(service, variables, origin);
    if (!wants("stage")) return undefined;
    const stage = isOwn("stage") ? byDefault(DEFAULTS.stage, origin) : stageOf(service, variables, origin);
    if (!isSaid) service.context.report(problem("stage-assumed", origin.span, { stage: literal(stage) ?? "" }));
    isSaid = true;
    return stage;
  };
}

/** The stage: `--stage`, else `provider.stage`, else `dev`. */
export function stageOf(service: Surroundings, variables: VariableResolver, origin: Origin): Node {
  const configured = given(service.stage, origin, "--stage") ?? variables.find(service.root, ["provider", "stage"]);
  return isPresent(configured) ? configured : byDefault(DEFAULTS.stage, origin);
}

/** The region: `--region`, else `provider.region`, else `us-east-1`. */
export function regionOf(service: Surroundings, variables: VariableResolver, origin: Origin): Node {
  const configured =
    given(service.context.settings.region, origin, "--region") ?? variables.find(service.root, ["provider", "region"]);
  return isPresent(configured) ? configured : byDefault(DEFAULTS.region, origin);
}

function pathOf({ address }: Question): readonly string[] {
  const path = literal(address);
  return path === undefined || path === "" ? [] : path.split(".");
}

/** In version 2 `service` could be an object with the name in it, which `${self:service}` stood for. */
function selfValue(root: MappingNode, path: readonly string[], variables: VariableResolver): Answer {
  const found = variables.find(root, path);
  if (path.length === 1 && path[0] === "service" && found?.kind === "mapping" && found.entries.has("name"))
    return found.entries.get("name");
  if (!found && path.length === 2 && path[0] === "service" && path[1] === "name")
    return variables.find(root, ["service"]);
  return found;
}

/** `--param`, then what compose passes, then the stage's parameters, then the default ones (version 4: under `stages`). */
function paramValue(question: Question, variables: VariableResolver, service: Surroundings): Answer {
  const name = literal(question.address);
  if (name === undefined) return undefined;
  const told = given(service.context.settings.params?.get(name), question.origin, `--param ${name}`);
  if (told) return told;
  const passed = service.composeParams.get(name);
  if (passed) return passed;
  const stage = literal(stageOf(service, variables, question.origin)) ?? "dev";
  for (const path of [
    ["params", stage, name],
    ["stages", stage, "params", name],
    ["params", "default", name],
    ["stages", "default", "params", name],
  ]) {
    const found = variables.find(service.root, path);
    if (isPresent(found)) return found;
  }
  return undefined;
}

/** A value that only a deployment, or someone else's system, knows. */
function remote({ written, type, address, origin }: Question, reason: string): Node {
  return unknownNode({ variable: written, source: type, address: literal(address), reason }, origin);
}

function given(value: string | undefined, origin: Origin, by: string): Node | undefined {
  return value === undefined ? undefined : { kind: "scalar", value, origin: { ...origin, by } };
}

function byDefault(value: string, origin: Origin): Node {
  return { kind: "scalar", value, origin: { ...origin, why: "default", by: "Serverless Framework default" } };
}

function scalar(value: Scalar, origin: Origin): Node {
  return { kind: "scalar", value, origin };
}

function reference(name: string, origin: Origin): Node {
  return { kind: "mapping", entries: new Map([["Ref", scalar(name, origin)]]), origin };
}
