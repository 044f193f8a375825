import { judgeVisibility } from "../failures/visibility.js";
import { defineRule, fail, pass } from "../rule.js";

export const queueVisibilityTimeout = defineRule({
  id: "queue-visibility-timeout",
  title: "Messages become visible again while the function may still work on them",
  topic: "failures",
  severity: "medium",
  why: "A message that becomes visible before the function has finished, its retries included, is processed twice. Lambda refuses a mapping whose function may run longer than the visibility timeout, and AWS recommends at least six times the function's timeout plus the batching window of the mapping, so that there is time for retries when the function is throttled.",
  remedy: {
    sam: "Set `VisibilityTimeout` of the queue to at least six times the `Timeout` of the function (its own or the one in `Globals`).",
    serverless:
      "Set `VisibilityTimeout` of the queue under `resources` to at least six times the function's `timeout` (6 s when it has none).",
    cdk: "Give the queue `visibilityTimeout: Duration.seconds(6 * timeoutInSeconds)`.",
    cloudformation: "Set `VisibilityTimeout` of the `AWS::SQS::Queue` to at least six times the function's `Timeout`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-lambda-function-trigger.html",
  ],
  aliases: ["cdk-nag:LambdaEventSourceSQSVisibilityTimeout"],
  differs:
    "cdk-nag takes values that an intrinsic function gives for the defaults, and looks at one stack; this rule follows conditions, parameters, Globals and nested stacks, and adds the batching window, as AWS advises. What Lambda refuses anyway, a visibility timeout below one times the timeout, is queue-visibility-below-timeout besides.",
  options: {
    multiple: {
      default: 6,
      describes: "how many times the function's timeout the visibility timeout has to be at least",
    },
  },
  covers: ["F9", "B4", "B13"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Timeout: 30
      Events:
        Orders:
          Type: SQS
          Properties:
            Queue: !GetAtt Orders.Arn
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 180
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Timeout: 30
      Events:
        Orders:
          Type: SQS
          Properties:
            Queue: !GetAtt Orders.Arn
`,
    },
  ],
  check({ graph }, options) {
    const multiple = options.number("multiple");
    return judgeVisibility(graph, ({ trigger, visibility, timeout, window, numbers, said }) => {
      const queue = trigger.from;
      const needed = multiple * timeout + window;
      const times = `${multiple} times${window > 0 ? " and the window" : ""}`;
      if (visibility >= needed) return pass(queue, { ...said, message: `${numbers}: at least ${times}.` });
      if (visibility < timeout) return fail(queue, { ...said, message: `${numbers}: the mapping cannot be created.` });
      return fail(queue, { ...said, message: `${numbers}: less than ${times} (${needed} s).` });
    });
  },
});
