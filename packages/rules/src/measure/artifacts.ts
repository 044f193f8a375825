import type { Analysis, Artifact, ArtifactKind } from "@assay/analyzer";

/** The artifacts of some kinds that the analysis found. */
export function artifactsOf({ artifacts }: Analysis, ...kinds: readonly ArtifactKind[]): readonly Artifact[] {
  return artifacts.filter(({ kind }) => kinds.includes(kind));
}
