import { describe, expect, it } from "vitest";
import { expand, told } from "./expand.js";

function machine(properties: string): string {
  const lines = properties.split("\n").map((line) => `      ${line}\n`);
  return `Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n${lines.join("")}`;
}

describe("a state machine", () => {
  it("opens a local definition, which keeps its own places", async () => {
    const { value, origin, problems } = await expand(
      machine("DefinitionUri: flow.asl.yaml\nDefinitionSubstitutions: { FnArn: !GetAtt Fn.Arn }\nName: flow"),
      {
        files: {
          "flow.asl.yaml": "StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: ${FnArn}\n    End: true\n",
        },
      },
    );
    expect(told({ problems })).toEqual([]);
    expect(value("Flow.Properties.Definition.States.A.Resource")).toBe("${FnArn}");
    expect(value("Flow.Properties.DefinitionSubstitutions")).toEqual({ FnArn: { "Fn::GetAtt": ["Fn", "Arn"] } });
    expect(origin("Flow.Properties.Definition.States.A.Resource")).toBe("included: Resource: ${FnArn}");
    expect(value("Flow.Properties.StateMachineName")).toBe("flow");
  });

  it("reads JSON with substitutions where values stand", async () => {
    const { value } = await expand(machine("DefinitionUri: flow.json"), {
      files: { "flow.json": '{ "StartAt": "A", "TimeoutSeconds": ${Seconds}, "States": { "A": { "Type": "Pass" } } }' },
    });
    expect(value("Flow.Properties.Definition.States.A.Type")).toBe("Pass");
  });

  it("warns when a local definition cannot be read", async () => {
    const found = told(await expand(machine("DefinitionUri: none.json")));
    expect(found).toEqual([
      "warning: The definition 'none.json' of 'Flow' was not read: there is no such file. @ DefinitionUri: none.json",
    ]);
  });

  it("prints an inline definition as text, each line with its place, with what is dynamic beside it", async () => {
    const { value, origin } = await expand(
      machine("Definition:\n  StartAt: A\n  States:\n    A: { Type: Task, Resource: !GetAtt Fn.Arn, End: true }"),
    );
    const lines = value("Flow.Properties.DefinitionString.Fn::Join.1") as string[];
    expect(JSON.parse(lines.join("\n"))).toEqual({
      StartAt: "A",
      States: { A: { Type: "Task", Resource: "${definition_substitution_1}", End: true } },
    });
    const line = lines.findIndex((text) => text.includes("StartAt"));
    expect(origin(`Flow.Properties.DefinitionString.Fn::Join.1.${String(line)}`)).toMatch(/: StartAt: A$/);
    expect(value("Flow.Properties.DefinitionSubstitutions")).toEqual({
      definition_substitution_1: { "Fn::GetAtt": ["Fn", "Arn"] },
    });
  });

  it("has a role with its policies, and may be traced", async () => {
    const { value, origin } = await expand(
      machine(
        "DefinitionUri: s3://b/k\nPolicies: [{ LambdaInvokePolicy: { FunctionName: f } }]\nTracing: { Enabled: true }",
      ),
    );
    expect(value("Flow.Properties.RoleArn")).toEqual({ "Fn::GetAtt": ["FlowRole", "Arn"] });
    expect(value("FlowRole.Properties.AssumeRolePolicyDocument.Statement.0.Principal.Service")).toEqual([
      "states.amazonaws.com",
    ]);
    expect(value("FlowRole.Properties.Policies.0.PolicyDocument.Statement.0.Action")).toEqual([
      "lambda:InvokeFunction",
    ]);
    expect(origin("FlowRole")).toBe("generated (SAM implicit role): Flow:");
    expect(origin("FlowRole.Properties.ManagedPolicyArns.0")).toMatch(/^generated \(SAM Tracing\): Tracing/);
  });

  it.each([
    ["Schedule", "{ Schedule: rate(1 day) }", "FlowEv", "AWS::Events::Rule"],
    ["ScheduleV2", "{ ScheduleExpression: rate(1 day) }", "FlowEv", "AWS::Scheduler::Schedule"],
    ["CloudWatchEvent", "{ Pattern: { source: [a] } }", "FlowEv", "AWS::Events::Rule"],
    ["EventBridgeRule", "{ Pattern: { source: [a] } }", "FlowEv", "AWS::Events::Rule"],
    ["Api", "{ Path: /x, Method: post }", "ServerlessRestApi", "AWS::ApiGateway::RestApi"],
  ])("is started by %s with a role of its own", async (type, properties, id, resource) => {
    const { types, value, problems } = await expand(
      machine(`DefinitionUri: s3://b/k\nEvents: { Ev: { Type: ${type}, Properties: ${properties} } }`),
    );
    expect(told({ problems })).toEqual([]);
    expect(types).toMatchObject({ [id]: resource, FlowEvRole: "AWS::IAM::Role" });
    expect(JSON.stringify(value("FlowEvRole"))).toContain("states:StartExecution");
  });

  it("publishes versions behind an alias that events can target", async () => {
    const { types, value } = await expand(
      machine(
        "DefinitionUri: s3://b/k\nAutoPublishAlias: live\nUseAliasAsEventTarget: true\nEvents: { Ev: { Type: Schedule, Properties: { Schedule: rate(1 day) } } }",
      ),
    );
    expect(types).toMatchObject({
      FlowVersion: "AWS::StepFunctions::StateMachineVersion",
      FlowAliaslive: "AWS::StepFunctions::StateMachineAlias",
    });
    expect(value("FlowEv.Properties.Targets.0.Arn")).toEqual({ Ref: "FlowAliaslive" });
  });

  it.each([
    ["Name: x", "'Definition' or 'DefinitionUri'"],
    ["DefinitionUri: s3://b/k\nDefinition: { StartAt: A }", "cannot be given together"],
    ["DefinitionUri: s3://b/k\nRole: r\nPolicies: [AWSLambdaRole]", "cannot be given together"],
    ["DefinitionUri: s3://b/k\nDeploymentPreference: { Type: ALL_AT_ONCE }", "needs 'AutoPublishAlias'"],
  ])("is checked: %s", async (properties, words) => {
    const found = told(await expand(machine(properties)));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });
});
