import { type Artifact } from "@assay/analyzer";
import type { Evidence } from "../rule.js";

/** Where an artifact shows, as evidence. */
export function artifactAt({ span, tool }: Artifact): Evidence {
  return { origin: { why: "authored", span }, says: tool };
}

/** "tests/load.yml (Artillery), perf.js (k6) and 3 more". */
export function listedFiles(artifacts: readonly Artifact[]): string {
  const files = [...new Set(artifacts.map(({ path, tool }) => `${path} (${tool})`))];
  const shown = files.slice(0, 4).join(", ");
  return files.length > 4 ? `${shown} and ${files.length - 4} more` : shown;
}
