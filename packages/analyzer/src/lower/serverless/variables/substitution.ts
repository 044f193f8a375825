import type { Node, Origin } from "../../../parse/node.js";
import { intrinsicOf } from "../../template.js";
import { identifying, literal } from "../text.js";
import { alphanumeric } from "../names.js";

/**
 * The argument of `Fn::Sub` with its variables resolved. What is not known cannot stand in its text, so it becomes one
 * of the function's own variables.
 */
export function substitution(argument: Node, resolve: (node: Node) => Node): Node {
  const resolved = resolve(argument);
  if (resolved.kind === "sequence") {
    const [template, given] = resolved.items;
    const written = template && substituted(template);
    if (!written) return resolved;
    const entries = new Map([...(given?.kind === "mapping" ? given.entries : []), ...written.values]);
    return sub(written.template, entries, resolved.origin);
  }
  const written = substituted(resolved);
  return written ? sub(written.template, written.values, resolved.origin) : resolved;
}

function sub(template: string, entries: ReadonlyMap<string, Node>, origin: Origin): Node {
  return {
    kind: "sequence",
    items: [
      { kind: "scalar", value: template, origin },
      { kind: "mapping", entries, origin },
    ],
    origin,
  };
}

/** The text and the values of a joined text; `undefined` for a text without unknown parts. */
function substituted(node: Node): { template: string; values: ReadonlyMap<string, Node> } | undefined {
  if (node.kind !== "mapping") return undefined;
  const call = intrinsicOf(node);
  const list = call?.name === "Fn::Join" && call.argument.kind === "sequence" ? call.argument.items[1] : undefined;
  const values = new Map<string, Node>();
  const parts = list?.kind === "sequence" ? list.items : [node];
  const template = parts
    .map((part) => {
      const known = literal(part);
      if (known !== undefined) return known;
      const name = unusedName(alphanumeric(identifying(part)) || "Unknown", values);
      values.set(name, part);
      return `\${${name}}`;
    })
    .join("");
  return { template, values };
}

function unusedName(name: string, taken: ReadonlyMap<string, Node>): string {
  let unused = name;
  for (let i = 2; taken.has(unused); i++) unused = `${name}${i}`;
  return unused;
}
