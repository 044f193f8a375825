import type { Span } from "../source/span.js";

/**
 * A file beside the templates that says how the workload is measured or delivered: a load test, a job that runs one,
 * the input or outcome of a tuning of memory sizes, a pipeline that deploys.
 */
export interface Artifact {
  readonly kind: ArtifactKind;
  /** The tool as it calls itself: "k6", "AWS SAM CLI". */
  readonly tool: string;
  readonly path: string;
  /** The text by which it was recognised. */
  readonly span: Span;
  /** Load tests: the paths that are requested, without host: `/orders/123`. */
  readonly requests: readonly string[];
}

/** A `deployment-script` is what a person or a pipeline can start; a `pipeline` starts by itself. */
export type ArtifactKind = "load-test" | "load-test-run" | "power-tuning" | "pipeline" | "deployment-script";
