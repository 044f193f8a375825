import type { Analysis } from "@assay/analyzer";
import type { AssessedCriterion, Verdict } from "./assessment.js";
import type { Measured } from "./measure/measure.js";
import type { Criterion } from "./pack.js";
import { severities } from "./rule.js";
import type { RuleFinding } from "./run.js";
import type { Supplied } from "./supplied.js";

type Judged = Pick<AssessedCriterion, "verdict" | "basis" | "overruled">;

/**
 * The verdict, from what the repository alone says. It decides what it can decide; a person supplies the rest, and may
 * overrule it with a reason that is shown beside what the repository says. An unknown is never taken for met.
 */
export function judge(own: Verdict | undefined, criterion: Criterion, supplied: Supplied): Judged {
  const { overrule, complete, open, answers } = supplied;
  const isMeasured = own !== undefined;
  if (overrule?.verdict !== undefined && open.length === 0) {
    const { verdict, by, date, value } = overrule;
    const overruled = !isMeasured || own === verdict ? undefined : { verdict: own, by, date, reason: String(value) };
    return { verdict, basis: isMeasured ? "mixed" : "supplied", ...(overruled ? { overruled } : {}) };
  }
  const isOpen = !isMeasured || own === "needs-input" || (own === "met" && criterion.answers && !complete);
  if (!isOpen) return { verdict: own, basis: criterion.answers ? "supplied" : "static" };
  if (complete) return { verdict: "met", basis: isMeasured ? "mixed" : "supplied" };
  return { verdict: "needs-input", basis: isMeasured ? "static" : answers.length > 0 ? "supplied" : "none" };
}

/**
 * What the repository alone says; undefined when nothing is measured. A practice in doubt keeps it from being met, an
 * unread part from being not met.
 */
export function measuredVerdict(
  criterion: Criterion,
  measured: Measured | undefined,
  [practice, unread]: readonly [practice: string | undefined, unread: string | undefined],
): Verdict | undefined {
  if (!measured) return undefined;
  if (measured.verdict !== undefined) return measured.verdict;
  const { count, missing } = measured;
  if (!count) return "needs-input";
  const { satisfied, unknown, total } = count;
  if (total === 0 && criterion.atLeast === undefined) return "not-applicable";
  if (missing !== undefined) return "needs-input";
  const enough = requiredCount(criterion, total);
  if (satisfied >= enough) return criterion.kind === "static" && practice === undefined ? "met" : "needs-input";
  return satisfied + unknown >= enough || unread !== undefined ? "needs-input" : "not-met";
}

/** Gaps below it are no reason to doubt. */
const SERIOUS = severities.indexOf("medium");

/**
 * Why the repository alone does not answer an item although what it asks for is there: most of what its checks look at
 * has a serious gap, or anything a critical one, so what is there speaks against the solution unless a person says why. Resources are counted, not
 * findings, so that it does not depend on how many rules there are (docs/decisions/0004).
 */
export function practiceDoubt(
  { practice }: Criterion,
  own: readonly RuleFinding[],
  isAccepted: (finding: RuleFinding) => boolean,
): string | undefined {
  const decided = own.filter(({ outcome }) => outcome === "pass" || outcome === "fail");
  const seen = new Set(decided.map(({ subject }) => subject.id));
  const serious = decided.filter(
    (finding) => finding.outcome === "fail" && severities.indexOf(finding.severity) >= SERIOUS && !isAccepted(finding),
  );
  const critical = serious.filter(({ severity }) => severity === "critical").length;
  if (practice !== undefined && critical > 0)
    return `why ${critical === 1 ? "there is a gap" : `there are ${critical} gaps`} of critical severity, or ${critical === 1 ? "its" : "their"} repair`;
  const touched = new Set(serious.map(({ subject }) => subject.id)).size;
  if (practice === undefined || seen.size === 0 || seen.size - touched >= practice * seen.size) return undefined;
  return `why ${touched} of ${seen.size} resources that its checks look at have gaps of medium or higher severity, or their repair`;
}

/** Why a number that is not reached is no answer: there are inputs that could not be read, and they may hold the rest. */
export function unreadDoubt(
  { atLeast }: Criterion,
  measured: Measured | undefined,
  { problems }: Analysis,
): string | undefined {
  const { satisfied = 0, unknown = 0 } = measured?.count ?? {};
  if (atLeast !== undefined && satisfied < atLeast && satisfied + unknown >= atLeast)
    return "the part that is not in the scanned inputs, which may hold the rest";
  const unread = problems.filter(({ level }) => level === "error").length;
  if (atLeast === undefined || unread === 0 || (measured?.count?.satisfied ?? atLeast) >= atLeast) return undefined;
  return `the inputs that could not be read (${unread === 1 ? "1 problem" : `${unread} problems`}): what they hold is not counted`;
}

/** How many of a total a criterion asks for. */
export function requiredCount({ atLeast, policy = "any" }: Criterion, total: number): number {
  if (atLeast !== undefined) return atLeast;
  if (policy === "any") return 1;
  return policy === "all" ? total : Math.ceil(policy * total);
}
