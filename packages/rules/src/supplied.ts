import { regionOf } from "@assay/analyzer";
import type { Answer, AnswerSet } from "./answers/answer.js";
import { answerProblems } from "./answers/check.js";
import { fieldTitle } from "./answers/fields.js";
import type { AssessedAnswer } from "./assessment.js";
import type { Criterion } from "./pack.js";

/** What people say of a criterion. */
export interface Supplied {
  readonly answers: readonly AssessedAnswer[];
  /** Whether everything that a person has to say is said, and all of it counts. */
  readonly complete: boolean;
  readonly overrule: Answer | undefined;
  readonly sentence: string;
  /** What is missing, in words. */
  readonly open: readonly string[];
}

/** An answer as it is shown, with why it does not count. */
export function assessedAnswer(answer: Answer, answerSet: AnswerSet): AssessedAnswer {
  const { field, value, by, date, evidence, span } = answer;
  const problems = answerProblems(answer, answerSet);
  return { field, title: fieldTitle(field), value, by, date, evidence, problems, location: regionOf(span) };
}

/** Looks up what a criterion needs of people. `isInRepository`: a document that is asked for lies in the repository. */
export function suppliedBy(criterion: Criterion, answerSet: AnswerSet, isInRepository: boolean): Supplied {
  const fields = criterion.answers ?? [criterion.id];
  const own = answerSet.get(criterion.id);
  const wanted = fields.map((field) => ({ field, answer: answerSet.get(field) }));
  const given = [...new Set([...wanted.map(({ answer }) => answer), own])].filter((answer) => answer !== undefined);
  const answers = given.map((answer) => assessedAnswer(answer, answerSet));
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
