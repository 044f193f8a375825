import type { MappingNode, Node, Origin } from "../../parse/node.js";
import data from "./data/properties.json" with { type: "json" };
import type { Expansion } from "./expansion.js";

type TypeSpec =
  | string
  | { readonly list: TypeSpec }
  | { readonly map: TypeSpec }
  | { readonly anyOf: readonly TypeSpec[] }
  | { readonly enum: readonly string[] }
  | { readonly record: PropertyTable };

interface Property {
  readonly type: TypeSpec;
  readonly required?: boolean;
  /** SAM has to read the value itself, so no intrinsic function may stand for it. */
  readonly literal?: boolean;
}

/** The properties that something may have. */
export interface PropertyTable {
  readonly [name: string]: Property;
}

const tables: {
  readonly globals: Readonly<Record<string, readonly string[]>>;
  readonly resources: Readonly<Record<string, PropertyTable>>;
  readonly functionEvents: Readonly<Record<string, PropertyTable>>;
  readonly stateMachineEvents: Readonly<Record<string, PropertyTable>>;
  readonly changedResources: Readonly<Record<string, readonly string[]>>;
} = data;

export const {
  globals: globalProperties,
  resources: resourceProperties,
  functionEvents,
  stateMachineEvents,
  changedResources,
} = tables;

/** Who has the properties, for the report. */
export interface PropertyOwner {
  /** The logical id of the resource. */
  readonly id: string;
  /** How the sentence begins: "" or "event 'X': ". */
  readonly prefix: string;
  /** Where something that is missing would stand. */
  readonly origin: Origin;
}

/** Reports every property that SAM does not know, that has the wrong type, or that is required and missing. */
export function checkProperties(
  properties: MappingNode,
  table: PropertyTable,
  owner: PropertyOwner,
  sam: Expansion,
): void {
  for (const [name, value] of properties.entries) {
    const property = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!property) sam.rejectProperty(owner.id, value, `${owner.prefix}there is no property '${name}'`);
    else if (property.literal || !isOneKeyMapping(value)) checkType(value, property.type, name, owner, sam);
  }
  for (const name in table)
    if (table[name]?.required && !properties.entries.has(name))
      sam.reject(owner.id, owner.origin, `${owner.prefix}the required property '${name}' is missing`);
}

/** What SAM takes for an intrinsic function where it does not look closer. */
function isOneKeyMapping(node: Node): boolean {
  return node.kind === "mapping" && node.entries.size === 1;
}

function checkType(node: Node, type: TypeSpec, path: string, owner: PropertyOwner, sam: Expansion): void {
  if (typeof type === "object" && "record" in type && node.kind === "mapping") {
    checkRecord(node, type.record, path, owner, sam);
    return;
  }
  if (typeof type === "object" && "map" in type && node.kind === "mapping" && typeof type.map === "object") {
    for (const [key, value] of node.entries)
      if (!isNull(value)) checkType(value, type.map, `${path}.${key}`, owner, sam);
    return;
  }
  if (typeof type === "object" && "list" in type && node.kind === "sequence" && typeof type.list === "object") {
    for (const [i, item] of node.items.entries()) checkType(item, type.list, `${path}.${String(i)}`, owner, sam);
    return;
  }
  if (!fits(node, type)) sam.reject(owner.id, node, `${owner.prefix}'${path}' has to be ${describe(type)}`);
}

function checkRecord(
  node: MappingNode,
  table: PropertyTable,
  path: string,
  owner: PropertyOwner,
  sam: Expansion,
): void {
  for (const [name, value] of node.entries) {
    const property = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!property) sam.rejectProperty(owner.id, value, `${owner.prefix}'${path}' has no property '${name}'`);
    else if (!isNull(value)) checkType(value, property.type, `${path}.${name}`, owner, sam);
  }
  for (const [name, property] of Object.entries(table)) {
    const value = node.entries.get(name);
    if (property.required && (!value || (isNull(value) && property.type !== "any")))
      sam.reject(owner.id, value ?? node, `${owner.prefix}'${path}.${name}' is required`);
  }
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

function fits(node: Node, type: TypeSpec): boolean {
  if (typeof type === "string") return fitsName(node, type);
  if ("anyOf" in type) return type.anyOf.some((one) => fits(node, one));
  if ("enum" in type) return node.kind === "scalar" && type.enum.includes(String(node.value));
  if ("list" in type) return node.kind === "sequence" && node.items.every((item) => fits(item, type.list));
  if ("map" in type)
    return node.kind === "mapping" && [...node.entries.values()].every((value) => fits(value, type.map));
  return node.kind === "mapping";
}

function fitsName(node: Node, type: string): boolean {
  const value = node.kind === "scalar" ? node.value : undefined;
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return Number.isInteger(value) || typeof value === "boolean";
    case "number":
      return (
        typeof value === "number" || (typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value)))
      );
    case "boolean":
      return typeof value === "boolean";
    case "scalar":
      return value !== undefined && value !== null;
    case "list":
      return node.kind === "sequence";
    case "map":
      return node.kind === "mapping";
    default:
      return true;
  }
}

function describe(type: TypeSpec): string {
  if (typeof type === "object") {
    if ("anyOf" in type) return [...new Set(type.anyOf.map(describe))].join(" or ");
    if ("enum" in type) return type.enum.map((value) => `'${value}'`).join(" or ");
    if ("list" in type) return `a list of ${describe(type.list).replace(/\ban? /g, "")}s`;
    return "a map";
  }
  return type === "integer" ? "an integer" : type === "scalar" ? "a string" : `a ${type}`;
}

/** Reports and tells whether a value is not of the kind that SAM expects at a path; what is missing is fine. */
export function expect<K extends Node["kind"]>(
  node: Node | undefined,
  kind: K,
  path: string,
  owner: { readonly id: string; readonly prefix?: string },
  sam: Expansion,
): node is Extract<Node, { kind: K }> {
  if (!node) return false;
  if (node.kind === kind) return true;
  const wanted = kind === "mapping" ? "a map" : kind === "sequence" ? "a list" : "a single value";
  sam.reject(owner.id, node, `${owner.prefix ?? ""}'${path}' has to be ${wanted}`);
  return false;
}
