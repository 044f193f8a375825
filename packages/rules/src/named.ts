import {
  known,
  readText,
  resourceId,
  resourcesIn,
  type Resource,
  type ResourceGraph,
  type View,
} from "@assay/analyzer";

/** The declared resources that a property refers to. */
export function named(from: Resource, key: string, graph: ResourceGraph): readonly Resource[] {
  return namedIn(from.properties, graph, key);
}

/** The declared resources that a value refers to. */
export function namedIn(view: View, graph: ResourceGraph, ...path: readonly string[]): readonly Resource[] {
  return known(readText(view, ...path)).flatMap(({ value }) =>
    resourcesIn(value).flatMap((symbol) => graph.resource(resourceId(symbol.stack, symbol.logicalId)) ?? []),
  );
}
