import type { World } from "./model.js";
import type { Alternative, Value } from "./read.js";
import { both, type Scenario } from "./scenario.js";

/** One way in which several values can be true together. */
export interface Combination<Values extends readonly unknown[]> {
  readonly when: Scenario;
  readonly of: { readonly [I in keyof Values]: Alternative<Values[I]> };
}

/**
 * All ways in which values can be true together within a scenario: impossible mixtures (`IsProd` for one, `not IsProd`
 * for the other) are left out.
 */
export function combine<Values extends readonly unknown[]>(
  world: World,
  given: Scenario,
  ...values: { readonly [I in keyof Values]: Value<Values[I]> }
): readonly Combination<Values>[] {
  let combinations: { readonly when: Scenario; readonly of: readonly Alternative<unknown>[] }[] = [
    { when: given, of: [] },
  ];
  for (const value of values as readonly Value<unknown>[]) {
    combinations = combinations.flatMap(({ when, of }) =>
      value.flatMap((alternative) => {
        const joined = both(when, alternative.when);
        return joined ? [{ when: joined, of: [...of, alternative] }] : [];
      }),
    );
  }
  return combinations.filter(({ when }) => world.satisfiable(when)) as unknown as readonly Combination<Values>[];
}
