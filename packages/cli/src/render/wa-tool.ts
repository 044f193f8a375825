import type { AssessedCriterion, Assessment, Location } from "@assay/rules";

/** The most that the Well-Architected Tool takes as notes, in characters. */
const MAX_NOTES = 2084;

/**
 * Proposed answers for a review in the Well-Architected Tool: one object per question as
 * `aws wellarchitected update-answer --cli-input-json` takes it, but for the workload's id, which only the reviewer has.
 * A choice is selected when its item is met; the notes say why, and what is still open.
 * https://docs.aws.amazon.com/wellarchitected/latest/APIReference/API_UpdateAnswer.html
 */
export function waToolAnswers({ checklists }: Assessment): string {
  const answers = checklists.flatMap(({ pack, questions = [], criteria }) =>
    questions.map(({ id, none }) => {
      const choices = criteria.filter(({ question }) => question === id);
      const selected = choices.filter(({ verdict }) => verdict === "met").map((choice) => choice.id);
      return {
        LensAlias: pack.lens ?? pack.id,
        QuestionId: id,
        SelectedChoices: selected.length > 0 ? selected : choices.every(isDecided) ? [none] : [],
        ChoiceUpdates: Object.fromEntries(
          choices
            .filter(({ verdict }) => verdict === "not-applicable")
            .map((choice) => [
              choice.id,
              { Status: "NOT_APPLICABLE", Reason: "OUT_OF_SCOPE", Notes: cut(choice.statement, MAX_CHOICE_NOTES) },
            ]),
        ),
        Notes: notes(choices),
        IsApplicable: true,
      };
    }),
  );
  return `${JSON.stringify(answers, null, 2)}\n`;
}

/** The most that a choice's notes take. */
const MAX_CHOICE_NOTES = 250;

function isDecided({ verdict }: AssessedCriterion): boolean {
  return verdict === "not-met" || verdict === "not-applicable";
}

const WORDS = { met: "yes", "not-met": "no", "needs-input": "open", "not-applicable": "n/a" } as const;

function notes(choices: readonly AssessedCriterion[]): string {
  const lines = choices.map(({ id, verdict, statement, evidence, asks, gaps }) => {
    const places = evidence.slice(0, 2).map(place);
    const basis = statement === "Only a person can answer this." ? (asks ?? statement) : statement;
    const open = gaps.length > 0 ? ` ${gaps.length} gaps.` : "";
    return `${id} ${WORDS[verdict]}: ${basis}${open}${places.length > 0 ? ` (${places.join(", ")})` : ""}`;
  });
  return cut(`Proposed by Assay from the repository.\n${lines.join("\n")}`, MAX_NOTES);
}

function place({ file, startLine }: Location): string {
  return `${file}:${startLine}`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
