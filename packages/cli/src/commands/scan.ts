import fs from "node:fs";
import path from "node:path";
import { lineText, type Sources } from "@assay/analyzer";
import { assessInputs, judge, type JudgeOptions } from "../assessment.js";
import { UsageError, type Io } from "../io.js";
import { formats, renderer, type Format } from "../render/formats.js";
import type { LineOf, RenderOptions } from "../render/render.js";

export interface ScanOptions extends JudgeOptions {
  readonly format: Format;
  /** `format=path`, one for each file to write. */
  readonly output?: readonly string[];
  readonly showPassed?: boolean;
}

/** `assay scan`: the findings. */
export async function scan(paths: readonly string[], options: ScanOptions, io: Io, version: string): Promise<number> {
  const outputs = (options.output ?? []).map((given) => outputOf(given, io));
  const { analysis, assessment, configuration } = await assessInputs(paths, options, io, {
    version,
    profile: "recommended",
  });
  const how: RenderOptions = { showPassed: options.showPassed ?? false, line: lines(analysis.sources) };
  for (const { format, file } of outputs) write(file, (await renderer(format))(assessment, how));
  io.out((await renderer(options.format))(assessment, { ...how, color: useColor(io) }));
  const jobSummary = io.env["GITHUB_STEP_SUMMARY"];
  if (options.format === "github" && jobSummary)
    fs.appendFileSync(jobSummary, (await renderer("markdown"))(assessment, how));
  return judge(assessment, options.failOn ?? configuration.failOn ?? "high", options.strict ?? false);
}

function outputOf(given: string, io: Io): { format: Format; file: string } {
  const equals = given.indexOf("=");
  const format = formats.find((name) => name === given.slice(0, equals));
  const file = given.slice(equals + 1);
  if (!format || file === "")
    throw new UsageError(`--output wants FORMAT=PATH with one of ${formats.join(", ")}, not '${given}'.`);
  return { format, file: path.resolve(io.cwd, file) };
}

function write(file: string, text: string): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown error"}).`);
  }
}

function lines(sources: Sources): LineOf {
  return (file, line) => {
    const source = sources.read(file);
    return "text" in source ? lineText(source, line) : undefined;
  };
}

/** https://no-color.org and https://force-color.org */
function useColor({ env, isTerminal }: Io): boolean {
  if (env["NO_COLOR"]) return false;
  return env["FORCE_COLOR"] ? env["FORCE_COLOR"] !== "0" : isTerminal;
}
