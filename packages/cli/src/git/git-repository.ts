import {
  compareText,
  MAX_FILE_BYTES,
  prunedFolders,
  resolvePath,
  type DiskRepositoryOptions,
  type LeftOut,
  type ReadResult,
  type Repository,
} from "@assay/analyzer";
import { UsageError } from "../io.js";
import type { Base } from "./base.js";

/** Why a folder is left out that is a repository of its own. */
export const SUBMODULE = "submodule";

/** What a tree says of a path. */
interface Entry {
  readonly object: string;
  readonly size: number;
  readonly isLink: boolean;
}

/** Files that are read one after another when templates are looked for. */
const TEMPLATE = /\.(ya?ml|json|template|toml)$/i;
/** As many files are read ahead at once. */
const BATCH_FILES = 512;
const BATCH_BYTES = 32 * 1024 * 1024;
/** A link to a link to … ends here. */
const MAX_LINKS = 8;

/**
 * The files of a commit, read from git's objects: no work tree is made. What the options leave out on disk is left out
 * here, and so is `unwanted`: paths that the work tree leaves out (what git ignores, though it is committed).
 */
export async function gitRepository(
  base: Base,
  options: DiskRepositoryOptions,
  unwanted: readonly LeftOut[],
): Promise<Repository> {
  const { entries, submodules } = readTree(base);
  const isWanted = await selection(options, unwanted);
  const leftOut = submodules.map((path): LeftOut => ({ path, reason: SUBMODULE }));
  const reader = new Reader(base, entries);
  const files: string[] = [];
  for (const [path, entry] of entries) {
    const reason = isWanted(path) ?? (entry.isLink && !reader.target(path) ? "symbolic link to no file" : undefined);
    if (reason === undefined) files.push(path);
    else leftOut.push({ path, reason });
  }
  return {
    files,
    leftOut,
    read: (path) => reader.read(path),
    exists: (path) => reader.target(path) !== undefined,
  };
}

/** Every file below the analysed folder, sorted, and the folders that are repositories of their own. */
function readTree({ git, commit, prefix }: Base): { entries: ReadonlyMap<string, Entry>; submodules: string[] } {
  const listing = git(["ls-tree", "-r", "-z", "-l", "--full-tree", commit, ...(prefix === "" ? [] : ["--", prefix])]);
  if (!listing) throw new UsageError(`The files of ${commit.slice(0, 12)} are not in this clone; fetch them first.`);
  const entries: [string, Entry][] = [];
  const submodules: string[] = [];
  for (const line of listing.toString("utf8").split("\0")) {
    const [, mode, type, object = "", size, path = ""] = /^(\d+) (\w+) (\w+) +(\d+|-)\t(.+)$/s.exec(line) ?? [];
    if (!path.startsWith(prefix)) continue;
    const own = path.slice(prefix.length);
    if (type === "commit") submodules.push(own);
    else if (type === "blob") entries.push([own, { object, size: Number(size), isLink: mode === "120000" }]);
  }
  return { entries: new Map(entries.sort(([a], [b]) => compareText(a, b))), submodules };
}

/** Why a path is not analysed; `undefined` when it is. */
async function selection(
  { paths = [], include = [], exclude = [] }: DiskRepositoryOptions,
  unwanted: readonly LeftOut[],
): Promise<(path: string) => string | undefined> {
  const { default: glob } = await import("picomatch");
  const included = include.length > 0 ? glob([...include], { dot: true }) : () => true;
  const excluded = exclude.length > 0 ? glob([...exclude], { dot: true }) : () => false;
  const left = new Map(unwanted.map(({ path, reason }) => [path, reason]));
  const isBelow = (path: string, folder: string) => folder === "" || path === folder || path.startsWith(`${folder}/`);
  return (path) => {
    if (paths.length > 0 && !paths.some((folder) => isBelow(path, folder))) return "not among the given paths";
    if (excluded(path)) return "--exclude";
    if (!included(path)) return "not in --include";
    for (let slash = path.indexOf("/"); ; slash = path.indexOf("/", slash + 1)) {
      const part = slash < 0 ? path : path.slice(0, slash);
      const reason =
        left.get(part) ?? (slash < 0 ? undefined : prunedFolders.get(part.slice(part.lastIndexOf("/") + 1)));
      if (reason !== undefined || slash < 0) return reason;
    }
  };
}

/** Reads objects, many at a time: whoever asks for one file mostly asks for the next ones as well. */
class Reader {
  private readonly base: Base;
  private readonly entries: ReadonlyMap<string, Entry>;
  private readonly order: { readonly templates: readonly string[]; readonly others: readonly string[] };
  private readonly objects = new Map<string, Uint8Array | undefined>();

  constructor(base: Base, entries: ReadonlyMap<string, Entry>) {
    this.base = base;
    this.entries = entries;
    const paths = [...entries.keys()];
    this.order = {
      templates: paths.filter((path) => TEMPLATE.test(path)),
      others: paths.filter((path) => !TEMPLATE.test(path)),
    };
  }

  /** The file that a path names once links are followed. */
  target(path: string): { readonly path: string; readonly entry: Entry } | undefined {
    let at = path;
    for (let links = 0; links < MAX_LINKS; links++) {
      const entry = this.entries.get(at);
      if (!entry?.isLink) return entry && { path: at, entry };
      const link = this.object(at, entry);
      const next = link && resolvePath(at, new TextDecoder().decode(link));
      if (next === undefined) return undefined;
      at = next;
    }
    return undefined;
  }

  read(path: string): ReadResult {
    const found = this.target(path);
    if (!found) return { ok: false, reason: "no such file" };
    const { size } = found.entry;
    if (size > MAX_FILE_BYTES)
      return { ok: false, reason: `it has ${size} bytes, more than the limit of ${MAX_FILE_BYTES}` };
    const bytes = this.object(found.path, found.entry);
    return bytes ? { ok: true, bytes } : { ok: false, reason: "its content is not in this clone" };
  }

  private object(path: string, { object }: Entry): Uint8Array | undefined {
    if (!this.objects.has(object)) this.fetch(path);
    return this.objects.get(object);
  }

  /** Reads the object of a path and those of the following paths of the same sort. */
  private fetch(path: string): void {
    const order = TEMPLATE.test(path) ? this.order.templates : this.order.others;
    const wanted: string[] = [];
    let bytes = 0;
    for (let i = order.indexOf(path); i < order.length && wanted.length < BATCH_FILES; i++) {
      const { object = "", size = Infinity } = this.entries.get(order[i] ?? "") ?? {};
      if (wanted.length > 0 && bytes + size > BATCH_BYTES) break;
      if (this.objects.has(object)) continue;
      wanted.push(object);
      bytes += size;
    }
    for (const object of wanted) this.objects.set(object, undefined);
    const output = this.base.git(["cat-file", "--batch"], `${wanted.join("\n")}\n`);
    if (output) for (const [object, content] of batch(output)) this.objects.set(object, content);
  }
}

/** The output of `git cat-file --batch`: `<object> <type> <size>`, a line break, the content, a line break. */
function* batch(output: Buffer): Generator<[string, Uint8Array]> {
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    if (end < 0) return;
    const [object = "", type, size] = output.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (type !== "blob") continue; // `<object> missing` has no content
    yield [object, output.subarray(at, at + Number(size))];
    at += Number(size) + 1;
  }
}
