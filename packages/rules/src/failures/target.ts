import { describeScenario, type Edge, type Resource, type ResourceGraph, type Scenario, nameOf } from "@assay/analyzer";
import type { Evidence } from "../rule.js";

/** Where something fails to, as places of a finding. */
export function targetsAsEvidence(edges: readonly Edge<"fails-to">[]): readonly Evidence[] {
  return edges.map((edge) => ({ origin: edge.origin, says: `${edge.reason} ${nameOf(edge.to)}` }));
}

/** The names of targets, each once. */
export function namesOf(edges: readonly Edge[]): string {
  return [...new Set(edges.map((edge) => nameOf(edge.to)))].join(", ");
}

/** The circumstances in which none of the edges is there, ` when IsProd`; undefined when one always is. */
export function missingWhen(graph: ResourceGraph, given: Scenario, edges: readonly Edge[]): string | undefined {
  const gap = graph.world.gap(
    given,
    edges.map((edge) => edge.when),
  );
  if (!gap) return undefined;
  return edges.length > 0 && gap.length > 0 ? ` when ${describeScenario(gap)}` : "";
}

/** The queues of the author that keep what failed elsewhere, each with what fails to it. */
export function deadLetterQueues(
  graph: ResourceGraph,
): readonly { readonly queue: Resource; readonly from: readonly Edge<"fails-to">[] }[] {
  return graph
    .ofKind("queue")
    .filter((queue) => queue.stack && queue.owner === undefined)
    .map((queue) => ({ queue, from: graph.to(queue, "fails-to") }))
    .filter(({ from }) => from.length > 0);
}
