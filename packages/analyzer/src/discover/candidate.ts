import type { Framework } from "../lower/template.js";

/** A file that a front end can start from, and how it was recognised. */
export interface Candidate {
  readonly path: string;
  readonly framework: Framework;
  /** The sign by which it was recognised, for `assay doctor`. */
  readonly because: string;
}
