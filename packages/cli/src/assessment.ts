import { analyze, type Analysis } from "@assay/analyzer";
import { assess, packs, rules, severities, type Assessment, type Pack, type Severity } from "@assay/rules";
import { openRepository, settingsOf, type InputOptions } from "./inputs.js";
import { exitCode, type Io } from "./io.js";

/** The options by which a run is judged. */
export interface JudgeOptions extends InputOptions {
  readonly failOn: Severity | "never";
  readonly strict?: boolean;
}

export interface Assessed {
  readonly analysis: Analysis;
  readonly assessment: Assessment;
}

/** Analyses and assesses the given paths. */
export async function assessInputs(
  paths: readonly string[],
  options: InputOptions,
  io: Io,
  version: string,
  wanted: readonly Pack[] = packs,
): Promise<Assessed> {
  const analysis = await analyze(await openRepository(paths, options, io), settingsOf(options, io));
  return { analysis, assessment: assess(analysis, { rules, packs: wanted, version }) };
}

/** The exit code that an assessment deserves. */
export function judge(assessment: Assessment, options: JudgeOptions): number {
  if (assessment.ruleFailures.length > 0) return exitCode.usage;
  if (assessment.projects.length === 0 || (options.strict && !assessment.complete)) return exitCode.incomplete;
  const threshold = options.failOn === "never" ? Infinity : severities.indexOf(options.failOn);
  const failing = assessment.findings.some(
    ({ outcome, severity }) => outcome === "fail" && severities.indexOf(severity) >= threshold,
  );
  return failing ? exitCode.findings : exitCode.ok;
}
