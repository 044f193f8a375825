import type { FunctionRow } from "@assay/analyzer";
import type {
  AssessedChecklist,
  AssessedCriterion,
  AssessedFinding,
  Assessment,
  Location,
  Verdict,
} from "@assay/rules";
import { describe } from "../commands/inventory.js";
import { escapeMarkdown as md, markdownTable } from "../table.js";

const VERDICTS: Readonly<Record<Verdict, string>> = {
  met: "Met",
  "not-met": "Not met",
  "needs-input": "Needs input",
  "not-applicable": "Not applicable",
};
/** More evidence than this is counted, not listed: the JSON has all of it. */
const MAX_EVIDENCE = 12;

/** The evidence report: gaps first, then every criterion with its proof, then the functions. */
export function markdownReport(assessment: Assessment): string {
  const { checklists, functions, projects } = assessment;
  const parts = [
    "# Evidence report",
    `${projects.length === 1 ? "Project" : "Projects"}: ${projects.map(({ entry, framework }) => `\`${entry}\` (${framework})`).join(", ") || "none"}. Functions: ${functions.length}. Made by Assay ${assessment.tool.version} from ${assessment.inputs.length} files, without credentials, network or running any of the code.`,
    unread(assessment),
    ...checklists.map((checklist) => checklistPart(checklist, assessment)),
    `## Functions\n\n${functionTable(functions)}`,
    `\\* a documented default that nobody wrote.`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function unread({ problems }: Assessment): string {
  const serious = problems.filter(({ level }) => level !== "note");
  if (serious.length === 0) return "";
  const lines = serious.map((problem) => `- \`${problem.file}:${problem.startLine}\` ${md(problem.message)}`);
  return `## Not or only partly read\n\n${lines.join("\n")}`;
}

function checklistPart({ pack, criteria }: AssessedChecklist, assessment: Assessment): string {
  const count = (verdict: Verdict) => criteria.filter((criterion) => criterion.verdict === verdict).length;
  const byFingerprint = new Map(assessment.findings.map((finding) => [finding.fingerprint, finding]));
  const gapsOf = ({ gaps }: AssessedCriterion) => gaps.flatMap((fingerprint) => byFingerprint.get(fingerprint) ?? []);
  const open = criteria.filter(({ verdict, gaps }) => verdict === "not-met" || gaps.length > 0);
  const asked = criteria.filter(({ verdict, asks }) => verdict === "needs-input" && asks !== undefined);
  const note = pack.validity.note === undefined ? "" : ` ${pack.validity.note}`;
  return [
    `## ${md(pack.title)}`,
    `Version ${pack.version}, ${pack.published}. Source: ${md(pack.source)}.${note}`,
    `**${count("met")} met, ${count("not-met")} not met, ${count("needs-input")} need input${count("not-applicable") > 0 ? `, ${count("not-applicable")} not applicable` : ""}.**`,
    open.length > 0 ? `### Gaps\n\n${open.map((criterion) => gapPart(criterion, gapsOf(criterion))).join("\n\n")}` : "",
    asked.length > 0
      ? `### To be supplied by a person\n\n${asked.map(({ id, asks }) => `- ${id}: ${md(asks ?? "")}`).join("\n")}`
      : "",
    `### Criteria\n\n${criteria
      .filter(({ basis }) => basis !== "none")
      .map((criterion) => criterionPart(criterion, gapsOf(criterion).length))
      .join("\n\n")}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function gapPart({ id, title, verdict, statement }: AssessedCriterion, gaps: readonly AssessedFinding[]): string {
  const head =
    `**${id} ${md(title)}**: ${VERDICTS[verdict]}${gaps.length > 0 ? `, ${gaps.length} gap${gaps.length === 1 ? "" : "s"}` : ""}. ${verdict === "not-met" ? md(statement) : ""}`.trimEnd();
  return [
    head,
    ...gaps.map(
      (gap) =>
        `- ${place(gap.locations[0])} ${md(gap.message)}${gap.when === undefined ? "" : ` (when ${md(gap.when)})`} [${gap.rule}]`,
    ),
  ].join("\n");
}

function criterionPart(criterion: AssessedCriterion, gaps: number): string {
  const { id, title, verdict, statement, evidence, asks } = criterion;
  const shown = evidence.slice(0, MAX_EVIDENCE);
  const more = evidence.length - shown.length;
  return [
    `#### ${id} ${md(title)}`,
    `**${VERDICTS[verdict]}${gaps > 0 ? `, ${gaps} gap${gaps === 1 ? "" : "s"}` : ""}.** ${md(statement)}`,
    verdict === "needs-input" && asks !== undefined ? `Still needed: ${md(asks)}.` : "",
    shown.map((location) => `- ${place(location)} ${md(location.says)}${quoted(location)}`).join("\n") +
      (more > 0 ? `\n- and ${more} more` : ""),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function place(location: Location | undefined): string {
  return location ? `\`${location.file}:${location.startLine}\`` : "";
}

/** The line itself, so that a reader can check the sentence on the page. */
function quoted({ excerpt }: Location): string {
  return excerpt === undefined || excerpt.includes("`") ? "" : `: \`${excerpt}\``;
}

function functionTable(functions: readonly FunctionRow[]): string {
  const headings = [
    "Function",
    "Where",
    "Memory MB",
    "Timeout s",
    "Invoked by",
    "Failure path",
    "Alarms",
    "Tracing",
    "Concurrency",
    "VPC",
    "Role",
  ];
  return markdownTable(
    headings,
    functions.map((row) => [
      row.title,
      `${row.location.file}:${row.location.startLine}`,
      describe(row.memory),
      describe(row.timeout),
      row.triggers.map(({ event, detail }) => [event, detail].filter(Boolean).join(" ")).join("; ") ||
        (row.triggerNote ?? ""),
      [
        ...new Set(
          row.triggers.map(
            ({ event, failurePath }) =>
              `${event}: ${failurePath.state === "not-applicable" ? "n/a" : failurePath.state}`,
          ),
        ),
      ].join("; "),
      row.alarms.map(({ metric }) => metric.replace("AWS/Lambda/", "")).join(", ") || "none",
      describe(row.tracing),
      describe(row.reservedConcurrency, "unreserved"),
      describe(row.vpc).replace("true", "yes").replace("false", "no"),
      row.role
        ? row.role.id.replace(/^.*[#/]/, "") +
          (row.role.sharedWith.length > 0 ? ` (shared by ${row.role.sharedWith.length + 1})` : "")
        : "unknown",
    ]),
  );
}
