import type { ProblemLevel, Region } from "@assay/analyzer";
import type { AssessedFinding, AssessedProblem, Assessment, Severity } from "@assay/rules";
import { DiagnosticSeverity, type Diagnostic, type Range } from "vscode-languageserver";
import { reportedFindings, sentence } from "../render/reported.js";
import { visible } from "../render/text.js";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  critical: DiagnosticSeverity.Error,
  high: DiagnosticSeverity.Error,
  medium: DiagnosticSeverity.Warning,
  low: DiagnosticSeverity.Information,
  info: DiagnosticSeverity.Hint,
};
const LEVELS: Readonly<Record<ProblemLevel, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Hint,
};
const MAX_RELATED = 20;

/** What an editor shows, by file: what fails and is not accepted, and what could not be read. */
export function diagnosticsOf(
  assessment: Assessment,
  uriOf: (file: string) => string,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  const add = (file: string, diagnostic: Diagnostic) => {
    const those = found.get(file);
    if (those) those.push(diagnostic);
    else found.set(file, [diagnostic]);
  };
  for (const problem of assessment.problems) add(problem.file, problemDiagnostic(problem));
  const helps = new Map(assessment.rules.map(({ id, references }) => [id, references[0]]));
  for (const finding of reportedFindings(assessment)) {
    const place = finding.locations[0];
    if (place) add(place.file, findingDiagnostic(finding, place, helps.get(finding.rule), uriOf));
  }
  return found;
}

function problemDiagnostic(problem: AssessedProblem): Diagnostic {
  const { code, level, message, help } = problem;
  const text = visible(`${message} ${help}`);
  return { range: rangeOf(problem), severity: LEVELS[level], source: "assay", code, message: text };
}

function findingDiagnostic(
  finding: AssessedFinding,
  place: Region,
  help: string | undefined,
  uriOf: (file: string) => string,
): Diagnostic {
  const related = finding.locations.slice(1, MAX_RELATED + 1).map((location) => ({
    location: { uri: uriOf(location.file), range: rangeOf(location) },
    message: visible(location.says),
  }));
  return {
    range: rangeOf(place),
    severity: SEVERITIES[finding.severity],
    source: "assay",
    code: finding.rule,
    ...(help?.startsWith("https://") ? { codeDescription: { href: encodeURI(help) } } : {}),
    message: visible(sentence(finding)),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    data: { rule: finding.rule, fingerprint: finding.fingerprint },
  };
}

/** A region as the protocol counts, from 0; of several lines only the first is marked, which is where they begin. */
export function rangeOf({ startLine, startColumn, endLine, endColumn }: Region): Range {
  const start = { line: startLine - 1, character: startColumn - 1 };
  const end =
    startLine === endLine ? { line: endLine - 1, character: endColumn - 1 } : { line: startLine, character: 0 };
  return { start, end };
}
