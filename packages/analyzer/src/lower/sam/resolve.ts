import { at, itemsAt, mappingAt, type MappingNode, type Node, type Scalar } from "../../parse/node.js";
import { intrinsicOf } from "../template.js";
import { literal, mapChildren } from "./value.js";

/** What is known of a deployment by name: the value of a parameter as text. */
export type ParameterLookup = (name: string) => string | undefined;

/**
 * Replaces references to parameters by their values. SAM does so only where it has to know a value: everywhere else a
 * reference stays a reference.
 */
export class Resolver {
  private readonly root: MappingNode;
  private readonly lookup: ParameterLookup;
  private readonly reject: (at: Node, reason: string) => void;

  constructor(root: MappingNode, lookup: ParameterLookup, reject: (at: Node, reason: string) => void) {
    this.root = root;
    this.lookup = lookup;
    this.reject = reject;
  }

  /** Whether a value is a reference to a declared parameter whose value nobody gave. */
  isUnknownParameter(node: Node): boolean {
    const call = intrinsicOf(node);
    const name = call?.name === "Ref" ? literal(call.argument) : undefined;
    return name !== undefined && at(this.root, "Parameters", name) !== undefined && this.lookup(name) === undefined;
  }

  /** The value with every `Ref` and `Fn::Sub` variable that names a known parameter replaced, at any depth. */
  parameters<N extends Node>(node: N): N | Node {
    return this.replace(node, (call) => this.parameter(call));
  }

  /** As `parameters`, for what SAM resolves in place: a reference that is itself the whole value stays. */
  parametersInside(node: Node): Node {
    return intrinsicOf(node)?.name === "Ref" ? node : this.parameters(node);
  }

  /** The value with every `Fn::FindInMap` whose three keys are literal replaced by what the mapping holds. */
  mappings(node: Node): Node {
    return this.replace(node, (call) => this.mapped(call));
  }

  private replace(node: Node, substitute: (call: MappingNode) => Node): Node {
    if (node.kind === "scalar") return node;
    const isCall = node.kind === "mapping" && node.entries.size === 1;
    return mapChildren(isCall ? substitute(node) : node, (child) => this.replace(child, substitute));
  }

  private parameter(call: MappingNode): Node {
    const reference = literal(call.entries.get("Ref"));
    if (reference !== undefined) {
      const value = this.valueOf(reference);
      return value === undefined ? call : { kind: "scalar", value, origin: call.origin };
    }
    const argument = call.entries.get("Fn::Sub");
    const template = argument?.kind === "sequence" ? argument.items[0] : argument;
    const text = literal(template);
    if (!argument || !template || text === undefined || !text.includes("${")) return call;
    const value = text.replace(/\$\{([A-Za-z0-9.]+|AWS::[A-Z][A-Za-z]*)\}/g, (whole, name: string) => {
      if (at(this.root, "Parameters", name, "Default")?.kind === "sequence")
        this.reject(template, `the variable '${name}' of Fn::Sub is a list, and has to be a string`);
      return String(this.valueOf(name) ?? whole);
    });
    if (value === text) return call;
    const filled: Node = { ...template, kind: "scalar", value };
    const changed: Node =
      argument.kind === "sequence" ? { ...argument, items: [filled, ...argument.items.slice(1)] } : filled;
    return { ...call, entries: new Map([["Fn::Sub", changed]]) };
  }

  /** The value of a parameter; a default keeps the type in which it was written. */
  private valueOf(name: string): Scalar | undefined {
    const text = this.lookup(name);
    if (text === undefined || text.startsWith("{{IntrinsicFunction:")) return undefined;
    const written = at(this.root, "Parameters", name, "Default");
    return written?.kind === "scalar" && String(written.value) === text ? written.value : text;
  }

  private mapped(call: MappingNode): Node {
    const argument = call.entries.get("Fn::FindInMap");
    if (!argument) return call;
    const [name, top, second] = itemsAt(argument).map((key) => this.mappings(key));
    if (argument.kind !== "sequence" || argument.items.length !== 3 || !name || !top || !second) {
      this.reject(argument, "Fn::FindInMap takes a list of three values");
      return call;
    }
    const [mapName, topKey, secondKey] = [literal(name), literal(top), literal(second)];
    if (mapName === undefined || topKey === undefined || secondKey === undefined) return call;
    const mapping = at(this.root, "Mappings", mapName);
    const row = at(mapping, topKey);
    if ((mapping && mapping.kind !== "mapping") || (row && row.kind !== "mapping")) {
      this.reject(argument, `the mapping '${mapName}' does not have two levels`);
      return call;
    }
    return mappingAt(row)?.entries.get(secondKey) ?? call;
  }
}
