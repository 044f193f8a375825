import { authoredFunctions, type Resource, nameOf } from "@assay/analyzer";
import { at } from "../rule.js";
import { counted, type Measure } from "./measure.js";

/** Servers and containers beside the functions, and how much of the data flow passes through Lambda. */
export const servers: Measure = {
  id: "servers",
  measure({ analysis: { graph } }) {
    const found = [...graph.ofKind("server"), ...graph.ofKind("container")].filter((resource) => resource.stack);
    const flows = (["triggers", "reads", "writes", "publishes", "invokes"] as const).flatMap((kind) =>
      graph.edges(kind).map(({ from, to }) => [from, to] as const),
    );
    const isFunction = (resource: Resource) => resource.kind === "function";
    const through = flows.filter(([from, to]) => isFunction(from) || isFunction(to)).length;
    const functions = authoredFunctions(graph).length;
    return {
      statement: `There ${found.length === 1 ? "is" : "are"} ${counted(found.length, "server or container resource")} beside ${counted(functions, "function")}; ${through} of ${counted(flows.length, "data-flow connection")} pass through Lambda.`,
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
  measure({ analysis: { graph, statements } }) {
    const functions = authoredFunctions(graph);
    const automating = functions.filter((fn) => {
      const held = graph.from(fn, "assumes").flatMap(({ to }) => statements.get(to.id) ?? []);
      const actions = held
        .filter((statement) => !statement.addedBy)
        .flatMap((statement) => statement.actions)
        .filter((action) => !/^(logs|xray):/i.test(action) && !NETWORK_INTERFACES.test(action));
      return actions.length > 0 && actions.every((action) => INFRASTRUCTURE.test(action));
    });
    return {
      statement: `${automating.length} of ${counted(functions.length, "function")} may only act on EC2, ECS, EKS or Auto Scaling.`,
      evidence: automating.map((fn) => at(fn, nameOf(fn))),
    };
  },
};
