import type { AssessedAnswer, AssessedCriterion, Assessment } from "@assay/rules";
import { escapeMarkdown as md, markdownTable } from "../table.js";
import { assessedTable } from "./criterion-table.js";

/** The parts of a case study as the checklist of 2018 asks for them: heading, the answers, the item that may draft it. */
const PARTS: readonly { readonly heading: string; readonly fields: readonly string[]; readonly criterion: string }[] = [
  { heading: "Customer", fields: ["customer", "accountId"], criterion: "pre.2.1.a" },
  { heading: "Challenge", fields: ["problem"], criterion: "pre.2.1.c" },
  { heading: "What we proposed", fields: ["proposal"], criterion: "pre.2.1.d" },
  { heading: "How AWS services are used", fields: ["awsServices"], criterion: "pre.2.1.e" },
  { heading: "Use case of AWS Lambda", fields: ["useCase"], criterion: "1.0.a" },
  { heading: "Type of serverless micro-service", fields: ["microserviceType"], criterion: "1.0.b" },
  { heading: "Third-party applications and solutions", fields: ["thirdParty"], criterion: "pre.2.1.f" },
  { heading: "Dates", fields: ["start", "end", "inProduction"], criterion: "pre.2.1.g" },
  { heading: "Events per month", fields: ["eventsPerMonth"], criterion: "1.0.d" },
  { heading: "Challenges and objections overcome", fields: ["challenges"], criterion: "1.0.e" },
  { heading: "Outcomes", fields: ["outcomes"], criterion: "pre.2.1.h" },
  { heading: "Lessons learned", fields: ["lessons"], criterion: "pre.2.1.i" },
  { heading: "Public reference", fields: ["public", "referenceTitle", "referenceUrl"], criterion: "pre.2.1.public" },
];

/** Facts of the repository that belong into the text, by item. */
const FACTS = ["1.0.c", "1.0.dep.2", "1.0.wl.1", "1.0.wl.2", "1.0.wl.2.core"];
const CHARACTERISTICS = /^2\.1\./;

/** The case study as a draft: answers as they were given, facts with their places, and marks where a person has to write. */
export function caseStudyMarkdown(assessment: Assessment): string {
  const criteria = new Map(
    assessment.checklists.flatMap(({ criteria: items }) => items.map((item) => [item.id, item])),
  );
  const answers = new Map(assessment.answers.map((answer) => [answer.field, answer]));
  const facts = FACTS.flatMap((id) => criteria.get(id) ?? []);
  const characteristics = [...criteria.values()].filter(({ id }) => CHARACTERISTICS.test(id));
  const open = PARTS.flatMap(({ fields }) => fields).filter((field) => !isGood(answers.get(field)));
  return `${[
    `# ${assessment.title === undefined ? "Case study (draft)" : `${md(assessment.title)}: case study (draft)`}`,
    `This is a draft. Sentences marked **Draft** were made from the repository and count for nothing until a person confirms them; **To be written** marks what only a person knows (${open.length} of ${PARTS.flatMap(({ fields }) => fields).length} answers are missing).`,
    ...PARTS.map((part) => section(part, answers, criteria.get(part.criterion))),
    "## What the repository shows",
    ...facts.map(({ title, statement }) => `- **${md(title)}.** ${md(statement)}`),
    "## Architecture",
    "**To be written:** place the architecture diagram here; `assay diagram` draws one to start from.",
    "## Solution characteristics",
    ...characteristics.map(characteristic),
  ].join("\n\n")}\n`;
}

function isGood(answer: AssessedAnswer | undefined): boolean {
  return answer?.problems.length === 0;
}

function section(
  { heading, fields }: (typeof PARTS)[number],
  answers: ReadonlyMap<string, AssessedAnswer>,
  criterion: AssessedCriterion | undefined,
): string {
  const given = fields.flatMap((field) => answers.get(field) ?? []);
  const missing = fields.filter((field) => !answers.has(field));
  const lines = given.map(({ title, value, problems }) => {
    const words = typeof value === "boolean" ? (value ? "yes" : "no") : String(value).trim();
    const doubt = problems.length > 0 ? ` **Does not count yet:** ${md(problems.join("; "))}.` : "";
    return fields.length > 1 ? `${md(title)}: ${md(words)}${doubt}` : `${md(words)}${doubt}`;
  });
  if (missing.length > 0 && criterion?.draft !== undefined) lines.push(`**Draft:** ${md(criterion.draft)}`);
  else if (missing.length > 0) lines.push(`**To be written:** ${md(criterion?.asks ?? heading)}.`);
  return `## ${heading}\n\n${lines.join("\n\n")}`;
}

function characteristic({ title, statement, table, answers, gaps, asks }: AssessedCriterion): string {
  const said = answers.map(({ value, by, date }) => `${md(String(value))} (${md(by)}, ${md(date)})`);
  return [
    `### ${md(title)}`,
    md(statement),
    ...said,
    asks === undefined ? "" : `**To be written:** ${md(asks)}.`,
    gaps.length > 0 ? `The evidence report lists ${gaps.length} practice gaps for this item.` : "",
    table ? markdownTable(...assessedTable(table)).trimEnd() : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
