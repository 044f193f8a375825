import type { FrameworkOwner } from "../template.js";
import table from "./data/framework-constructs.json" with { type: "json" };

interface Known {
  readonly segment: RegExp;
  readonly owner: FrameworkOwner;
}

const KNOWN: readonly Known[] = table.constructs.map(({ segment, name, module }) => ({
  segment: new RegExp(`^(?:${segment})$`),
  owner: { name, module },
}));

const ANY = new RegExp(`^(?:${table.constructs.map(({ segment }) => segment).join("|")})$`);

/**
 * The part of the CDK to which a construct belongs, or `undefined` when it is the author's. What a construct of the
 * author brings along (a function's role, a queue's policy) is the author's.
 */
export function ownerOf(constructPath: string): FrameworkOwner | undefined {
  for (const segment of constructPath.split("/")) {
    if (ANY.test(segment)) return KNOWN.find((entry) => entry.segment.test(segment))?.owner;
  }
  return undefined;
}
