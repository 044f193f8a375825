import { UsageError, type Io } from "../io.js";
import { gitIn, type Git } from "./git.js";

/** The commit that a change starts from. */
export interface Base {
  readonly commit: string;
  /** `main (1a2b3c4d5e6f)`. */
  readonly name: string;
  /** The folder that was analysed, as a path of the commit's tree: empty or with a slash at its end. */
  readonly prefix: string;
  readonly git: Git;
}

/**
 * Finds the commit of `--base`: where the current branch left the given one, as `git diff ref...` does, or the commit
 * itself where the history does not tell. A branch that is only known from `origin` is found, too.
 */
export function findBase(root: string, ref: string, io: Io, head = "HEAD"): Base {
  const { git, prefix, commitOf, text } = openHistory(root, io);
  const tip = commitOf(ref);
  const commit = text("merge-base", tip, head) ?? tip;
  return { commit, name: `${ref} (${commit.slice(0, 12)})`, prefix, git };
}

/** Finds the commit that a ref names. */
export function findCommit(root: string, ref: string, io: Io): Base {
  const { git, prefix, commitOf } = openHistory(root, io);
  const commit = commitOf(ref);
  return { commit, name: `${ref} (${commit.slice(0, 12)})`, prefix, git };
}

function openHistory(root: string, io: Io) {
  const git = gitIn(root, io);
  const text = (...args: string[]) => git(args)?.toString().trimEnd();
  const [prefix = "", isShallow] = text("rev-parse", "--show-prefix", "--is-shallow-repository")?.split("\n") ?? [];
  if (isShallow === undefined)
    throw new UsageError(`A git ref needs a git repository that belongs to you: ${root} is in none.`);
  const named = (name: string) => text("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
  const commitOf = (ref: string): string => {
    const tip = named(ref) ?? named(`refs/remotes/origin/${ref}`);
    if (tip === undefined) throw new UsageError(missing(ref, isShallow === "true"));
    return tip;
  };
  return { git, prefix, text, commitOf };
}

function missing(ref: string, isShallow: boolean): string {
  // What is no name of a branch or tag can only be found in the history.
  const isName = /^[\w.-]+(\/[\w.-]+)*$/.test(ref) && !ref.startsWith("-") && !/^HEAD\b/.test(ref);
  const name = ref.replace(/^(refs\/remotes\/)?origin\//, "");
  const fetch = isName ? `git fetch ${isShallow ? "--depth=1 " : ""}origin ${name}` : "git fetch --unshallow";
  if (isShallow) return `The clone is shallow and has no commit '${ref}'. Fetch it first: ${fetch}`;
  return `There is no commit '${ref}' here.${isName ? ` If it is a branch of the origin, fetch it first: ${fetch}` : ""}`;
}
