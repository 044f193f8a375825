import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { hashedId } from "../../../src/lower/sam/logical-id.js";
import { sha1 } from "../../../src/lower/sam/sha1.js";

it("hashes like SHA-1", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      expect(sha1(text)).toBe(createHash("sha1").update(text).digest("hex"));
    }),
  );
});

it.each([
  ["Fn", undefined, "Fn"],
  ["Fn", "", "Fn"],
  ["Fn", "abc", "Fna9993e3647"],
  [
    "Fn",
    { b: 1, a: [true, null, "x"] },
    `Fn${createHash("sha1").update('{"a":[true,null,"x"],"b":1}').digest("hex").slice(0, 10)}`,
  ],
])("%s with %o is %s", (prefix, data, id) => {
  expect(hashedId(prefix, data)).toBe(id);
});
