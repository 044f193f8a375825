import { describe, expect, it } from "vitest";
import { analyze, memoryRepository, regionOf } from "@assay/analyzer";

const discovered = async (files: Record<string, string>) => {
  const { discovery } = await analyze(memoryRepository(files), { parameters: new Map() });
  return Object.fromEntries(discovery.candidates.map(({ path, framework }) => [path, framework]));
};
const CFN = "Resources: { T: { Type: AWS::SNS::Topic } }\n";

describe("templates are recognised by content", () => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    [
      "typed resources, whatever the name",
      { "infra.yml": CFN, "x.template": CFN },
      { "infra.yml": "cloudformation", "x.template": "cloudformation" },
    ],
    ["JSON", { "t.json": '{"Resources":{"T":{"Type":"AWS::SNS::Topic"}}}' }, { "t.json": "cloudformation" }],
    [
      "the version line with resources",
      { "t.yaml": "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n" },
      { "t.yaml": "cloudformation" },
    ],
    [
      "the SAM transform with resources",
      {
        "t.yaml":
          "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\nResources: { T: { Type: AWS::SNS::Topic } }\n",
      },
      { "t.yaml": "sam" },
    ],
    [
      "a serverless resource without the transform",
      { "t.yaml": "Resources: { F: { Type: AWS::Serverless::Function } }\n" },
      { "t.yaml": "sam" },
    ],
    [
      "other YAML and JSON are none",
      {
        "ci.yml": "jobs: { a: { run: 'aws AWS::SNS::Topic' } }\n",
        "package.json": '{"name":"AWS::x"}',
        "event.json": '{"Resources": [1], "x": "AWS::"}',
      },
      {},
    ],
  ])("%s", async (_, files, expected) => {
    expect(await discovered(files)).toEqual(expected);
  });
});

it("leaves out packaged copies beside their source", async () => {
  const files = { "template.yaml": CFN, "packaged.yaml": CFN, "other/packaged.yaml": CFN };
  const { discovery } = await analyze(memoryRepository(files), { parameters: new Map() });
  expect(discovery.candidates.map(({ path }) => path)).toEqual(["other/packaged.yaml", "template.yaml"]);
  expect(discovery.leftOut).toEqual([{ path: "packaged.yaml", reason: "packaged copy of template.yaml" }]);
});

it("names Serverless configurations that only --config reads", async () => {
  const service = "service: shop\nprovider: { name: aws }\n";
  const files = { "serverless-prod.yml": service, "serverless-topic.yml": CFN, "serverless-notes.yml": "a: b\n" };
  const { discovery } = await analyze(memoryRepository(files), { parameters: new Map() });
  expect(discovery.candidates.map(({ path }) => path)).toEqual(["serverless-topic.yml"]);
  expect(discovery.leftOut).toEqual([
    { path: "serverless-prod.yml", reason: expect.stringContaining("--serverless-config") as string },
  ]);
});

it("does not take an included file for a template of its own", async () => {
  const files = {
    "template.yaml":
      "Resources: { T: { Type: AWS::SNS::Topic, Properties: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: part.yaml } } } } }\n",
    "part.yaml": "Resources: { Inner: { Type: AWS::SNS::Topic } }\n",
  };
  const { projects } = await analyze(memoryRepository(files), { parameters: new Map() });
  expect(projects.map(({ entry }) => entry)).toEqual(["template.yaml"]);
});

describe("broken files", () => {
  it.each<[string, string, string[]]>([
    [
      "a syntax error in a template",
      "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A: [\n",
      ["error yaml-syntax"],
    ],
    ["a syntax error in something else", "jobs: [\n", []],
    ["nothing", "", []],
    ["a scalar", "AWS::", []],
    ["a list", "- AWS::SNS::Topic\n", []],
    ["resources of the wrong type", "AWSTemplateFormatVersion: x\nResources: 5\n", []],
  ])("%s", async (_, text, expected) => {
    const { problems, graph } = await analyze(memoryRepository({ "broken.yaml": text, "fine.yaml": CFN }), {
      parameters: new Map(),
    });
    expect(problems.map(({ level, code }) => `${level} ${code}`)).toEqual(expected);
    expect(graph.resources.map(({ id }) => id)).toEqual(["fine.yaml#T"]);
  });
  it("invalid UTF-8 is located and the rest is read", async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode(CFN), 0x23, 0xff, 0x0a]);
    const { problems, graph } = await analyze(memoryRepository({ "t.yaml": bytes }), { parameters: new Map() });
    expect(problems.map(({ code, span }) => `${code} ${regionOf(span).startLine}`)).toEqual(["invalid-utf8 2"]);
    expect(graph.resources).toHaveLength(1);
  });
});
