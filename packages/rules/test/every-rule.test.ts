import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { packs, rulePage, rules } from "../src/index.js";
import { runExample } from "../src/page.js";

const root = path.resolve(import.meta.dirname, "../../..");
const files = (folder: string) => fs.readdirSync(path.join(root, folder));
const testTexts = files("packages/rules/test/rules").map((file) =>
  fs.readFileSync(path.join(root, "packages/rules/test/rules", file), "utf8"),
);

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  it("is called like its file", () => {
    expect(files("packages/rules/src/rules")).toContain(`${id}.ts`);
  });
  it("has a page that is up to date", async () => {
    expect(fs.readFileSync(path.join(root, "docs/rules", `${id}.md`), "utf8")).toBe(await rulePage(rule));
  });
  it("has a test", () => {
    expect(
      testTexts.some((text) => text.includes(`/rules/${id}.js"`)),
      `write packages/rules/test/rules/${id}.test.ts`,
    ).toBe(true);
  });
  it("has examples that fire and stay silent", async () => {
    expect(rule.examples.length).toBeGreaterThan(0);
    for (const { framework, bad, good, beside } of rule.examples) {
      const outcomes = async (text: string, files = {}) =>
        (await runExample(rule, framework, text, files)).map((finding) => finding.outcome);
      expect(await outcomes(bad), "the bad example").toContain("fail");
      const silent = await outcomes(good, beside);
      expect(silent, "the good example").not.toContain("fail");
      expect(silent, "the good example is about the rule").toContain("pass");
    }
  });
  it("says everything that a reader needs", () => {
    for (const text of [rule.title, rule.why, ...Object.values(rule.remedy)]) expect(text.length).toBeGreaterThan(10);
    expect(rule.title).not.toMatch(/\.$/);
    expect(rule.references.length).toBeGreaterThan(0);
    for (const reference of rule.references) expect(reference).toMatch(/^https:\/\//);
    for (const alias of rule.aliases) expect(alias).toMatch(/^[a-z-_]+:[\w.-]+$/i);
  });
});

it("no two rules share an id or an unsorted place", () => {
  const ids = rules.map((rule) => rule.id);
  expect(ids).toEqual([...new Set(ids)].sort());
});

it("checklists name rules and measures that exist, and each item once", () => {
  const known = new Set(rules.map((rule) => rule.id));
  for (const { id, criteria } of packs) {
    const items = criteria.map((criterion) => criterion.id);
    expect(items, id).toEqual([...new Set(items)]);
    for (const criterion of criteria) for (const rule of criterion.rules ?? []) expect(known).toContain(rule);
  }
});

it("every check that other tools have is answered by a rule, or listed with the reason why none is needed", () => {
  const rows = fs
    .readFileSync(path.join(root, "docs/rules/coverage.md"), "utf8")
    .split("\n")
    .filter((line) => /^\| [A-Z]\d+ \|/.test(line));
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((line) => line.endsWith("| no rule yet |"))).toEqual([]);
});
