import { nameOf, readBoolean } from "@assay/analyzer";
import { judgeSetting } from "../monitoring/setting.js";
import { defineRule } from "../rule.js";

export const stateMachineTracingOff = defineRule({
  id: "state-machine-tracing-off",
  title: "Executions of the state machine are not traced",
  topic: "monitoring",
  severity: "low",
  why: "A trace follows an execution through its states into the functions and services that they call, and so shows where it waits and where it fails.",
  remedy: {
    sam: "Set `Tracing: { Enabled: true }` on the `AWS::Serverless::StateMachine`.",
    serverless: "Set `tracingConfig: { enabled: true }` of the state machine.",
    cdk: "Set `tracingEnabled: true`.",
    cloudformation: "Set `TracingConfiguration: { Enabled: true }`.",
  },
  references: ["https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html"],
  aliases: [
    "serverless-rules:WS5000",
    "cdk-nag:Serverless-StepFunctionStateMachineXray",
    "cdk-nag:AwsSolutions-SF2",
    "trivy:AWS-0117",
  ],
  covers: ["O4"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Ship:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/ship
      Definition: { StartAt: Done, States: { Done: { Type: Succeed } } }
`,
      good: `Resources:
  Ship:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/ship
      Definition: { StartAt: Done, States: { Done: { Type: Succeed } } }
      TracingConfiguration: { Enabled: true }
`,
    },
  ],
  *check({ graph }) {
    for (const machine of graph.ofType("AWS::StepFunctions::StateMachine")) {
      if (machine.owner !== undefined) continue;
      const found = judgeSetting(machine, readBoolean(machine.properties, "TracingConfiguration", "Enabled"), {
        name: "tracing",
        question: `Whether ${nameOf(machine)} is traced`,
        isGood: (isOn) => isOn,
        good: () => `${nameOf(machine)} is traced.`,
        bad: () => `Executions of ${nameOf(machine)} are not traced.`,
      });
      if (found) yield found;
    }
  },
});
