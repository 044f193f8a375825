import { judgeTasks } from "../failures/state-machine.js";
import { defineRule } from "../rule.js";

/** The errors by which Lambda says that trying again helps, and the names that include them. */
const TRANSIENT = [
  "States.ALL",
  "States.TaskFailed",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.Unknown",
];

export const stateMachineRetryMissing = defineRule({
  id: "state-machine-retry-missing",
  title: "A passing fault of Lambda fails the execution of the state machine",
  topic: "failures",
  severity: "medium",
  why: "Lambda answers with service errors and throttling now and then, and trying again is all that helps. A task that does not retry them fails the whole execution. AWS asks for a retrier of these errors on every task that invokes a function.",
  remedy: {
    sam: "Give the state a `Retry` for Lambda.ServiceException, Lambda.AWSLambdaException, Lambda.SdkClientException and Lambda.TooManyRequestsException.",
    serverless:
      "Give the state a `Retry` for Lambda.ServiceException, Lambda.AWSLambdaException, Lambda.SdkClientException and Lambda.TooManyRequestsException.",
    cdk: "Keep `retryOnServiceExceptions` of `LambdaInvoke`, or call `addRetry`.",
    cloudformation:
      "Give the state a `Retry` for Lambda.ServiceException, Lambda.AWSLambdaException, Lambda.SdkClientException and Lambda.TooManyRequestsException.",
  },
  references: [
    "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
  ],
  aliases: [],
  covers: ["F13", "B1"],
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
            Retry:
              - ErrorEquals: [Lambda.ServiceException, Lambda.AWSLambdaException, Lambda.SdkClientException, Lambda.TooManyRequestsException]
                IntervalSeconds: 2
                MaxAttempts: 6
                BackoffRate: 2
            End: true
`,
    },
  ],
  check({ graph }) {
    return judgeTasks(graph, {
      concerns: (task) => task.service === "lambda" && task.function !== undefined,
      isRight: ({ retried }) => retried.some((error) => error === undefined || TRANSIENT.includes(error)),
      tasks: "Lambda tasks",
      wrong: "do not retry the service errors of Lambda",
      right: "retry the service errors of Lambda",
    });
  },
});
