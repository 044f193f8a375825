import type { Node, Origin } from "../../parse/node.js";
import { intrinsicOf, unknownOf } from "../template.js";
import { text } from "./text.js";

/** A value as JSON text: how the framework writes patterns and inputs. Unknown texts in it stay stated unknowns. */
export function jsonText(node: Node, origin: Origin = node.origin): Node {
  const parts: (string | Node)[] = [];
  write(node, parts);
  return text(origin, ...parts);
}

function write(node: Node, parts: (string | Node)[]): void {
  if (node.kind === "scalar") parts.push(JSON.stringify(node.value));
  else if (holdsUnknown(node)) parts.push('"', node, '"');
  else if (node.kind === "sequence") {
    parts.push("[");
    node.items.forEach((item, i) => {
      if (i > 0) parts.push(",");
      write(item, parts);
    });
    parts.push("]");
  } else {
    parts.push("{");
    let separator = "";
    for (const [key, value] of node.entries) {
      parts.push(`${separator}${JSON.stringify(key)}:`);
      write(value, parts);
      separator = ",";
    }
    parts.push("}");
  }
}

/** A stated unknown, or a text that was joined around one. */
function holdsUnknown(node: Node): boolean {
  if (unknownOf(node)) return true;
  const call = intrinsicOf(node);
  if (call?.name !== "Fn::Join" || call.argument.kind !== "sequence") return false;
  const list = call.argument.items[1];
  return list?.kind === "sequence" && list.items.some((item) => unknownOf(item) !== undefined);
}
