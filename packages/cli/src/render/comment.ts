import { createHash } from "node:crypto";
import type { AssessedFinding, Assessment, Verdict } from "@assay/rules";
import { code, md } from "./markup.js";
import { countBySeverity, gravestFirst, remedyOf, reportedFindings, reportedProblems, sentence } from "./reported.js";

export interface CommentOptions {
  /** Tells the comments of several runs on one pull request apart. */
  readonly tag: string;
  /** Characters that the host takes. */
  readonly limit: number;
  /** The address of a line of the change. */
  readonly link?: (file: string, line: number) => string;
  /** Where the whole report is. */
  readonly artifactUrl?: string;
}

/** Findings that stand in sight; the others are in a section to be opened. */
const IN_SIGHT = 20;

/** The hidden first line by which a comment is found again; the digest tells whether it has to change. */
const MARKER = /^<!-- assay:comment tag=([\w.-]+) digest=([0-9a-f]+) -->/;

/** Whether there is anything that a reader should know. */
export function hasNews(assessment: Assessment): boolean {
  return (
    reportedFindings(assessment).length + reportedProblems(assessment).length > 0 ||
    (assessment.compared?.fixed.length ?? 0) > 0
  );
}

/** The tag and digest of a comment of ours. */
export function markerOf(body: string): { readonly tag: string; readonly digest: string } | undefined {
  const [, tag, digest] = MARKER.exec(body) ?? [];
  return tag === undefined || digest === undefined ? undefined : { tag, digest };
}

/** The text of a comment on a change: a headline, what is new, and the rest to be opened; cut to the host's limit. */
export function comment(assessment: Assessment, { tag, limit, link, artifactUrl }: CommentOptions): string {
  const findings = gravestFirst(reportedFindings(assessment));
  const { compared } = assessment;
  const table = (some: readonly AssessedFinding[]) => findingTable(some, link);
  const head = [
    `### ${headline(assessment, findings)}`,
    compared ? `Compared with ${md(compared.with)}. ${compared.notes.map(md).join(" ")}`.trimEnd() : "",
    findings.length > 0 ? table(findings.slice(0, IN_SIGHT)) : "",
  ];
  const rest = findings.slice(IN_SIGHT);
  const fixed = compared?.fixed ?? [];
  const problems = reportedProblems(assessment);
  const sections = [
    rest.length > 0 ? details(`${rest.length} more`, table(rest)) : "",
    findings.length > 0 ? details("How to fix", remedies(findings, assessment)) : "",
    fixed.length > 0
      ? details(`${fixed.length} fixed`, list(fixed.map((one) => `${md(one.message)} ${code(one.rule)}`)))
      : "",
    problems.length > 0
      ? details(
          `${problems.length} not or only partly read`,
          list(problems.map(({ file, startLine, message }) => `${code(`${file}:${startLine}`)} ${md(message)}`)),
        )
      : "",
    verdicts(assessment),
  ];
  const text = fit(head, sections, limit - 200, artifactUrl);
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return `<!-- assay:comment tag=${tag} digest=${digest} -->\n${text}\n`;
}

function headline({ compared }: Assessment, findings: readonly AssessedFinding[]): string {
  const counted = countBySeverity(findings);
  if (!compared) return `Assay: ${counted || "no findings"}`;
  const found = findings.length === 0 ? "no new findings" : `${findings.length} new findings (${counted})`;
  return `Assay: ${found}, ${compared.fixed.length} fixed`;
}

function findingTable(findings: readonly AssessedFinding[], link: CommentOptions["link"]): string {
  const rows = findings.map((finding) => {
    const [place] = finding.locations;
    const shown = place ? code(`${place.file}:${place.startLine}`) : "";
    const where = place && link ? `[${shown}](${link(place.file, place.startLine)})` : shown;
    return `| ${finding.severity} | ${where} | ${md(sentence(finding))} | ${code(finding.rule)} |`;
  });
  return ["| Severity | Where | Finding | Rule |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function remedies(findings: readonly AssessedFinding[], assessment: Assessment): string {
  const found = new Map<string, string>();
  for (const finding of findings) {
    const remedy = remedyOf(finding, assessment);
    if (remedy !== undefined && !found.has(finding.rule)) found.set(finding.rule, remedy);
  }
  return list([...found].map(([rule, remedy]) => `${code(rule)}: ${md(remedy.replaceAll("`", "'"))}`));
}

const VERDICTS: readonly (readonly [Verdict, string])[] = [
  ["met", "met"],
  ["not-met", "not met"],
  ["needs-input", "need input"],
];

function verdicts({ checklists }: Assessment): string {
  const lines = checklists.map(({ pack, criteria }) => {
    const counts = VERDICTS.map(
      ([verdict, words]) => `${criteria.filter((one) => one.verdict === verdict).length} ${words}`,
    );
    return `${md(pack.title)}: ${counts.join(", ")}`;
  });
  return lines.length > 0 ? details("Checklists", list(lines)) : "";
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Leaves out sections, the last first, until the text fits; then lines of the head. */
function fit(
  head: readonly string[],
  sections: readonly string[],
  limit: number,
  artifactUrl: string | undefined,
): string {
  const where = artifactUrl === undefined ? "in the report of the run" : `in [the report](${artifactUrl})`;
  const kept = [...head, ...sections].filter((part) => part !== "");
  const least = head.filter((part) => part !== "").length;
  const joined = (isCut: boolean) => [...kept, isCut ? `The rest is ${where}.` : ""].filter(Boolean).join("\n\n");
  if (joined(false).length <= limit) {
    const link = artifactUrl === undefined ? "" : `\n\n[The whole report](${artifactUrl})`;
    return joined(false) + link;
  }
  while (kept.length > least && joined(true).length > limit) kept.pop();
  const lines = joined(true).split("\n");
  while (lines.join("\n").length > limit) lines.splice(-3, 1);
  return lines.join("\n");
}
