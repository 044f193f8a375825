import { describe, expect, it } from "vitest";
import { analyze, memoryRepository, type Analysis } from "@assay/analyzer";
import { assess, type Answer, type Criterion } from "../src/index.js";
import { answer, assessed, criterion, item } from "./assess-one.js";
import { FN, resources } from "./check-rule.js";

const fns = (count: number) => Array.from({ length: count }, (_, i) => FN.replace("Fn:", `Fn${i}:`)).join("");

describe("answers of people", () => {
  it.each<[string, Partial<Criterion>, readonly Answer[], string, string]>([
    ["given", { kind: "human", answers: ["customer"] }, [answer("customer", "Example AG")], "met", "supplied"],
    [
      "one of two given",
      { kind: "human", answers: ["start", "end"] },
      [answer("start", "2025-01-01")],
      "needs-input",
      "supplied",
    ],
    ["to the item itself", { kind: "human" }, [answer("x", "We do")], "met", "supplied"],
    [
      "to the item for all its fields",
      { kind: "human", answers: ["start", "end"] },
      [answer("x", "2025")],
      "met",
      "supplied",
    ],
    ["to another item", { kind: "human" }, [answer("y", "We do")], "needs-input", "none"],
    ["by nobody", { kind: "human" }, [answer("x", "We do", { by: " " })], "needs-input", "supplied"],
    ["undated", { kind: "human" }, [answer("x", "We do", { date: "last week" })], "needs-input", "supplied"],
    [
      "confirming a draft",
      { kind: "assist", measure: "use-case", answers: ["useCase"] },
      [answer("useCase", "web")],
      "met",
      "mixed",
    ],
    [
      "in words where a document is asked",
      { kind: "human", document: true },
      [answer("x", "We do")],
      "needs-input",
      "supplied",
    ],
    [
      "with a document",
      { kind: "human", document: true },
      [answer("x", "See there", { evidence: [{ target: "a.pdf", sha256: "00" }] })],
      "met",
      "supplied",
    ],
    [
      "with a file that is not there",
      { kind: "human" },
      [answer("x", "See there", { evidence: [{ target: "a.pdf", problem: "there is no such file" }] })],
      "needs-input",
      "supplied",
    ],
    [
      "that do not change what the repository decides",
      { measure: "function-count", atLeast: 5 },
      [answer("x", "Five")],
      "not-met",
      "static",
    ],
    [
      "that overrule the repository",
      { measure: "function-count", atLeast: 5 },
      [answer("x", "The other four live elsewhere", { verdict: "met" })],
      "met",
      "mixed",
    ],
    [
      "to sizing without a report",
      { kind: "assist", measure: "sizing", document: true },
      [answer("x", "We tested")],
      "needs-input",
      "static",
    ],
  ])("%s", async (_, more, answers, verdict, basis) => {
    const found = await criterion(resources(FN), more, { answers });
    expect([found.verdict, found.basis]).toEqual([verdict, basis]);
  });

  it("show both when a person overrules the repository", async () => {
    const overrule = answer("x", "The other four live elsewhere", { verdict: "met" });
    const found = await criterion(resources(FN), { measure: "function-count", atLeast: 5 }, { answers: [overrule] });
    expect(found.overruled).toEqual({
      verdict: "not-met",
      by: "Erika Muster",
      date: "2026-11-20",
      reason: "The other four live elsewhere",
    });
    expect(found.statement).toBe("The workload has 1 Lambda function in 1 stack.");
  });

  it("say what is still missing", async () => {
    const found = await criterion(
      resources(FN),
      { kind: "human", answers: ["start", "end"] },
      { answers: [answer("start", "soon")] },
    );
    expect(found.asks).toBe("End of the project; Start of the project: 'soon' is no date such as 2026-01-31");
  });

  it("a draft is no answer", async () => {
    const found = await criterion(resources(FN), {
      kind: "assist",
      measure: "microservice-types",
      answers: ["microserviceType"],
    });
    expect(found.verdict).toBe("needs-input");
  });
});

describe("two axes", () => {
  const alarm =
    "  A: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: !Ref Fn0 }] } }\n";
  const monitoring = { measure: "monitoring", policy: "any", rules: ["alarm-missing"] } as const;

  it("met with gaps where the pack asks for a description only", async () => {
    const found = await criterion(resources(fns(3) + alarm), monitoring);
    expect([found.verdict, found.gaps.length]).toEqual(["met", 3]);
  });

  it("needs a person where most checks fail and the pack asks for practice", async () => {
    const found = await criterion(resources(fns(3) + alarm), { ...monitoring, practice: 0.5, asks: "Who watches" });
    expect(found.verdict).toBe("needs-input");
    expect(found.asks).toBe(
      "Who watches; why 3 of 3 resources that its checks look at have gaps of medium or higher severity, or their repair",
    );
  });

  it("needs a person for one critical gap among many resources that are well", async () => {
    const configuration = { rules: { "function-size-unset": { severity: "critical" } } } as const;
    const sized = FN.replace("Fn:", "Sized:").replace("Handler: a.b", "Handler: a.b, MemorySize: 256, Timeout: 9");
    const template = resources(sized + sized.replace("Sized:", "Sized2:") + fns(1));
    const more = { measure: "vpc", policy: "all", rules: ["function-size-unset"], practice: 0.5 } as const;
    expect((await criterion(template, more)).verdict).toBe("met");
    const found = await criterion(template, more, { configuration });
    expect([found.verdict, found.asks]).toEqual([
      "needs-input",
      "why there is a gap of critical severity, or its repair",
    ]);
  });

  it("accepted findings are no gaps, and they count as decided", async () => {
    const suppress = [{ rule: "alarm-missing", reason: "watched by the platform team" }];
    const found = await criterion(
      resources(fns(3) + alarm),
      { ...monitoring, practice: 0.5 },
      { configuration: { suppress } },
    );
    expect([found.verdict, found.gaps.length, found.accepted.length]).toEqual(["met", 0, 3]);
  });
});

it("what was not read may hold what is missing", async () => {
  const files = {
    "template.yaml": resources(fns(2)),
    "broken.yaml": "AWSTemplateFormatVersion: '2010-09-09'\nResources: {a: [",
  };
  const found = await assessed(files, [item({ measure: "function-count", atLeast: 5 })]);
  expect(found.problems.some(({ level }) => level === "error")).toBe(true);
  const [count] = found.checklists[0]?.criteria ?? [];
  expect(count?.verdict).toBe("needs-input");
  expect(count?.asks).toBe("the inputs that could not be read (1 problem): what they hold is not counted");
});

it.each<[string, object, string | undefined]>([
  ["within", { from: "2026-01" }, undefined],
  ["in the last month", { from: "2026-01", until: "2026-11" }, undefined],
  [
    "after",
    { from: "2025-02", until: "2025-08" },
    "P was valid until 2025-08; this report is of 2026-11. Ask AWS for the current release.",
  ],
  ["before", { from: "2027-02" }, "P is valid from 2027-02; this report is of 2026-11."],
])("validity: %s", async (_, validity, warning) => {
  const found = await assessed(resources(FN), [], { pack: { validity: validity as { from: string } } });
  expect(found.checklists[0]?.warning).toBe(warning);
});

it("every cell of a table says what it is known by, and where", async () => {
  const template =
    "Parameters: { Size: { Type: Number } }\n" +
    resources(
      "  A: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, MemorySize: 512, Timeout: !Ref Size } }\n",
    );
  const { table } = await criterion(template, { kind: "assist", measure: "sizing" });
  expect(table?.columns).toEqual(["Memory", "Timeout", "Architecture"]);
  const cells = table?.rows[0]?.cells.map(({ text, state, location }) => [text, state, location?.startLine]);
  expect(cells).toEqual([
    ["512 MB", "known", 3],
    ["unknown: parameter Size has no default", "unknown", 3],
    ["x86_64", "default", 3],
  ]);
});

it("shows lines, but not what is secret in them", async () => {
  const template = resources(
    "  A:\n    Type: AWS::Lambda::Function\n    Properties: { Runtime: python3.13, Handler: a.b }\n  DbPassword: hunter2\n",
  );
  const found = await criterion(template, { measure: "function-count" });
  expect(found.evidence[0]?.excerpt).toBe("A:");
  expect(JSON.stringify(found)).not.toContain("hunter2");
});

describe("sizing", () => {
  const perf = item({ kind: "assist", measure: "sizing", document: true, asks: "The load test" });
  const tested = answer("x", "200 orders a second, p99 of 180 ms");

  async function verdict(artifacts: readonly object[], answers: readonly Answer[]) {
    const analysis = await analyze(memoryRepository({ "template.yaml": resources(FN) }), { parameters: new Map() });
    const pack = {
      id: "p",
      title: "P",
      version: "1",
      published: "2026-01",
      source: "s",
      validity: { from: "2026-01" },
      criteria: [perf],
    };
    const found = { ...analysis, artifacts } as Analysis;
    const { checklists } = assess(found, { rules: [], packs: [pack], version: "0", today: "2026-11-21", answers });
    return checklists[0]?.criteria[0]?.verdict;
  }
  const file = { path: "load/orders.js", text: "import http from 'k6/http'" };
  const k6 = { kind: "load-test", tool: "k6", path: file.path, span: { file, start: 0, end: 6 }, requests: [] };

  it("is never met by configuration, nor by a load test that nobody explains", async () => {
    expect([await verdict([], []), await verdict([k6], [])]).toEqual(["needs-input", "needs-input"]);
  });

  it("is met by a person's account of a load test in the repository, not by the account alone", async () => {
    expect([await verdict([], [tested]), await verdict([k6], [tested])]).toEqual(["needs-input", "met"]);
  });
});
