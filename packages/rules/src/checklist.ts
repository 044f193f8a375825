import type { Analysis, FunctionRow } from "@assay/analyzer";
import type { AnswerSet } from "./answers/answer.js";
import type { AssessedChecklist, AssessedCriterion } from "./assessment.js";
import { locations } from "./locate.js";
import { measures } from "./measure/index.js";
import type { Copies } from "./measure/same-application.js";
import type { Criterion, Pack } from "./pack.js";
import type { RuleFinding } from "./run.js";
import { suppliedBy, type Supplied } from "./supplied.js";
import { validityWarning } from "./validity.js";
import { judge, measuredVerdict, practiceDoubt, requiredCount, unreadDoubt } from "./verdict.js";

/** What checklists are answered from. */
export interface Known {
  readonly analysis: Analysis;
  /** The functions of the author, those of a second copy apart. */
  readonly functions: readonly FunctionRow[];
  readonly copies: Copies;
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
  const { analysis, functions, copies, findings, answers, fingerprintOf, isAccepted } = known;
  const own = criterion.rules ? findings.filter(({ rule }) => criterion.rules?.includes(rule.id)) : [];
  const measured =
    criterion.measure === undefined
      ? undefined
      : measures
          .get(criterion.measure)
          ?.measure({ analysis, functions, copies, findings: own, allFindings: findings, answers });
  const supplied = suppliedBy(criterion, answers, measured?.isDocumented ?? false);
  const failing = own.filter(({ outcome }) => outcome === "fail");
  const doubt = practiceDoubt(criterion, own, isAccepted);
  const unread = unreadDoubt(criterion, measured, analysis);
  const judged = judge(measuredVerdict(criterion, measured, [doubt, unread]), criterion, supplied);
  const count = measured?.count && { ...measured.count, required: requiredCount(criterion, measured.count.total) };
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
    ...(judged.verdict === "needs-input"
      ? { asks: needs(criterion, measured?.missing ?? unread ?? doubt, supplied) }
      : {}),
  };
}

function needs(criterion: Criterion, missing: string | undefined, { answers, open }: Supplied): string {
  const words = answers.length > 0 && open.length > 0 ? open : [criterion.asks, ...(criterion.asks ? [] : open)];
  return [...words, missing].filter((text) => text !== undefined).join("; ") || criterion.title;
}
