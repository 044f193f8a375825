import { nameOf, readTasks } from "@assay/analyzer";
import { authored } from "../judge.js";
import { at, defineRule, fail, pass } from "../rule.js";

export const stateMachineCallbackUnbounded = defineRule({
  id: "state-machine-callback-unbounded",
  title: "A state waits for a callback without an end",
  topic: "failures",
  severity: "medium",
  why: "A state that waits for its task token, or for an activity's worker, goes on waiting when whoever should answer has failed. Without `TimeoutSeconds` or `HeartbeatSeconds` the execution is stuck for up to a year, and nobody hears of it.",
  remedy: {
    sam: "Set `TimeoutSeconds` or `HeartbeatSeconds` of the state.",
    serverless: "Set `TimeoutSeconds` or `HeartbeatSeconds` of the state.",
    cdk: "Set `taskTimeout` or `heartbeatTimeout` of the task.",
    cloudformation: "Set `TimeoutSeconds` or `HeartbeatSeconds` of the state.",
  },
  references: [
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token",
    "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html",
  ],
  aliases: [],
  covers: ["B10"],
  examples: [{ framework: "sam", bad: example(""), good: example(", TimeoutSeconds: 86400") }],
  *check({ graph }) {
    for (const machine of authored(graph, "AWS::StepFunctions::StateMachine")) {
      for (const { name, origin, isBounded } of readTasks(machine.properties).filter((task) => task.isCallback)) {
        const evidence = [{ origin, says: `state ${name}` }, at(machine, nameOf(machine))] as const;
        yield isBounded
          ? pass(machine, {
              key: name,
              message: `The state ${name} of ${nameOf(machine)} waits for an answer, but not for ever.`,
              evidence,
            })
          : fail(machine, {
              key: name,
              message: `The state ${name} of ${nameOf(machine)} waits for an answer without a timeout or heartbeat.`,
              evidence,
            });
      }
    }
  },
});

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Approvals:
    Type: AWS::SQS::Queue
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Role: arn:aws:iam::123456789012:role/flow
      Definition:
        StartAt: Ask
        States:
          Ask: { Type: Task, Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken"${more}, End: true }
`;
}
