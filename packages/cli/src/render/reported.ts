import { counts, severities, type AssessedFinding, type AssessedProblem, type Assessment } from "@assay/rules";

/** The findings that are the reader's business: they fail, nobody accepts them, and a comparison does not know them. */
export function reportedFindings({ findings }: Assessment): readonly AssessedFinding[] {
  return findings.filter((finding) => counts(finding) && finding.change !== "unchanged");
}

/** What could not be read or would fail at deployment, notes and what a comparison knows left out. */
export function reportedProblems({ problems }: Assessment): readonly AssessedProblem[] {
  return problems.filter(({ level, change }) => level !== "note" && change !== "unchanged");
}

/** The gravest first, else in order; for formats that hold only so many. */
export function gravestFirst<T extends AssessedFinding>(findings: readonly T[]): readonly T[] {
  return [...findings].sort(
    (a, b) =>
      Number(a.change === "unchanged") - Number(b.change === "unchanged") ||
      severities.indexOf(b.severity) - severities.indexOf(a.severity),
  );
}

/** The message with the scenario in which it holds. */
export function sentence({ message, when, confidence }: AssessedFinding): string {
  return `${message}${when === undefined ? "" : ` (when ${when})`}${confidence === "likely" ? " [likely]" : ""}`;
}

/** `3 high, 7 medium`, or nothing. */
export function countBySeverity(findings: readonly AssessedFinding[]): string {
  return [...severities]
    .reverse()
    .flatMap((severity) => {
      const count = findings.filter((finding) => finding.severity === severity).length;
      return count > 0 ? [`${count} ${severity}`] : [];
    })
    .join(", ");
}

/** The remedy in the words of the framework that the finding's resource is written in. */
export function remedyOf({ rule, subject }: AssessedFinding, { rules, projects }: Assessment): string | undefined {
  const remedy = rules.find(({ id }) => id === rule)?.remedy;
  if (!remedy) return undefined;
  const path = subject.id.slice(0, Math.max(0, subject.id.indexOf("#")));
  const project = projects.find(({ entry, templates }) => entry === path || templates.includes(path));
  const framework = project?.framework ?? "cloudformation";
  return Object.entries(remedy).find(([name]) => name === framework)?.[1] ?? remedy.cloudformation;
}
