import type { FunctionRow, Region } from "@assay/analyzer";
import type {
  AssessedAnswer,
  AssessedChecklist,
  AssessedCriterion,
  AssessedFinding,
  Assessment,
  Location,
  Provenance,
  Verdict,
} from "@assay/rules";
import { describe } from "../commands/inventory.js";
import { permalink } from "../permalink.js";
import { escapeMarkdown as md, markdownTable } from "../table.js";
import { assessedTable } from "./criterion-table.js";

const VERDICTS: Readonly<Record<Verdict, string>> = {
  met: "Met",
  "not-met": "Not met",
  "needs-input": "Needs input",
  "not-applicable": "Not applicable",
};
const BASES: Readonly<Record<AssessedCriterion["basis"], string>> = {
  static: "from the repository",
  supplied: "from a person",
  mixed: "from the repository and a person",
  none: "nothing yet",
};
/** More evidence than this is counted, not listed: the JSON has all of it. Beside a table less is enough. */
const MAX_EVIDENCE = 12;
const MAX_BESIDE_TABLE = 6;

/** The evidence report: gaps first, then every criterion with its proof, the functions, accepted risks, provenance. */
export function markdownReport(assessment: Assessment): string {
  const { checklists, functions, projects, provenance, title } = assessment;
  const parts = [
    title === undefined ? "# Evidence report" : `# ${md(title)}: evidence report`,
    `${projects.length === 1 ? "Project" : "Projects"}: ${projects.map(({ entry, framework }) => `\`${entry}\` (${framework})`).join(", ") || "none"}. Functions: ${functions.length}.${provenance?.commit ? ` Commit \`${provenance.commit.id.slice(0, 12)}\`.` : ""} Made by Assay ${assessment.tool.version} from ${assessment.inputs.length} files, without credentials, network or running any of the code.`,
    unread(assessment),
    ...checklists.map((checklist) => checklistPart(checklist, assessment)),
    `## Functions\n\n${functionTable(functions)}`,
    `\\* a documented default that nobody wrote.`,
    acceptedRisks(assessment),
    provenance ? provenancePart(provenance) : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function unread({ problems }: Assessment): string {
  const serious = problems.filter(({ level }) => level !== "note");
  if (serious.length === 0) return "";
  const lines = serious.map((problem) => `- \`${problem.file}:${problem.startLine}\` ${md(problem.message)}`);
  return `## Not or only partly read\n\n${lines.join("\n")}`;
}

function checklistPart({ pack, criteria, warning }: AssessedChecklist, assessment: Assessment): string {
  const count = (verdict: Verdict) => criteria.filter((criterion) => criterion.verdict === verdict).length;
  const byFingerprint = new Map(assessment.findings.map((finding) => [finding.fingerprint, finding]));
  const gapsOf = ({ gaps }: AssessedCriterion) => gaps.flatMap((fingerprint) => byFingerprint.get(fingerprint) ?? []);
  const open = criteria.filter(({ verdict, gaps }) => verdict === "not-met" || gaps.length > 0);
  const asked = criteria.filter(({ verdict, asks }) => verdict === "needs-input" && asks !== undefined);
  const note = pack.validity.note === undefined ? "" : ` ${md(pack.validity.note)}`;
  const link = (region: Region) => place(region, assessment.provenance);
  return [
    `## ${md(pack.title)}`,
    `Version ${md(pack.version)}, ${md(pack.published)}. Source: ${md(pack.source)}.${note}`,
    warning === undefined ? "" : `**Out of its validity: ${md(warning)}**`,
    `**${count("met")} met, ${count("not-met")} not met, ${count("needs-input")} need input${count("not-applicable") > 0 ? `, ${count("not-applicable")} not applicable` : ""}.**`,
    open.length > 0
      ? `### Gaps\n\n${open.map((criterion) => gapPart(criterion, gapsOf(criterion), link)).join("\n\n")}`
      : "",
    asked.length > 0
      ? `### To be supplied by a person\n\n${asked.map(({ id, asks }) => `- ${md(id)}: ${md(asks ?? "")}`).join("\n")}`
      : "",
    `### Criteria\n\n${criteria
      .filter(({ basis }) => basis !== "none")
      .map((criterion) => criterionPart(criterion, link, firstWith(criterion, criteria)))
      .join("\n\n")}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

type Link = (region: Region) => string;

function gapCount({ gaps, accepted }: AssessedCriterion): string {
  const words = gaps.length > 0 ? `, ${gaps.length} ${gaps.length === 1 ? "gap" : "gaps"}` : "";
  return accepted.length > 0 ? `${words}, ${accepted.length} accepted` : words;
}

/** More findings of one rule than this are named, each with its place, under the rule's own headline. */
const MAX_SENTENCES = 3;
const SEVERITIES: readonly AssessedFinding["severity"][] = ["critical", "high", "medium", "low", "info"];

/** The gaps of an item, the gravest first, those of one rule together. */
function gapPart(criterion: AssessedCriterion, gaps: readonly AssessedFinding[], link: Link): string {
  const { id, title, verdict, statement } = criterion;
  const head =
    `**${md(id)} ${md(title)}**: ${VERDICTS[verdict]}${gapCount(criterion)}. ${verdict === "not-met" ? md(statement) : ""}`.trimEnd();
  const byRule = new Map<string, AssessedFinding[]>();
  const gravestFirst = [...gaps].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  for (const gap of gravestFirst) byRule.set(gap.rule, [...(byRule.get(gap.rule) ?? []), gap]);
  return [head, ...[...byRule.values()].flatMap((together) => gapLines(together, link))].join("\n");
}

function gapLines(together: readonly AssessedFinding[], link: Link): readonly string[] {
  const [first] = together;
  if (first === undefined) return [];
  const circumstances = ({ when }: AssessedFinding) => (when === undefined ? "" : ` (when ${md(when)})`);
  const place = ({ locations: [where] }: AssessedFinding) => (where ? link(where) : "");
  if (together.length <= MAX_SENTENCES)
    return together.map(
      (gap) => `- ${gap.severity}: ${place(gap)} ${md(gap.message)}${circumstances(gap)} [${gap.rule}]`,
    );
  const named = together.map((gap) => `${md(gap.subject.name)} ${place(gap)}${circumstances(gap)}`);
  return [`- ${first.severity}: ${md(first.title)}, ${together.length} times: ${named.join(", ")} [${first.rule}]`];
}

/** The id of an earlier item with the same table, which need not be printed twice. */
function firstWith({ id, table }: AssessedCriterion, criteria: readonly AssessedCriterion[]): string | undefined {
  if (!table) return undefined;
  const first = criteria.find((other) => JSON.stringify(other.table) === JSON.stringify(table));
  return first === undefined || first.id === id ? undefined : first.id;
}

function criterionPart(criterion: AssessedCriterion, link: Link, sameAs: string | undefined): string {
  const { id, title, verdict, basis, statement, evidence, asks, answers, draft, overruled, table } = criterion;
  const shown = evidence.slice(0, table ? MAX_BESIDE_TABLE : MAX_EVIDENCE);
  const more = evidence.length - shown.length;
  return [
    `#### ${md(id)} ${md(title)}`,
    `**${VERDICTS[verdict]}${gapCount(criterion)}** (${BASES[basis]}).${basis === "supplied" ? "" : ` ${md(statement)}`}`,
    overruled === undefined
      ? ""
      : `Overruled by ${md(overruled.by)}, ${md(overruled.date)}: the repository alone says "${VERDICTS[overruled.verdict]}". ${md(overruled.reason)}`,
    answers.map((answer) => answerPart(answer, link)).join("\n"),
    verdict === "needs-input" && asks !== undefined ? `Still needed: ${md(asks)}.` : "",
    draft !== undefined && answers.length === 0 ? `Draft, made from the repository and no answer: ${md(draft)}` : "",
    sameAs !== undefined
      ? `The table is that of ${md(sameAs)}.`
      : table
        ? markdownTable(...assessedTable(table)).trimEnd()
        : "",
    shown.map((location) => `- ${link(location)} ${md(location.says)}${quoted(location)}`).join("\n") +
      (more > 0 ? `\n- and ${more} more` : ""),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function answerPart({ title, value, by, date, evidence, problems, location }: AssessedAnswer, link: Link): string {
  const words = typeof value === "boolean" ? (value ? "yes" : "no") : String(value).trim();
  const files = evidence.map(({ target, sha256 }) =>
    sha256 === undefined ? md(target) : `${md(target)} (SHA-256 \`${sha256}\`)`,
  );
  return [
    `- ${md(title)}: ${md(words)} (${md(by)}, ${md(date)}; ${link(location)})`,
    files.length > 0 ? `. Attached: ${files.join(", ")}` : "",
    problems.length > 0 ? `. **Does not count:** ${md(problems.join("; "))}` : "",
  ].join("");
}

function place(region: Region, provenance: Provenance | undefined): string {
  const where = `${region.file}:${region.startLine}`;
  const text = /[`\p{Cc}\p{Cf}]/u.test(where) ? md(where) : `\`${where}\``;
  const address = permalink(provenance, region);
  return address === undefined || text.includes("]") ? text : `[${text}](${address})`;
}

/** The line itself, so that a reader can check the sentence on the page. */
function quoted({ excerpt }: Location): string {
  return excerpt === undefined || /[`\p{Cc}\p{Cf}]/u.test(excerpt) ? "" : `: \`${excerpt}\``;
}

function acceptedRisks({ findings, suppressions, provenance }: Assessment): string {
  const accepted = findings.filter((finding) => finding.accepted);
  const over = suppressions.filter(({ state }) => state === "expired" || state === "malformed");
  if (accepted.length + over.length === 0) return "";
  const rows = accepted.map(({ rule, message, locations: [first], accepted: by }) => [
    rule,
    message,
    first ? `${first.file}:${first.startLine}` : "",
    by?.reason ?? "none given",
    by?.owner ?? "",
    by?.ticket ?? "",
    by?.expires ?? "never",
    by?.by ?? "",
  ]);
  const lines = over.map(
    ({ rules, state, because, expires, location }) =>
      `- ${location ? place(location, provenance) : "configuration"} ${md(rules.join(", "))}: ${state === "expired" ? `expired on ${expires ?? ""}` : `not honoured, ${md(because ?? "")}`}`,
  );
  return [
    "## Accepted risks",
    rows.length > 0
      ? markdownTable(["Rule", "Finding", "Where", "Reason", "Owner", "Ticket", "Expires", "Said to"], rows).trimEnd()
      : "",
    lines.length > 0 ? `No longer or not accepted:\n\n${lines.join("\n")}` : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function provenancePart(provenance: Provenance): string {
  const { commit, inputs, leftOut, options, paths, packs, rules, asOf, redacted, answers, configuration, digest } =
    provenance;
  const chosen = Object.entries(options).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const lines = [
    commit
      ? `Commit \`${commit.id}\`${commit.branch === undefined ? "" : ` of ${md(commit.branch)}`}${commit.url === undefined ? "" : `, ${md(commit.url)}`}.`
      : "No commit: the scanned folder is in no git work tree.",
    `Paths: ${paths.map((path) => `\`${path === "" ? "." : path}\``).join(", ")}. Options: ${chosen.length > 0 ? md(chosen.join(", ")) : "none"}.`,
    `Checklists: ${packs.map(({ id, version, sha256 }) => `${md(id)} ${md(version)} (SHA-256 \`${sha256}\`)`).join(", ")}. Rules: ${rules.count} (SHA-256 \`${rules.sha256}\`).`,
    ...[answers, configuration].flatMap((file) => (file ? [`\`${file.path}\`: SHA-256 \`${file.sha256}\`.`] : [])),
    asOf === undefined ? "" : `What expires was judged as of ${asOf}.`,
    redacted.length > 0 ? `Blanked: ${redacted.join(", ")}.` : "",
    leftOut.length > 0
      ? `Not read: ${leftOut.map(({ path, reason }) => `\`${path}\` (${md(reason)})`).join(", ")}.`
      : "",
    `Digest of the content: \`${digest}\`. \`assay report -f json -o report.json\` and \`assay verify report.json\` check it.`,
  ];
  return [
    "## Provenance",
    lines
      .filter((line) => line !== "")
      .map((line) => `- ${line}`)
      .join("\n"),
    markdownTable(
      ["Input", "Bytes", "SHA-256", "In git"],
      inputs.map(({ path, bytes, sha256, state }) => [path, String(bytes), sha256, state ?? "not known"]),
    ).trimEnd(),
  ].join("\n\n");
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
  return markdownTable(headings, functions.map(functionCells));
}

function functionCells(row: FunctionRow): readonly string[] {
  const paths = row.triggers.map(
    ({ event, failurePath: { state } }) => `${event}: ${state === "not-applicable" ? "n/a" : state}`,
  );
  const role = row.role
    ? row.role.id.replace(/^.*[#/]/, "") +
      (row.role.sharedWith.length > 0 ? ` (shared by ${row.role.sharedWith.length + 1})` : "")
    : "unknown";
  return [
    row.title + (row.owner === undefined ? "" : ` (${row.owner})`),
    `${row.location.file}:${row.location.startLine}`,
    describe(row.memory),
    describe(row.timeout),
    row.triggers.map(({ event, detail }) => [event, detail].filter(Boolean).join(" ")).join("; ") ||
      (row.triggerNote ?? ""),
    [...new Set(paths)].join("; "),
    row.alarms.map(({ metric }) => metric.replace("AWS/Lambda/", "")).join(", ") || "none",
    describe(row.tracing),
    describe(row.reservedConcurrency, "unreserved"),
    describe(row.vpc).replace("true", "yes").replace("false", "no"),
    role,
  ];
}
