import { describeScenario } from "@assay/analyzer";
import type { RuleFinding } from "./run.js";

/**
 * Findings without repetitions: what is found in a template that several nested stacks use is one defect on one line, not
 * one per stack. The first finding stands for those that say the same of the same places; the number is how many they are.
 */
export function oncePerPlace(
  findings: readonly RuleFinding[],
  isAccepted: (finding: RuleFinding) => boolean,
): ReadonlyMap<RuleFinding, number> {
  const firsts = new Map<string, RuleFinding>();
  const counts = new Map<RuleFinding, number>();
  for (const finding of findings) {
    const key = [...saysWhat(finding), String(isAccepted(finding))].join("\0");
    const first = firsts.get(key) ?? finding;
    firsts.set(key, first);
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return counts;
}

function saysWhat({ rule, outcome, severity, subject, message, when, evidence }: RuleFinding): readonly string[] {
  const places = [subject, ...evidence].map(({ origin: { span } }) => `${span.file.path}:${span.start}-${span.end}`);
  return [rule.id, outcome, severity, subject.logicalId || subject.id, message, describeScenario(when), ...places];
}
