import { analyze, memoryRepository } from "@assay/analyzer";
import { expect, it } from "vitest";
import { assess } from "../src/assess.js";
import type { Rule } from "../src/rule.js";
import { ruleDeadLetterMissing } from "../src/rules/rule-dead-letter-missing.js";
import { stateMachineTaskTimeout } from "../src/rules/state-machine-task-timeout.js";

const definition = { StartAt: "A", States: { A: { Type: "Task", Resource: "FN", TimeoutSeconds: 10, End: true } } };
const [before = "", after = ""] = JSON.stringify(definition).split("FN");
const made = (Type: string, name: string, Properties: object) => ({
  Type,
  Properties,
  Metadata: { "aws:cdk:path": `Shop/${name}/Resource` },
});
const template = {
  Resources: {
    FlowA1: made("AWS::StepFunctions::StateMachine", "Flow", {
      RoleArn: "r",
      DefinitionString: { "Fn::Join": ["", [before, { "Fn::GetAtt": ["ShipB2", "Arn"] }, after]] },
    }),
    ShipB2: made("AWS::Lambda::Function", "Ship", { Runtime: "python3.13", Handler: "a.b", Timeout: 60 }),
    RuleC3: made("AWS::Events::Rule", "Rule", {
      EventPattern: { source: ["orders"] },
      Targets: [{ Id: "Target0", Arn: { "Fn::GetAtt": ["ShipB2", "Arn"] } }],
    }),
  },
};
const manifest = {
  version: "36.0.0",
  artifacts: {
    Shop: {
      type: "aws:cloudformation:stack",
      environment: "aws://unknown-account/unknown-region",
      properties: { templateFile: "Shop.template.json" },
    },
  },
};

async function failing(rule: Rule) {
  const files = {
    "cdk.out/manifest.json": JSON.stringify(manifest, null, 1),
    "cdk.out/Shop.template.json": JSON.stringify(template, null, 1),
  };
  const analysis = await analyze(memoryRepository(files), { parameters: new Map() });
  const { findings } = assess(analysis, {
    rules: [rule],
    packs: [],
    version: "0",
    configuration: { profile: "strict" },
    today: "2026-10-01",
  });
  return findings.filter(({ outcome }) => outcome === "fail");
}

it("says of a construct's place only what is true of the construct", async () => {
  const [found] = await failing(stateMachineTaskTimeout);
  expect(found?.locations.slice(0, 2).map(({ says, excerpt }) => [excerpt, says])).toEqual([
    ['"FlowA1": {', "Shop/Flow"],
    ['"Timeout": 60', "timeout of Shop/Ship 60 s"],
  ]);
});

it("names targets of rules by their construct paths", async () => {
  const [found] = await failing(ruleDeadLetterMissing);
  expect(found?.message).toBe(
    "Events that Shop/Rule cannot deliver to Shop/Ship are dropped: the target has no dead-letter queue.",
  );
});
