import { createHash } from "node:crypto";
import { counts, type AssessedFinding, type AssessedProblem, type Severity } from "@assay/rules";
import type { Render } from "./render.js";
import { sentence } from "./reported.js";
import { jsonText, visible } from "./text.js";

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
  info: "info",
};

/**
 * GitLab's Code Quality report, https://docs.gitlab.com/ci/testing/code_quality/. It names everything that is wrong, also
 * what is not new: GitLab compares the reports of two branches by itself.
 */
export const gitlab: Render = ({ findings, problems }) => {
  const seen = new Map<string, number>();
  return jsonText([
    ...problems.filter(({ level }) => level !== "note").map((problem) => problemEntry(problem, seen)),
    ...findings.filter(counts).flatMap(findingEntry),
  ]);
};

function findingEntry(finding: AssessedFinding): object[] {
  const [place] = finding.locations;
  if (!place) return [];
  return [
    {
      description: visible(sentence(finding)),
      check_name: finding.rule,
      fingerprint: finding.fingerprint,
      severity: SEVERITIES[finding.severity],
      location: { path: place.file, lines: { begin: place.startLine, end: place.endLine } },
    },
  ];
}

function problemEntry(problem: AssessedProblem, seen: Map<string, number>): object {
  const { code, message, level, file, startLine, endLine } = problem;
  const name = `${code}\0${file}\0${message}`;
  const repetition = seen.get(name) ?? 0;
  seen.set(name, repetition + 1);
  return {
    description: visible(message),
    check_name: code,
    fingerprint: createHash("sha256").update(`${name}\0${repetition}`).digest("hex").slice(0, 32),
    severity: level === "error" ? "major" : "minor",
    location: { path: file, lines: { begin: startLine, end: endLine } },
  };
}
