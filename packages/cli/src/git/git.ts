import { spawnSync } from "node:child_process";
import path from "node:path";
import { UsageError, type Io } from "../io.js";

/** Runs git in a folder: its output, or `undefined` when it ends with an error. */
export type Git = (args: readonly string[], input?: string) => Buffer | undefined;

/** As much as git is asked for at once, and a margin. */
const MAX_OUTPUT = 1 << 30;

/** Set for programs that git starts (hooks); they name its repository, not the one of the folder. */
const OF_ANOTHER: ReadonlySet<string> = new Set(["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]);

/**
 * Git for reading objects of a repository that nobody trusts: nothing of its configuration is run, nothing is fetched,
 * nothing is written. The program is looked for in the path only, never in the repository.
 */
export function gitIn(folder: string, io: Io): Git {
  const env = Object.fromEntries(Object.entries(io.env).filter(([name]) => !OF_ANOTHER.has(name)));
  const settings = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"];
  const before = ["-C", folder, "--no-pager", ...settings.flatMap((setting) => ["-c", setting])];
  return (args, input = "") => {
    const { status, stdout, error } = spawnSync("git", [...before, ...args], {
      cwd: path.parse(folder).root,
      env: { ...env, GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" },
      input,
      maxBuffer: MAX_OUTPUT,
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
    });
    if (error) throw new UsageError(`git cannot be run: ${error.message}.`);
    return status === 0 ? stdout : undefined;
  };
}
