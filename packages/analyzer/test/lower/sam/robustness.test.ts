import { readFileSync } from "node:fs";
import { lowerRepository, memoryRepository, parse, toJson, type Json } from "@assay/analyzer";
import fc from "fast-check";
import { expect, it } from "vitest";

const everything = readFileSync(new URL("fixtures/all-events.yaml", import.meta.url), "utf8");

/** Every place of some JSON, as a path of keys. */
function places(value: Json, path: readonly string[] = []): (readonly string[])[] {
  const inner =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))
      : [];
  return [path, ...inner];
}

function replaced(value: Json, path: readonly string[], by: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== "object" || value === null) return by;
  if (Array.isArray(value))
    return (value as Json[]).map((item, i) => (String(i) === key ? replaced(item, rest, by) : item));
  const map = value as { readonly [name: string]: Json };
  return { ...map, [key]: replaced(map[key] ?? null, rest, by) };
}

function json(): fc.Arbitrary<Json> {
  const intrinsic = fc.constantFrom<Json>(
    { Ref: "AWS::NoValue" },
    { Ref: "Missing" },
    { "Fn::If": ["C1", { Ref: "AWS::NoValue" }, "x"] },
    { "Fn::If": [] },
    { "Fn::Sub": "${A.B}" },
    { "Fn::GetAtt": "A" },
    { "Fn::Transform": { Name: "X" } },
  );
  return fc.oneof(
    { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json> },
    { weight: 1, arbitrary: intrinsic },
  );
}

it("any value at any place of a SAM template gives a template, and never throws", async () => {
  const root = parse({ path: "template.yaml", text: everything }).root;
  if (!root) throw new Error("the fixture cannot be read");
  const template = toJson(root);
  const all = places(template).filter((place) => place.length > 1);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...all), json(), fc.constantFrom(...all), json(), async (a, x, b, y) => {
      const text = JSON.stringify(replaced(replaced(template, a, x), b, y));
      const { projects, problems } = await lowerRepository(memoryRepository({ "template.json": text }), {
        region: "us-east-1",
        parameters: new Map(),
      });
      expect(toJson(projects[0]?.templates[0]?.root ?? root)).toHaveProperty("Resources");
      for (const { span } of problems) expect(span.end).toBeGreaterThanOrEqual(span.start);
    }),
    { numRuns: 300 },
  );
});
