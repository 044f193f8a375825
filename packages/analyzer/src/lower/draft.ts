import type { MappingNode, Node, Origin, Scalar, SequenceNode } from "../parse/node.js";

/**
 * Plain data in which nodes may stand: how front ends write the resources that they generate. Entries that are
 * `undefined` are left out; nodes keep their own origin.
 */
export type Draft = Scalar | Node | undefined | readonly Draft[] | { readonly [key: string]: Draft };

/** A node for a draft; whatever is not a node yet gets `origin`. */
export function draft(value: { readonly [key: string]: Draft }, origin: Origin): MappingNode;
export function draft(value: readonly Draft[], origin: Origin): SequenceNode;
export function draft(value: Draft, origin: Origin): Node;
export function draft(value: Draft, origin: Origin): Node {
  if (isArray(value))
    return { kind: "sequence", items: value.filter((v) => v !== undefined).map((v) => draft(v, origin)), origin };
  if (typeof value === "object" && value !== null) {
    if (isNode(value)) return value;
    const entries = new Map<string, Node>();
    for (const key in value) {
      const item = value[key];
      if (item !== undefined) entries.set(key, draft(item, origin));
    }
    return { kind: "mapping", entries, origin };
  }
  return { kind: "scalar", value: value ?? null, origin };
}

function isArray(value: Draft): value is readonly Draft[] {
  return Array.isArray(value);
}

/** Nodes are told from plain data by their origin, which drafts never spell. */
function isNode(value: object): value is Node {
  return "origin" in value && "kind" in value && typeof value.kind === "string";
}

/** The origin of something that a framework generates because of `cause`. */
export function generatedFrom(cause: Origin, by: string): Origin {
  return { why: "generated", span: cause.span, key: cause.key, cause, by };
}

/** A copy of a mapping with some entries set (a draft) or removed (`undefined`). */
export function withEntries(
  node: MappingNode,
  changes: { readonly [key: string]: Draft },
  origin: Origin = node.origin,
): MappingNode {
  const entries = new Map(node.entries);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) entries.delete(key);
    else entries.set(key, draft(value, origin));
  }
  return { ...node, entries };
}
