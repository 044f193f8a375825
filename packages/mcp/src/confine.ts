import fs from "node:fs";
import path from "node:path";

/** A request that is not answered, with the reason for whoever asked. */
export class Refused extends Error {}

/**
 * A file or folder below the root, as a path relative to it with `/` (empty for the root itself). Refused: what leaves
 * the root, as it is written or through symbolic links, and what is not there. Of what lies outside nothing is told, not
 * even whether it exists.
 */
export function within(root: string, given: string): string {
  const absolute = path.resolve(root, given);
  if (given.includes("\0") || !isInside(root, absolute))
    throw new Refused("The path leaves the folder that is served.");
  let real: string;
  try {
    real = fs.realpathSync.native(absolute);
  } catch {
    throw new Refused("There is no such file or folder in the folder that is served.");
  }
  if (!isInside(root, real)) throw new Refused("The path leaves the folder that is served through a symbolic link.");
  return path.relative(root, real).split(path.sep).join("/");
}

/** As `within`, for folders only. */
export function folderWithin(root: string, given: string): string {
  const inside = within(root, given);
  if (!fs.statSync(path.join(root, inside)).isDirectory()) throw new Refused("The path is no folder.");
  return inside;
}

function isInside(root: string, absolute: string): boolean {
  const relative = path.relative(root, absolute);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
