import { at, type MappingNode, type Node } from "../../parse/node.js";
import { intrinsicOf } from "../template.js";

/** Whether SAM takes a value as given: null, false, 0, "" and empty collections count as left out. */
export function isGiven(node: Node | undefined): node is Node {
  if (!node) return false;
  if (node.kind === "sequence") return node.items.length > 0;
  if (node.kind === "mapping") return node.entries.size > 0;
  return node.value !== null && node.value !== false && node.value !== 0 && node.value !== "";
}

/** The value below a path, if SAM takes it as given. */
export function given(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  const found = at(node, ...path);
  return isGiven(found) ? found : undefined;
}

/** The value below a path unless it is missing or null. */
export function present(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  const found = at(node, ...path);
  return found?.kind === "scalar" && found.value === null ? undefined : found;
}

/** The mapping without entries that are null: SAM reads those as not there. */
export function withoutNulls(node: MappingNode): MappingNode {
  for (const value of node.entries.values()) {
    if (value.kind === "scalar" && value.value === null)
      return { ...node, entries: new Map([...node.entries].filter(([, item]) => present(item))) };
  }
  return node;
}

export function isIntrinsic(node: Node | undefined): boolean {
  return node !== undefined && intrinsicOf(node) !== undefined;
}

/** `{Ref: AWS::NoValue}`. */
export function isNoValue(node: Node | undefined): boolean {
  return node !== undefined && refOf(node) === "AWS::NoValue";
}

/** The name that a `Ref` refers to. */
export function refOf(node: Node | undefined): string | undefined {
  const call = node && intrinsicOf(node);
  return call?.name === "Ref" ? literal(call.argument) : undefined;
}

/** The logical id that a `Ref` or `Fn::GetAtt` names. */
export function logicalIdOf(node: Node | undefined): string | undefined {
  const call = node && intrinsicOf(node);
  if (call?.name === "Ref") return literal(call.argument);
  if (call?.name !== "Fn::GetAtt") return undefined;
  if (call.argument.kind === "sequence")
    return call.argument.items.length === 2 ? literal(call.argument.items[0]) : undefined;
  const parts = literal(call.argument)?.split(".");
  return parts?.length === 2 ? parts[0] : undefined;
}

/** The parts of an `Fn::If` that has all three of them. */
export function ifOf(
  node: Node | undefined,
): { readonly condition: Node; readonly then: Node; readonly otherwise: Node } | undefined {
  const call = node && intrinsicOf(node);
  if (call?.name !== "Fn::If" || call.argument.kind !== "sequence" || call.argument.items.length !== 3)
    return undefined;
  const [condition, then, otherwise] = call.argument.items;
  return condition && then && otherwise ? { condition, then, otherwise } : undefined;
}

/** Whether a value is an `Fn::If`, well formed or not. */
export function isIf(node: Node | undefined): boolean {
  return node !== undefined && intrinsicOf(node)?.name === "Fn::If";
}

/** The text of a literal string. */
export function literal(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** Whether a value is the boolean `true`, not a text or an intrinsic. */
export function isTrue(node: Node | undefined): boolean {
  return node?.kind === "scalar" && node.value === true;
}

/** Whether two values are the same data, wherever they come from. */
export function sameValue(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind === "scalar") return b.kind === "scalar" && a.value === b.value;
  if (a.kind === "sequence")
    return (
      b.kind === "sequence" &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => {
        const other = b.items[i];
        return other !== undefined && sameValue(item, other);
      })
    );
  if (b.kind !== "mapping" || a.entries.size !== b.entries.size) return false;
  for (const [key, value] of a.entries) {
    const other = b.entries.get(key);
    if (!other || !sameValue(value, other)) return false;
  }
  return true;
}

/** The same value with every item or entry replaced; the very same node when nothing changes. */
export function mapChildren(node: Node, edit: (child: Node, key?: string) => Node): Node {
  if (node.kind === "scalar") return node;
  if (node.kind === "sequence") {
    const items = node.items.map((item) => edit(item));
    return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
  }
  let entries: Map<string, Node> | undefined;
  for (const [key, value] of node.entries) {
    const made = edit(value, key);
    if (made !== value) (entries ??= new Map(node.entries)).set(key, made);
  }
  return entries ? { ...node, entries } : node;
}
