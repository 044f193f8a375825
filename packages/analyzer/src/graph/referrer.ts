import { resourceId, type Text } from "../evaluate/model.js";
import { known, readItems, readText } from "../evaluate/read.js";
import { resourcesIn, textKey } from "../evaluate/text.js";
import type { Resource, ResourceGraph } from "./model.js";

/** The resources of the stacks that a text names, in order. */
export function namedResources(text: Text, graph: ResourceGraph): readonly Resource[] {
  return resourcesIn(text).flatMap(({ stack, logicalId }) => graph.resource(resourceId(stack, logicalId)) ?? []);
}

const indexes = new WeakMap<ResourceGraph, Map<string, ReadonlyMap<string, readonly Resource[]>>>();

/**
 * The resources of a type that name `resource` in a property: the policies of a bucket, the rotation schedules of a
 * secret. By reference, also within an ARN, or by the physical name where both write it alike. A list counts with all
 * of its members.
 */
export function referrers(
  resource: Resource,
  graph: ResourceGraph,
  type: string,
  ...path: readonly string[]
): readonly Resource[] {
  const index = indexOf(graph, type, path);
  const byName = resource.name && index.get(textKey(resource.name));
  return [...new Set([...(index.get(resource.id) ?? []), ...(byName ?? [])])];
}

function indexOf(
  graph: ResourceGraph,
  type: string,
  path: readonly string[],
): ReadonlyMap<string, readonly Resource[]> {
  const ofGraph = indexes.get(graph) ?? new Map<string, ReadonlyMap<string, readonly Resource[]>>();
  indexes.set(graph, ofGraph);
  const key = `${type}\0${path.join(".")}`;
  const built = ofGraph.get(key);
  if (built) return built;
  const index = new Map<string, Resource[]>();
  for (const from of graph.ofType(type)) {
    for (const { view } of readItems(from.properties, ...path)) {
      for (const { value } of known(readText(view))) {
        for (const name of [textKey(value), ...resourcesIn(value).map((to) => resourceId(to.stack, to.logicalId))])
          index.set(name, [...(index.get(name) ?? []), from]);
      }
    }
  }
  ofGraph.set(key, index);
  return index;
}
