import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze, memoryRepository, parse, regionOf, toJson, type Problem } from "@assay/analyzer";
import { assess, packs, rules } from "../src/index.js";

const fixtures = path.resolve(import.meta.dirname, "../../../fixtures");
const read = (file: string) => fs.readFileSync(path.join(fixtures, file), "utf8");

async function assessed(files: Readonly<Record<string, string | Uint8Array>>) {
  const analysis = await analyze(memoryRepository(files), { parameters: new Map() });
  const assessment = assess(analysis, {
    rules,
    packs,
    version: "0",
    today: "2026-11-21",
    configuration: { profile: "evidence" },
  });
  return { analysis, assessment };
}

function line({ span, level, message }: Problem): string {
  const { file, startLine, startColumn } = regionOf(span);
  return `${file}:${startLine}:${startColumn}: ${level}: ${message}`;
}

const GOOD = `Resources:
  Good: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Handler: a.b, Code: { ZipFile: x } } }
`;

/** Bad input, by name: the files beside a good template, and a problem that has to be reported. */
const bad: readonly [string, Readonly<Record<string, string | Uint8Array>>, RegExp][] = [
  ["a syntax error", { "b.yaml": "Resources:\n  A: {Type: AWS::SNS::Topic\n" }, /^b\.yaml:\d+:\d+: error/],
  [
    "a tab",
    { "b.yaml": "AWSTemplateFormatVersion: x\nResources:\n\tA: { Type: AWS::SNS::Topic }\n" },
    /^b\.yaml:3:\d+: error/,
  ],
  [
    "two documents",
    { "b.yaml": "Resources: { A: { Type: AWS::SNS::Topic } }\n---\na: 1\n" },
    /^b\.yaml:3:\d+: warning/,
  ],
  [
    "nesting 200 deep",
    { "b.yaml": `AWSTemplateFormatVersion: x\nResources: ${"{a: ".repeat(200)}1${"}".repeat(200)}\n` },
    /^b\.yaml:2:\d+: error/,
  ],
  [
    "an anchor bomb",
    {
      "b.yaml": `AWSTemplateFormatVersion: x\na: &a [x,x,x,x,x,x,x,x,x,x]\n${Array.from(
        { length: 9 },
        (_, i) => `b${i}: &b${i} [${Array.from({ length: 10 }, () => (i === 0 ? "*a" : `*b${i - 1}`)).join(",")}]\n`,
      ).join("")}Resources: { A: { Type: AWS::SNS::Topic } }\n`,
    },
    /^b\.yaml:1:1: error/,
  ],
  [
    "a duplicate key",
    { "b.yaml": "Resources:\n  A: { Type: AWS::SNS::Topic }\n  A: { Type: AWS::SQS::Queue }\n" },
    /^b\.yaml:3:3: warning/,
  ],
  [
    "nested stacks in a circle",
    {
      "b.yaml":
        "Resources: { N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: c.yaml } } }\nOutputs: {}\n",
      "c.yaml": "Resources: { N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: b.yaml } } }\n",
    },
    /^[bc]\.yaml:1:\d+: error/,
  ],
  [
    "a nested template outside the repository",
    { "b.yaml": "Resources: { N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ../../c.yaml } } }\n" },
    /^b\.yaml:1:\d+: (error|warning).*\.\.\/\.\.\/c\.yaml/,
  ],
  [
    "an include outside the repository",
    {
      "b.yaml":
        "Resources: { A: { Type: AWS::SNS::Topic, Fn::Transform: { Name: AWS::Include, Parameters: { Location: ../x.yaml } } } }\n",
    },
    /^b\.yaml:1:\d+: (error|warning).*\.\.\/x\.yaml/,
  ],
  [
    "a SAM function that is a text",
    {
      "b.yaml":
        "Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function, Properties: x } }\n",
    },
    /^b\.yaml:2:\d+: error/,
  ],
];

describe("bad input", () => {
  it.each(bad)("%s has a located problem, and the rest is still analysed", async (_, files, expected) => {
    const { analysis, assessment } = await assessed({ "good.yaml": GOOD, ...files });
    expect(analysis.problems.map(line).join("\n")).toMatch(new RegExp(expected.source, "m"));
    expect(assessment.functions.map(({ id }) => id)).toContain("good.yaml#Good");
    expect(assessment.ruleFailures).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string | Uint8Array>>]>([
    ["an empty file", { "b.yaml": "" }],
    ["invalid UTF-8", { "b.yaml": new Uint8Array([0x52, 0xff, 0xfe, 0x41, 0x57, 0x53, 0x3a, 0x3a]) }],
    ["CRLF", { "b.yaml": "Resources:\r\n  A:\r\n    Type: AWS::SNS::Topic\r\n" }],
    ["references in a circle", { "b.yaml": "Resources: { A: { Type: X::Y::Z, Properties: { B: !Ref A } } }\n" }],
    [
      "conditions in a circle",
      {
        "b.yaml":
          "Conditions: { A: !Not [Condition: B], B: !Not [Condition: A] }\nResources: { T: { Type: AWS::SNS::Topic, Condition: A } }\n",
      },
    ],
    [
      "an unknown intrinsic",
      { "b.yaml": "Resources: { A: { Type: AWS::SNS::Topic, Properties: { TopicName: !Nope x } } }\n" },
    ],
    ["no resources", { "b.yaml": "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n" }],
  ])("%s does no harm", async (_, files) => {
    const { assessment } = await assessed({ "good.yaml": GOOD, ...files });
    expect(assessment.functions.map(({ id }) => id)).toContain("good.yaml#Good");
    expect(assessment.ruleFailures).toEqual([]);
  });
});

/** A copy in which the node at the n-th place, counted in reading order, is another one. */
function replaced(value: unknown, n: number, by: unknown): unknown {
  let place = 0;
  const visit = (node: unknown): unknown => {
    if (place++ === n) return by;
    if (Array.isArray(node)) return node.map(visit);
    if (node === null || typeof node !== "object") return node;
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, visit(child)]));
  };
  return visit(value);
}

function size(value: unknown): number {
  if (value === null || typeof value !== "object") return 1;
  return Object.values(value).reduce<number>((sum, child) => sum + size(child), 1);
}

function plain(file: string): unknown {
  const { root } = parse({ path: file, text: read(file) });
  if (!root) throw new Error(`${file} has no content`);
  return toJson(root);
}

const oddities = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    ...["", "*", "${}", "${A.B", "{{resolve:ssm:}}", "arn:aws:", "../..", -1, 1e99, [], {}, [[]], null, true],
    { Ref: "AWS::NoValue" },
    { Ref: "" },
    { "Fn::If": ["IsProd", {}, []] },
    { "Fn::GetAtt": ["CreateOrder"] },
    { "Fn::Sub": ["${a}", { a: { "Fn::Join": ["", { Ref: "AWS::Region" }] } }] },
  ),
);

describe("any JSON value in any place of a template", () => {
  it.each([
    ["SAM", "orders/template.yaml", "template.yaml"],
    ["nested CloudFormation", "orders/queues/template.yaml", "template.yaml"],
    ["Serverless", "trio/serverless/serverless.yml", "serverless.yml"],
    ["CDK output", "trio/cdk/cdk.out/Orders.template.json", "template.json"],
  ])("%s: nothing throws, and no rule fails", { timeout: 120_000 }, async (_, file, name) => {
    const template = plain(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(size(template) - 1), oddities, async (n, by) => {
        const { assessment } = await assessed({ [name]: JSON.stringify(replaced(template, n, by)) });
        expect(assessment.ruleFailures).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
