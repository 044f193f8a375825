import type { AssessedFinding, AssessedProblem, Assessment, Severity } from "@assay/rules";
import type { Region } from "@assay/analyzer";
import type { LineOf, Render } from "./render.js";
import { reportedFindings, reportedProblems, sentence } from "./reported.js";
import { jsonText, visible } from "./text.js";

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "ERROR",
  high: "ERROR",
  medium: "WARNING",
  low: "INFO",
  info: "INFO",
};

/** reviewdog's diagnostics, https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto. */
export const rdjson: Render = (assessment, { line } = {}) =>
  jsonText({
    source: { name: "assay" },
    diagnostics: [
      ...reportedProblems(assessment).map((problem) => problemDiagnostic(problem, line)),
      ...reportedFindings(assessment).flatMap((finding) => findingDiagnostic(finding, assessment, line)),
    ],
  });

function findingDiagnostic(finding: AssessedFinding, { rules }: Assessment, line: LineOf | undefined): object[] {
  const [place, ...others] = finding.locations;
  if (!place) return [];
  const url = rules.find(({ id }) => id === finding.rule)?.references[0];
  return [
    {
      message: visible(sentence(finding)),
      location: locationOf(place, line),
      severity: SEVERITIES[finding.severity],
      code: { value: finding.rule, ...(url === undefined ? {} : { url }) },
      related_locations: others.map((other) => ({ message: visible(other.says), location: locationOf(other, line) })),
    },
  ];
}

function problemDiagnostic(problem: AssessedProblem, line: LineOf | undefined): object {
  const { message, level, code } = problem;
  const severity = level === "error" ? "ERROR" : "WARNING";
  return { message: visible(message), location: locationOf(problem, line), severity, code: { value: code } };
}

function locationOf(region: Region, line: LineOf | undefined): object {
  return {
    path: region.file,
    range: {
      start: position(region, region.startLine, region.startColumn, line),
      end: position(region, region.endLine, region.endColumn, line),
    },
  };
}

/** Columns count bytes of UTF-8; they are left out where the text of the line is not at hand. */
function position({ file }: Region, row: number, column: number, line: LineOf | undefined): object {
  const text = line?.(file, row);
  if (text === undefined) return { line: row };
  return { line: row, column: new TextEncoder().encode(text.slice(0, column - 1)).length + 1 };
}
