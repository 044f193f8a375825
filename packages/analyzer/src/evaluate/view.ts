import type { Cases, Shape } from "./model.js";
import { both, type Scenario } from "./scenario.js";

/** More alternatives than this are not told apart: the value is then unknown. */
export const MAX_CASES = 64;

/** The same cases in a narrower scenario; those that contradict it fall away. */
export function within(scenario: Scenario, cases: Cases): Cases {
  if (scenario.length === 0) return cases;
  return cases.flatMap(({ when, shape }) => {
    const joined = both(scenario, when);
    return joined ? [{ when: joined, shape }] : [];
  });
}

/** Continues every case with what follows from its shape. */
export function followed(cases: Cases, next: (shape: Shape) => Cases): Cases {
  const [only] = cases;
  const result =
    cases.length === 1 && only
      ? within(only.when, next(only.shape))
      : cases.flatMap(({ when, shape }) => within(when, next(shape)));
  if (result.length <= MAX_CASES || !only) return result;
  return [
    {
      when: [],
      shape: { kind: "unknown", because: `it has more than ${MAX_CASES} alternatives`, origin: only.shape.origin },
    },
  ];
}
