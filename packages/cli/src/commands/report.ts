import fs from "node:fs";
import path from "node:path";
import type { Assessment } from "@assay/rules";
import { assessEvidence, judge, type EvidenceOptions } from "../assessment.js";
import type { Io } from "../io.js";
import { lenses } from "../packs.js";
import { problemLines } from "../problems.js";
import { redact } from "../redact.js";
import type { Redaction } from "../redactions.js";

export interface ReportOptions extends EvidenceOptions {
  readonly format: "markdown" | "json" | "wa-tool";
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
  const lensOnly = options.format === "wa-tool" && !options.checklist ? { checklist: [...lenses] } : {};
  const { analysis, assessment: whole } = await assessEvidence(paths, { ...options, ...lensOnly }, io, version);
  const assessment = redact(whole, options.redact ?? []);
  io.err(problemLines(analysis.problems.filter((problem) => problem.level !== "note")));
  for (const { warning } of assessment.checklists) if (warning !== undefined) io.err(`warning: ${warning}\n`);
  writeOutput(await rendered(assessment, options.format), options.output, io);
  return judge(assessment, options.failOn ?? "never", options.strict ?? false);
}

/** An assessment in one of the formats of `report`; each is loaded when it is chosen. */
async function rendered(assessment: Assessment, format: ReportOptions["format"]): Promise<string> {
  if (format === "json") return `${JSON.stringify(assessment, null, 2)}\n`;
  if (format === "wa-tool") return (await import("../render/wa-tool.js")).waToolAnswers(assessment);
  return (await import("../render/markdown.js")).markdownReport(assessment);
}

/** Writes a document to the file that is named, else to the standard output. */
export function writeOutput(text: string, output: string | undefined, io: Io): void {
  if (output === undefined) {
    io.out(text);
    return;
  }
  const file = path.resolve(io.cwd, output);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  io.err(`Wrote ${path.relative(io.cwd, file) || file}.\n`);
}
