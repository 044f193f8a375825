import type { LowerContext } from "../context.js";
import type { Project } from "../template.js";

/** The front end for Serverless Framework services. */
export function lowerServerless(_entry: string, _context: LowerContext): Promise<Project | undefined> {
  return Promise.resolve(undefined);
}
