import { nameOf, type Resource, type ResourceGraph, type ResourceKind, type Statement } from "@assay/analyzer";
import { at } from "../rule.js";
import { counted, resourcesOf, withUnreadRole, type Measure } from "./measure.js";

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
  measure({ analysis: { graph }, functions: rows }) {
    const found = ofKinds(graph, SERVERS);
    const { through, total } = flows(graph);
    const functions = rows.length;
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
  measure({ analysis: { graph }, functions: rows }) {
    const found = ofKinds(graph, NOT_SERVERLESS).filter(({ type }) => !SERVERLESS_TYPES.test(type));
    const functions = rows.length;
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
/** Looking is no automation, nor is what Lambda itself needs to run in a VPC. */
const HARMLESS = /^(ec2:(\w+NetworkInterface\w*|(Una|A)ssignPrivateIpAddresses)|\w+:(Describe|Get|List))/i;

/** The actions of a role by which servers and containers are started, changed or stopped. */
function serverActions(held: readonly Statement[]): readonly string[] {
  return held
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ actions }) => actions)
    .filter((action) => INFRASTRUCTURE.test(action) && !HARMLESS.test(action));
}

/** Functions whose own permissions are all about servers and containers. */
export const infrastructureAutomation: Measure = {
  id: "infrastructure-automation",
  counts: "functions that may not change EC2, ECS, EKS or Auto Scaling; most only doing so is not met",
  measure(input) {
    const { graph, statements } = input.analysis;
    const functions = resourcesOf(input);
    const held = (fn: Resource) => graph.from(fn, "assumes").flatMap(({ to }) => statements.get(to.id) ?? []);
    const changing = functions.filter((fn) => serverActions(held(fn)).length > 0);
    const automating = functions.filter((fn) => isOnlyAutomation(held(fn)));
    const unread = withUnreadRole(input.analysis, functions).length;
    // A function may take on such a role by sts:AssumeRole, in this account or in another one.
    const others = graph
      .ofKind("role")
      .filter(
        (role) =>
          role.stack &&
          role.owner === undefined &&
          !graph.to(role, "assumes").some(({ from }) => from.kind === "function"),
      )
      .filter((role) => serverActions(statements.get(role.id) ?? []).length > 0);
    const isMost = automating.length * 2 > functions.length;
    const isSome = changing.length + automating.length + others.length > 0;
    const verdict = functions.length > 0 && isMost ? "not-met" : isSome ? "needs-input" : undefined;
    return {
      statement: [
        `${changing.length} of ${counted(functions.length, "function")} may start, change or stop EC2, ECS, EKS or Auto Scaling${named(changing)}; ${automating.length} may act on nothing else${named(automating)}.`,
        others.length > 0
          ? `So may ${counted(others.length, "role")} that no function has as its own${named(others)}.`
          : "",
        unread > 0 ? `The permissions of ${counted(unread, "function")} are not in the scanned inputs.` : "",
      ]
        .filter((sentence) => sentence !== "")
        .join(" "),
      count: { satisfied: functions.length - changing.length - unread, unknown: unread, total: functions.length },
      ...(verdict ? { verdict } : {}),
      evidence: [...new Set([...changing, ...automating, ...others])].map((resource) => at(resource, nameOf(resource))),
    };
  },
};

function isOnlyAutomation(held: readonly Statement[]): boolean {
  const actions = held
    .filter((statement) => !statement.addedBy)
    .flatMap((statement) => statement.actions)
    .filter((action) => !/^(logs|xray):/i.test(action) && !/^ec2:\w+NetworkInterface/i.test(action));
  return (
    actions.length > 0 &&
    actions.every((action) => INFRASTRUCTURE.test(action)) &&
    !actions.every((action) => HARMLESS.test(action))
  );
}

const MAX_NAMES = 5;

function named(resources: readonly Resource[]): string {
  if (resources.length === 0) return "";
  const more = resources.length > MAX_NAMES ? ` and ${resources.length - MAX_NAMES} more` : "";
  return ` (${resources.slice(0, MAX_NAMES).map(nameOf).join(", ")}${more})`;
}
