import { authoredFunctions, nameOf, type Resource, type ResourceGraph, type ResourceKind } from "@assay/analyzer";
import { at } from "../rule.js";
import { counted, type Measure } from "./measure.js";

const SERVERS: readonly ResourceKind[] = ["server", "container"];
const NOT_SERVERLESS: readonly ResourceKind[] = [...SERVERS, "database", "cache", "search", "broker"];
/** What is billed by use although its kind is not, and what only describes a server that nothing runs. */
const SERVERLESS_TYPES = /Serverless|DSQL|Timestream|AWS::EC2::LaunchTemplate|AWS::ECS::TaskDefinition|AWS::Batch/;

function ofKinds(graph: ResourceGraph, kinds: readonly ResourceKind[]): readonly Resource[] {
  return kinds.flatMap((kind) => graph.ofKind(kind)).filter((resource) => resource.stack);
}

/** Connections over which data flows, and how many of them have a function at one end. */
function flows(graph: ResourceGraph): { readonly through: number; readonly total: number } {
  const all = (["triggers", "reads", "writes", "publishes", "invokes"] as const).flatMap((kind) =>
    graph.edges(kind).map(({ from, to }) => [from, to] as const),
  );
  const isFunction = (resource: Resource) => resource.kind === "function";
  return { through: all.filter(([from, to]) => isFunction(from) || isFunction(to)).length, total: all.length };
}

/** Servers and containers beside the functions. */
export const servers: Measure = {
  id: "servers",
  counts: "servers and containers; without any the item is met, else a person says what they are for",
  measure({ analysis: { graph } }) {
    const found = ofKinds(graph, SERVERS);
    const { through, total } = flows(graph);
    const functions = authoredFunctions(graph).length;
    return {
      statement:
        found.length > 0
          ? `${counted(found.length, "server or container resource")} ${found.length === 1 ? "stands" : "stand"} beside ${counted(functions, "function")}; ${through} of ${counted(total, "data-flow connection")} pass through Lambda.`
          : `No server or container is declared beside ${counted(functions, "function")}; ${through} of ${counted(total, "data-flow connection")} pass through Lambda.`,
      ...(found.length === 0 && functions > 0 ? { verdict: "met" as const } : {}),
      evidence: found.map((resource) => at(resource, `${resource.type} ${nameOf(resource)}`)),
    };
  },
};

/** How much of the data flow passes through Lambda. */
export const dataFlows: Measure = {
  id: "data-flows",
  counts: "connections over which data flows that have a function at one end",
  measure({ analysis: { graph } }) {
    const { through, total } = flows(graph);
    const percent = total > 0 ? ` (${Math.round((100 * through) / total)} %)` : "";
    return {
      statement: `${through} of ${counted(total, "data-flow connection")}${percent} have a Lambda function at one end: triggers, and reads, writes, messages and calls that IAM allows.`,
      count: { satisfied: through, unknown: 0, total },
      evidence: [],
    };
  },
};

/** Services that run on servers of one's own size beside those that do not. */
export const nonServerless: Measure = {
  id: "non-serverless",
  counts: "servers, containers, provisioned databases, caches, search domains and brokers against functions",
  measure({ analysis: { graph } }) {
    const found = ofKinds(graph, NOT_SERVERLESS).filter(({ type }) => !SERVERLESS_TYPES.test(type));
    const functions = authoredFunctions(graph).length;
    const byType = new Map<string, number>();
    for (const { type } of found) byType.set(type, (byType.get(type) ?? 0) + 1);
    const types = [...byType].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${count} ${type}`);
    return {
      statement:
        found.length > 0
          ? `${counted(found.length, "resource")} of services that are not serverless beside ${counted(functions, "function")}: ${types.join(", ")}.`
          : `No server, container, provisioned database, cache, search domain or broker is declared beside ${counted(functions, "function")}.`,
      ...(found.length === 0 && functions > 0 ? { verdict: "met" as const } : {}),
      evidence: found.map((resource) => at(resource, `${resource.type} ${nameOf(resource)}`)),
    };
  },
};

const INFRASTRUCTURE = /^(ec2|ecs|autoscaling|eks):/i;
/** What Lambda itself needs to run in a VPC is no automation. */
const NETWORK_INTERFACES =
  /^ec2:(CreateNetworkInterface|DeleteNetworkInterface|Describe|(Una|A)ssignPrivateIpAddresses)/i;

/** Functions whose own permissions are all about servers and containers. */
export const infrastructureAutomation: Measure = {
  id: "infrastructure-automation",
  counts: "functions whose permissions are about more than EC2, ECS, EKS and Auto Scaling",
  measure({ analysis: { graph, statements } }) {
    const functions = authoredFunctions(graph);
    const isAutomating = (fn: Resource) => {
      const held = graph.from(fn, "assumes").flatMap(({ to }) => statements.get(to.id) ?? []);
      const actions = held
        .filter((statement) => !statement.addedBy)
        .flatMap((statement) => statement.actions)
        .filter((action) => !/^(logs|xray):/i.test(action) && !NETWORK_INTERFACES.test(action));
      return actions.length > 0 && actions.every((action) => INFRASTRUCTURE.test(action));
    };
    const automating = functions.filter(isAutomating);
    const unread = functions.filter((fn) => !graph.from(fn, "assumes").some(({ to }) => to.stack)).length;
    const isMost = automating.length * 2 > functions.length;
    return {
      statement: `${automating.length} of ${counted(functions.length, "function")} may only act on EC2, ECS, EKS or Auto Scaling${automating.length > 0 ? `: ${automating.slice(0, 5).map(nameOf).join(", ")}${automating.length > 5 ? " and others" : ""}` : ""}${unread > 0 ? `; the permissions of ${counted(unread, "function")} are not in the scanned inputs` : ""}.`,
      count: { satisfied: functions.length - automating.length - unread, unknown: unread, total: functions.length },
      ...(functions.length > 0 && isMost ? { verdict: "not-met" as const } : {}),
      ...(automating.length > 0 && !isMost ? { verdict: "needs-input" as const } : {}),
      evidence: automating.map((fn) => at(fn, nameOf(fn))),
    };
  },
};
