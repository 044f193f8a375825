import { at, itemsAt, mappingAt, type MappingNode, type Node } from "../../parse/node.js";
import type { Expansion } from "./expansion.js";
import { globalProperties } from "./properties.js";
import { isGiven, isIntrinsic, literal } from "./value.js";

/**
 * The defaults that `Globals` gives, by resource type, with the origin that says so.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function readGlobals(sam: Expansion): ReadonlyMap<string, MappingNode> {
  const found = new Map<string, MappingNode>();
  const globals = at(sam.root, "Globals");
  if (!globals) return found;
  if (globals.kind !== "mapping") {
    sam.rejectTemplate(globals, "'Globals' has to be a map");
    return found;
  }
  for (const [section, defaults] of globals.entries) {
    const supported = Object.hasOwn(globalProperties, section) ? globalProperties[section] : undefined;
    if (!supported) {
      sam.rejectTemplate(
        defaults,
        `'Globals' has no section '${section}', only ${Object.keys(globalProperties).join(", ")}`,
      );
    } else if (defaults.kind !== "mapping") {
      sam.rejectTemplate(defaults, `'Globals.${section}' has to be a map`);
    } else {
      for (const [name, value] of defaults.entries)
        if (!supported.includes(name)) sam.rejectTemplate(value, `'Globals.${section}' cannot give '${name}'`);
      const known = new Map([...defaults.entries].filter(([name]) => supported.includes(name)));
      found.set(`AWS::Serverless::${section}`, inherited({ ...defaults, entries: known }));
    }
  }
  return found;
}

/** The properties of a resource with the defaults for its type, less those that it ignores. */
export function withGlobals(
  id: string,
  resource: MappingNode,
  globals: ReadonlyMap<string, MappingNode>,
  sam: Expansion,
): MappingNode {
  const own = mappingAt(resource, "Properties") ?? { kind: "mapping", entries: new Map(), origin: resource.origin };
  const defaults = globals.get(literal(at(resource, "Type")) ?? "");
  const ignored = at(resource, "IgnoreGlobals");
  if (!defaults) return own;
  if (!isGiven(ignored)) return merged(defaults, own);
  if (literal(ignored) === "*") return own;
  if (ignored.kind !== "sequence") sam.reject(id, ignored, "'IgnoreGlobals' has to be '*' or a list of properties");
  const left = new Map(defaults.entries);
  for (const name of itemsAt(ignored)) {
    if (!left.delete(literal(name) ?? ""))
      sam.reject(id, name, "'IgnoreGlobals' names something that Globals does not give");
  }
  return merged({ ...defaults, entries: left }, own);
}

/** Mappings are merged key by key, lists are joined, anything else is replaced: what the resource says wins. */
function merged(defaults: MappingNode, own: MappingNode): MappingNode {
  const entries = new Map(defaults.entries);
  for (const [key, value] of own.entries) {
    const inheritedValue = entries.get(key);
    entries.set(key, inheritedValue ? mergedValue(inheritedValue, value) : value);
  }
  return { ...own, entries };
}

function mergedValue(inheritedValue: Node, own: Node): Node {
  if (isIntrinsic(inheritedValue) || isIntrinsic(own)) return own;
  if (inheritedValue.kind === "mapping" && own.kind === "mapping") return merged(inheritedValue, own);
  if (inheritedValue.kind === "sequence" && own.kind === "sequence")
    return { ...own, items: [...inheritedValue.items, ...own.items] };
  return own;
}

function inherited<N extends Node>(node: N): N;
function inherited(node: Node): Node {
  const origin = { ...node.origin, why: "globals", by: "SAM Globals" } as const;
  if (node.kind === "scalar") return { ...node, origin };
  if (node.kind === "sequence") return { ...node, items: node.items.map((item) => inherited(item)), origin };
  return { ...node, entries: new Map([...node.entries].map(([key, value]) => [key, inherited(value)])), origin };
}
