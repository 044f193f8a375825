import { describe, expect, it } from "vitest";
import type { Rule } from "../src/rule.js";
import { check } from "./check-rule.js";

/** One input and what the rule says of it, as `check` writes it. */
export type Case = readonly [
  name: string,
  input: string | Readonly<Record<string, string>>,
  expected: readonly string[],
];

/** Tests what a rule says of a table of inputs. */
export function saysOf(rule: Rule, cases: readonly Case[]): void {
  describe(rule.id, () => {
    it.each(cases)("%s", async (_, input, expected) => {
      expect(await check(rule, input)).toEqual(expected);
    });
  });
}
