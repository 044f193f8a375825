import type { Span } from "../source/span.js";

/**
 * Why a node is there:
 * - `authored`: it stands in the template itself;
 * - `globals`: it was inherited from SAM `Globals` or the Serverless Framework's `provider`;
 * - `default`: nobody wrote it, a documented default of AWS or of the framework applies;
 * - `generated`: the framework makes it from an authored node, which `cause` names;
 * - `included`: it stands in another file, which an authored node (`cause`) includes;
 * - `construct`: a CDK construct made it.
 */
export type Why = "authored" | "globals" | "default" | "generated" | "included" | "construct";

/** Where a node comes from. Every origin names a place; a default or generated node names the place that caused it. */
export interface Origin {
  readonly why: Why;
  /** The node's own text; for a node without text of its own, the text that caused it. */
  readonly span: Span;
  /** The text of the key under which the node stands, if it has one. */
  readonly key?: Span | undefined;
  /** The origin of the node that made this one necessary. */
  readonly cause?: Origin | undefined;
  /** What made or defaulted it, in a few words: "SAM implicit role", "Lambda default". */
  readonly by?: string | undefined;
}

export type Scalar = string | number | boolean | null;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: Scalar;
  readonly origin: Origin;
}

export interface SequenceNode {
  readonly kind: "sequence";
  readonly items: readonly Node[];
  readonly origin: Origin;
}

/** Entries keep the order of their first occurrence; of duplicate keys the last value counts. */
export interface MappingNode {
  readonly kind: "mapping";
  readonly entries: ReadonlyMap<string, Node>;
  readonly origin: Origin;
}

/**
 * One value of a template. Intrinsic functions are mappings with one key in their long form (`{"Fn::Sub": …}`),
 * however they were written. Immutable, and possibly shared: the same node may stand in several places.
 */
export type Node = ScalarNode | SequenceNode | MappingNode;

/** The value below a path of mapping keys, or `undefined` when a key is missing or something else is in the way. */
export function at(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let here = node;
  for (const key of path) {
    if (here?.kind !== "mapping") return undefined;
    here = here.entries.get(key);
  }
  return here;
}

/** The mapping below a path, or `undefined`. */
export function mappingAt(node: Node | undefined, ...path: readonly string[]): MappingNode | undefined {
  const found = at(node, ...path);
  return found?.kind === "mapping" ? found : undefined;
}

/** The string below a path, or `undefined` when it is missing or not a literal string. */
export function stringAt(node: Node | undefined, ...path: readonly string[]): string | undefined {
  const found = at(node, ...path);
  return found?.kind === "scalar" && typeof found.value === "string" ? found.value : undefined;
}

/** The items of a sequence below a path; empty when there is none. */
export function itemsAt(node: Node | undefined, ...path: readonly string[]): readonly Node[] {
  const found = at(node, ...path);
  return found?.kind === "sequence" ? found.items : [];
}

/** The same node with another origin; children keep theirs. */
export function withOrigin<N extends Node>(node: N, origin: Origin): N {
  return { ...node, origin };
}

/** A plain JavaScript value as `JSON.parse` would give it. */
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json };

/** The node as plain data, without origins. */
export function toJson(node: Node): Json {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "sequence":
      return node.items.map(toJson);
    case "mapping": {
      const result: Record<string, Json> = {};
      for (const [key, value] of node.entries) define(result, key, toJson(value));
      return result;
    }
  }
}

/** Sets a property of plain data, also one that is called `__proto__`. */
function define(target: Record<string, Json>, key: string, value: Json): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
