import { describe, expect, it } from "vitest";
import { analyze, memoryRepository, parse, regionOf } from "@assay/analyzer";
import {
  declaredRule,
  rules,
  runRules,
  validateDocument,
  type DeclaredRule,
  type RuleConfiguration,
} from "../../src/index.js";
import { optionsOf } from "../../src/settings/options.js";
import { check, resources } from "../check-rule.js";

const TWO = {
  "a/template.yaml": resources("  Fn: { Type: AWS::Lambda::Function }\n"),
  "b/template.yaml": resources("  Fn: { Type: AWS::Lambda::Function }\n"),
};
const run = async (configuration: RuleConfiguration) => {
  const analysis = await analyze(memoryRepository(TWO), { parameters: new Map() });
  const only = rules.filter(({ id }) => id === "tracing-off" || id === "alarm-missing");
  return runRules(analysis, only, configuration).findings.map(
    ({ rule, severity, subject }) => `${subject.stack?.id[0] ?? ""} ${rule.id} ${severity}`,
  );
};

describe("rule settings", () => {
  it.each<[string, RuleConfiguration, string[]]>([
    ["none", {}, ["a alarm-missing medium", "a tracing-off low", "b alarm-missing medium", "b tracing-off low"]],
    ["off by id", { rules: { "tracing-off": "off" } }, ["a alarm-missing medium", "b alarm-missing medium"]],
    [
      "off by glob, on by id",
      { rules: { "*": "off", "tracing-off": "on" } },
      ["a tracing-off low", "b tracing-off low"],
    ],
    ["off by topic", { rules: { "topic:monitoring": "off" } }, []],
    [
      "another severity for one that is on",
      { rules: { "alarm-missing": "off", "tracing-off": { severity: "critical" } } },
      ["a tracing-off critical", "b tracing-off critical"],
    ],
    [
      "off in a path",
      { rules: { "alarm-missing": "off" }, overrides: [{ paths: ["a/**"], rules: { "tracing-off": "off" } }] },
      ["b tracing-off low"],
    ],
    [
      "on in a stack only",
      { rules: { "*": "off" }, overrides: [{ stacks: ["b/*"], rules: { "tracing-off": "on" } }] },
      ["b tracing-off low"],
    ],
  ])("%s", async (_, configuration, expected) => {
    expect(await run(configuration)).toEqual(expected);
  });

  it("options have the value that is set, else the declared one", () => {
    const rule = rules.find(({ id }) => id === "queue-visibility-timeout");
    expect(optionsOf(rule!).number("multiple")).toBe(6);
    expect(optionsOf(rule!, { multiple: 3 }).number("multiple")).toBe(3);
    expect(() => optionsOf(rule!).number("nonsense")).toThrow("has no option nonsense");
  });
});

describe("declared rules", () => {
  const declare = (require: DeclaredRule["require"]) =>
    declaredRule({
      id: "team-tag",
      title: "No team tag",
      topic: "management",
      severity: "low",
      why: "Nobody knows who to ask.",
      remedy: "Add a tag.",
      on: { kind: "function" },
      require,
    });
  const fn = (properties: string) =>
    resources(
      `  Fn: { Type: AWS::Lambda::Function, Properties: { ${properties} } }\n`,
      "Parameters: { P: { Type: String } }\n",
    );
  it.each<[string, DeclaredRule["require"], string, string[]]>([
    [
      "a member of a list",
      { property: "Tags[Key=team].Value", set: true },
      "Tags: [{ Key: team, Value: x }]",
      ["pass 3:79 Tags[Key=team].Value of Fn is x."],
    ],
    [
      "a member that is missing",
      { property: "Tags[Key=team].Value", set: true },
      "Tags: [{ Key: other, Value: x }]",
      ["fail 3:3 Tags[Key=team].Value of Fn is not set; it has to be set."],
    ],
    [
      "a limit",
      { property: "Timeout", atMost: 30 },
      "Timeout: 60",
      ["fail 3:61 Timeout of Fn is 60; it has to be at most 30."],
    ],
    [
      "a choice",
      { property: "TracingConfig.Mode", oneOf: ["Active"] },
      "TracingConfig: { Mode: Active }",
      ["pass 3:75 TracingConfig.Mode of Fn is Active."],
    ],
    [
      "a pattern",
      { property: "FunctionName", matches: "^app-" },
      "FunctionName: x",
      ["fail 3:66 FunctionName of Fn is x; it has to be like ^app-."],
    ],
    [
      "left out",
      { property: "VpcConfig", set: false },
      "VpcConfig: { SubnetIds: [a] }",
      ["fail 3:63 VpcConfig of Fn is set; it has to be left out."],
    ],
    [
      "not known",
      { property: "FunctionName", matches: "^app-" },
      "FunctionName: !Ref P",
      ["unknown 3:71 Whether FunctionName of Fn is as required is not known: it is not a plain value."],
    ],
  ])("%s", async (_, require, properties, expected) => {
    expect(await check(declare(require), fn(properties))).toEqual(expected);
  });
  it("are about the resources that they name", async () => {
    expect(
      await check(declare({ property: "Timeout", set: true }), resources("  T: { Type: AWS::SNS::Topic }\n")),
    ).toEqual([]);
  });
});

describe("documents", () => {
  const schema = {
    type: "object",
    additionalProperties: false,
    properties: {
      version: { const: 1 },
      severity: { enum: ["low", "high"] },
      rules: { type: "object", additionalProperties: false, properties: { options: { type: "object" } } },
    },
  };
  it.each([
    ["a slip", "version: 1\nseverty: low\n", ["2:1 'severty' is not known here; did you mean 'severity'?"]],
    ["an unknown key", "nonsense: 1\n", ["1:1 'nonsense' is not known here"]],
    ["a nested slip", "rules:\n  option: {}\n", ["2:3 'option' is not known here; did you mean 'options'?"]],
    ["a wrong value", "severity: middling\n", ["1:11 severity has to be one of low, high"]],
    ["a wrong type", "rules: 5\n", ["1:8 rules must be object"]],
    ["nothing wrong", "version: 1\n", []],
  ])("%s", async (_, text, expected) => {
    const { root } = parse({ path: "x.yaml", text });
    const found = await validateDocument(root!, schema);
    expect(
      found.map(({ span, message }) => `${regionOf(span).startLine}:${regionOf(span).startColumn} ${message}`),
    ).toEqual(expected);
  });
});
