import type { Render } from "./render.js";
import { remedyOf, reportedFindings, reportedProblems, sentence } from "./reported.js";
import { line, visible } from "./text.js";

/** For programs that read text: one line per finding with what to do about it, and nothing else. */
export const agent: Render = (assessment) => {
  const problems = reportedProblems(assessment).map(({ file, startLine, startColumn, level, code, message, help }) =>
    line(`${visible(file)}:${startLine}:${startColumn}: ${level} ${code}: ${visible(message)} ${visible(help)}`),
  );
  const findings = reportedFindings(assessment).map((finding) => {
    const [place] = finding.locations;
    const where = place ? `${visible(place.file)}:${place.startLine}:${place.startColumn}: ` : "";
    const remedy = remedyOf(finding, assessment);
    const fix = remedy === undefined ? "" : ` Fix: ${visible(remedy)}`;
    return line(`${where}${finding.severity} ${visible(finding.rule)}: ${visible(sentence(finding))}${fix}`);
  });
  return [...problems, ...findings].join("");
};
