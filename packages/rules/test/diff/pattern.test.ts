import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers, overlaps, patternOf, type Symbolic } from "../../src/diff/pattern.js";

const of = (...parts: (string | Symbolic)[]) => patternOf(parts);
const resource = (symbol: string): Symbolic => ({ symbol, of: "resource" });
const given = (symbol: string): Symbolic => ({ symbol, of: "given" });
const unknown = (symbol: string): Symbolic => ({ symbol, of: "unknown" });

/** Every text of a small alphabet up to a length; `x` stands in no pattern. */
function texts(length: number): string[] {
  return length === 0
    ? [""]
    : ["", ...texts(length - 1).flatMap((rest) => ["a", "b", "x"].map((letter) => letter + rest))];
}

const TEXTS = [...new Set(texts(6))];
const matches = (pattern: string, text: string) =>
  new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
const glob = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 4 }).map((letters) => letters.join(""));

describe("patterns", () => {
  it("cover each other exactly when all texts of one match the other", () => {
    fc.assert(
      fc.property(glob, glob, (wide, narrow) => {
        const isCovered = TEXTS.every((text) => !matches(narrow, text) || matches(wide, text));
        expect(covers(of(wide), of(narrow))).toBe(isCovered);
      }),
      { numRuns: 2_000 },
    );
  });

  it("overlap when some text matches both", () => {
    fc.assert(
      fc.property(glob, glob, (a, b) => {
        expect(overlaps(of(a), of(b))).toBe(TEXTS.some((text) => matches(a, text) && matches(b, text)));
      }),
    );
  });

  it.each([
    ["the same resource", of(resource("A"), "/x"), of(resource("A"), "/x"), true],
    ["another resource", of(resource("A")), of(resource("B")), false],
    ["all covers a resource", of("*"), of(resource("A")), true],
    ["a name does not cover a pattern", of(resource("A")), of("*"), false],
    ["a resource may have a fitting name", of("orders-*"), of(resource("A")), undefined],
    ["a text is no resource without a name", of("orders"), of(resource("A")), false],
    ["what is given may be the same", of("orders"), of(given("P")), undefined],
    ["what is given has no wildcards", of(given("P")), of("a*"), false],
    ["what is unknown may have some", of(unknown("P")), of("a*"), undefined],
    ["equal symbols are equal", of("x", unknown("P")), of("x", unknown("P")), true],
    ["letters around them decide", of("x", given("P")), of("y", given("P")), false],
  ])("%s", (_, wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected);
  });
});
