import type { Analysis, ArtifactKind } from "@assay/analyzer";
import { artifactAt } from "../artifacts/words.js";
import type { Evidence } from "../rule.js";

/** A file beside the templates as a measure shows it. */
export interface ShownArtifact {
  /** The tool it belongs to: `k6`, `Artillery`. */
  readonly tool: string;
  readonly evidence: Evidence;
}

/** The artifacts of some kinds that the analysis found. */
export function artifactsOf({ artifacts }: Analysis, ...kinds: readonly ArtifactKind[]): readonly ShownArtifact[] {
  return artifacts
    .filter(({ kind }) => kinds.includes(kind))
    .map((artifact) => ({ tool: artifact.tool, evidence: artifactAt(artifact) }));
}
