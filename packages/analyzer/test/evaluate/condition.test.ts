import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSatisfiable, type Formula } from "../../src/evaluate/condition.js";

const variables = ["a", "b", "c"];
const values = ["x", "y"];
const formulas = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4 },
    fc.record({
      op: fc.constant("is" as const),
      variable: fc.constantFrom(...variables),
      value: fc.constantFrom(...values),
    }),
    fc.record({ op: fc.constant("free" as const), variable: fc.constant("f") }),
    fc.record({ op: fc.constant("constant" as const), value: fc.boolean() }),
    fc.record({ op: fc.constant("not" as const), of: tie("formula") }),
    fc.record({
      op: fc.constantFrom("and" as const, "or" as const),
      of: fc.array(tie("formula"), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).formula;

function holds(formula: Formula, world: Readonly<Record<string, string>>): boolean {
  switch (formula.op) {
    case "constant":
      return formula.value;
    case "is":
      return world[formula.variable] === formula.value;
    case "free":
      return world[formula.variable] === "true";
    case "not":
      return !holds(formula.of, world);
    case "and":
      return formula.of.every((part) => holds(part, world));
    case "or":
      return formula.of.some((part) => holds(part, world));
  }
}

function* worlds(domain: readonly string[]): Generator<Record<string, string>> {
  for (const a of domain)
    for (const b of domain) for (const c of domain) for (const f of ["true", "false"]) yield { a, b, c, f };
}

describe("satisfiability", () => {
  it("agrees with trying every world", () => {
    fc.assert(
      fc.property(formulas, (formula) => {
        const expected = [...worlds([...values, "other"])].some((world) => holds(formula, world));
        expect(isSatisfiable(formula, () => undefined)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
  it("keeps to allowed values", () => {
    const neither: Formula = {
      op: "and",
      of: values.map((value) => ({ op: "not", of: { op: "is", variable: "a", value } })),
    };
    expect(isSatisfiable(neither, () => undefined)).toBe(true);
    expect(isSatisfiable(neither, () => values)).toBe(false);
  });
});
