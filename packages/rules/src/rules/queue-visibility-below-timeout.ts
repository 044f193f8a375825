import { judgeVisibility } from "../failures/visibility.js";
import { defineRule, fail, pass } from "../rule.js";

export const queueVisibilityBelowTimeout = defineRule({
  id: "queue-visibility-below-timeout",
  title: "Lambda refuses the mapping: the function may run longer than messages stay invisible",
  topic: "failures",
  severity: "high",
  why: "A message has to stay invisible for as long as the function may work on it. Lambda refuses to create or update a mapping whose queue has a visibility timeout below the function's timeout, and the deployment rolls back; where both are changed later, messages are processed twice.",
  remedy: {
    sam: "Set `VisibilityTimeout` of the queue to at least the function's `Timeout`, better six times as much.",
    serverless:
      "Set `VisibilityTimeout` of the queue under `resources` to at least the function's `timeout`, better six times as much.",
    cdk: "Give the queue a `visibilityTimeout` of at least the function's `timeout`, better six times as much.",
    cloudformation:
      "Set `VisibilityTimeout` of the queue to at least the function's `Timeout`, better six times as much.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"],
  aliases: ["cfn-lint:E3505", "sls-mentor:timeout-small-enough-for-sqs-visibility"],
  differs:
    "cfn-lint and cloudformation-validate compare literal values of one template; this rule follows conditions, parameters, Globals and nested stacks.",
  covers: ["F8", "B4", "B13"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 20
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
  check({ graph }) {
    return judgeVisibility(graph, ({ trigger, visibility, timeout, numbers, said }) =>
      visibility < timeout
        ? fail(trigger.from, { ...said, message: `${numbers}: the mapping cannot be created.` })
        : pass(trigger.from, { ...said, message: `${numbers}.` }),
    );
  },
});
