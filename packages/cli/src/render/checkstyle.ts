import type { Severity } from "@assay/rules";
import type { Render } from "./render.js";
import { reportedFindings, reportedProblems, sentence } from "./reported.js";
import { xml } from "./text.js";

const SEVERITIES: Readonly<Record<Severity, "error" | "warning" | "info">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "info",
  info: "info",
};

interface Entry {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly message: string;
  readonly source: string;
}

/** The report of Checkstyle, https://checkstyle.org: one element per file, which many hosts and editors read. */
export const checkstyle: Render = (assessment) => {
  const entries = [
    ...reportedProblems(assessment).map(({ file, startLine, startColumn, level, message, code }): Entry => ({
      file,
      line: startLine,
      column: startColumn,
      severity: level,
      message,
      source: `assay.problem.${code}`,
    })),
    ...reportedFindings(assessment).flatMap((finding): Entry[] => {
      const [place] = finding.locations;
      if (!place) return [];
      const { file, startLine: line, startColumn: column } = place;
      const severity = SEVERITIES[finding.severity];
      return [{ file, line, column, severity, message: sentence(finding), source: `assay.${finding.rule}` }];
    }),
  ];
  const files = new Map<string, Entry[]>();
  for (const entry of entries) {
    const known = files.get(entry.file);
    if (known) known.push(entry);
    else files.set(entry.file, [entry]);
  }
  const element = ({ line, column, severity, message, source }: Entry) =>
    `    <error line="${line}" column="${column}" severity="${severity}" message="${xml(message)}" source="${xml(source)}"/>\n`;
  const blocks = [...files].map(
    ([file, own]) => `  <file name="${xml(file)}">\n${own.map(element).join("")}  </file>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${blocks.join("")}</checkstyle>\n`;
};
