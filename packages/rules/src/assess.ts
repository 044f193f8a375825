import {
  compareText,
  describeScenario,
  inventory,
  nameOf,
  regionOf,
  type Analysis,
  type SourceFile,
} from "@assay/analyzer";
import type { Answer } from "./answers/answer.js";
import type { AssessedFinding, AssessedRule, AssessedSuppression, Assessment } from "./assessment.js";
import { assessChecklist, type Known } from "./checklist.js";
import { locations } from "./locate.js";
import { countedOnce } from "./measure/same-application.js";
import { oncePerPlace } from "./once.js";
import type { Pack } from "./pack.js";
import type { Rule } from "./rule.js";
import { runRules, type RuleFinding } from "./run.js";
import { assessedAnswer } from "./supplied.js";
import type { RuleConfiguration } from "./settings/settings.js";
import { suppress, type JudgedSuppression } from "./suppress/suppress.js";
import type { Suppression } from "./suppress/suppression.js";

/** What an assessment is made with. */
export interface AssessOptions {
  readonly rules: readonly Rule[];
  readonly packs: readonly Pack[];
  /** The version of the program that asks. */
  readonly version: string;
  /** Which rules run, how, and what is accepted. */
  readonly configuration?: RuleConfiguration;
  /** The day by which suppressions expire, `2026-11-21`. */
  readonly today: string;
  /** What people answered in evidence.yaml. */
  readonly answers?: readonly Answer[];
  /** How the workload is called in reports. */
  readonly title?: string | undefined;
  /** Ends the assessment: it then throws the signal's reason. Looked at before each rule. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs the rules and answers the checklists. */
export function assess(analysis: Analysis, options: AssessOptions): Assessment {
  const { rules, packs, version, configuration = {}, today, signal } = options;
  const { findings: all, failures } = runRules(analysis, rules, configuration, signal);
  const { judged, accepted } = suppress(analysis, all, configuration.suppress ?? [], today);
  const answers = new Map((options.answers ?? []).map((answer) => [answer.field, answer]));
  const isAccepted = (finding: RuleFinding) => accepted.has(finding);
  const stacks = oncePerPlace(all, isAccepted);
  const findings = [...stacks.keys()];
  const rows = inventory(analysis.graph, analysis.statements);
  const { functions, copies } = countedOnce(rows.filter(({ owner }) => owner === undefined));
  const known: Known = { analysis, functions, copies, findings, answers, today, fingerprintOf, isAccepted };
  return {
    schema: "https://assay.dev/schema/assessment-1.json",
    tool: { name: "assay", version },
    complete: failures.length === 0 && analysis.problems.every((problem) => problem.level === "note"),
    projects: analysis.projects.map(({ framework, entry, templates }) => ({
      framework,
      entry,
      templates: templates.map((template) => template.path),
    })),
    inputs: inputsOf(analysis).map((file) => file.path),
    problems: analysis.problems.map(({ code, level, message, help, span }) => ({
      code,
      level,
      message,
      help,
      ...regionOf(span),
    })),
    functions: rows,
    findings: findings.map((finding) => assessedFinding(finding, accepted.get(finding), stacks.get(finding))),
    rules: namedRules(findings),
    suppressions: judged.map((suppression) => assessedSuppression(suppression, stacks)),
    ruleFailures: failures,
    checklists: packs.map((pack) => assessChecklist(pack, known)),
    answers: [...answers.values()].map((answer) => assessedAnswer(answer, answers)),
    ...present({ title: options.title }),
  };
}

/** The files that were read, but for documents that Assay itself wrote: a report beside a template is none of its inputs. */
export function inputsOf({ sources }: Analysis): readonly SourceFile[] {
  return sources.inputs.filter(({ text }) => !/^\s*\{\s*"schema":\s*"https:\/\/assay\.dev\/schema\//.test(text));
}

function fingerprintOf({ fingerprint }: RuleFinding): string {
  return fingerprint;
}

function assessedSuppression(
  { suppression, state, findings }: JudgedSuppression,
  told: ReadonlyMap<RuleFinding, number>,
): AssessedSuppression {
  const { tool, rules, reason, expires, owner, ticket, span, malformed } = suppression;
  return {
    tool,
    rules,
    ...present({ reason, expires, owner, ticket, because: malformed }),
    state,
    ...(span ? { location: regionOf(span) } : {}),
    findings: findings.filter((finding) => told.has(finding)).map(fingerprintOf),
  };
}

/** The rules that have something to say, by id. */
function namedRules(findings: readonly RuleFinding[]): readonly AssessedRule[] {
  const named = new Map<string, Rule>();
  for (const { rule, outcome } of findings) if (outcome === "fail" || outcome === "unknown") named.set(rule.id, rule);
  return [...named.values()]
    .sort((a, b) => compareText(a.id, b.id))
    .map(({ id, title, topic, severity, why, remedy, references, aliases }) => ({
      id,
      title,
      topic,
      severity,
      why,
      remedy,
      references,
      aliases,
    }));
}

/** The fields that have a value. */
function present<T extends Readonly<Record<string, string | undefined>>>(
  fields: T,
): { readonly [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: string;
  };
}

function assessedFinding(finding: RuleFinding, suppression: Suppression | undefined, stacks = 1): AssessedFinding {
  const { rule, severity, outcome, subject, message, confidence, when, evidence } = finding;
  const { id, kind, type } = subject;
  return {
    rule: rule.id,
    title: rule.title,
    topic: rule.topic,
    severity,
    outcome,
    subject: { id, name: nameOf(subject), kind, type },
    message: stacks > 1 ? `${message.replace(/\.$/, "")} (in ${stacks} stacks).` : message,
    confidence,
    ...(when.length > 0 ? { when: describeScenario(when) } : {}),
    fingerprint: fingerprintOf(finding),
    locations: locations(evidence),
    ...(suppression ? { accepted: acceptance(suppression) } : {}),
  };
}

function acceptance({ tool, reason, expires, owner, ticket }: Suppression): NonNullable<AssessedFinding["accepted"]> {
  return { by: tool, ...present({ reason, expires, owner, ticket }) };
}
