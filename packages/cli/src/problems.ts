import { regionOf, type Problem } from "@assay/analyzer";

/** One line per problem, as compilers print them. */
export function problemLines(problems: readonly Problem[]): string {
  return problems
    .map((problem) => {
      const { file, startLine, startColumn } = regionOf(problem.span);
      return `${file}:${startLine}:${startColumn}: ${problem.level}: ${problem.message}\n`;
    })
    .join("");
}
