import { sentence, reportedFindings, reportedProblems } from "./reported.js";
import type { Render } from "./render.js";
import { closingLine } from "./closing.js";
import { line, visible } from "./text.js";

/** One line per finding, as compilers print them, and a count. */
export const compact: Render = (assessment) => {
  const problems = reportedProblems(assessment).map(({ file, startLine, startColumn, level, message, code }) =>
    line(`${visible(file)}:${startLine}:${startColumn}: ${level}: ${visible(message)} [${code}]`),
  );
  const findings = reportedFindings(assessment).map((finding) => {
    const [place] = finding.locations;
    const where = place ? `${visible(place.file)}:${place.startLine}:${place.startColumn}: ` : "";
    return line(`${where}${finding.severity}: ${visible(sentence(finding))} [${visible(finding.rule)}]`);
  });
  return [...problems, ...findings, closingLine(assessment)].join("");
};
