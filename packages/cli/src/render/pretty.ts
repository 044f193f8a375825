import { lineText, type Sources } from "@assay/analyzer";
import { severities, type AssessedFinding, type Assessment } from "@assay/rules";
import { problemLines } from "../problems.js";

export interface PrettyOptions {
  readonly showPassed: boolean;
  readonly color: boolean;
}

/** For people at a terminal: findings by file with the line that they are about, and a closing count. */
export function pretty(assessment: Assessment, sources: Sources, { showPassed, color }: PrettyOptions): string {
  const paint = painter(color);
  const shown = assessment.findings.filter(
    ({ outcome }) => outcome === "fail" || outcome === "unknown" || (showPassed && outcome === "pass"),
  );
  const byFile = new Map<string, AssessedFinding[]>();
  for (const finding of shown) {
    const file = finding.locations[0]?.file ?? "";
    byFile.set(file, [...(byFile.get(file) ?? []), finding]);
  }
  const blocks = [...byFile].map(
    ([file, findings]) =>
      `${paint("bold", file)}\n\n${findings.map((finding) => block(finding, sources, paint)).join("\n")}`,
  );
  const problems = problemLines(assessment.problems);
  return [problems, ...blocks, summary(assessment)].filter((text) => text !== "").join("\n");
}

type Paint = (style: "bold" | "red" | "yellow" | "green" | "dim", text: string) => string;

function painter(color: boolean): Paint {
  const codes = { bold: 1, red: 31, yellow: 33, green: 32, dim: 2 };
  return (style, text) => (color ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}

function block(finding: AssessedFinding, sources: Sources, paint: Paint): string {
  const { rule, severity, outcome, message, when, confidence, locations } = finding;
  const [place, ...others] = locations;
  if (!place) return "";
  const label =
    outcome === "fail"
      ? paint("red", severity)
      : outcome === "pass"
        ? paint("green", "pass")
        : paint("yellow", "unknown");
  const scenario = when === undefined ? "" : ` (when ${when})`;
  const likely = confidence === "likely" ? " [likely]" : "";
  const lines = [
    `  ${place.startLine}:${place.startColumn}  ${label}  ${safe(message)}${safe(scenario)}${likely}  ${paint("dim", rule)}`,
  ];
  const source = sources.read(place.file);
  const text = "text" in source ? lineText(source, place.startLine) : undefined;
  if (text !== undefined && text.length < 200) {
    const end = place.endLine === place.startLine ? place.endColumn : text.length + 1;
    lines.push(
      `      ${paint("dim", "|")} ${safe(text)}`,
      `      ${paint("dim", "|")} ${" ".repeat(place.startColumn - 1)}${"^".repeat(Math.max(1, end - place.startColumn))}`,
    );
  }
  for (const other of others.slice(0, 4))
    lines.push(paint("dim", `      ${other.file}:${other.startLine}  ${safe(other.says)}`));
  return `${lines.join("\n")}\n`;
}

/** Escape sequences and bidirectional marks in names are shown, not obeyed. */
function safe(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function summary(assessment: Assessment): string {
  const { findings, functions, projects, problems, ruleFailures } = assessment;
  if (projects.length === 0)
    return "Nothing to analyse: no template, service or cloud assembly was found. `assay doctor` lists what was looked at.\n";
  const failing = findings.filter(({ outcome }) => outcome === "fail");
  const counts = [...severities].reverse().flatMap((severity) => {
    const count = failing.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  const rest = (outcome: string) => findings.filter((finding) => finding.outcome === outcome).length;
  const unread = problems.filter(({ level }) => level !== "note").length;
  return [
    `${counts.join(", ") || "No findings"} in ${functions.length} functions, ${projects.length} projects; ${rest("pass")} checks pass, ${rest("unknown")} unknown.`,
    ...(unread > 0 ? [`${unread} problems: the analysis is incomplete.`] : []),
    ...ruleFailures.map(({ ruleId, error }) => `The rule ${ruleId} failed by itself (${error}); please report it.`),
    "",
  ].join("\n");
}
