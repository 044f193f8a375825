import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { diskRepository, lowerRepository, memoryRepository, toJson, type Json } from "@assay/analyzer";
import { describe, expect, it } from "vitest";

const workspace = fileURLToPath(new URL("../../../../../", import.meta.url));
const shared = path.resolve(process.env["ASSAY_SHARED"] ?? path.join(workspace, "../shared"));
const folder = path.join(shared, "oracle");
const isThere = existsSync(path.join(folder, "index.json"));
if (!isThere)
  process.stdout.write(`Skipped: no cases to compare with in ${folder} (ASSAY_SHARED names another folder).\n`);

interface Fact {
  readonly fact: string;
  readonly kind?: string;
}

interface Difference {
  readonly expected: number;
  readonly matched: number;
  readonly missing: readonly Fact[];
  readonly extra: readonly Fact[];
  readonly attrDiffs: readonly unknown[];
}

interface Case {
  readonly suite: string;
  readonly id: string;
  readonly region: string;
  readonly dir: string;
}

interface Tools {
  readonly factsOf: (template: Json) => readonly Fact[];
  readonly compare: (expected: readonly Fact[], actual: readonly Fact[]) => Readonly<Record<string, Difference>>;
}

async function tools(): Promise<Tools> {
  const load = (name: string): Promise<unknown> => import(pathToFileURL(path.join(folder, name)).href);
  const { Facts } = (await load("facts.mjs")) as { Facts: new (template: Json) => { run(): { facts: Fact[] } } };
  const { compare } = (await load("compare.mjs")) as Pick<Tools, "compare">;
  return { factsOf: (template) => new Facts(template).run().facts, compare };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** What the author may count on; the rest tells how. */
const HEADLINE = "function trigger role grant async alias alarm logGroup queue stateMachine resourceStatement".split(
  " ",
);

/** A state machine read from a local file shows calls that are not expected of the official translator. */
function isMore(fact: Fact): boolean {
  return !(fact.fact === "trigger" && fact.kind === "stepfunctions");
}

interface Score {
  cases: number;
  exact: number;
  expected: number;
  found: number;
  extra: number;
  refused: string[];
}

async function score(suite: string): Promise<Score> {
  const { factsOf, compare } = await tools();
  const cases = (readJson(path.join(folder, "index.json")) as Case[]).filter((one) => one.suite === suite);
  const total: Score = { cases: cases.length, exact: 0, expected: 0, found: 0, extra: 0, refused: [] };
  const given = suite === "sam-official" ? { param1: "value1", param2: "value2" } : {};
  for (const { id, dir, region } of cases) {
    const repository = await diskRepository(path.join(folder, dir, "input"), { gitignore: false });
    const lowered = await lowerRepository(repository, { region, parameters: new Map(Object.entries(given)) });
    const root = lowered.projects[0]?.templates[0]?.root;
    const facts = root ? factsOf(toJson(root)) : [];
    const { facts: expected } = readJson(path.join(folder, dir, "facts.json")) as { facts: Fact[] };
    let isExact = root !== undefined;
    for (const [kind, difference] of Object.entries(compare(expected, facts))) {
      if (!HEADLINE.includes(kind)) continue;
      const extra = difference.extra.filter(isMore);
      total.expected += difference.expected;
      total.found += difference.matched;
      total.extra += extra.length;
      isExact &&= difference.missing.length + extra.length + difference.attrDiffs.length === 0;
    }
    if (isExact) total.exact++;
    if (lowered.problems.some(({ level }) => level === "error")) total.refused.push(id);
  }
  return total;
}

describe.runIf(isThere)("compared with the official translator", () => {
  it.each([
    ["sam-real", 0.98, 0.997],
    ["sam-official", 0.99, 0.999],
    ["sam-synthetic", 1, 1],
  ])("%s: %d of the cases are exact, %d of the facts", async (suite, cases, facts) => {
    const total = await score(suite);
    expect(total.refused).toEqual([]);
    expect(total.exact / total.cases).toBeGreaterThanOrEqual(cases);
    expect(total.found / total.expected).toBeGreaterThanOrEqual(facts);
    expect(total.found / (total.found + total.extra)).toBeGreaterThanOrEqual(facts);
  });

  it("what it rejects has a problem with a place", async () => {
    const inputs = readdirSync(path.join(folder, "errors"));
    const accepted: string[] = [];
    for (const name of inputs) {
      const text = readFileSync(path.join(folder, "errors", name, "template.yaml"), "utf8");
      const { problems } = await lowerRepository(memoryRepository({ "template.yaml": text }), {
        region: "ap-southeast-1",
        parameters: new Map([
          ["param1", "value1"],
          ["param2", "value2"],
        ]),
      });
      if (!problems.some(({ level, span }) => level === "error" && span.file.path === "template.yaml"))
        accepted.push(name);
    }
    expect(1 - accepted.length / inputs.length, accepted.join(", ")).toBeGreaterThanOrEqual(0.97);
  });
});
