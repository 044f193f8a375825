import { judgeTasks } from "../failures/state-machine.js";
import { defineRule } from "../rule.js";

export const stateMachineCatchMissing = defineRule({
  id: "state-machine-catch-missing",
  title: "A failed task ends the execution without a chance to react",
  topic: "failures",
  severity: "low",
  profile: "strict",
  why: "When the retries of a task are used up and nothing catches the error, the execution fails where it stands: what earlier steps have done is not undone, and nobody is told unless something watches failed executions.",
  remedy: {
    sam: "Give the state, or a Parallel or Map around it, a `Catch` that leads to a state which undoes or reports.",
    serverless:
      "Give the state, or a Parallel or Map around it, a `Catch` that leads to a state which undoes or reports.",
    cdk: "Call `addCatch` on the task or the Parallel around it.",
    cloudformation:
      "Give the state, or a Parallel or Map around it, a `Catch` that leads to a state which undoes or reports.",
  },
  references: ["https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"],
  aliases: [],
  covers: ["F13"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Order:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/order
      Definition:
        StartAt: Pay
        States:
          Pay: { Type: Task, Resource: "arn:aws:lambda:eu-west-1:123456789012:function:pay", End: true }
`,
      good: `Resources:
  Order:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/order
      Definition:
        StartAt: Pay
        States:
          Pay:
            Type: Task
            Resource: arn:aws:lambda:eu-west-1:123456789012:function:pay
            Catch: [{ ErrorEquals: [States.ALL], Next: Refused }]
            End: true
          Refused: { Type: Fail }
`,
    },
  ],
  check({ graph }) {
    return judgeTasks(graph, {
      concerns: () => true,
      isRight: ({ hasCatch }) => hasCatch,
      tasks: "tasks",
      wrong: "catch no error",
      right: "catch errors",
    });
  },
});
