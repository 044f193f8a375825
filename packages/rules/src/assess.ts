import {
  compareText,
  describeScenario,
  inventory,
  regionOf,
  type Analysis,
  type Origin,
  type Region,
  nameOf,
} from "@assay/analyzer";
import type {
  AssessedChecklist,
  AssessedCriterion,
  AssessedFinding,
  AssessedRule,
  AssessedSuppression,
  Assessment,
  Location,
  Verdict,
} from "./assessment.js";
import { measures } from "./measure/index.js";
import type { Measured } from "./measure/measure.js";
import type { Criterion, Pack } from "./pack.js";
import type { Evidence, Rule } from "./rule.js";
import { runRules, type RuleFinding } from "./run.js";
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
}

/** Runs the rules and answers the checklists. */
export function assess(analysis: Analysis, options: AssessOptions): Assessment {
  const { rules, packs, version, configuration = {}, today } = options;
  const { findings, failures } = runRules(analysis, rules, configuration);
  const { judged, accepted } = suppress(analysis, findings, configuration.suppress ?? [], today);
  return {
    schema: "https://assay.dev/schema/assessment-1.json",
    tool: { name: "assay", version },
    complete: failures.length === 0 && analysis.problems.every((problem) => problem.level === "note"),
    projects: analysis.projects.map(({ framework, entry, templates }) => ({
      framework,
      entry,
      templates: templates.map((template) => template.path),
    })),
    inputs: analysis.sources.inputs.map((file) => file.path),
    problems: analysis.problems.map(({ code, level, message, help, span }) => ({
      code,
      level,
      message,
      help,
      ...regionOf(span),
    })),
    functions: inventory(analysis.graph, analysis.statements),
    findings: findings.map((finding) => assessedFinding(finding, accepted.get(finding))),
    rules: namedRules(findings),
    suppressions: judged.map(assessedSuppression),
    ruleFailures: failures,
    checklists: packs.map((pack) => assessChecklist(pack, analysis, findings)),
  };
}

function fingerprintOf({ fingerprint }: RuleFinding): string {
  return fingerprint;
}

function assessedSuppression({ suppression, state, findings }: JudgedSuppression): AssessedSuppression {
  const { tool, rules, reason, expires, owner, ticket, span, malformed } = suppression;
  return {
    tool,
    rules,
    ...present({ reason, expires, owner, ticket, because: malformed }),
    state,
    ...(span ? { location: regionOf(span) } : {}),
    findings: findings.map(fingerprintOf),
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

function assessedFinding(finding: RuleFinding, suppression: Suppression | undefined): AssessedFinding {
  const { rule, severity, outcome, subject, message, confidence, when, evidence } = finding;
  const { id, kind, type } = subject;
  return {
    rule: rule.id,
    title: rule.title,
    topic: rule.topic,
    severity,
    outcome,
    subject: { id, name: nameOf(subject), kind, type },
    message,
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

/** Places in the order in which they were named, each once. */
function locations(evidence: readonly Evidence[]): readonly Location[] {
  const found = new Map<string, Location>();
  for (const { origin, says } of evidence) {
    const location = locate(origin, says);
    const key = JSON.stringify([location.file, location.startLine, location.startColumn, says]);
    if (!found.has(key)) found.set(key, location);
  }
  return [...found.values()];
}

function locate(origin: Origin, says: string): Location {
  const { why, by, span, cause } = origin;
  const region = regionOf(span);
  const via = cause && regionOf(cause.key ?? cause.span);
  return {
    ...region,
    says,
    ...(why === "authored" ? {} : { why }),
    ...(by === undefined ? {} : { by }),
    ...(via && !sameLine(via, region) ? { via } : {}),
  };
}

function sameLine(a: Region, b: Region): boolean {
  return a.file === b.file && a.startLine === b.startLine;
}

function assessChecklist(pack: Pack, analysis: Analysis, findings: readonly RuleFinding[]): AssessedChecklist {
  const { id, title, version, published, source, validity } = pack;
  return {
    pack: { id, title, version, published, source, validity },
    criteria: pack.criteria.map((criterion) => assessCriterion(criterion, analysis, findings)),
  };
}

function assessCriterion(
  criterion: Criterion,
  analysis: Analysis,
  findings: readonly RuleFinding[],
): AssessedCriterion {
  const { id, section, title, kind, asks } = criterion;
  const own = findings.filter(({ rule }) => criterion.rules?.includes(rule.id));
  const measured =
    criterion.measure === undefined ? undefined : measures.get(criterion.measure)?.measure({ analysis, findings: own });
  const verdict = verdictOf(criterion, measured);
  const needs = [asks, measured?.missing].filter((text) => text !== undefined).join("; ");
  return {
    id,
    section,
    title,
    kind,
    verdict,
    basis: measured ? "static" : "none",
    statement: measured?.statement ?? "Only a person can answer this.",
    evidence: locations(measured?.evidence ?? []),
    gaps: own.filter(({ outcome }) => outcome === "fail").map(fingerprintOf),
    ...(needs ? { asks: needs } : {}),
  };
}

/** The verdict of the programme's reviewer, as far as the repository decides it: an unknown is never taken for met. */
function verdictOf(criterion: Criterion, measured: Measured | undefined): Verdict {
  if (!measured || criterion.kind !== "static" || measured.missing !== undefined) return "needs-input";
  const { count } = measured;
  if (!count) return "needs-input";
  const { satisfied, unknown, total } = count;
  if (total === 0) return "not-applicable";
  const enough = criterion.atLeast ?? required(criterion.policy ?? "any", total);
  if (satisfied >= enough) return "met";
  return satisfied + unknown >= enough ? "needs-input" : "not-met";
}

function required(policy: NonNullable<Criterion["policy"]>, total: number): number {
  if (policy === "any") return 1;
  return policy === "all" ? total : Math.ceil(policy * total);
}
