import type { Analysis, Span } from "@assay/analyzer";
import type { Evidence } from "../rule.js";

/** A file beside the templates: a load test, a sizing result, a pipeline that runs or deploys something. */
export interface Artifact {
  /** `load-test`, `load-test-run`, `power-tuning`, `pipeline` … */
  readonly kind: string;
  /** The tool it belongs to: `k6`, `Artillery`. */
  readonly tool: string;
  /** The text by which it was recognised. */
  readonly span: Span;
}

/** The artefacts of some kinds that the analysis found; none where it does not look for them. */
export function artifactsOf(analysis: Analysis, ...kinds: readonly string[]): readonly Artifact[] {
  const { artifacts = [] } = analysis as { readonly artifacts?: readonly Artifact[] };
  return artifacts.filter(({ kind }) => kinds.includes(kind));
}

/** An artefact as evidence, pointing at what it was recognised by. */
export function artifactEvidence({ kind, tool, span }: Artifact): Evidence {
  return { origin: { why: "authored", span }, says: `${tool} (${kind.replaceAll("-", " ")})` };
}
