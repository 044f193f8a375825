import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** What git's own files say of a work tree. They are read; git is not run, and no hook or configured program with it. */
export interface GitState {
  readonly commit: string;
  readonly branch: string | undefined;
  /** The address of the repository in a browser, without credentials. */
  readonly url: string | undefined;
  /** The path of the scanned folder in the work tree, with a `/` at the end; empty for its root. */
  readonly prefix: string;
  /** The blob of each file in the index by path; undefined when the index cannot be read. */
  readonly index: ReadonlyMap<string, string> | undefined;
}

/** The state of the work tree that a folder belongs to; undefined when it belongs to none, or nothing is committed. */
export function readGit(folder: string): GitState | undefined {
  const tree = workTreeOf(folder);
  const gitFolder = tree === undefined ? undefined : gitFolderOf(tree);
  if (tree === undefined || gitFolder === undefined) return undefined;
  const common = path.resolve(gitFolder, read(path.join(gitFolder, "commondir"))?.trim() ?? ".");
  const head = read(path.join(gitFolder, "HEAD"))?.trim() ?? "";
  const ref = /^ref: (refs\/[\w./@-]+)$/.exec(head)?.[1];
  const commit = ref === undefined || ref.includes("..") ? head : resolveRef(ref, gitFolder, common);
  if (commit === undefined || !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return undefined;
  const prefix = path.relative(tree, fs.realpathSync(folder)).split(path.sep).join("/");
  return {
    commit,
    branch: ref?.replace(/^refs\/heads\//, ""),
    url: browserUrl(remoteUrl(read(path.join(common, "config")) ?? "")),
    prefix: prefix === "" ? "" : `${prefix}/`,
    index: commit.length === 40 ? readIndex(path.join(gitFolder, "index")) : undefined,
  };
}

/** The blob id that git gives a file's content. */
export function blobId(content: Uint8Array): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}

function workTreeOf(folder: string): string | undefined {
  for (let here = fs.realpathSync(folder); ; here = path.dirname(here)) {
    if (fs.existsSync(path.join(here, ".git"))) return here;
    if (path.dirname(here) === here) return undefined;
  }
}

/** `.git` is a folder, or in a linked work tree and a submodule a file that names it. */
function gitFolderOf(tree: string): string | undefined {
  const entry = path.join(tree, ".git");
  if (fs.statSync(entry).isDirectory()) return entry;
  const named = /^gitdir: (.+)$/m.exec(read(entry) ?? "")?.[1];
  return named === undefined ? undefined : path.resolve(tree, named.trim());
}

function resolveRef(ref: string, gitFolder: string, common: string): string | undefined {
  for (const folder of [gitFolder, common]) {
    const loose = read(path.join(folder, ref))?.trim();
    if (loose !== undefined) return loose;
  }
  const packed = (read(path.join(common, "packed-refs")) ?? "").split("\n").find((line) => line.endsWith(` ${ref}`));
  return packed?.split(" ")[0];
}

function remoteUrl(config: string): string | undefined {
  const section = /^\[remote "origin"\]\s*$([^[]*)/m.exec(config)?.[1];
  return /^\s*url\s*=\s*(\S+)\s*$/m.exec(section ?? "")?.[1];
}

/** `git@github.com:owner/name.git` and `https://token@github.com/owner/name.git` as `https://github.com/owner/name`. */
export function browserUrl(remote: string | undefined): string | undefined {
  const [, host, repository] =
    /^(?:https?:\/\/|ssh:\/\/)?(?:[^@/\s]+@)?([\w.-]+\.[a-z]{2,})(?::\d+)?[/:]([\w./~-]+?)(?:\.git)?\/?$/i.exec(
      remote ?? "",
    ) ?? [];
  return host === undefined || repository === undefined ? undefined : `https://${host}/${repository}`;
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** https://git-scm.com/docs/index-format, versions 2 to 4 with SHA-1. */
function readIndex(file: string): ReadonlyMap<string, string> | undefined {
  let data: Buffer;
  try {
    data = fs.readFileSync(file);
  } catch {
    return undefined;
  }
  if (data.length < 12 || data.toString("latin1", 0, 4) !== "DIRC") return undefined;
  const version = data.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const entries = new Map<string, string>();
  let at = 12;
  let name = "";
  for (let left = data.readUInt32BE(8); left > 0; left--) {
    if (at + 62 > data.length) return undefined;
    const start = at;
    const blob = data.toString("hex", at + 40, at + 60);
    at += (data.readUInt16BE(at + 60) & 0x4000) !== 0 ? 64 : 62;
    let kept = 0;
    if (version === 4) {
      const strip = variableWidth(data, at);
      kept = Math.max(0, Buffer.byteLength(name) - strip.value);
      at = strip.next;
    }
    const end = data.indexOf(0, at);
    if (end < 0) return undefined;
    name = Buffer.from(name).toString("utf8", 0, kept) + data.toString("utf8", at, end);
    entries.set(name, blob);
    at = version === 4 ? end + 1 : start + Math.ceil((end - start + 1) / 8) * 8;
  }
  return entries;
}

/** The variable-width numbers of pack files' offsets. */
function variableWidth(data: Buffer, from: number): { readonly value: number; readonly next: number } {
  let at = from;
  let byte = data[at++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = data[at++] ?? 0;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, next: at };
}
