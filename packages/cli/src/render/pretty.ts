import type { Region } from "@assay/analyzer";
import type { AssessedFinding, AssessedProblem, Assessment } from "@assay/rules";
import { closingLine } from "./closing.js";
import type { LineOf, Render } from "./render.js";
import { sentence } from "./reported.js";
import { clip, line, visible, visibleSource } from "./text.js";

/** Of one kind of problem so many are shown, so that the findings stay in sight. */
const MAX_OF_A_KIND = 3;
/** Longer lines of source are not shown. */
const MAX_SOURCE = 200;

/** For people at a terminal: findings by file with the line that they are about, and a closing count. */
export const pretty: Render = (assessment, { showPassed = false, color = false, line: source } = {}) => {
  const paint = painter(color);
  const shown = assessment.findings.filter(
    ({ outcome, accepted, change }) =>
      (outcome === "fail" && !accepted && change !== "unchanged") ||
      (outcome === "unknown" && !assessment.compared) ||
      (showPassed && outcome === "pass"),
  );
  const byFile = groups(shown, ({ locations }) => locations[0]?.file ?? "");
  const blocks = [...byFile].map(
    ([file, findings]) =>
      `${line(paint("bold", visible(file)))}\n${[...groups(findings, placeAndRule).values()].map((alike) => block(alike, source, paint)).join("\n")}`,
  );
  const fixed = (assessment.compared?.fixed ?? []).map(({ rule, message }) =>
    line(`  ${paint("green", "fixed")}  ${visible(message)}  ${paint("dim", visible(rule))}`),
  );
  return [problemLines(assessment), ...blocks, fixed.join(""), closingLine(assessment)]
    .filter((text) => text !== "")
    .join("\n");
};

function groups<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, readonly [T, ...T[]]> {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const name = nameOf(item);
    const known = found.get(name);
    if (known) known.push(item);
    else found.set(name, [item]);
  }
  return found;
}

/** A construct or loop that makes several resources has one place for all of their findings. */
function placeAndRule({ rule, outcome, severity, locations: [place] }: AssessedFinding): string {
  return [rule, outcome, severity, place?.startLine, place?.startColumn].join(" ");
}

type Paint = (style: "bold" | "red" | "yellow" | "green" | "dim", text: string) => string;

function painter(color: boolean): Paint {
  const codes = { bold: 1, red: 31, yellow: 33, green: 32, dim: 2 };
  return (style, text) => (color ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}

/** The first problems of each kind; many of one kind say the same. */
function problemLines({ problems, compared }: Assessment): string {
  const wanted = compared
    ? problems.filter(({ change, level }) => change !== "unchanged" && level !== "note")
    : problems;
  return [...groups(wanted, ({ code }) => code).values()]
    .map((alike) => {
      const left = alike.length - MAX_OF_A_KIND;
      // One more line would say no less than the number.
      const shown = left > 1 ? alike.slice(0, MAX_OF_A_KIND) : alike;
      const rest =
        left > 1 ? line(`  and ${left} more of the same kind (${alike[0].code}); \`assay doctor\` lists all.`) : "";
      return shown.map(problemLine).join("") + rest;
    })
    .join("");
}

function problemLine({ file, startLine, startColumn, level, message }: AssessedProblem): string {
  return line(`${visible(file)}:${startLine}:${startColumn}: ${level}: ${visible(message)}`);
}

function block(
  alike: readonly [AssessedFinding, ...AssessedFinding[]],
  source: LineOf | undefined,
  paint: Paint,
): string {
  const [finding, ...same] = alike;
  const [place, ...others] = finding.locations;
  if (!place) return "";
  const { rule, severity, outcome } = finding;
  const label =
    outcome === "fail"
      ? paint("red", severity)
      : outcome === "pass"
        ? paint("green", "pass")
        : paint("yellow", "unknown");
  const lines = [
    `  ${place.startLine}:${place.startColumn}  ${label}  ${visible(sentence(finding))}  ${paint("dim", visible(rule))}`,
    ...codeFrame(place, source, paint),
    ...others
      .slice(0, 4)
      .map((other) => paint("dim", `      ${visible(other.file)}:${other.startLine}  ${visible(other.says)}`)),
  ];
  if (same.length > 0) {
    const names = clip(same.map(({ subject }) => subject.name).join(", "), MAX_SOURCE);
    lines.push(paint("dim", `      and the same for ${visible(names)}`));
  }
  return lines.map(line).join("");
}

function codeFrame(place: Region, source: LineOf | undefined, paint: Paint): string[] {
  const text = source?.(place.file, place.startLine);
  if (text === undefined || text.length >= MAX_SOURCE) return [];
  const end = place.endLine === place.startLine ? place.endColumn : text.length + 1;
  const before = visibleSource(text.slice(0, place.startColumn - 1)).length;
  const marked = visibleSource(text.slice(place.startColumn - 1, end - 1)).length;
  return [
    `      ${paint("dim", "|")} ${visibleSource(text)}`,
    `      ${paint("dim", "|")} ${" ".repeat(before)}${"^".repeat(Math.max(1, marked))}`,
  ];
}
