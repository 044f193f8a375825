import fs from "node:fs";
import path from "node:path";
import { analyze, diskRepository, type Repository } from "@assay/analyzer";
import { assess, type AssessOptions, type State } from "@assay/rules";
import { findBase, findCommit } from "../git/base.js";
import { gitRepository } from "../git/git-repository.js";
import { gitIn } from "../git/git.js";
import type { Inputs } from "../inputs.js";
import { UsageError, type Io } from "../io.js";
import { readReport } from "../saved-report.js";

/** What an argument of `assay diff` names. */
export type Named =
  | { readonly kind: "report" | "folder"; readonly path: string; readonly given: string }
  | { readonly kind: "ref"; readonly ref: string }
  | { readonly kind: "working-tree" };

/** A file is a saved report, a folder is a folder, anything else is a git ref; what is both has to be said clearly. */
export function namedBy(given: string | undefined, io: Io): Named {
  if (given === undefined) return { kind: "working-tree" };
  const absolute = path.resolve(io.cwd, given);
  const stat = fs.statSync(absolute, { throwIfNoEntry: false });
  if (!stat) return { kind: "ref", ref: given };
  const isPath = /^\.{0,2}[/\\]|^\.{1,2}$|[/\\]$/.test(given) || path.isAbsolute(given);
  const git = isPath ? undefined : gitIn(io.cwd, io);
  if (git?.(["rev-parse", "--verify", "--quiet", "--end-of-options", `${given}^{commit}`]))
    throw new UsageError(`'${given}' is a git ref and a path: write ./${given} or refs/heads/${given}.`);
  return { kind: stat.isDirectory() ? "folder" : "report", path: absolute, given };
}

/** How the versions of a comparison are read: as the current folder and its configuration say. */
export interface Reading {
  readonly inputs: Inputs;
  readonly how: AssessOptions;
  readonly io: Io;
}

/** The version from which the change starts: of a git ref, where the other version left it. */
export async function baseState(named: Named, head: Named, reading: Reading): Promise<State> {
  if (named.kind !== "ref") return stateOf(named, reading);
  const { inputs, io } = reading;
  const other = head.kind === "ref" ? findCommit(inputs.root, head.ref, io).commit : "HEAD";
  const base = findBase(inputs.root, named.ref, io, other);
  return assessed(base.name, await gitRepository(base, inputs.selection, inputs.repository.leftOut), reading);
}

/** One version, assessed. */
export async function stateOf(named: Named, reading: Reading): Promise<State> {
  const { inputs, io } = reading;
  switch (named.kind) {
    case "working-tree":
      return assessed("the working tree", inputs.repository, reading);
    case "folder": {
      const repository = await diskRepository(named.path, { ...inputs.selection, paths: [] });
      return assessed(named.given, repository, reading);
    }
    case "ref": {
      const commit = findCommit(inputs.root, named.ref, io);
      return assessed(commit.name, await gitRepository(commit, inputs.selection, inputs.repository.leftOut), reading);
    }
    case "report": {
      const { assessment } = await readReport(named.given, io);
      return { name: named.given, assessment, analysis: undefined };
    }
  }
}

async function assessed(name: string, repository: Repository, { inputs, how }: Reading): Promise<State> {
  const analysis = await analyze(repository, inputs.settings);
  return { name, analysis, assessment: assess(analysis, how) };
}
