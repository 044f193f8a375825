import type { Region } from "@assay/analyzer";
import type { AssessedFinding, AssessedProblem, Severity } from "@assay/rules";
import { closingLine } from "./closing.js";
import type { Render } from "./render.js";
import { gravestFirst, reportedFindings, reportedProblems, sentence } from "./reported.js";
import { visible } from "./text.js";

type Level = "error" | "warning" | "notice";

const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "notice",
  info: "notice",
};

/** GitHub shows ten annotations of each level per step, https://github.com/orgs/community/discussions/26680. */
const MAX_OF_A_LEVEL = 10;

/** Annotations at the lines of a pull request, the gravest first; what GitHub would drop is counted instead. */
export const github: Render = (assessment) => {
  const all = [
    ...gravestFirst(reportedFindings(assessment)).flatMap(findingAnnotation),
    ...reportedProblems(assessment).map(problemAnnotation),
  ];
  const counts = { error: 0, warning: 0, notice: 0 };
  const shown = all.filter(({ level }) => ++counts[level] <= MAX_OF_A_LEVEL);
  const left = all.length - shown.length;
  const rest = left > 0 ? `${left} more are in the job summary: GitHub shows ${MAX_OF_A_LEVEL} of each level.\n` : "";
  return `${shown.map(({ text }) => text).join("")}${rest}${closingLine(assessment)}`;
};

interface Annotation {
  readonly level: Level;
  readonly text: string;
}

function findingAnnotation(finding: AssessedFinding): Annotation[] {
  const [place] = finding.locations;
  const level = LEVELS[finding.severity];
  return place ? [{ level, text: command(level, place, finding.rule, sentence(finding)) }] : [];
}

function problemAnnotation(problem: AssessedProblem): Annotation {
  const level = problem.level === "error" ? "error" : "warning";
  return { level, text: command(level, problem, problem.code, problem.message) };
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions: what would end a field is escaped. */
function command(level: Level, place: Region, title: string, message: string): string {
  const { file, startLine, endLine, startColumn, endColumn } = place;
  const columns = startLine === endLine ? `,col=${startColumn},endColumn=${endColumn}` : "";
  const where = `file=${property(file)},line=${startLine},endLine=${endLine}${columns},title=${property(title)}`;
  return `::${level} ${where}::${data(message)}\n`;
}

function data(text: string): string {
  return visible(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
