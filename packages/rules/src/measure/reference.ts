import type { AnswerSet } from "../answers/answer.js";
import type { Measure, Measured } from "./measure.js";

const text = (answers: AnswerSet, field: string) => String(answers.get(field)?.value ?? "").trim();

/** A measure over answers: only where there is something to look at it says whether it is as it should be. */
function overAnswers(
  id: string,
  counts: string,
  needs: readonly string[],
  look: (answers: AnswerSet) => readonly string[],
): Measure {
  return {
    id,
    counts,
    measure({ answers }): Measured {
      if (answers.get("public")?.value === false)
        return { statement: "The case study is not public.", verdict: "not-applicable", evidence: [] };
      const missing = needs.filter((field) => text(answers, field) === "");
      if (missing.length > 0)
        return { statement: "There is no answer to look at yet.", verdict: "needs-input", evidence: [] };
      const mistakes = look(answers);
      return {
        statement: mistakes.length > 0 ? mistakes.join(" ") : "The answers say what the guidance asks for.",
        verdict: mistakes.length > 0 ? "not-met" : "met",
        evidence: needs.flatMap((field) => {
          const answer = answers.get(field);
          return answer ? [{ origin: { why: "authored" as const, span: answer.span }, says: field }] : [];
        }),
      };
    },
  };
}

const includes = (whole: string, part: string) => part !== "" && whole.toLowerCase().includes(part.toLowerCase());
/** Words that tell of a relationship between a partner and a customer. */
const RELATIONSHIP =
  /\b(partner(ed|s)?|with|for|by|help(ed|s)?|work(ed|s|ing)?|built|build|develop(ed|s)?|migrat\w+|deliver(ed|s|y)?|implement(ed|s)?|support(ed|s)?|customer|client|together|chose|engaged?)\b/i;
const AWS = /\b(aws|amazon)\b/i;
/** What a workload is called by: AWS and one of its services or a kind of work. */
const WORKLOAD =
  /\b(lambda|serverless|step functions|dynamodb|s3|sns|sqs|kinesis|eventbridge|api gateway|workload|platform|application|system|pipeline|backend|migration|data lake|service)\b/i;

const LEAST_WORDS = 4;
const GENERIC =
  /^(case study|success story|customer story|reference|our (work|customers?|references?)|untitled|project)\b[\s:.-]*\S*$/i;

/** Asked only of case studies that may be shown. */
const publicReference: Measure = {
  id: "public-reference",
  counts: "nothing: not applicable when the case study is not public",
  measure: ({ answers }) =>
    answers.get("public")?.value === false
      ? { statement: "The case study is not public.", verdict: "not-applicable", evidence: [] }
      : { statement: "Asked of a case study that may be shown to the public.", evidence: [] },
};

/** What the partner network's guidance of 2019 asks of a public reference. */
export const referenceMeasures: readonly Measure[] = [
  publicReference,
  overAnswers(
    "reference-names",
    "whether the public reference names the customer and the partner, and says how they belong together",
    ["referenceText", "customer", "partner"],
    (answers) => {
      const said = text(answers, "referenceText");
      return [
        ...["customer", "partner"].flatMap((field) =>
          includes(said, text(answers, field)) ? [] : [`It does not name the ${field}, ${text(answers, field)}.`],
        ),
        ...(RELATIONSHIP.test(said) ? [] : ["It does not say what the partner did for the customer."]),
      ];
    },
  ),
  overAnswers(
    "reference-workload",
    "whether the public reference names the workload on AWS",
    ["referenceText"],
    (answers) => {
      const said = text(answers, "referenceText");
      return [
        ...(AWS.test(said) ? [] : ["It does not name AWS."]),
        ...(WORKLOAD.test(said) ? [] : ["It does not say which workload was delivered."]),
      ];
    },
  ),
  overAnswers(
    "reference-title",
    "whether the title of the public reference tells the workload from others",
    ["referenceTitle"],
    (answers) => {
      const title = text(answers, "referenceTitle");
      const words = title.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
      const customer = text(answers, "customer");
      return [
        ...(words.length < LEAST_WORDS ? [`'${title}' has fewer than ${LEAST_WORDS} words.`] : []),
        ...(GENERIC.test(title) || (customer !== "" && title.toLowerCase() === customer.toLowerCase())
          ? [`'${title}' does not say what was delivered.`]
          : []),
      ];
    },
  ),
];
