import { regionOf, type Analysis, type FunctionRow } from "@assay/analyzer";
import { answerProblems } from "./answers/check.js";
import type { Answer, AnswerSet } from "./answers/answer.js";
import { fieldTitle } from "./answers/fields.js";
import type { AssessedAnswer, AssessedChecklist, AssessedCriterion, Verdict } from "./assessment.js";
import { locations } from "./locate.js";
import { measures } from "./measure/index.js";
import type { Measured } from "./measure/measure.js";
import type { Criterion, Pack } from "./pack.js";
import type { RuleFinding } from "./run.js";
import { validityWarning } from "./validity.js";

/** What checklists are answered from. */
export interface Known {
  readonly analysis: Analysis;
  /** The functions of the author. */
  readonly functions: readonly FunctionRow[];
  readonly findings: readonly RuleFinding[];
  readonly answers: AnswerSet;
  readonly today: string;
  readonly fingerprintOf: (finding: RuleFinding) => string;
  readonly isAccepted: (finding: RuleFinding) => boolean;
}

/** Answers every item of a checklist. */
export function assessChecklist(pack: Pack, known: Known): AssessedChecklist {
  const { id, title, version, published, source, validity, questions, lens } = pack;
  const warning = validityWarning(pack, known.today);
  return {
    pack: { id, title, version, published, source, validity, ...(lens === undefined ? {} : { lens }) },
    ...(warning === undefined ? {} : { warning }),
    ...(questions ? { questions } : {}),
    criteria: pack.criteria.map((criterion) => assessCriterion(criterion, known)),
  };
}

function assessCriterion(criterion: Criterion, known: Known): AssessedCriterion {
  const { id, section, title, kind, question, level } = criterion;
  const { analysis, functions, findings, answers, fingerprintOf, isAccepted } = known;
  const own = criterion.rules ? findings.filter(({ rule }) => criterion.rules?.includes(rule.id)) : [];
  const measured =
    criterion.measure === undefined
      ? undefined
      : measures
          .get(criterion.measure)
          ?.measure({ analysis, functions, findings: own, allFindings: findings, answers });
  const supplied = suppliedBy(criterion, known, measured?.isDocumented ?? false);
  const failing = own.filter(({ outcome }) => outcome === "fail");
  const doubt = practiceDoubt(criterion, own, failing.filter((finding) => !isAccepted(finding)).length);
  const missing = measured?.missing ?? doubt ?? unreadDoubt(criterion, measured, analysis);
  const judged = judge(criterion, measured && { ...measured, missing }, supplied);
  const count = measured?.count && { ...measured.count, required: required(criterion, measured.count.total) };
  return {
    id,
    section,
    title,
    kind,
    ...(question === undefined ? {} : { question }),
    ...(level === undefined ? {} : { level }),
    verdict: judged.verdict,
    basis: judged.basis,
    statement: measured?.statement ?? supplied.sentence,
    ...(count ? { count } : {}),
    evidence: locations(measured?.evidence ?? []),
    ...(measured?.table && measured.table.rows.length > 0 ? { table: measured.table } : {}),
    gaps: failing.filter((finding) => !isAccepted(finding)).map(fingerprintOf),
    accepted: failing.filter(isAccepted).map(fingerprintOf),
    needs: criterion.answers ?? [id],
    answers: supplied.answers,
    ...(measured?.draft === undefined ? {} : { draft: measured.draft }),
    ...(judged.overruled ? { overruled: judged.overruled } : {}),
    ...(judged.verdict === "needs-input" ? { asks: needs(criterion, missing, supplied) } : {}),
  };
}

interface Supplied {
  readonly answers: readonly AssessedAnswer[];
  /** Whether everything that a person has to say is said, and all of it counts. */
  readonly complete: boolean;
  readonly overrule: Answer | undefined;
  readonly sentence: string;
  /** What is missing, in words. */
  readonly open: readonly string[];
}

/** An answer as it is shown, with why it does not count. */
export function assessedAnswer(answer: Answer, known: Pick<Known, "answers">): AssessedAnswer {
  const { field, value, by, date, evidence, span } = answer;
  const problems = answerProblems(answer, known.answers);
  return { field, title: fieldTitle(field), value, by, date, evidence, problems, location: regionOf(span) };
}

function suppliedBy(criterion: Criterion, known: Known, isInRepository: boolean): Supplied {
  const fields = criterion.answers ?? [criterion.id];
  const own = known.answers.get(criterion.id);
  const wanted = fields.map((field) => ({ field, answer: known.answers.get(field) }));
  const given = [...new Set([...wanted.map(({ answer }) => answer), own])].filter((answer) => answer !== undefined);
  const answers = given.map((answer) => assessedAnswer(answer, known));
  // An answer to the item itself stands for the fields that are missing.
  const missing = own ? [] : wanted.filter(({ answer }) => !answer).map(({ field }) => field);
  const doubtful = answers.flatMap(({ field, problems }) =>
    problems.map((problem) => `${fieldTitle(field)}: ${problem}`),
  );
  const isDocumented =
    isInRepository || answers.some(({ evidence }) => evidence.some(({ problem }) => problem === undefined));
  const lacksDocument = criterion.document === true && answers.length > 0 && !isDocumented;
  const open = [
    ...(criterion.answers ? missing.map(fieldTitle) : []),
    ...doubtful,
    ...(lacksDocument ? ["a document attached as evidence: words alone are not accepted"] : []),
  ];
  const isSaid = answers.length > 0 && missing.length === 0;
  return {
    answers,
    complete: isSaid && open.length === 0,
    overrule: own?.verdict === undefined ? undefined : own,
    sentence:
      answers.length > 0
        ? answers.map(({ title, value, by, date }) => `${title}: ${shownValue(value)} (${by}, ${date}).`).join(" ")
        : "Only a person can answer this.",
    open,
  };
}

function shownValue(value: AssessedAnswer["value"]): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value).trim().replace(/\.$/, "");
}

function needs(criterion: Criterion, missing: string | undefined, { answers, open }: Supplied): string {
  const words = answers.length > 0 && open.length > 0 ? open : [criterion.asks, ...(criterion.asks ? [] : open)];
  return [...words, missing].filter((text) => text !== undefined).join("; ") || criterion.title;
}

type Judged = Pick<AssessedCriterion, "verdict" | "basis" | "overruled">;

/**
 * The verdict. The repository decides what it can decide; a person supplies the rest, and may overrule it with a reason
 * that is shown beside what the repository says. An unknown is never taken for met.
 */
function judge(criterion: Criterion, measured: Measured | undefined, supplied: Supplied): Judged {
  const own = measuredVerdict(criterion, measured);
  const { overrule, complete } = supplied;
  if (overrule?.verdict !== undefined && supplied.open.length === 0) {
    const { verdict, by, date, value } = overrule;
    const overruled =
      own === undefined || own === verdict ? undefined : { verdict: own, by, date, reason: String(value) };
    return { verdict, basis: measured ? "mixed" : "supplied", ...(overruled ? { overruled } : {}) };
  }
  const isOpen = own === undefined || own === "needs-input" || (own === "met" && criterion.answers && !complete);
  if (!isOpen) return { verdict: own, basis: criterion.answers ? "supplied" : "static" };
  if (complete) return { verdict: "met", basis: measured ? "mixed" : "supplied" };
  return { verdict: "needs-input", basis: measured ? "static" : supplied.answers.length > 0 ? "supplied" : "none" };
}

/** What the repository alone says; undefined when it says nothing. */
function measuredVerdict(criterion: Criterion, measured: Measured | undefined): Verdict | undefined {
  if (!measured) return undefined;
  if (measured.verdict !== undefined) return measured.verdict;
  const { count } = measured;
  if (!count) return "needs-input";
  const { satisfied, unknown, total } = count;
  if (total === 0) return "not-applicable";
  const enough = required(criterion, total);
  if (satisfied >= enough) return criterion.kind === "static" && measured.missing === undefined ? "met" : "needs-input";
  if (measured.missing !== undefined) return "needs-input";
  return satisfied + unknown >= enough ? "needs-input" : "not-met";
}

/**
 * Why the repository alone does not answer an item although what it asks for is there: most checks of it fail, so what is
 * there speaks against the solution unless a person says why (docs/decisions/0004).
 */
function practiceDoubt({ practice }: Criterion, own: readonly RuleFinding[], gaps: number): string | undefined {
  const decided = own.filter(({ outcome }) => outcome === "pass" || outcome === "fail").length;
  if (practice === undefined || decided === 0 || decided - gaps >= practice * decided) return undefined;
  return `why ${gaps} of ${decided} checks of this item fail, or their repair`;
}

/** Why a number that is not reached is no answer: there are inputs that could not be read, and they may hold the rest. */
function unreadDoubt(
  { atLeast }: Criterion,
  measured: Measured | undefined,
  { problems }: Analysis,
): string | undefined {
  const unread = problems.filter(({ level }) => level === "error").length;
  if (atLeast === undefined || unread === 0 || (measured?.count?.satisfied ?? atLeast) >= atLeast) return undefined;
  return `the inputs that could not be read (${unread === 1 ? "1 problem" : `${unread} problems`}): what they hold is not counted`;
}

function required({ atLeast, policy = "any" }: Criterion, total: number): number {
  if (atLeast !== undefined) return atLeast;
  if (policy === "any") return 1;
  return policy === "all" ? total : Math.ceil(policy * total);
}
