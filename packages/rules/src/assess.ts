import {
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
  Assessment,
  Location,
  Verdict,
} from "./assessment.js";
import { fingerprint } from "./fingerprint.js";
import { measures } from "./measure/index.js";
import type { Measured } from "./measure/measure.js";
import type { Criterion, Pack } from "./pack.js";
import { type Evidence, type Rule } from "./rule.js";
import { runRules, type RuleFinding } from "./run.js";

/** What an assessment is made with. */
export interface AssessOptions {
  readonly rules: readonly Rule[];
  readonly packs: readonly Pack[];
  /** The version of the program that asks. */
  readonly version: string;
}

/** Runs the rules and answers the checklists. */
export function assess(analysis: Analysis, { rules, packs, version }: AssessOptions): Assessment {
  const { findings, failures } = runRules(analysis, rules);
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
    findings: findings.map(assessedFinding),
    ruleFailures: failures,
    checklists: packs.map((pack) => assessChecklist(pack, analysis, findings)),
  };
}

function assessedFinding({
  rule,
  outcome,
  subject,
  key,
  message,
  confidence,
  when,
  evidence,
}: RuleFinding): AssessedFinding {
  const { id, kind, type } = subject;
  return {
    rule: rule.id,
    title: rule.title,
    topic: rule.topic,
    severity: rule.severity,
    outcome,
    subject: { id, name: nameOf(subject), kind, type },
    message,
    confidence,
    ...(when.length > 0 ? { when: describeScenario(when) } : {}),
    fingerprint: fingerprint(rule.id, id, key ?? ""),
    locations: locations(evidence),
  };
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
    gaps: own
      .filter(({ outcome }) => outcome === "fail")
      .map(({ rule, subject, key }) => fingerprint(rule.id, subject.id, key ?? "")),
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
