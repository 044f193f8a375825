import type { Node, Origin, Scalar } from "../../../parse/node.js";
import { unknownNode } from "../../template.js";

/** A value of the static evaluation of a script. Lists and objects are mutable, as in JavaScript. */
export type Value = ScalarValue | ListValue | ObjectValue | FunctionValue | PatternValue | NodeValue | UnknownValue;

export interface ScalarValue {
  readonly kind: "scalar";
  readonly value: Scalar | undefined;
  readonly origin: Origin;
}

export interface ListValue {
  readonly kind: "list";
  readonly items: Value[];
  readonly origin: Origin;
}

export interface ObjectValue {
  readonly kind: "object";
  readonly entries: Map<string, Value>;
  readonly origin: Origin;
}

/** A function of the script, or one of JavaScript's own that this evaluation knows. */
export interface FunctionValue {
  readonly kind: "function";
  readonly call: (args: readonly Value[], origin: Origin) => Value;
  /** What hangs on it: `Object.keys`. */
  readonly properties: ReadonlyMap<string, Value>;
  readonly origin: Origin;
}

/** A regular expression. */
interface PatternValue {
  readonly kind: "pattern";
  readonly pattern: RegExp;
  readonly origin: Origin;
}

/** A value that is known in part, such as a text with an unknown in it. */
interface NodeValue {
  readonly kind: "node";
  readonly node: Node;
  readonly origin: Origin;
}

/** What only running the script could tell. */
export interface UnknownValue {
  readonly kind: "unknown";
  readonly what: string;
  readonly source: "env" | "expression";
  readonly reason: string;
  readonly origin: Origin;
}

export function scalar(value: Scalar | undefined, origin: Origin): ScalarValue {
  return { kind: "scalar", value, origin };
}

export function list(items: Value[], origin: Origin): ListValue {
  return { kind: "list", items, origin };
}

export function object(entries: Map<string, Value>, origin: Origin): ObjectValue {
  return { kind: "object", entries, origin };
}

/** A function of JavaScript's own. */
export function native(
  call: FunctionValue["call"],
  origin: Origin,
  properties: ReadonlyMap<string, Value> = new Map(),
): FunctionValue {
  return { kind: "function", call, properties, origin };
}

export function unknown(what: string, reason: string, origin: Origin): UnknownValue {
  return { kind: "unknown", what, source: "expression", reason, origin };
}

/** The text that a value is as a part of another, or `undefined` when it is none or not known. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "scalar" ? String(value.value) : undefined;
}

/**
 * Whether the value counts as true; `undefined` when that is not known. An environment variable that is not given counts
 * as missing, as it would in a shell without it.
 */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case "scalar":
      return Boolean(value.value);
    case "unknown":
      return value.source === "env" ? false : undefined;
    case "node":
      return undefined;
    default:
      return true;
  }
}

/** Whether the value is null or undefined; `undefined` when that is not known. */
export function isNullish(value: Value): boolean | undefined {
  if (value.kind === "unknown") return value.source === "env" ? true : undefined;
  if (value.kind === "node") return undefined;
  return value.kind === "scalar" && (value.value === null || value.value === undefined);
}

/** The value as configuration; functions and `undefined` are left out, as in JSON. */
export function nodeOf(value: Value, depth = 0): Node | undefined {
  const { origin } = value;
  if (depth > MAX_DEPTH) return unknownNode({ variable: "", source: "expression", reason: "nested too deep" }, origin);
  switch (value.kind) {
    case "scalar":
      return value.value === undefined ? undefined : { kind: "scalar", value: value.value, origin };
    case "list":
      return {
        kind: "sequence",
        items: value.items.map((item) => nodeOf(item, depth + 1) ?? { kind: "scalar", value: null, origin }),
        origin,
      };
    case "object": {
      const entries = new Map<string, Node>();
      for (const [key, item] of value.entries) {
        const node = nodeOf(item, depth + 1);
        if (node) entries.set(key, node);
      }
      return { kind: "mapping", entries, origin };
    }
    case "node":
      return { ...value.node, origin: { ...value.node.origin, key: origin.key } };
    case "unknown":
      return unknownNode({ variable: value.what, source: value.source, reason: value.reason }, origin);
    case "pattern":
      return { kind: "mapping", entries: new Map(), origin };
    case "function":
      return undefined;
  }
}

const MAX_DEPTH = 100;

/** A tree of nodes as a value that scripts can work on. */
export function valueOf(node: Node): Value {
  switch (node.kind) {
    case "scalar":
      return scalar(node.value, node.origin);
    case "sequence":
      return list(node.items.map(valueOf), node.origin);
    case "mapping":
      return object(new Map([...node.entries].map(([key, item]) => [key, valueOf(item)] as const)), node.origin);
  }
}
