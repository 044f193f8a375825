import { describe, expect, it } from "vitest";
import { analyze, memoryRepository } from "@assay/analyzer";
import { assess, defineRule, packs, rules, type Criterion, type Pack, type Rule } from "../src/index.js";
import { FN, resources } from "./check-rule.js";

const fns = (count: number) => Array.from({ length: count }, (_, i) => FN.replace("Fn:", `Fn${i}:`)).join("");

async function assessed(template: string, criteria: readonly Criterion[], withRules: readonly Rule[] = rules) {
  const analysis = await analyze(memoryRepository({ "template.yaml": template }), { parameters: new Map() });
  const pack: Pack = {
    id: "p",
    title: "t",
    version: "1",
    published: "2026-01",
    source: "s",
    validity: { from: "2026-01" },
    criteria,
  };
  return assess(analysis, { rules: withRules, packs: [pack], version: "0", today: "2026-11-21" });
}

const item = (more: Partial<Criterion>): Criterion => ({ id: "x", section: "s", title: "t", kind: "static", ...more });
const verdict = async (template: string, criterion: Criterion) =>
  (await assessed(template, [criterion])).checklists[0]?.criteria[0];

describe("verdicts", () => {
  it.each<[string, string, Partial<Criterion>, string]>([
    ["enough functions", resources(fns(5)), { measure: "function-count", atLeast: 5 }, "met"],
    ["too few functions", resources(fns(4)), { measure: "function-count", atLeast: 5 }, "not-met"],
    ["any", resources(fns(2)), { measure: "vpc", policy: "any" }, "met"],
    ["none of them", resources(fns(2)), { measure: "monitoring", policy: "any" }, "not-met"],
    [
      "all, with one unknown",
      `Parameters: { Net: { Type: String } }\n${resources(`${fns(1)}  V: { Type: AWS::Lambda::Function, Properties: { VpcConfig: !Ref Net } }\n`)}`,
      { measure: "vpc", policy: "all" },
      "needs-input",
    ],
    ["a share that is reached", resources(fns(2)), { measure: "vpc", policy: 0.5 }, "met"],
    [
      "nothing to count",
      resources("  T: { Type: AWS::SNS::Topic }\n"),
      { measure: "monitoring", policy: "any" },
      "not-applicable",
    ],
    [
      "never met from configuration alone",
      resources(fns(1)),
      { kind: "static", measure: "sizing", policy: "any" },
      "needs-input",
    ],
    [
      "a description that a person confirms",
      resources(`${fns(1)}  S: { Type: AWS::ECS::Service }\n`),
      { kind: "assist", measure: "servers" },
      "needs-input",
    ],
    ["nothing that a person would have to explain", resources(fns(1)), { kind: "assist", measure: "servers" }, "met"],
    ["only a person", resources(fns(1)), { kind: "human", asks: "a name" }, "needs-input"],
  ])("%s", async (_, template, criterion, expected) => {
    expect((await verdict(template, item(criterion)))?.verdict).toBe(expected);
  });

  it("keeps gaps apart from the verdict", async () => {
    const alarm =
      "  A: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: !Ref Fn0 }] } }\n";
    const criterion = await verdict(
      resources(fns(3) + alarm),
      item({ measure: "monitoring", policy: "any", rules: ["alarm-missing"] }),
    );
    expect(criterion?.verdict).toBe("met");
    expect(criterion?.gaps).toHaveLength(3);
    expect(criterion?.statement).toBe(
      "1 of 3 functions has an alarm of its own; there is 1 alarm in all; 0 functions are traced.",
    );
  });
});

it("counts services by edges, not by resources", async () => {
  const template = resources(`${FN}  T: { Type: AWS::SNS::Topic }
  A: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmActions: [!Ref T] } }
  B: { Type: AWS::S3::Bucket, Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: !GetAtt Fn.Arn }] } } }
`);
  const criterion = await verdict(template, item({ measure: "connected-services", atLeast: 3 }));
  expect(criterion?.statement).toBe(
    "The functions connect with 1 of the six listed services: Amazon S3. With all services counted they connect with 1: Amazon S3. The permissions of 1 function are not in the scanned inputs, so there may be more.",
  );
  expect(criterion?.verdict).toBe("needs-input");
  expect(criterion?.asks).toBe("the part that is not in the scanned inputs, which may hold the rest");
});

it("too few connected services are not met only where the roles are there to be read", async () => {
  const role = `  R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }\n`;
  const fn = `  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Role: !GetAtt R.Arn } }\n`;
  const criterion = await verdict(resources(role + fn), item({ measure: "connected-services", atLeast: 3 }));
  expect(criterion?.verdict).toBe("not-met");
});

it("what is found in a template that several nested stacks use is said once", async () => {
  const nested = (name: string) =>
    `  ${name}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: queue.yaml } }\n`;
  const files = {
    "template.yaml": resources(nested("A") + nested("B")),
    "queue.yaml": resources("  Q: { Type: AWS::SQS::Queue }\n  R: { Type: AWS::SQS::Queue }\n"),
  };
  const analysis = await analyze(memoryRepository(files), { parameters: new Map() });
  const { findings } = assess(analysis, { rules, packs: [], version: "0", today: "2026-11-21" });
  const said = findings.filter(({ rule }) => rule === "queue-redrive-missing").map(({ message }) => message);
  expect(said).toEqual(["Q has no redrive policy (in 2 stacks).", "R has no redrive policy (in 2 stacks)."]);
});

it("a rule that fails by itself takes no other down", async () => {
  const broken = defineRule({
    ...(rules[0] as Rule),
    id: "broken",
    profile: "recommended",
    *check() {
      throw new Error("oops");
    },
  });
  const assessment = await assessed(resources(FN), [], [broken, ...rules]);
  expect(assessment.ruleFailures).toEqual([{ ruleId: "broken", error: "oops" }]);
  expect(assessment.complete).toBe(false);
  expect(assessment.findings.length).toBeGreaterThan(0);
});

it("fingerprints do not change when lines move, and tell findings apart", async () => {
  const first = await assessed(resources(fns(3)), []);
  const moved = await assessed(`# a comment\n\n${resources(fns(3))}`, []);
  expect(moved.findings.map((finding) => finding.fingerprint)).toEqual(
    first.findings.map((finding) => finding.fingerprint),
  );
  expect(new Set(first.findings.map((finding) => finding.fingerprint)).size).toBe(first.findings.length);
});

it("gives the same bytes for the same input", async () => {
  const bytes = async () => JSON.stringify(await assessed(resources(fns(4)), packs[0]?.criteria ?? []));
  expect(await bytes()).toBe(await bytes());
});
