import type { Sources } from "../parse/sources.js";
import type { Origin } from "../parse/node.js";
import { problem, type Problem } from "../source/problem.js";
import { resolvePath } from "../source/repository.js";
import type { SourceFile } from "../source/span.js";

/** What the user asked for; the same for every project of an analysis. */
export interface Settings {
  readonly region?: string | undefined;
  readonly stage?: string | undefined;
  /** Template parameters by name (`--parameter`). */
  readonly parameters: ReadonlyMap<string, string>;
  /** The environment of samconfig.toml whose values count as given. */
  readonly configEnv?: string | undefined;
  /** The Serverless configuration to read instead of those that are found in its folder (`--serverless-config`). */
  readonly serverlessConfig?: string | undefined;
  /** Serverless parameters by name (`--param`): the values of `${param:NAME}`. */
  readonly params?: ReadonlyMap<string, string> | undefined;
  /** Options of the Serverless command line by name (`--option`): the values of `${opt:NAME}`. */
  readonly options?: ReadonlyMap<string, string> | undefined;
  /** The environment variables that count as those of the deployment (`--env`); none are read otherwise. */
  readonly env?: ReadonlyMap<string, string> | undefined;
  /** Whether to expand a Serverless service for every stage that the repository configures, not for one. */
  readonly allStages?: boolean | undefined;
  /** Ends the analysis: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What a front end works with. It has no other way to the outside. */
export interface LowerContext {
  readonly sources: Sources;
  readonly settings: Settings;
  readonly report: (problem: Problem) => void;
  /** Files that are read as parts of a template, by the template's path. */
  readonly fragments: ReadonlyMap<string, readonly string[]>;
  /** Files that turned out to be a part of another project, and are none of their own. */
  readonly included: Set<string>;
}

/**
 * The file that `target`, as written at `at`, names, or `undefined` with a problem reported there. Relative to the file
 * in which it is written unless `base` names another.
 */
export function openLocal(
  context: LowerContext,
  at: Origin,
  target: string,
  base = at.span.file.path,
): SourceFile | undefined {
  const path = resolvePath(base, target);
  if (path === undefined) {
    context.report(problem("path-escapes", at.span, { target }));
    return undefined;
  }
  const file = context.sources.read(path);
  if ("unreadable" in file) {
    context.report(problem("included-file", at.span, { target, reason: file.unreadable }));
    return undefined;
  }
  context.included.add(path);
  return file;
}
