import { compareText, type Span } from "../source/span.js";

/** That a condition of a stack holds or does not, or that a parameter of a stack has a value. */
export type Assumption =
  | {
      readonly kind: "condition";
      readonly stack: string;
      readonly name: string;
      readonly holds: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: "parameter";
      readonly stack: string;
      readonly name: string;
      readonly value: string;
      readonly span: Span;
    };

/**
 * The circumstances under which something is true: all of its assumptions together. Empty: always. Sorted and without
 * repetition, so that equal scenarios are spelled the same.
 */
export type Scenario = readonly Assumption[];

export const ALWAYS: Scenario = [];

const subjectOf = (a: Assumption) => `${a.kind}\0${a.stack}\0${a.name}`;
const answerOf = (a: Assumption) => (a.kind === "condition" ? String(a.holds) : a.value);

/** Both scenarios at once, or `undefined` when they contradict each other on their face. */
export function both(a: Scenario, b: Scenario): Scenario | undefined {
  if (a.length === 0 || a === b) return b;
  if (b.length === 0) return a;
  const merged = new Map<string, Assumption>();
  for (const assumption of [...a, ...b]) {
    const subject = subjectOf(assumption);
    const earlier = merged.get(subject);
    if (earlier && answerOf(earlier) !== answerOf(assumption)) return undefined;
    merged.set(subject, assumption);
  }
  return [...merged].sort(([x], [y]) => compareText(x, y)).map(([, assumption]) => assumption);
}

/** A text that is the same for equal scenarios and different for others. */
export function scenarioKey(scenario: Scenario): string {
  return scenario.map((a) => `${subjectOf(a)}\0${answerOf(a)}`).join("\n");
}

/** The scenario in words: `IsProd`, `not IsProd`, `Stage=prod`, joined by "and"; empty for "always". */
export function describeScenario(scenario: Scenario): string {
  return scenario
    .map((a) => (a.kind === "parameter" ? `${a.name}=${a.value}` : a.holds ? a.name : `not ${a.name}`))
    .join(" and ");
}
