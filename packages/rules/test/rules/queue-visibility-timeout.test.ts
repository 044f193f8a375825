import { expect, it } from "vitest";
import { queueVisibilityTimeout } from "../../src/rules/queue-visibility-timeout.js";
import { check, resources, STAGES } from "../check-rule.js";

const template = (visibility: string, timeout: string, source = "!GetAtt Q.Arn", head = "") =>
  resources(
    `  Q: { Type: AWS::SQS::Queue, Properties: { ${visibility} } }
  Fn: { Type: AWS::Lambda::Function, Properties: { ${timeout} } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: ${source}, FunctionName: !Ref Fn } }
`,
    head,
  );

it.each([
  [
    "six times",
    template("VisibilityTimeout: 60", "Timeout: 10"),
    ["pass 2:64 The visibility timeout of Q is 60 s, the timeout of Fn 10 s: at least 6 times."],
  ],
  [
    "less than six times",
    template("VisibilityTimeout: 59", "Timeout: 10"),
    ["fail 2:64 The visibility timeout of Q is 59 s, the timeout of Fn 10 s: less than 6 times (60 s)."],
  ],
  [
    "less than once",
    template("VisibilityTimeout: 5", "Timeout: 10"),
    ["fail 2:64 The visibility timeout of Q is 5 s, the timeout of Fn 10 s: the mapping cannot be created."],
  ],
  [
    "less than six times and the window",
    template("VisibilityTimeout: 60", "Timeout: 10").replace(
      "!Ref Fn }",
      "!Ref Fn, MaximumBatchingWindowInSeconds: 5 }",
    ),
    [
      "fail 2:64 The visibility timeout of Q is 60 s, the timeout of Fn 10 s, the batching window 5 s: less than 6 times and the window (65 s).",
    ],
  ],
  [
    "six times and the window",
    template("VisibilityTimeout: 65", "Timeout: 10").replace(
      "!Ref Fn }",
      "!Ref Fn, MaximumBatchingWindowInSeconds: 5 }",
    ),
    [
      "pass 2:64 The visibility timeout of Q is 65 s, the timeout of Fn 10 s, the batching window 5 s: at least 6 times and the window.",
    ],
  ],
  [
    "both defaults",
    template("", ""),
    ["pass 2:3 The visibility timeout of Q is 30 s, the timeout of Fn 3 s: at least 6 times."],
  ],
  [
    "a numeric string",
    template("VisibilityTimeout: '60'", "Timeout: 10"),
    ["pass 2:64 The visibility timeout of Q is 60 s, the timeout of Fn 10 s: at least 6 times."],
  ],
  [
    "too short in one scenario",
    template("VisibilityTimeout: !If [IsProd, 60, 30]", "Timeout: 10", undefined, STAGES),
    [
      "fail 4:81 The visibility timeout of Q is 30 s, the timeout of Fn 10 s: less than 6 times (60 s). (when not IsProd)",
    ],
  ],
  [
    "scenarios of both that never meet",
    template("VisibilityTimeout: !If [IsProd, 600, 60]", "Timeout: !If [IsProd, 100, 10]", undefined, STAGES),
    ["pass 4:77 The visibility timeout of Q is 600 s, the timeout of Fn 100 s: at least 6 times. (when IsProd)"],
  ],
  [
    "a timeout that is not known",
    template("VisibilityTimeout: 60", "Timeout: !Ref Unknown", undefined, STAGES),
    ["unknown 4:64 Whether the visibility timeout of Q fits Fn is not known: parameter Unknown has no default."],
  ],
  [
    "a queue that is not declared",
    template("", "", "'arn:aws:sqs:eu-west-1:1:jobs'"),
    [
      "unknown 4:3 The visibility timeout of arn:aws:sqs:eu-west-1:1:jobs for Fn is not known: arn:aws:sqs:eu-west-1:1:jobs is not declared in the scanned inputs.",
    ],
  ],
  ["no queue", resources("  T: { Type: AWS::SNS::Topic }\n"), []],
])("%s", async (_, text, expected) => {
  expect(await check(queueVisibilityTimeout, text)).toEqual(expected);
});

it("does not apply to a function that is not declared", async () => {
  const text = resources(`  Q: { Type: AWS::SQS::Queue }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Q.Arn, FunctionName: elsewhere } }
`);
  expect(await check(queueVisibilityTimeout, text)).toEqual([
    "not-applicable 3:3 The visibility timeout of Q for elsewhere is not known: elsewhere is not declared in the scanned inputs.",
  ]);
});

it("follows a queue into a nested stack, and cites both files", async () => {
  const files = {
    "template.yaml": `Resources:
  Queues: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: queues.yaml } }
  Fn: { Type: AWS::Lambda::Function, Properties: { Timeout: 30 } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Queues.Outputs.Arn, FunctionName: !Ref Fn } }
`,
    "queues.yaml": `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 60 } }
Outputs: { Arn: { Value: !GetAtt Q.Arn } }
`,
  };
  expect(await check(queueVisibilityTimeout, files)).toEqual([
    "fail queues.yaml:2:64 The visibility timeout of Q is 60 s, the timeout of Fn 30 s: less than 6 times (180 s).",
  ]);
});
