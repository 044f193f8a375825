import type { Assessment } from "@assay/rules";

/** The text of a line (from 1) of a file, if there is one. */
export type LineOf = (file: string, line: number) => string | undefined;

/** What a renderer may be told besides the assessment. */
export interface RenderOptions {
  /** Also show what passes. */
  readonly showPassed?: boolean;
  readonly color?: boolean;
  /** Missing where the files are not at hand. */
  readonly line?: LineOf;
}

/** Turns a saved assessment into text. Depends on nothing else, so the same document gives the same text. */
export type Render = (assessment: Assessment, options?: RenderOptions) => string;
