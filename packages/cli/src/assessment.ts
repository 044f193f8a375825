import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { analyze, type Analysis } from "@assay/analyzer";
import {
  assess,
  declaredRule,
  packs,
  rules as shippedRules,
  severities,
  type Assessment,
  type AssessOptions,
  type Pack,
  type Profile,
  type Rule,
  type Severity,
} from "@assay/rules";
import type { CompareOptions } from "./compared.js";
import type { Configuration } from "./configuration.js";
import { openInputs, type InputOptions } from "./inputs.js";
import { exitCode, UsageError, type Io } from "./io.js";

/** The options by which findings are made and judged. */
export interface JudgeOptions extends InputOptions, CompareOptions {
  readonly failOn?: Severity | "never";
  readonly strict?: boolean;
  readonly profile?: Profile;
  /** JavaScript modules with rules of the user's own; they are run, so only the command line names them. */
  readonly rules?: readonly string[];
}

export interface Assessed {
  readonly analysis: Analysis;
  readonly assessment: Assessment;
  readonly configuration: Configuration;
}

export interface AssessDefaults {
  readonly version: string;
  /** The profile when neither the command line nor the configuration names one. */
  readonly profile: Profile;
  /** The checklists to answer, by id; the configuration's, else all. */
  readonly checklists?: readonly string[] | undefined;
}

/** Analyses and assesses the given paths. */
export async function assessInputs(
  paths: readonly string[],
  options: JudgeOptions,
  io: Io,
  defaults: AssessDefaults,
): Promise<Assessed> {
  const inputs = await openInputs(paths, options, io);
  const { repository, settings, configuration } = inputs;
  const wanted = chosen(defaults.checklists ?? configuration.checklists);
  const rules = [...shippedRules, ...ownRules(configuration), ...(await importedRules(options.rules ?? [], io))];
  const analysis = await analyze(repository, settings);
  const profile = options.profile ?? configuration.profile ?? defaults.profile;
  const how: AssessOptions = {
    rules,
    packs: wanted,
    version: defaults.version,
    configuration: { ...configuration, profile },
    today: io.today,
  };
  const assessment = assess(analysis, how);
  if (options.base === undefined && options.baseline === undefined) return { analysis, assessment, configuration };
  const { compared } = await import("./compared.js");
  return { analysis, assessment: await compared(assessment, inputs, options, how, io), configuration };
}

function ownRules({ customRules = [] }: Configuration): readonly Rule[] {
  for (const { id } of customRules)
    if (shippedRules.some((rule) => rule.id === id))
      throw new UsageError(`customRules: there is a rule ${id} already.`);
  return customRules.map(declaredRule);
}

/** Modules export `rules`, a list of what `defineRule` returns. */
async function importedRules(files: readonly string[], io: Io): Promise<readonly Rule[]> {
  const found: Rule[] = [];
  for (const file of files) {
    const absolute = path.resolve(io.cwd, file);
    if (!fs.existsSync(absolute)) throw new UsageError(`There is no rule module ${absolute}.`);
    const { rules } = (await import(pathToFileURL(absolute).href)) as { readonly rules?: unknown };
    if (!isRuleList(rules)) throw new UsageError(`The rule module ${file} does not export a list called rules.`);
    found.push(...rules);
  }
  return found;
}

function isRuleList(value: unknown): value is readonly Rule[] {
  return (
    Array.isArray(value) &&
    value.every((item: Partial<Rule>) => typeof item.id === "string" && typeof item.check === "function")
  );
}

function chosen(ids: readonly string[] | undefined): readonly Pack[] {
  if (!ids) return packs;
  return ids.map((id) => {
    const pack = packs.find((candidate) => candidate.id === id);
    if (!pack)
      throw new UsageError(`There is no checklist ${id}. Known: ${packs.map((known) => known.id).join(", ")}.`);
    return pack;
  });
}

/** The exit code that an assessment deserves. Accepted findings do not count. */
export function judge(assessment: Assessment, failOn: Severity | "never", isStrict: boolean): number {
  if (assessment.ruleFailures.length > 0) return exitCode.usage;
  if (assessment.projects.length === 0 || (isStrict && !assessment.complete)) return exitCode.incomplete;
  const threshold = failOn === "never" ? Infinity : severities.indexOf(failOn);
  const failing = assessment.findings.some(
    ({ outcome, severity, accepted, change }) =>
      outcome === "fail" && !accepted && change !== "unchanged" && severities.indexOf(severity) >= threshold,
  );
  return failing ? exitCode.findings : exitCode.ok;
}
