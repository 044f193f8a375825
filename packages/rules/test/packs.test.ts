import { parse, regionOf, toJson } from "@assay/analyzer";
import { describe, expect, it } from "vitest";
import { packProblems, packs, rules, type Pack } from "../src/index.js";

const ruleIds = rules.map(({ id }) => id);

async function problems(text: string): Promise<readonly string[]> {
  const { root } = parse({ path: "pack.yaml", text });
  if (!root) throw new Error("empty");
  const found = await packProblems(root, toJson(root) as unknown as Pack, ruleIds);
  return found.map(({ span, message }) => `${regionOf(span).startLine}: ${message}`);
}

const HEAD = 'id: p\ntitle: P\nversion: "1"\npublished: 2026-01\nsource: s\nvalidity: { from: 2026-01 }\ncriteria:\n';

describe("packs of one's own", () => {
  it.each<[string, string, readonly string[]]>([
    [
      "right",
      "  - { id: a, section: s, title: t, kind: static, measure: vpc, policy: 0.8, rules: [vpc-egress] }\n",
      [],
    ],
    [
      "a misspelled key",
      "  - { id: a, section: s, title: t, kind: human, ask: x }\n",
      ["8: 'ask' is not known here; did you mean 'asks'?"],
    ],
    [
      "a misspelled measure",
      "  - { id: a, section: s, title: t, kind: static, measure: concurency }\n",
      ["8: there is no measure 'concurency'; did you mean 'concurrency'?"],
    ],
    [
      "a misspelled rule",
      "  - { id: a, section: s, title: t, kind: human, rules: [vpc-egres] }\n",
      ["8: there is no rule 'vpc-egres'; did you mean 'vpc-egress'?"],
    ],
    [
      "a misspelled answer",
      "  - { id: a, section: s, title: t, kind: human, answers: [custmer] }\n",
      ["8: there is no answer 'custmer'; did you mean 'customer'?"],
    ],
    ["no measure", "  - { id: a, section: s, title: t, kind: assist }\n", ["8: a is 'assist' and names no measure"]],
    [
      "an id twice",
      "  - { id: a, section: s, title: t, kind: human }\n  - { id: a, section: s, title: t, kind: human }\n",
      ["9: there is a criterion a already"],
    ],
    [
      "a share above 1",
      "  - { id: a, section: s, title: t, kind: static, measure: vpc, policy: 80 }\n",
      ["8: 80 is no share from 0 to 1"],
    ],
  ])("%s", async (_, criteria, expected) => {
    expect(await problems(HEAD + criteria)).toEqual(expected);
  });

  it("a month that is none", async () => {
    expect(await problems(`${HEAD.replace("from: 2026-01", "from: January")}  []\n`)).toEqual([
      "6: 'January' is no month such as 2025-02",
    ]);
  });
});

describe("the packs that ship", () => {
  it.each(packs.map((pack) => [pack.id, pack] as const))("%s is right", async (_, pack) => {
    expect(await problems(JSON.stringify(pack))).toEqual([]);
  });

  it("are complete", () => {
    const sizes = Object.fromEntries(packs.map(({ id, criteria }) => [id, criteria.length]));
    expect(sizes).toEqual({
      "aws-lambda-sdp-2018-v2.0": 36,
      "aws-sdp-common-2025-02": 11,
      "aws-serverless-lens-2022-07": 38,
      "apn-public-reference-2019": 5,
    });
  });

  it("know the questions of the lens", () => {
    const lens = packs.find(({ lens: alias }) => alias === "serverless");
    expect(lens?.questions).toHaveLength(9);
    expect(new Set(lens?.criteria.map(({ question }) => question))).toEqual(
      new Set(lens?.questions?.map(({ id }) => id)),
    );
  });
});
