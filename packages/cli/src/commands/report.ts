import { graphDocument } from "@assay/analyzer";
import { assessInputs, judge, type JudgeOptions } from "../assessment.js";
import { UsageError, type Io } from "../io.js";
import { problemLines } from "../problems.js";
import { writeOutput } from "../output.js";
import { binaryFormats, renderReport, type ReportFormat } from "../report/render.js";

export interface ReportOptions extends JudgeOptions {
  readonly format: ReportFormat;
  readonly checklist?: string[];
  readonly output?: string;
}

/** `assay report`: the evidence for a checklist. */
export async function report(
  paths: readonly string[],
  options: ReportOptions,
  io: Io,
  version: string,
): Promise<number> {
  const { format, output } = options;
  if (binaryFormats.includes(format) && output === undefined)
    throw new UsageError(`-f ${format} needs a file to write to: -o FILE.`);
  const defaults = { version, profile: "evidence", checklists: options.checklist } as const;
  const { analysis, assessment } = await assessInputs(paths, options, io, defaults);
  io.err(problemLines(analysis.problems.filter((problem) => problem.level !== "note")));
  const content = await renderReport(format, assessment, () => graphDocument(analysis.graph), io);
  if (output !== undefined) writeOutput(output, content, io);
  else if (typeof content === "string") io.out(content);
  return judge(assessment, options.failOn ?? "never", options.strict ?? false);
}
