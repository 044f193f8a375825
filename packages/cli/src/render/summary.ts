import type { AssessedFinding, AssessedProblem, Location } from "@assay/rules";
import { closingLine } from "./closing.js";
import type { Render } from "./render.js";
import { countBySeverity, gravestFirst, reportedFindings, reportedProblems, sentence } from "./reported.js";
import { code, md } from "./markup.js";

/** GitHub drops a job summary above 1 MiB as a whole, https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const MAX_BYTES = 900_000;

/** The findings as Markdown, the gravest first: a job summary, the text of a message. */
export const summary: Render = (assessment) => {
  const findings = gravestFirst(reportedFindings(assessment));
  const problems = reportedProblems(assessment);
  const { compared } = assessment;
  const counted = countBySeverity(findings);
  const headline = compared
    ? `${findings.length} new findings${counted ? ` (${counted})` : ""}, ${compared.fixed.length} fixed`
    : counted || "no findings";
  const sections = [
    `## Assay: ${headline}`,
    md(closingLine(assessment).trim().replaceAll("\n", " ")),
    findings.length > 0 ? findingTable(findings) : "",
    compared && compared.fixed.length > 0
      ? `### Fixed\n\n${limited(compared.fixed.map(({ rule, message }) => `- ${md(message)} ${code(rule)}`))}`
      : "",
    problems.length > 0 ? `### Not or only partly read\n\n${limited(problems.map(problemItem))}` : "",
  ];
  return trimmed(sections.filter((section) => section !== ""));
};

const HEAD = "| Severity | Where | Finding | Rule |\n| --- | --- | --- | --- |\n";

function findingTable(findings: readonly AssessedFinding[]): string {
  const rows = findings.map(
    (finding) =>
      `| ${finding.severity} | ${where(finding.locations[0])} | ${md(sentence(finding))} | ${code(finding.rule)} |`,
  );
  return HEAD + limited(rows);
}

function problemItem(problem: AssessedProblem): string {
  return `- ${where(problem)} ${md(problem.message)} ${md(problem.help)}`;
}

/** As many lines as fit into half of what a host takes; the rest is counted. */
export function limited(lines: readonly string[]): string {
  let size = 0;
  const shown = lines.filter((one) => (size += Buffer.byteLength(one) + 1) <= MAX_BYTES / 2);
  const left = lines.length - shown.length;
  return [...shown, ...(left > 0 ? ["", `and ${left} more.`] : [])].join("\n");
}

/** Sections from the front as long as they fit. */
export function trimmed(sections: readonly string[]): string {
  let size = 0;
  const shown = sections.filter((section) => (size += Buffer.byteLength(section) + 2) <= MAX_BYTES);
  const note = shown.length < sections.length ? ["The rest does not fit here; write it with -o json=FILE."] : [];
  return `${[...shown, ...note].join("\n\n")}\n`;
}

/** The place in a code span. */
export function where(place: Pick<Location, "file" | "startLine"> | undefined): string {
  return place ? code(`${place.file}:${place.startLine}`) : "";
}
