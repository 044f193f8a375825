import type { LowerContext } from "../context.js";
import type { Project } from "../template.js";

/** The front end for CDK cloud assemblies. */
export function lowerCdk(_entry: string, _context: LowerContext): Promise<Project | undefined> {
  return Promise.resolve(undefined);
}
