import type { Edge, EventKind, Resource, ResourceGraph } from "@assay/analyzer";

/** An event source mapping of the author, with what it connects. */
export interface Mapping {
  readonly mapping: Resource;
  readonly source: Resource;
  readonly fn: Resource;
  readonly trigger: Edge<"triggers">;
}

/** The sources that are read in order and whose batches block what comes behind them. */
export const SHARDED: readonly EventKind[] = ["kinesis", "dynamodb"];

/** The event source mappings of the author whose source is of one of the kinds. */
export function mappingsOf(graph: ResourceGraph, events: readonly EventKind[]): readonly Mapping[] {
  return graph.edges("triggers").flatMap((trigger): Mapping[] => {
    const { via: mapping, from: source, to: fn } = trigger;
    const isAuthored = mapping?.type === "AWS::Lambda::EventSourceMapping" && mapping.owner === undefined;
    return isAuthored && events.includes(trigger.event) ? [{ mapping, source, fn, trigger }] : [];
  });
}

/** The resources of a type that the author declares himself. */
export function authored(graph: ResourceGraph, type: string): readonly Resource[] {
  return graph.ofType(type).filter((resource) => resource.stack && resource.owner === undefined);
}
