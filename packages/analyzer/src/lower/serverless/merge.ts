import type { Node } from "../../parse/node.js";

/**
 * Merges as the framework does: mappings key by key, lists item by item, and otherwise the later value counts.
 * What is not touched is shared with its source.
 */
export function merge(earlier: Node | undefined, later: Node): Node {
  if (earlier?.kind === "mapping" && later.kind === "mapping") {
    if (later.entries.size === 0) return earlier;
    const entries = new Map(earlier.entries);
    for (const [key, value] of later.entries) entries.set(key, merge(entries.get(key), value));
    return { ...later, entries };
  }
  if (earlier?.kind === "sequence" && later.kind === "sequence") {
    const items = later.items.map((item, i) => merge(earlier.items[i], item));
    return { ...later, items: [...items, ...earlier.items.slice(items.length)] };
  }
  return later;
}

/** The entries of mappings one after the other; of equal keys the last counts. */
export function assign(...mappings: readonly (Node | undefined)[]): Map<string, Node> {
  const entries = new Map<string, Node>();
  for (const mapping of mappings) {
    if (mapping?.kind !== "mapping") continue;
    for (const [key, value] of mapping.entries) entries.set(key, value);
  }
  return entries;
}

/** A value from `provider` as it stands for everything that does not say otherwise. */
export function asGlobal(node: Node): Node {
  if (node.origin.why === "globals") return node;
  return { ...node, origin: { ...node.origin, why: "globals", by: "provider" } };
}
