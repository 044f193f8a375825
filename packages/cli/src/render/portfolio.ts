import type { CaseStudy, Portfolio } from "@assay/rules";
import { escapeMarkdown as md, markdownTable } from "../table.js";

/** The comparison, the two to hand in, what each lacks, and the action plan. */
export function portfolioMarkdown({ caseStudies, strongest, obstacles, plan }: Portfolio): string {
  const chosen = caseStudies.filter(({ file }) => strongest.includes(file));
  const parts = [
    "# Portfolio",
    `${caseStudies.length} ${caseStudies.length === 1 ? "workload" : "workloads"}, the strongest first. One unmet item fails an application, so what is not met counts before what is open, and that before gaps.`,
    comparison(caseStudies),
    "## The strongest two",
    chosen.length > 0
      ? chosen
          .map(
            ({ title, customer }) =>
              `- **${md(title)}** (${customer === undefined ? "customer not named yet" : md(customer)})`,
          )
          .join("\n")
      : "None.",
    obstacles.length > 0
      ? obstacles.map((obstacle) => `- ${md(obstacle)}`).join("\n")
      : "They are of two customers, and both are in production.",
    ...chosen.map(lacks),
    "## Action plan",
    plan.length > 0
      ? markdownTable(
          ["Case study", "Item", "Action", "Owner", "Effort", "Due"],
          plan.map((step) => [step.caseStudy, step.criterion, step.action, step.owner, step.effort, step.due]),
        ).trimEnd()
      : "Nothing is open.",
    "Owners are roles until names are agreed. Due dates are five business days (Monday to Friday) after the day from which the plan counts, as the programme expects of action items; holidays are not known here.",
  ];
  return `${parts.join("\n\n")}\n`;
}

function comparison(studies: readonly CaseStudy[]): string {
  const word = (value: boolean | undefined) => (value === undefined ? "not said" : value ? "yes" : "no");
  return markdownTable(
    [
      "Workload",
      "Customer",
      "In production",
      "Public",
      "Functions",
      "Framework",
      "Met",
      "Not met",
      "Open",
      "Gaps",
      "Not read",
    ],
    studies.map((study) => [
      study.title,
      study.customer ?? "not named",
      study.isInProduction ? "yes" : "not said",
      word(study.isPublic),
      String(study.functions),
      study.frameworks.join(", "),
      String(study.verdicts.met),
      String(study.verdicts["not-met"]),
      String(study.verdicts["needs-input"]),
      `${study.gaps}${study.accepted > 0 ? ` (${study.accepted} accepted)` : ""}`,
      String(study.unread),
    ]),
  ).trimEnd();
}

function lacks({ title, lacks: open }: CaseStudy): string {
  const lines = open.map(
    ({ criterion, title: item, verdict, what }) =>
      `- ${criterion} ${md(item)}: ${verdict === "not-met" ? "not met" : "open"}. ${md(what)}`,
  );
  return `### What ${md(title)} lacks\n\n${lines.length > 0 ? lines.join("\n") : "Nothing."}`;
}
