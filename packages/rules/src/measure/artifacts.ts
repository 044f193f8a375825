import type { Analysis } from "@assay/analyzer";
import type { Evidence } from "../rule.js";

/** Evidence in the repository that is no infrastructure: load tests, sizing results, the jobs that run them. */
export interface Artifact {
  /** `load-test`, `power-tuning`, `pipeline`, `runbook` … */
  readonly kind: string;
  /** The tool it belongs to: `k6`, `Artillery`. */
  readonly tool: string;
  readonly evidence: Evidence;
}

/** The artefacts of some kinds that the analysis found; none where it does not look for them. */
export function artifactsOf(analysis: Analysis, ...kinds: readonly string[]): readonly Artifact[] {
  const { artifacts = [] } = analysis as { readonly artifacts?: readonly Artifact[] };
  return artifacts.filter(({ kind }) => kinds.includes(kind));
}
