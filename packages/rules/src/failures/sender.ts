import { nameOf, type Edge, type Resource, type ResourceGraph } from "@assay/analyzer";
import { mappingsOf } from "./mapping.js";

/** Who puts a failed event into its target: a service by itself, or with the permissions of a role. */
export interface Sender {
  readonly edge: Edge<"fails-to">;
  /** The function, schedule or pipe whose role sends. */
  readonly holder: Resource;
  readonly roles: readonly Resource[];
}

/** The services that send with their own principal, by the type of what fails. */
const SERVICES: Readonly<Record<string, string>> = {
  "AWS::Events::Rule": "events.amazonaws.com",
  "AWS::SNS::Subscription": "sns.amazonaws.com",
};

/** The failure targets that a service writes to by itself, which the target's policy has to allow. */
export function serviceSenders(
  graph: ResourceGraph,
): readonly { readonly edge: Edge<"fails-to">; readonly service: string }[] {
  return graph.edges("fails-to").flatMap((edge) => {
    const service = SERVICES[edge.from.type];
    return service !== undefined && isAuthored(edge.from) ? [{ edge, service }] : [];
  });
}

/** The failure targets that Lambda, Scheduler and Pipes write to with a role. */
export function roleSenders(graph: ResourceGraph): readonly Sender[] {
  const readers = new Map<string, Resource>();
  for (const { mapping, fn } of mappingsOf(graph, ["kinesis", "dynamodb", "msk", "kafka"])) readers.set(mapping.id, fn);
  return graph.edges("fails-to").flatMap((edge): Sender[] => {
    const { from } = edge;
    const holder =
      from.type === "AWS::Lambda::EventSourceMapping"
        ? readers.get(from.id)
        : ["function", "schedule", "pipe"].includes(from.kind)
          ? from
          : undefined;
    if (!holder || !isAuthored(from)) return [];
    return [{ edge, holder, roles: graph.from(holder, "assumes").map(({ to }) => to) }];
  });
}

/** A failure target with whose it is: `the dead-letter queue Failed of Fn`. */
export function describeTarget({ from, to, reason }: Edge<"fails-to">): string {
  return `the ${reason === "on-failure-destination" ? "on-failure destination" : "dead-letter queue"} ${nameOf(to)} of ${nameOf(from)}`;
}

function isAuthored(resource: Resource): boolean {
  return resource.stack !== undefined && resource.owner === undefined;
}
