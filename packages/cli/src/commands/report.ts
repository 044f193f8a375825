import { graphDocument } from "@assay/analyzer";
import { assessEvidence, judge, type EvidenceOptions } from "../assessment.js";
import { UsageError, type Io } from "../io.js";
import { print } from "../output.js";
import { lenses } from "../packs.js";
import { NOTHING_FOUND, problemLines } from "../problems.js";
import { redact, redactor } from "../redact.js";
import type { Redaction } from "../redactions.js";
import { binaryFormats, renderReport, type ReportFormat } from "../report/render.js";

export interface ReportOptions extends EvidenceOptions {
  readonly format: ReportFormat;
  readonly output?: string;
  readonly redact?: readonly Redaction[];
}

/** `assay report`: the evidence for a checklist. */
export async function report(
  paths: readonly string[],
  options: ReportOptions,
  io: Io,
  version: string,
): Promise<number> {
  const { format, output, redact: kinds = [] } = options;
  if (binaryFormats.includes(format) && output === undefined)
    throw new UsageError(`-f ${format} needs a file to write to: -o FILE.`);
  const lensOnly = format === "wa-tool" && !options.checklist ? { checklist: [...lenses] } : {};
  const { analysis, assessment: whole } = await assessEvidence(paths, { ...options, ...lensOnly }, io, version);
  const blanked = redactor(whole, kinds);
  const assessment = redact(whole, kinds, blanked);
  io.err(problemLines(analysis.problems.filter((problem) => problem.level !== "note")));
  if (assessment.projects.length === 0) io.err(`Nothing to analyse: ${NOTHING_FOUND}`);
  for (const { warning } of assessment.checklists) if (warning !== undefined) io.err(`warning: ${warning}\n`);
  print(await renderReport(format, assessment, () => blanked(graphDocument(analysis.graph)), io), output, io);
  return judge(assessment, options.failOn ?? "never", options.strict ?? false);
}
