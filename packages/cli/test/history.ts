import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** Files of a commit by path; `undefined` removes one. */
export type Files = Readonly<Record<string, string | undefined>>;

/** A git repository in a temporary folder, with a commit per set of files; removed after the test. */
export class History {
  readonly folder: string;

  constructor(...commits: readonly Files[]) {
    this.folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "assay-history-"));
    onTestFinished(() => fs.rmSync(this.folder, { recursive: true, force: true }));
    this.git("init", "--quiet", "--initial-branch=main");
    for (const files of commits) this.commit(files);
  }

  git(...args: string[]): string {
    const names = {
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@b",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@b",
    };
    const env = { PATH: process.env["PATH"], HOME: this.folder, GIT_CONFIG_NOSYSTEM: "1", ...names };
    return execFileSync("git", args, { cwd: this.folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  write(files: Files): void {
    for (const [file, text] of Object.entries(files)) {
      const target = path.join(this.folder, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      if (text === undefined) fs.rmSync(target);
      else fs.writeFileSync(target, text);
    }
  }

  commit(files: Files): void {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message=x");
  }
}
