import { describe, expect, it } from "vitest";
import { parse, toJson } from "@assay/analyzer";
import type { AssessedCriterion, Assessment } from "@assay/rules";
import { template, workFolder } from "./work-folder.js";

const given = (field: string, value: string, evidence = "[]") =>
  `  ${field}: { value: ${value}, by: Erika Muster, date: "2026-11-20", evidence: ${evidence} }\n`;

async function criteria(
  files: Readonly<Record<string, string>>,
  ...options: string[]
): Promise<ReadonlyMap<string, AssessedCriterion>> {
  const { out, err } = await workFolder({ "template.yaml": template("A"), ...files }).run(
    "report",
    "-f",
    "json",
    ...options,
  );
  if (out === "") throw new Error(err);
  const { checklists } = JSON.parse(out) as Assessment;
  return new Map(checklists.flatMap(({ criteria: items }) => items.map((item) => [item.id, item])));
}

describe("evidence.yaml", () => {
  it("answers criteria", async () => {
    const items = await criteria({ "evidence.yaml": `version: 1\nanswers:\n${given("customer", "Example AG")}` });
    expect(items.get("pre.2.1.a")?.verdict).toBe("met");
    expect(items.get("pre.2.1.a")?.answers[0]?.location).toMatchObject({ file: "evidence.yaml", startLine: 3 });
  });

  it("an attached file is looked up, and its digest recorded", async () => {
    const files = {
      "evidence.yaml": `version: 1\nanswers:\n${given("diagram", "drawn by hand", "[docs/d.svg]")}`,
      "docs/d.svg": "hello\n",
    };
    const answer = (await criteria(files)).get("pre.3.1.a")?.answers[0];
    expect(answer?.evidence).toEqual([
      { target: "docs/d.svg", sha256: "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", bytes: 6 },
    ]);
  });

  it.each<[string, string, string]>([
    ["is not there", "docs/d.svg", "docs/d.svg: there is no such file"],
    ["lies outside", "/etc/passwd", "/etc/passwd: it does not lie below the folder of evidence.yaml"],
    ["is a folder", "docs", "docs: it is no file"],
  ])("an attached file that %s does not count", async (_, target, problem) => {
    const files = {
      "evidence.yaml": `version: 1\nanswers:\n${given("diagram", "x", `[${target}]`)}`,
      "docs/x.txt": "",
    };
    const item = (await criteria(files)).get("pre.3.1.a");
    expect(item?.verdict).toBe("needs-input");
    expect(item?.answers[0]?.problems).toEqual([problem]);
  });

  it("a mistake in it is refused with its place", async () => {
    const folder = workFolder({
      "template.yaml": template("A"),
      "evidence.yaml": `version: 1\nanswers:\n${given("custumer", "Example AG")}`,
    });
    const { code, err } = await folder.run("report");
    expect([code, err]).toEqual([
      2,
      "assay: evidence.yaml:3:3: 'custumer' is not known here; did you mean 'customer'?\n",
    ]);
  });

  it("an account id without quotes is refused, since YAML drops its leading zeros", async () => {
    const folder = workFolder({
      "template.yaml": template("A"),
      "evidence.yaml": `version: 1\nanswers:\n${given("accountId", "012345678901")}`,
    });
    expect((await folder.run("report")).code).toBe(2);
  });
});

describe("init", () => {
  it("writes what is open, and only that", async () => {
    const folder = workFolder({ "template.yaml": template("A", "B", "C", "D", "E") });
    expect((await folder.run("init")).code).toBe(0);
    const { root } = parse({ path: "evidence.yaml", text: folder.read("evidence.yaml") });
    const { answers, criteria: items } = (root && toJson(root)) as { answers: object; criteria: object };
    expect(Object.keys(answers)).toContain("customer");
    expect(Object.keys(items)).toContain("2.1.perf");
    expect(Object.keys(items)).not.toContain("1.0.dep.1");
    expect((await folder.run("report")).code).toBe(0);
  });

  it("overwrites nothing", async () => {
    const mine = `version: 1\nanswers:\n${given("customer", "Example AG")}`;
    const folder = workFolder({ "template.yaml": template("A"), "evidence.yaml": mine });
    const { code, out, err } = await folder.run("init");
    expect([code, folder.read("evidence.yaml")]).toEqual([0, mine]);
    expect(err).toBe("evidence.yaml is there already and was left as it is. What is still open:\n");
    expect(out).toContain("  accountId:\n");
    expect(out).not.toContain("  customer:\n");
  });

  it("marks drafts, and does not count them", async () => {
    const folder = workFolder({ "template.yaml": template("A") + "      Events: {}\n".slice(0, 0) + queue("A") });
    await folder.run("init");
    expect(folder.read("evidence.yaml")).toContain(
      "# Draft, made from the repository; it is no answer until a person gives it",
    );
    const { out } = await folder.run("report", "-f", "json");
    const { checklists } = JSON.parse(out) as Assessment;
    expect(checklists[0]?.criteria.find(({ id }) => id === "1.0.b")?.verdict).toBe("needs-input");
  });
});

const queue = (name: string) =>
  `  Queue: { Type: AWS::SQS::Queue }\n  Mapping: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref ${name}, EventSourceArn: !GetAtt Queue.Arn } }\n`;

describe("packs of one's own", () => {
  const pack = (measure: string) =>
    `id: own\ntitle: Ours\nversion: "1"\npublished: 2026-01\nsource: us\nvalidity: { from: 2026-01, until: 2026-06 }\ncriteria:\n  - { id: A-1, section: s, title: t, kind: static, measure: ${measure}, atLeast: 1 }\n`;

  it("are answered by --pack, with a warning outside their validity", async () => {
    const folder = workFolder({ "template.yaml": template("A"), "own.yaml": pack("function-count") });
    const { out, err } = await folder.run("report", "--pack", "own.yaml", "-f", "json");
    const { checklists } = JSON.parse(out) as Assessment;
    expect(checklists.map(({ pack: { id }, criteria: [first] }) => [id, first?.verdict])).toEqual([["own", "met"]]);
    expect(err).toContain("warning: Ours was valid until 2026-06; this report is of 2026-11.");
  });

  it("are answered by the configuration, beside those that ship", async () => {
    const folder = workFolder({
      "template.yaml": template("A"),
      "packs/own.yaml": pack("function-count"),
      "assay.config.yaml": "version: 1\nchecklists: [packs/own.yaml, aws-sdp-common-2025-02]\n",
    });
    const { out } = await folder.run("report", "-f", "json");
    expect((JSON.parse(out) as Assessment).checklists.map(({ pack: { id } }) => id)).toEqual([
      "own",
      "aws-sdp-common-2025-02",
    ]);
  });

  it("are refused with the place of the mistake", async () => {
    const folder = workFolder({ "template.yaml": template("A"), "own.yaml": pack("function-cuont") });
    const { code, err } = await folder.run("report", "--pack", "own.yaml");
    expect([code, err]).toEqual([
      2,
      "assay: own.yaml:8:61: there is no measure 'function-cuont'; did you mean 'function-count'?\n",
    ]);
  });
});

it("proposes answers for the Well-Architected Tool", async () => {
  const { out } = await workFolder({ "template.yaml": template("A") }).run("report", "-f", "wa-tool");
  const answers = JSON.parse(out) as {
    LensAlias: string;
    QuestionId: string;
    SelectedChoices: string[];
    Notes: string;
  }[];
  expect(answers).toHaveLength(9);
  expect(answers.every(({ LensAlias, Notes }) => LensAlias === "serverless" && Notes.length <= 2084)).toBe(true);
  expect(answers.find(({ QuestionId }) => QuestionId === "ops_q2")?.SelectedChoices).toEqual(["ops_ops_q2_a6"]);
});
