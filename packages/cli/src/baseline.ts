import fs from "node:fs";
import path from "node:path";
import { knownFindings, type Assessment, type Compared, type KnownFinding } from "@assay/rules";
import { UsageError, type Io } from "./io.js";
import { jsonText } from "./render/text.js";

/** The file of `assay baseline`: failing findings that are known and shall not be heard of again. */
export interface Baseline {
  readonly schema: "https://assay.dev/schema/baseline-1.json";
  readonly findings: readonly KnownFinding[];
}

export const BASELINE_FILE = "assay-baseline.json";

/** Reads a baseline, or a saved assessment, whose failing findings are taken for one. */
export function readBaseline(file: string, io: Io): Compared {
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(path.resolve(io.cwd, file), "utf8"));
  } catch (error) {
    throw new UsageError(`The baseline ${file} cannot be read: ${error instanceof Error ? error.message : ""}`);
  }
  if (isAssessment(content)) return { with: file, findings: knownFindings(content), problems: content.problems };
  if (!isBaseline(content)) throw new UsageError(`${file} is neither a baseline nor a saved assessment.`);
  return { with: file, findings: content.findings };
}

/** Writes findings as a baseline. */
export function writeBaseline(file: string, findings: readonly KnownFinding[], io: Io): void {
  const baseline: Baseline = { schema: "https://assay.dev/schema/baseline-1.json", findings };
  try {
    fs.writeFileSync(path.resolve(io.cwd, file), jsonText(baseline));
  } catch (error) {
    throw new UsageError(`The baseline ${file} cannot be written: ${error instanceof Error ? error.message : ""}`);
  }
}

function isAssessment(content: unknown): content is Assessment {
  return schemaOf(content)?.startsWith("https://assay.dev/schema/assessment-") === true;
}

function isBaseline(content: unknown): content is Baseline {
  const { findings } = (content ?? {}) as { readonly findings?: unknown };
  return (
    schemaOf(content)?.startsWith("https://assay.dev/schema/baseline-") === true &&
    Array.isArray(findings) &&
    findings.every(
      (entry: Partial<KnownFinding> | null) =>
        typeof entry?.fingerprint === "string" && typeof entry.rule === "string" && typeof entry.subject === "string",
    )
  );
}

function schemaOf(content: unknown): string | undefined {
  const { schema } = (content ?? {}) as { readonly schema?: unknown };
  return typeof schema === "string" ? schema : undefined;
}
