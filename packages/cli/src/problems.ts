import { regionOf, type Problem } from "@assay/analyzer";
import type { AssessedProblem } from "@assay/rules";
import { line, visible } from "./render/text.js";

/** One line per problem, as compilers print them. */
export function problemLines(problems: readonly (Problem | AssessedProblem)[]): string {
  return problems
    .map((problem) => {
      const { file, startLine, startColumn } = "span" in problem ? regionOf(problem.span) : problem;
      return line(`${visible(file)}:${startLine}:${startColumn}: ${problem.level}: ${visible(problem.message)}`);
    })
    .join("");
}

/** What to say when the paths hold nothing that Assay reads. */
export const NOTHING_FOUND =
  "no template, service or cloud assembly was found. `assay doctor` lists what was looked at.\n";
