import { compareAssessment, counts, knownFindings } from "@assay/rules";
import { assessInputs, type JudgeOptions } from "../assessment.js";
import { BASELINE_FILE, readBaseline, writeBaseline } from "../baseline.js";
import { exitCode, type Io } from "../io.js";

export interface BaselineOptions extends JudgeOptions {
  readonly output?: string;
}

/** `assay baseline create`: from now on only what comes on top counts. */
export async function createBaseline(
  paths: readonly string[],
  options: BaselineOptions,
  io: Io,
  version: string,
): Promise<number> {
  const { assessment } = await assessInputs(paths, options, io, { version, profile: "recommended" });
  const file = options.output ?? BASELINE_FILE;
  const findings = knownFindings(assessment);
  writeBaseline(file, findings, io);
  io.err(`Wrote ${findings.length} findings to ${file}.\n`);
  return assessment.projects.length > 0 ? exitCode.ok : exitCode.incomplete;
}

/** `assay baseline prune`: what is no more leaves the baseline; nothing is added to it. */
export async function pruneBaseline(
  paths: readonly string[],
  options: BaselineOptions,
  io: Io,
  version: string,
): Promise<number> {
  const { baseline: file = BASELINE_FILE, ...others } = options;
  const known = readBaseline(file, io);
  const { assessment } = await assessInputs(paths, others, io, { version, profile: "recommended" });
  // Nothing was found, so nothing is known about what is no more.
  if (assessment.projects.length === 0) return exitCode.incomplete;
  const matched = compareAssessment(assessment, known);
  const left = { ...matched, findings: matched.findings.filter((one) => counts(one) && one.change === "unchanged") };
  writeBaseline(file, knownFindings(left), io);
  io.err(`${left.findings.length} of ${known.findings.length} findings are left in ${file}.\n`);
  return exitCode.ok;
}
