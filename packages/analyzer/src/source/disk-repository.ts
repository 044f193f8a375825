import fs from "node:fs";
import path from "node:path";
import ignore, { type Ignore } from "ignore";
import { compareText } from "./span.js";
import type { LeftOut, ReadResult, Repository } from "./repository.js";

export interface DiskRepositoryOptions {
  /** Folders or files below the root to look at; everything by default. */
  readonly paths?: readonly string[];
  /** Only files that match one of these globs (fast-glob's syntax, relative to the root). */
  readonly include?: readonly string[];
  /** No file that matches one of these globs. */
  readonly exclude?: readonly string[];
  /** Whether git-ignored files are kept out (cloud assemblies never are). Default true. */
  readonly gitignore?: boolean;
}

/** Files above this size are not read: twenty times what CloudFormation accepts as a template. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Folders that never hold an author's infrastructure code, with the reason. */
export const prunedFolders: ReadonlyMap<string, string> = new Map([
  [".git", "git's own data"],
  ["node_modules", "installed packages"],
  [".aws-sam", "build copy made by sam build"],
  [".serverless", "build copy made by serverless package"],
  [".venv", "installed packages"],
  ["__pycache__", "compiled Python"],
  [".terraform", "Terraform's own data"],
]);
const CLOUD_ASSEMBLY = "cdk.out";

/**
 * The files below a folder of this machine. The root is a boundary: symbolic links and relative paths that leave it are
 * refused. Nothing is written, and no process is started (git's ignore files are read, git is not run).
 */
export async function diskRepository(root: string, options: DiskRepositoryOptions = {}): Promise<Repository> {
  const realRoot = fs.realpathSync(root);
  const walk = new Walk(realRoot, options.gitignore ?? true);
  for (const wanted of options.paths?.length ? options.paths : [""]) walk.visit(wanted);
  const files = await select([...walk.files].sort(compareText), realRoot, options, walk.leftOut);
  return {
    files,
    leftOut: walk.leftOut.sort((a, b) => compareText(a.path, b.path)),
    read: (file) => read(realRoot, file, walk.regular.has(file)),
    exists: (file) => walk.regular.has(file) || confined(realRoot, file) !== undefined,
    modified: (file) => {
      const real = confined(realRoot, file);
      return real === undefined ? undefined : fs.statSync(real, { throwIfNoEntry: false })?.mtimeMs;
    },
  };
}

async function select(
  files: readonly string[],
  cwd: string,
  options: DiskRepositoryOptions,
  leftOut: LeftOut[],
): Promise<string[]> {
  const { include = [], exclude = [] } = options;
  if (include.length + exclude.length === 0) return [...files];
  const { default: glob } = await import("fast-glob");
  const matching = async (patterns: readonly string[]) =>
    new Set(
      await glob([...patterns], {
        cwd,
        dot: true,
        followSymbolicLinks: false,
        ignore: ["**/node_modules/**", "**/.git/**"],
      }),
    );
  const included = include.length ? await matching(include) : undefined;
  const excluded = exclude.length ? await matching(exclude) : undefined;
  return files.filter((file) => {
    const reason = excluded?.has(file) ? "--exclude" : included && !included.has(file) ? "not in --include" : undefined;
    if (reason) leftOut.push({ path: file, reason });
    return !reason;
  });
}

/** The real path of a file below the root, or `undefined` when there is none or it leaves the root. */
function confined(realRoot: string, file: string): string | undefined {
  const absolute = path.join(realRoot, file);
  try {
    if (!fs.statSync(absolute, { throwIfNoEntry: false })) return undefined; // cheaper than an exception
    const real = fs.realpathSync.native(absolute);
    const inside = real.startsWith(realRoot + path.sep) || realRoot === path.sep;
    return inside && fs.statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

/** `isRegular`: the walk reached the file without following a link, so it cannot lie outside. */
function read(realRoot: string, file: string, isRegular: boolean): ReadResult {
  const absolute = path.join(realRoot, file);
  if (!isRegular && !fs.existsSync(absolute)) return { ok: false, reason: "no such file" };
  const real = isRegular ? absolute : confined(realRoot, file);
  if (real === undefined) return { ok: false, reason: "it is not a file inside the repository" };
  try {
    const { size } = fs.statSync(real);
    if (size > MAX_FILE_BYTES) {
      return { ok: false, reason: `it has ${size} bytes, more than the limit of ${MAX_FILE_BYTES}` };
    }
    return { ok: true, bytes: fs.readFileSync(real) };
  } catch (error) {
    return { ok: false, reason: (error as NodeJS.ErrnoException).code ?? "unknown error" };
  }
}

interface IgnoreRules {
  /** The folder of the ignore file, relative to the root; `../…` above it. */
  readonly folder: string;
  readonly rules: Ignore;
}

class Walk {
  readonly files = new Set<string>();
  /** The files among them that are no symbolic links; folders that are links are not entered. */
  readonly regular = new Set<string>();
  readonly leftOut: LeftOut[] = [];
  private readonly root: string;
  private readonly gitignore: boolean;
  /** Ignore files of the folders above the root, up to the top of the git work tree. */
  private readonly above: readonly IgnoreRules[];

  constructor(root: string, gitignore: boolean) {
    this.root = root;
    this.gitignore = gitignore;
    this.above = gitignore ? ignoreFilesAbove(root) : [];
  }

  visit(wanted: string): void {
    const relative = path.posix.normalize(wanted.split(path.sep).join("/")).replace(/^\.$|\/$/g, "");
    const absolute = path.join(this.root, relative);
    if (!fs.statSync(absolute).isDirectory()) {
      this.files.add(relative);
      return;
    }
    const rules = [...this.above];
    let folder = "";
    for (const part of relative.split("/").filter(Boolean)) {
      this.readIgnoreFile(folder, rules);
      folder = folder ? `${folder}/${part}` : part;
    }
    this.folder(relative, rules);
  }

  private readIgnoreFile(folder: string, rules: IgnoreRules[]): void {
    const found = this.gitignore ? ignoreFile(path.join(this.root, folder)) : undefined;
    if (found) rules.push({ folder, rules: found });
  }

  private folder(folder: string, inherited: readonly IgnoreRules[]): void {
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(path.join(this.root, folder), { withFileTypes: true });
    } catch (error) {
      this.leftOut.push({
        path: folder,
        reason: `cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}`,
      });
      return;
    }
    const rules = [...inherited];
    if (entries.some((entry) => entry.name === ".gitignore")) this.readIgnoreFile(folder, rules);
    for (const entry of entries) this.entry(entry, folder ? `${folder}/${entry.name}` : entry.name, rules);
  }

  private entry(entry: fs.Dirent, file: string, rules: readonly IgnoreRules[]): void {
    const pruned = prunedFolders.get(entry.name);
    if (entry.isSymbolicLink()) {
      if (confined(this.root, file) !== undefined) this.files.add(file);
      else this.leftOut.push({ path: file, reason: "symbolic link to a folder or out of the repository" });
    } else if (entry.isDirectory()) {
      if (pruned) this.leftOut.push({ path: file, reason: pruned });
      else if (entry.name !== CLOUD_ASSEMBLY && isIgnored(`${file}/`, rules))
        this.leftOut.push({ path: file, reason: "git-ignored" });
      else this.folder(file, entry.name === CLOUD_ASSEMBLY ? [] : rules);
    } else if (entry.isFile()) {
      if (isIgnored(file, rules)) this.leftOut.push({ path: file, reason: "git-ignored" });
      else {
        this.files.add(file);
        this.regular.add(file);
      }
    }
  }
}

/** The ignore file nearest to the path decides; an outer one only where the inner ones are silent. */
function isIgnored(file: string, rules: readonly IgnoreRules[]): boolean {
  for (let i = rules.length - 1; i >= 0; i--) {
    const { folder, rules: matcher } = rules[i] as IgnoreRules;
    const relative = folder.startsWith("..")
      ? `${folder.slice(3)}${file}`
      : folder
        ? file.slice(folder.length + 1)
        : file;
    const { ignored, unignored } = matcher.test(relative);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function ignoreFile(folder: string): Ignore | undefined {
  try {
    return ignore().add(fs.readFileSync(path.join(folder, ".gitignore"), "utf8"));
  } catch {
    return undefined;
  }
}

function ignoreFilesAbove(root: string): IgnoreRules[] {
  const found: IgnoreRules[] = [];
  let below = "";
  for (let folder = root; !fs.existsSync(path.join(folder, ".git"));) {
    const parent = path.dirname(folder);
    if (parent === folder) return []; // not in a git work tree: ignore files above the root mean nothing
    below = `${path.basename(folder)}/${below}`;
    folder = parent;
    const rules = ignoreFile(folder);
    if (rules) found.unshift({ folder: `../${below}`, rules });
  }
  return found;
}
