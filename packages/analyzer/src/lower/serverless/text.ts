import { stringAt, type Node, type Origin } from "../../parse/node.js";
import { intrinsicOf, unknownOf } from "../template.js";

/**
 * A text of literal parts and values: a plain string when every part is known, else an `Fn::Join` that keeps the
 * references and unknowns among them.
 */
export function text(origin: Origin, ...parts: readonly (string | Node | undefined)[]): Node {
  const items: (string | Node)[] = [];
  for (const part of parts) append(items, part);
  if (items.length === 0) return { kind: "scalar", value: "", origin };
  const [only] = items;
  if (items.length === 1 && only !== undefined)
    return typeof only === "string" ? { kind: "scalar", value: only, origin } : only;
  const joined = items.map((item): Node => (typeof item === "string" ? scalar(item, origin) : item));
  const list: Node = { kind: "sequence", items: joined, origin };
  const argument: Node = { kind: "sequence", items: [scalar("", origin), list], origin };
  return { kind: "mapping", entries: new Map([["Fn::Join", argument]]), origin };
}

function append(items: (string | Node)[], part: string | Node | undefined): void {
  if (part === undefined || part === "") return;
  if (typeof part !== "string") {
    if (part.kind !== "scalar") {
      const inner = joinedParts(part);
      if (inner) inner.forEach((item) => append(items, item));
      else items.push(part);
      return;
    }
    append(items, part.value === null ? undefined : String(part.value));
    return;
  }
  const last = items.at(-1);
  if (typeof last === "string") items[items.length - 1] = last + part;
  else items.push(part);
}

/** The parts of an `Fn::Join` with an empty delimiter, such as this module makes. */
function joinedParts(node: Node): readonly Node[] | undefined {
  const call = intrinsicOf(node);
  if (call?.name !== "Fn::Join" || call.argument.kind !== "sequence") return undefined;
  const [delimiter, list] = call.argument.items;
  return stringAt(delimiter) === "" && list?.kind === "sequence" ? list.items : undefined;
}

function scalar(value: string, origin: Origin): Node {
  return { kind: "scalar", value, origin };
}

/** The text that a value is known to have, numbers and booleans included; `undefined` for anything else. */
export function literal(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? String(node.value) : undefined;
}

/**
 * Something to build a logical id from when a value is not known: the literal text, else the names in the reference or
 * variable that stands for it.
 */
export function identifying(node: Node | undefined): string {
  if (!node) return "";
  const known = literal(node);
  if (known !== undefined) return known;
  const unknown = unknownOf(node);
  if (unknown) return unknown.variable;
  if (node.kind === "sequence") return node.items.map(identifying).join("");
  return node.kind === "mapping" ? [...node.entries.values()].map(identifying).join("") : "";
}

/** Whether JavaScript would take the value as true: the framework decides by that. */
export function isTruthy(node: Node | undefined): node is Node {
  if (!node) return false;
  return node.kind !== "scalar" || Boolean(node.value);
}

/** Whether the value is there and not null. */
export function isPresent(node: Node | undefined): node is Node {
  return node !== undefined && (node.kind !== "scalar" || node.value !== null);
}

/** Whether the value says no; the framework takes the text `false` for it, too. */
export function isFalse(node: Node | undefined): boolean {
  return node?.kind === "scalar" && (node.value === false || node.value === "false");
}

/** Whether the value says yes; the framework takes the text `true` for it, too. */
export function isTrue(node: Node | undefined): boolean {
  return node?.kind === "scalar" && (node.value === true || node.value === "true");
}

/** A number or boolean as the text that the framework makes of it where it wants one. */
export function asText(node: Node): Node {
  if (node.kind !== "scalar" || node.value === null || typeof node.value === "string") return node;
  return { ...node, value: String(node.value) };
}

/** A text that is a number as the number that the framework makes of it where it wants one. */
export function asNumber(node: Node): Node {
  if (node.kind !== "scalar" || typeof node.value !== "string" || !/^-?\d+(\.\d+)?$/.test(node.value)) return node;
  return { ...node, value: Number(node.value) };
}

/** A value that may be written alone or as a list. */
export function listOf(node: Node | undefined): readonly Node[] {
  if (!isPresent(node)) return [];
  return node.kind === "sequence" ? node.items : [node];
}
