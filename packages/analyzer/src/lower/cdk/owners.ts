import type { FrameworkOwner } from "../template.js";
import table from "./data/framework-constructs.json" with { type: "json" };

const wholeIds = (path: string) => new RegExp(`(?:^|/)(?:${path})(?:/|$)`);

const KNOWN: readonly { readonly path: RegExp; readonly owner: FrameworkOwner }[] = table.constructs.map(
  ({ path, name, module }) => ({ path: wholeIds(path), owner: { name, module } }),
);
const ANY = wholeIds(table.constructs.map(({ path }) => path).join("|"));

/**
 * The part of the CDK to which a construct belongs, or `undefined` when it is the author's. What a construct of the
 * author brings along (a function's role, a queue's policy) is the author's.
 */
export function ownerOf(constructPath: string): FrameworkOwner | undefined {
  return ANY.test(constructPath) ? KNOWN.find((entry) => entry.path.test(constructPath))?.owner : undefined;
}
