import { compareSpans, compareText, nameOf, type Analysis, type Span } from "@assay/analyzer";
import { fingerprints } from "./fingerprint.js";
import type { EvidenceList, Finding, Rule, Severity } from "./rule.js";
import { optionsOf } from "./settings/options.js";
import { configuredRules, severityAt, type RuleConfiguration } from "./settings/settings.js";

/** A finding together with the rule that made it and the severity that it has here. */
export interface RuleFinding extends Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  /** The same for the same finding in another version of the repository; see `fingerprints`. */
  readonly fingerprint: string;
}

/** A rule that failed by itself: an error of ours, which costs this rule's findings and no others. */
export interface RuleFailure {
  readonly ruleId: string;
  readonly error: string;
}

export interface Outcomes {
  readonly findings: readonly RuleFinding[];
  readonly failures: readonly RuleFailure[];
}

/**
 * Runs rules over an analysis as configured. Findings are sorted by place, then rule, then subject. Throws the reason of a
 * signal that is aborted, which is looked at before each rule.
 */
export function runRules(
  analysis: Analysis,
  rules: readonly Rule[],
  configuration: RuleConfiguration = {},
  signal?: AbortSignal,
): Outcomes {
  const findings: Omit<RuleFinding, "fingerprint">[] = [];
  const failures: RuleFailure[] = [];
  for (const configured of configuredRules(rules, configuration)) {
    const { rule, options } = configured;
    signal?.throwIfAborted();
    try {
      for (const finding of rule.check(analysis, optionsOf(rule, options))) {
        const severity = severityAt(configured, finding, configuration);
        if (severity) findings.push({ ...finding, evidence: authorsFirst(finding), rule, severity });
      }
    } catch (error) {
      failures.push({ ruleId: rule.id, error: error instanceof Error ? error.message : String(error) });
    }
  }
  findings.sort(
    (a, b) =>
      compareSpans(a.evidence[0].origin.span, b.evidence[0].origin.span) ||
      compareText(a.rule.id, b.rule.id) ||
      compareText(a.subject.id, b.subject.id) ||
      compareText(a.key ?? "", b.key ?? ""),
  );
  const names = fingerprints(findings);
  return { findings: findings.map((finding, i) => ({ ...finding, fingerprint: names[i] ?? "" })), failures };
}

/** What a construct made is pointed at where the author's program creates it, not in the generated template. */
function authorsFirst({ subject, evidence }: Finding): EvidenceList {
  const [first] = evidence;
  const isConstruct = subject.origin.why === "construct" && first.origin.why !== "construct";
  if (!isConstruct) return evidence;
  const says = isPartOf(subject.origin.cause?.span, first.origin.span) ? first.says : nameOf(subject);
  return [{ origin: subject.origin, says }, ...evidence];
}

/** Whether a place lies in a resource; what is said of another resource's place is not true of the subject's. */
function isPartOf(whole: Span | undefined, part: Span): boolean {
  return whole?.file === part.file && whole.start <= part.start && part.end <= whole.end;
}
