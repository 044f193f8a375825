import type { AssessedFinding, AssessedProblem, Assessment, Change, KnownFinding } from "./assessment.js";
import { sameButForPlace } from "./fingerprint.js";

/** What an assessment is compared with. */
export interface Compared {
  /** How the other version is called. */
  readonly with: string;
  readonly findings: readonly KnownFinding[];
  /** Missing where only findings are known. */
  readonly problems?: readonly AssessedProblem[];
  readonly notes?: readonly string[];
}

/** Whether a finding counts: it fails, and nobody accepts it. */
export function counts({ outcome, accepted }: AssessedFinding): boolean {
  return outcome === "fail" && !accepted;
}

/** The failing findings of an assessment in the form of a baseline, sorted by fingerprint. */
export function knownFindings(assessment: Assessment): readonly KnownFinding[] {
  return assessment.findings
    .filter(counts)
    .map(known)
    .sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}

/** The assessment with what is new, unchanged and fixed in comparison with another version of the repository. */
export function compareAssessment(assessment: Assessment, other: Compared): Assessment {
  const failing = assessment.findings.filter(counts);
  const before = match(failing.map(known), other.findings, FINDING_WAYS);
  const changes = new Map(failing.map((finding, i): [AssessedFinding, Change] => [finding, changeOf(before[i])]));
  const matched = new Set(before);
  const gone = other.findings.filter((finding) => !matched.has(finding));
  // What nobody knows any more, or what somebody accepts now, is not fixed.
  const open = assessment.findings.filter((finding) => finding.outcome === "unknown" || finding.accepted).map(known);
  const stillOpen = new Set(match(open, gone, FINDING_WAYS));
  return {
    ...assessment,
    problems: other.problems ? compareProblems(assessment.problems, other.problems) : assessment.problems,
    findings: assessment.findings.map((finding) => {
      const change = changes.get(finding);
      return change ? { ...finding, change } : finding;
    }),
    compared: {
      with: other.with,
      fixed: gone.filter((finding) => !stillOpen.has(finding)),
      notes: other.notes ?? [],
    },
  };
}

function changeOf(before: unknown): Change {
  return before === undefined ? "new" : "unchanged";
}

function known({ fingerprint, rule, subject, message }: AssessedFinding): KnownFinding {
  return { fingerprint, rule, subject: subject.id, message };
}

/** What makes two findings the same, the surest first: all, the fingerprint, all but the rest of it, all but the place. */
const FINDING_WAYS: readonly ((finding: KnownFinding) => string)[] = [
  ({ fingerprint, subject }) => `${fingerprint} ${subject}`,
  ({ fingerprint }) => fingerprint,
  ({ fingerprint, subject }) => `${sameButForPlace(fingerprint)} ${subject}`,
  ({ fingerprint }) => sameButForPlace(fingerprint),
];

/** Problems have no fingerprint: the same message is the same problem, at best in the same file. */
const PROBLEM_WAYS: readonly ((problem: AssessedProblem) => string)[] = [
  ({ code, message, file }) => `${code} ${file} ${message}`,
  ({ code, message }) => `${code} ${message}`,
];

function compareProblems(
  problems: readonly AssessedProblem[],
  others: readonly AssessedProblem[],
): readonly AssessedProblem[] {
  const before = match(problems, others, PROBLEM_WAYS);
  return problems.map((problem, i) => ({ ...problem, change: changeOf(before[i]) }));
}

/** For each item the one of the other version that it was, or `undefined`. Each is taken once, by the surest way. */
function match<T>(
  items: readonly T[],
  others: readonly T[],
  ways: readonly ((item: T) => string)[],
): readonly (T | undefined)[] {
  const result = new Array<T | undefined>(items.length).fill(undefined);
  const taken = new Set<T>();
  for (const way of ways) {
    const free = new Map<string, T[]>();
    // The last one is taken first from a list, so it is filled from the end.
    for (const other of [...others].reverse()) {
      if (taken.has(other)) continue;
      const name = way(other);
      const list = free.get(name);
      if (list) list.push(other);
      else free.set(name, [other]);
    }
    items.forEach((item, i) => {
      if (result[i] !== undefined) return;
      const found = free.get(way(item))?.pop();
      if (found === undefined) return;
      result[i] = found;
      taken.add(found);
    });
  }
  return result;
}
