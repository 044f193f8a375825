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
  const before = match(failing.map(known), other.findings);
  const changes = new Map(failing.map((finding, i): [AssessedFinding, Change] => [finding, changeOf(before[i])]));
  const matched = new Set(before);
  const gone = other.findings.filter((finding) => !matched.has(finding));
  // What nobody knows any more, or what somebody accepts now, is not fixed.
  const open = assessment.findings.filter((finding) => finding.outcome === "unknown" || finding.accepted).map(known);
  const stillOpen = new Set(match(open, gone));
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

/**
 * For each finding the one of the other version that it was, or `undefined`. Each is taken once: first by its whole
 * fingerprint, then by the resource's place, then by what is left when only the place differs.
 */
function match(
  findings: readonly KnownFinding[],
  others: readonly KnownFinding[],
): readonly (KnownFinding | undefined)[] {
  const result = new Array<KnownFinding | undefined>(findings.length).fill(undefined);
  const taken = new Set<KnownFinding>();
  const ways: ((finding: KnownFinding) => string)[] = [
    ({ fingerprint }) => fingerprint,
    ({ fingerprint, subject }) => `${sameButForPlace(fingerprint)} ${subject}`,
    ({ fingerprint }) => sameButForPlace(fingerprint),
  ];
  for (const way of ways) {
    const free = new Map<string, KnownFinding[]>();
    // The last one is taken first from a list, so it is filled from the end.
    for (const other of [...others].reverse()) {
      if (taken.has(other)) continue;
      const name = way(other);
      const list = free.get(name);
      if (list) list.push(other);
      else free.set(name, [other]);
    }
    findings.forEach((finding, i) => {
      if (result[i]) return;
      const found = free.get(way(finding))?.pop();
      if (!found) return;
      result[i] = found;
      taken.add(found);
    });
  }
  return result;
}

/** Problems have no fingerprint: the same message is the same problem, as often as it was there. */
function compareProblems(
  problems: readonly AssessedProblem[],
  others: readonly AssessedProblem[],
): readonly AssessedProblem[] {
  const before = new Map<string, number>();
  const name = ({ code, message }: AssessedProblem) => `${code} ${message}`;
  for (const other of others) before.set(name(other), (before.get(name(other)) ?? 0) + 1);
  return problems.map((problem) => {
    const left = before.get(name(problem)) ?? 0;
    before.set(name(problem), left - 1);
    return { ...problem, change: left > 0 ? "unchanged" : "new" };
  });
}
