import type { Analysis, FunctionRow, Resource } from "@assay/analyzer";
import type { AnswerSet } from "../answers/answer.js";
import type { AssessedTable, Verdict } from "../assessment.js";
import type { Evidence } from "../rule.js";
import type { Copies } from "./same-application.js";
import type { RuleFinding } from "../run.js";

/** What a measure is computed from. */
export interface Measurable {
  readonly analysis: Analysis;
  /** The functions of the author, as the inventory has them; those of an application's second copy are left out. */
  readonly functions: readonly FunctionRow[];
  /** The functions that are left out as a second copy. */
  readonly copies: Copies;
  /** The findings of the rules that the criterion names. */
  readonly findings: readonly RuleFinding[];
  /** The findings of all rules. */
  readonly allFindings: readonly RuleFinding[];
  /** What people answered. */
  readonly answers: AnswerSet;
}

/** A part of the answer to a criterion that can be read off the repository. */
export interface Measured {
  /** One or two sentences with the numbers. */
  readonly statement: string;
  /** How many of the things that count are as they should be; undefined for a mere description. */
  readonly count?: { readonly satisfied: number; readonly unknown: number; readonly total: number };
  readonly evidence: readonly Evidence[];
  /** What keeps a mere configuration from being the answer, if something does. */
  readonly missing?: string | undefined;
  /** The repository itself holds the document that the item asks for, so an answer in words is enough. */
  readonly isDocumented?: boolean;
  /** Where counting does not say it. */
  readonly verdict?: Verdict;
  readonly table?: AssessedTable;
  /** Sentences for a person to correct and to answer with. */
  readonly draft?: string | undefined;
}

/** The functions that count, as resources of the graph. */
export function resourcesOf({
  analysis: { graph },
  functions,
}: Pick<Measurable, "analysis" | "functions">): readonly Resource[] {
  return functions.flatMap(({ id }) => graph.resource(id) ?? []);
}

/** The functions of which no scanned input declares the role: nobody knows what they may do. */
export function withUnreadRole({ graph }: Analysis, functions: readonly Resource[]): readonly Resource[] {
  return functions.filter((fn) => !graph.from(fn, "assumes").some(({ to }) => to.stack));
}

/** A question to the graph that a criterion can ask by name. */
export interface Measure {
  readonly id: string;
  /** What it counts, for the documentation of packs. */
  readonly counts: string;
  measure(input: Measurable): Measured;
}

/** "1 function", "3 functions". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** "1 of 3 functions has", "2 of 3 functions have". */
export function share(count: number, total: number, noun: string, one: string, many: string): string {
  return `${count} of ${counted(total, noun)} ${count === 1 ? one : many}`;
}

/** "A, B and C". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1);
  return words.length < 2 ? (last ?? "none") : `${words.slice(0, -1).join(", ")} and ${last ?? ""}`;
}
