import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { analyze, type Analysis } from "@assay/analyzer";
import {
  assess,
  declaredRule,
  rules as shippedRules,
  severities,
  type Assessment,
  type AssessOptions,
  type Profile,
  type Rule,
  type Severity,
} from "@assay/rules";
import type { CompareOptions } from "./compared.js";
import type { Configuration } from "./configuration.js";
import { findEvidence, readEvidence } from "./evidence.js";
import { openInputs, type InputOptions, type Inputs } from "./inputs.js";
import { exitCode, UsageError, type Io } from "./io.js";
import { choosePacks } from "./packs.js";

/** The options by which findings are made and judged. */
export interface JudgeOptions extends InputOptions, CompareOptions {
  readonly failOn?: Severity | "never";
  readonly strict?: boolean;
  readonly profile?: Profile;
  /** JavaScript modules with rules of the user's own; they are run, so only the command line names them. */
  readonly rules?: readonly string[];
}

/** The options by which a report is filled. */
export interface EvidenceOptions extends JudgeOptions {
  readonly checklist?: string[];
  /** Files with checklists of the user's own. */
  readonly pack?: string[];
  /** The file with people's answers. */
  readonly answers?: string;
  readonly title?: string;
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
}

/** Analyses and assesses the given paths: findings only. */
export async function assessInputs(
  paths: readonly string[],
  options: JudgeOptions,
  io: Io,
  { version, profile: usual }: AssessDefaults,
): Promise<Assessed> {
  const inputs = await openInputs(paths, options, io);
  const { repository, settings, configuration, root } = inputs;
  const rules = await rulesOf(options, configuration, io);
  const packs = await choosePacks(configuration.checklists, [], rules, root);
  const analysis = await analyze(repository, settings);
  const profile = options.profile ?? configuration.profile ?? usual;
  const how: AssessOptions = {
    rules,
    packs,
    version,
    configuration: { ...configuration, profile },
    today: io.today,
  };
  const assessment = assess(analysis, how);
  if (options.base === undefined && options.baseline === undefined) return { analysis, assessment, configuration };
  const { compared } = await import("./compared.js");
  return { analysis, assessment: await compared(assessment, inputs, options, how, io), configuration };
}

/** Analyses the given paths and answers checklists, with people's answers and a record of what it was made from. */
export async function assessEvidence(
  paths: readonly string[],
  options: EvidenceOptions,
  io: Io,
  version: string,
): Promise<Assessed> {
  const inputs = await openInputs(paths, options, io);
  const { repository, settings, configuration, configurationFile, root, inside } = inputs;
  const rules = await rulesOf(options, configuration, io);
  const ownPacks = (options.pack ?? []).map((file) => path.resolve(io.cwd, file));
  const packs = await choosePacks(options.checklist ?? configuration.checklists, ownPacks, rules, root);
  const evidenceFile = findEvidence(foldersOf(inputs), options.answers && path.resolve(io.cwd, options.answers));
  const evidence = evidenceFile === undefined ? undefined : await readEvidence(evidenceFile, root);
  const analysis = await analyze(repository, settings);
  const profile = options.profile ?? configuration.profile ?? "evidence";
  const assessment = assess(analysis, {
    rules,
    packs,
    version,
    configuration: { ...configuration, profile },
    today: io.today,
    answers: evidence?.answers ?? [],
    title: options.title ?? (evidence?.title || undefined),
  });
  const { withProvenance } = await import("./provenance.js");
  const origins = {
    root,
    paths: inside,
    options: recorded(options, (file) => path.relative(root, path.resolve(io.cwd, file)).split(path.sep).join("/")),
    configuration: configurationFile,
    answers: evidenceFile,
    today: io.today,
  };
  return {
    analysis,
    assessment: withProvenance(assessment, analysis, repository, packs, rules, origins),
    configuration,
  };
}

/** Where evidence.yaml may lie: the root, and what the command line names. */
export function foldersOf({ root, inside }: Pick<Inputs, "root" | "inside">): readonly string[] {
  return [...new Set([root, ...inside.map((p) => path.join(root, p))])].filter((p) => fs.statSync(p).isDirectory());
}

/** Options that change where output goes and how the run ends, not what it says. */
const OUTSIDE = new Set(["format", "output", "failOn", "strict", "redact", "synth"]);
const SECRET = /^([^=]*(?:secret|password|passwd|token|key|credential)[^=]*)=.*/i;

/** Options that name files; they are recorded relative to the root. */
const FILES = new Set(["answers", "config", "pack", "parameters", "rules", "serverlessConfig"]);

type Recorded = string | boolean | readonly string[];

/** The options that have to be given again to make the same report; values that look like secrets are blanked. */
function recorded(options: EvidenceOptions, fromRoot: (file: string) => string): Readonly<Record<string, Recorded>> {
  const shown = (name: string) => (text: string) => (FILES.has(name) ? fromRoot(text) : text.replace(SECRET, "$1=***"));
  const value = (name: string, given: Recorded): Recorded =>
    typeof given === "boolean" ? given : typeof given === "string" ? shown(name)(given) : given.map(shown(name));
  const entries = Object.entries(options) as [string, Recorded | undefined][];
  return Object.fromEntries(
    entries
      .filter(([name, given]) => !OUTSIDE.has(name) && given !== undefined && !(name === "gitignore" && given === true))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, given]) => [name, value(name, given ?? false)]),
  );
}

/** The rules that ship with Assay, and those of the configuration and the command line. */
export async function rulesOf(options: JudgeOptions, configuration: Configuration, io: Io): Promise<readonly Rule[]> {
  return [...shippedRules, ...ownRules(configuration), ...(await importedRules(options.rules ?? [], io))];
}

function ownRules({ customRules = [] }: Configuration): readonly Rule[] {
  for (const { id } of customRules)
    if (shippedRules.some((rule) => rule.id === id))
      throw new UsageError(`customRules: there is a rule ${id} already.`);
  return customRules.map(declaredRule);
}

/** Modules export `rules`: a list of what `defineRule` returns, or a function of the two APIs that makes one. */
async function importedRules(files: readonly string[], io: Io): Promise<readonly Rule[]> {
  const found: Rule[] = [];
  for (const file of files) {
    const absolute = path.resolve(io.cwd, file);
    if (!fs.existsSync(absolute)) throw new UsageError(`There is no rule module ${absolute}.`);
    const { rules: exported } = (await import(pathToFileURL(absolute).href)) as { readonly rules?: unknown };
    const rules = typeof exported === "function" ? await made(exported as RuleMaker) : exported;
    if (!isRuleList(rules))
      throw new UsageError(
        `The rule module ${file} exports neither a list called rules nor a function that makes one.`,
      );
    found.push(...rules);
  }
  return found;
}

type RuleMaker = (...apis: readonly unknown[]) => unknown;

async function made(make: RuleMaker): Promise<unknown> {
  const [rulesApi, analyzerApi] = await Promise.all([import("@assay/rules"), import("@assay/analyzer")]);
  return make(rulesApi, analyzerApi);
}

function isRuleList(value: unknown): value is readonly Rule[] {
  return (
    Array.isArray(value) &&
    value.every((item: Partial<Rule>) => typeof item.id === "string" && typeof item.check === "function")
  );
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
