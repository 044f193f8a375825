import {
  always,
  follow,
  readBoolean,
  readItems,
  readNumber,
  readString,
  readText,
  type Value,
  type Alternative,
} from "../evaluate/read.js";
import type { Text, View } from "../evaluate/model.js";
import { ALWAYS } from "../evaluate/scenario.js";
import { defaults, withDefault } from "./defaults.js";
import type { Edge, Resource, ResourceGraph } from "./model.js";

const LAMBDA_DEFAULT = "Lambda default";

/** The configuration of a function; what nobody wrote has Lambda's documented default. */
export interface FunctionFacts {
  readonly name: Value<Text>;
  readonly packageType: Value<string>;
  /** Absent for container images. */
  readonly runtime: Value<string>;
  readonly handler: Value<string>;
  readonly architecture: Value<string>;
  /** MB */
  readonly memory: Value<number>;
  /** Seconds */
  readonly timeout: Value<number>;
  /** MB of /tmp */
  readonly ephemeralStorage: Value<number>;
  readonly tracing: Value<string>;
  /** Absent when the function shares the account's unreserved concurrency. */
  readonly reservedConcurrency: Value<number>;
  readonly snapStart: Value<string>;
  /** How many layers. */
  readonly layers: number;
}

/** What was read already; many rules ask for the same function. */
const facts = new WeakMap<Resource, FunctionFacts>();

/** The configuration of a function. */
export function functionFacts(fn: Resource): FunctionFacts {
  const known = facts.get(fn);
  if (known) return known;
  const read = readFacts(fn);
  facts.set(fn, read);
  return read;
}

function readFacts(fn: Resource): FunctionFacts {
  const { properties } = fn;
  const { function: lambda } = defaults;
  const architectures = readItems(properties, "Architectures").flatMap(({ view, when }) =>
    readString(view).map((alternative) => ({ ...alternative, when: [...when, ...alternative.when] })),
  );
  return {
    name: readText(properties, "FunctionName"),
    packageType: withDefault(readString(properties, "PackageType"), fn, lambda.PackageType, LAMBDA_DEFAULT),
    runtime: readString(properties, "Runtime"),
    handler: readString(properties, "Handler"),
    architecture: withDefault(
      architectures.length > 0 ? architectures : readString(properties, "Architectures"),
      fn,
      lambda.Architectures,
      LAMBDA_DEFAULT,
    ),
    memory: withDefault(readNumber(properties, "MemorySize"), fn, lambda.MemorySize, LAMBDA_DEFAULT),
    timeout: withDefault(readNumber(properties, "Timeout"), fn, lambda.Timeout, LAMBDA_DEFAULT),
    ephemeralStorage: withDefault(
      readNumber(properties, "EphemeralStorage", "Size"),
      fn,
      lambda["EphemeralStorage.Size"],
      LAMBDA_DEFAULT,
    ),
    tracing: withDefault(
      readString(properties, "TracingConfig", "Mode"),
      fn,
      lambda["TracingConfig.Mode"],
      LAMBDA_DEFAULT,
    ),
    reservedConcurrency: readNumber(properties, "ReservedConcurrentExecutions"),
    snapStart: readString(properties, "SnapStart", "ApplyOn"),
    layers: readItems(properties, "Layers").length,
  };
}

/** A function that is always ready in a number of execution environments, through an alias or version. */
export interface ProvisionedConcurrency {
  readonly through: Resource;
  readonly executions: Value<number>;
}

/** The provisioned concurrency of a function's aliases and versions. */
export function provisionedConcurrency(fn: Resource, graph: ResourceGraph): readonly ProvisionedConcurrency[] {
  return graph.from(fn, "contains").flatMap(({ to }) => {
    const executions = readNumber(to.properties, "ProvisionedConcurrencyConfig", "ProvisionedConcurrentExecutions");
    return executions.some((alternative) => alternative.state !== "absent") ? [{ through: to, executions }] : [];
  });
}

/** The most concurrent executions that an event source mapping uses; absent when nothing limits it. */
export function maximumConcurrency(trigger: Edge<"triggers">): Value<number> {
  return trigger.via ? readNumber(trigger.via.properties, "ScalingConfig", "MaximumConcurrency") : [];
}

/** Whether a trigger is switched on; absent means that it is. */
export function isEnabled(trigger: Edge<"triggers">): Value<boolean> {
  const { via } = trigger;
  if (via?.type === "AWS::Lambda::EventSourceMapping") return readBoolean(via.properties, "Enabled");
  if (!via || !/^AWS::(Events::Rule|Scheduler::Schedule)$/.test(via.type)) return [];
  return readString(via.properties, "State").map((alternative) =>
    alternative.state === "known" ? { ...alternative, value: alternative.value !== "DISABLED" } : alternative,
  );
}

/** The functions of the author: those that a framework adds for its own purposes are left out. */
export function authoredFunctions(graph: ResourceGraph): readonly Resource[] {
  return graph.ofKind("function").filter((fn) => fn.stack && fn.owner === undefined);
}

/** The log group of a function, with the retention that it is given. */
export function logGroupOf(
  fn: Resource,
  graph: ResourceGraph,
): { readonly group: Resource; readonly retention: Value<number> } | undefined {
  const [edge] = graph.from(fn, "logs-to");
  return edge && { group: edge.to, retention: readNumber(edge.to.properties, "RetentionInDays") };
}

/** The subnets and security groups in which a function runs. */
export function networkOf(
  fn: Resource,
  graph: ResourceGraph,
): { readonly subnets: readonly Resource[]; readonly securityGroups: readonly Resource[] } {
  const places = graph.from(fn, "runs-in").map((edge) => edge.to);
  const isSubnet = (resource: Resource) => resource.kind === "subnet";
  return { subnets: places.filter(isSubnet), securityGroups: places.filter((resource) => !isSubnet(resource)) };
}

/** Whether a function has a VPC configuration, also one whose subnets are not known here. */
export function vpcConfiguration(fn: Resource): Value<boolean> {
  return follow(fn.properties, "VpcConfig").map(({ when, shape }): Alternative<boolean> => {
    const { origin } = shape;
    if (shape.kind === "absent") return { when, origin, state: "known", value: false };
    if (shape.kind !== "map") {
      return { when, origin, state: "unknown", because: "its VPC configuration is known at deployment only" };
    }
    const view: View = { cases: [{ when: ALWAYS, shape }] };
    const members = [...readItems(view, "SubnetIds"), ...readItems(view, "SecurityGroupIds")];
    return { when, origin, state: "known", value: members.length > 0 };
  });
}

/** Whether a function runs in a VPC, where that is the same in every scenario. */
export function isInVpc(fn: Resource): boolean | undefined {
  return always(vpcConfiguration(fn));
}
