import { at, type Node } from "../../../parse/node.js";
import { identifying, literal } from "../text.js";

/**
 * What the logical id of an event source mapping is made of: the last part of a literal ARN, the resource that a
 * reference names, or the last part of a joined text.
 */
export function sourceName(arn: Node, separator: ":" | "/"): string {
  const known = literal(arn);
  if (known !== undefined) return (separator === ":" ? known.split(":").at(-1) : known.split("/")[1]) ?? known;
  const attribute = at(arn, "Fn::GetAtt");
  if (attribute)
    return attribute.kind === "sequence" ? identifying(attribute.items[0]) : identifying(attribute).charAt(0);
  const imported = at(arn, "Fn::ImportValue");
  if (imported) return identifying(imported);
  const joined = at(arn, "Fn::Join");
  const parts = joined?.kind === "sequence" ? joined.items[1] : undefined;
  if (parts?.kind === "sequence") {
    const last = identifying(parts.items.at(-1));
    return separator === "/" ? (last.split("/").at(-1) ?? last) : last;
  }
  return identifying(arn);
}
