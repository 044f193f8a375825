/** Why a path is not part of the analysis. */
export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

export type ReadResult =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: string };

/**
 * What is analysed: a set of files. The only way in which the analyser reads anything, so a checkout, a git tree
 * and an object in memory are analysed alike. Paths are relative to the root and use `/`.
 */
export interface Repository {
  /** Every file in scope, sorted by code unit. */
  readonly files: readonly string[];
  /** What was kept out of `files`, with the reason. */
  readonly leftOut: readonly LeftOut[];
  /**
   * The bytes of a file of `files`, or of another file below the root that such a file names (an included file may be
   * git-ignored or outside the scanned folders). Never throws; a path that leaves the root is refused.
   */
  read(path: string): ReadResult;
  /** Whether `read` would find a file there. */
  exists(path: string): boolean;
  /**
   * When a file was last written, in milliseconds since 1970, where that is known. No result may depend on it but for
   * files that are not part of the commit: the same commit gives the same output.
   */
  modified?(path: string): number | undefined;
}

/**
 * Resolves `target` as written in the file `from` to a repository path, or `undefined` when it leaves the repository
 * or is absolute. Purely textual: symbolic links are the repository's business.
 */
export function resolvePath(from: string, target: string): string | undefined {
  const written = target.replaceAll("\\", "/");
  if (written.startsWith("/") || /^[A-Za-z]:/.test(written)) return undefined;
  const parts = from.split("/").slice(0, -1);
  for (const part of written.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join("/");
}

/** The folder of a path, `""` for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
