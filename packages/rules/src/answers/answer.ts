import type { Span } from "@assay/analyzer";
import type { AttachedEvidence, Verdict } from "../assessment.js";

/** An answer of evidence.yaml as it was read: its place, and what is attached looked up. */
export interface Answer {
  /** The name of the answer, or the id of a criterion. */
  readonly field: string;
  readonly value: string | number | boolean;
  readonly by: string;
  readonly date: string;
  /** Overrules the repository. */
  readonly verdict?: Verdict | undefined;
  readonly evidence: readonly AttachedEvidence[];
  readonly span: Span;
}

/** Answers by their field. */
export type AnswerSet = ReadonlyMap<string, Answer>;
