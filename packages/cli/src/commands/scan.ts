import { assessInputs, judge, type JudgeOptions } from "../assessment.js";
import { type Io } from "../io.js";
import { pretty } from "../render/pretty.js";

export interface ScanOptions extends JudgeOptions {
  readonly format: "pretty" | "json";
  readonly showPassed?: boolean;
}

/** `assay scan`: the findings. */
export async function scan(paths: readonly string[], options: ScanOptions, io: Io, version: string): Promise<number> {
  const { analysis, assessment, configuration } = await assessInputs(paths, options, io, {
    version,
    profile: "recommended",
  });
  if (options.format === "json") io.out(`${JSON.stringify(assessment, null, 2)}\n`);
  else io.out(pretty(assessment, analysis.sources, { showPassed: options.showPassed ?? false, color: useColor(io) }));
  return judge(assessment, options.failOn ?? configuration.failOn ?? "high", options.strict ?? false);
}

/** https://no-color.org and https://force-color.org */
function useColor({ env, isTerminal }: Io): boolean {
  if (env["NO_COLOR"]) return false;
  return env["FORCE_COLOR"] ? env["FORCE_COLOR"] !== "0" : isTerminal;
}
