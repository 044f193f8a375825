import type { MappingNode, Node } from "../../../parse/node.js";
import { isFalse } from "../text.js";
import { custom, type Plugin } from "./plugin.js";

/** `#{AWS::Region}` in any text becomes an `Fn::Sub`. https://github.com/svdgraaf/serverless-pseudo-parameters */
export const pseudoParameters: Plugin = {
  finish: (service, template) => {
    const allowsReferences = !isFalse(custom(service, "pseudoParameters", "allowReferences"));
    return expandMapping(template, allowsReferences ? /#\{([^}]+)\}/g : /#\{(AWS::[a-zA-Z]+)\}/g);
  },
};

function expandMapping(node: MappingNode, pattern: RegExp): MappingNode {
  let changed = false;
  const entries = new Map<string, Node>();
  for (const [key, value] of node.entries) {
    const expanded = expand(value, pattern, key === "Fn::Sub");
    changed ||= expanded !== value;
    entries.set(key, expanded);
  }
  return changed ? { ...node, entries } : node;
}

function expand(node: Node, pattern: RegExp, isSub: boolean): Node {
  if (node.kind === "mapping") return expandMapping(node, pattern);
  if (node.kind === "sequence") {
    const items = node.items.map((item) => expand(item, pattern, false));
    return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
  }
  if (typeof node.value !== "string" || !node.value.includes("#")) return node;
  const replaced = node.value.replace(pattern, "${$1}");
  if (replaced !== node.value) {
    const sub: Node = { ...node, value: replaced };
    return isSub ? sub : { kind: "mapping", entries: new Map([["Fn::Sub", sub]]), origin: node.origin };
  }
  return { ...node, value: node.value.replace(/#@\{([^}]+)\}/g, "#{$1}") };
}
