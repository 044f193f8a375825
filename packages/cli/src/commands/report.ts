import fs from "node:fs";
import path from "node:path";
import { assessInputs, judge, type JudgeOptions } from "../assessment.js";
import type { Io } from "../io.js";
import { problemLines } from "../problems.js";
import { markdownReport } from "../render/markdown.js";

export interface ReportOptions extends JudgeOptions {
  readonly format: "markdown" | "json";
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
  const defaults = { version, profile: "evidence", checklists: options.checklist } as const;
  const { analysis, assessment } = await assessInputs(paths, options, io, defaults);
  io.err(problemLines(analysis.problems.filter((problem) => problem.level !== "note")));
  const text = options.format === "json" ? `${JSON.stringify(assessment, null, 2)}\n` : markdownReport(assessment);
  if (options.output === undefined) io.out(text);
  else {
    const file = path.resolve(io.cwd, options.output);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    io.err(`Wrote ${path.relative(io.cwd, file) || file}.\n`);
  }
  return judge(assessment, options.failOn ?? "never", options.strict ?? false);
}
