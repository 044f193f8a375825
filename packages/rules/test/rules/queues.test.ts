import { describe, expect, it } from "vitest";
import { queueRedriveMissing } from "../../src/rules/queue-redrive-missing.js";
import { queueMappingRefused } from "../../src/rules/queue-mapping-refused.js";
import { partialBatchResponsesOff } from "../../src/rules/partial-batch-responses-off.js";
import { receiveCountLow } from "../../src/rules/receive-count-low.js";
import { deadLetterTypeMismatch } from "../../src/rules/dead-letter-type-mismatch.js";
import { deadLetterRetentionShort } from "../../src/rules/dead-letter-retention-short.js";
import { retentionUnset } from "../../src/rules/retention-unset.js";
import { queueVisibilityBelowTimeout } from "../../src/rules/queue-visibility-below-timeout.js";
import { check, FN } from "../check-rule.js";

const HEAD =
  "Parameters: { Stage: { Type: String }, Unknown: { Type: Number }, Arn: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";
const RULE =
  "  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] } }\n";
const Q = "  Q: { Type: AWS::SQS::Queue }\n";
const REDRIVEN =
  "  S: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Q.Arn, maxReceiveCount: 5 } } }\n";
const MAPPING =
  "  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn } }\n";

describe("queue-redrive-missing", () => {
  it.each<[string, string, string[]]>([
    [
      "none",
      `Resources:
${Q}`,
      ["fail 2:3 Q has no redrive policy."],
    ],
    [
      "one called a dead-letter queue that nothing reads",
      `Resources:
  OrdersDLQ: { Type: AWS::SQS::Queue }
  Failed: { Type: AWS::SQS::Queue, Properties: { QueueName: orders-dead-letter } }
`,
      [
        "not-applicable 2:3 OrdersDLQ is called a dead-letter queue, and nothing in the scanned inputs reads it.",
        "not-applicable 3:3 Failed is called a dead-letter queue, and nothing in the scanned inputs reads it.",
      ],
    ],
    [
      "one called a dead-letter queue that a function reads",
      `Resources:
${FN}  OrdersDLQ: { Type: AWS::SQS::Queue }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt OrdersDLQ.Arn } }
`,
      ["fail 3:3 OrdersDLQ has no redrive policy."],
    ],
    [
      "one",
      `Resources:
${REDRIVEN}${Q}`,
      [
        "pass 2:3 Messages that are received from S too often go to Q.",
        "not-applicable 3:3 Q keeps what failed elsewhere (S).",
      ],
    ],
    [
      "one as JSON",
      `Resources:
  S: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: !Sub '{ "deadLetterTargetArn": "\${Q.Arn}", "maxReceiveCount": 4 }' } }
${Q}`,
      [
        "pass 2:3 Messages that are received from S too often go to Q.",
        "not-applicable 3:3 Q keeps what failed elsewhere (S).",
      ],
    ],
    [
      "one in one scenario",
      `${HEAD}Resources:
  S: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: !If [IsProd, { deadLetterTargetArn: !GetAtt Q.Arn, maxReceiveCount: 5 }, !Ref AWS::NoValue] } }
${Q}`,
      ["fail 4:3 S has no redrive policy when not IsProd.", "not-applicable 5:3 Q keeps what failed elsewhere (S)."],
    ],
    [
      "a macro decides",
      `Resources:
  S: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { Fn::Transform: { Name: Mine } } } }
`,
      ["unknown 2:3 Whether S has a dead-letter queue is not known: Fn::Transform is not evaluated."],
    ],
    [
      "the destination of a function",
      `Resources:
${FN}${RULE}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } } } }
${Q}`,
      ["not-applicable 5:3 Q keeps what failed elsewhere (Fn)."],
    ],
    [
      "a dead-letter queue by its policy",
      `Resources:
  D: { Type: AWS::SQS::Queue, Properties: { RedriveAllowPolicy: { redrivePermission: allowAll } } }
`,
      ["not-applicable 2:3 D is a dead-letter queue: it has a redrive allow policy."],
    ],
    [
      "no dead-letter queue by its policy",
      `Resources:
  D: { Type: AWS::SQS::Queue, Properties: { RedriveAllowPolicy: { redrivePermission: denyAll } } }
`,
      ["fail 2:3 D has no redrive policy."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(queueRedriveMissing, text)).toEqual(expected);
  });
});

describe("queue-mapping-refused", () => {
  it.each<[string, string, string[]]>([
    [
      "defaults",
      `Resources:
${FN}${Q}${MAPPING}`,
      ["pass 4:3 The mapping M of Q has settings that Lambda accepts."],
    ],
    [
      "a large batch without a window",
      `Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, BatchSize: 11 } }
`,
      ["fail 4:3 The mapping M of Q is refused: a batch of 11 without a batching window."],
    ],
    [
      "a large batch with a window",
      `Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, BatchSize: 10000, MaximumBatchingWindowInSeconds: 1 } }
`,
      ["pass 4:3 The mapping M of Q has settings that Lambda accepts."],
    ],
    [
      "a huge batch",
      `Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, BatchSize: 10001, MaximumBatchingWindowInSeconds: 1 } }
`,
      ["fail 4:3 The mapping M of Q is refused: a batch of 10001, more than 10000."],
    ],
    [
      "FIFO",
      `Resources:
${FN}  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, BatchSize: 11, MaximumBatchingWindowInSeconds: 5 } }
`,
      [
        "fail 4:3 The mapping M of Q is refused: a batch of 11 from a FIFO queue, which allows 10; a batching window of 5 s on a FIFO queue.",
      ],
    ],
    [
      "FIFO by its name",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:sqs:eu-west-1:1:orders.fifo, BatchSize: 100 } }
`,
      [
        "fail 3:3 The mapping M of arn:aws:sqs:eu-west-1:1:orders.fifo is refused: a batch of 100 from a FIFO queue, which allows 10.",
      ],
    ],
    [
      "concurrency",
      `Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, ScalingConfig: { MaximumConcurrency: 1 }, ProvisionedPollerConfig: { MaximumPollers: 5 } } }
`,
      [
        "fail 4:3 The mapping M of Q is refused: a maximum concurrency of 1, outside 2 to 1000; both a maximum concurrency and provisioned pollers.",
      ],
    ],
    [
      "a large batch in one scenario",
      `${HEAD}Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, BatchSize: !If [IsProd, 100, 10] } }
`,
      ["fail 6:3 The mapping M of Q is refused: a batch of 100 without a batching window. (when IsProd)"],
    ],
    [
      "not known",
      `${HEAD}Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, BatchSize: !Ref Unknown } }
`,
      ["unknown 6:3 Whether Lambda accepts the settings of M is not known: parameter Unknown has no default."],
    ],
    [
      "a stream",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, BatchSize: 10000 } }
`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(queueMappingRefused, text)).toEqual(expected);
  });
});

describe("partial-batch-responses-off", () => {
  it.each<[string, string | Readonly<Record<string, string>>, string[]]>([
    [
      "off",
      `Resources:
${FN}${Q}${MAPPING}`,
      ["fail 4:3 Fn reads Q (sqs) in batches of up to 10, all of which return when one message fails."],
    ],
    [
      "on",
      `Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } }
`,
      ["pass 4:3 Fn reads Q (sqs) and reports which messages of a batch failed."],
    ],
    [
      "off in one scenario",
      `${HEAD}Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, FunctionResponseTypes: !If [IsProd, [ReportBatchItemFailures], !Ref AWS::NoValue] } }
`,
      [
        "fail 6:3 Fn reads Q (sqs) in batches of up to 10, all of which return when one message fails. (when not IsProd)",
      ],
    ],
    [
      "not known",
      `${HEAD}Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, FunctionResponseTypes: [!Ref Unknown] } }
`,
      [
        "unknown 6:3 Whether a failed message of Q brings its batch back is not known: parameter Unknown has no default.",
      ],
    ],
    [
      "Serverless, off",
      {
        "serverless.yml": `service: orders
frameworkVersion: "3"
provider: { name: aws, runtime: nodejs20.x }
functions:
  worker:
    handler: worker.handler
    events:
      - sqs: { arn: !GetAtt Q.Arn }
resources:
  Resources:
  ${Q}`,
      },
      [
        "fail serverless.yml:8:9 WorkerLambdaFunction reads Q (sqs) in batches of up to 10, all of which return when one message fails.",
      ],
    ],
    [
      "Serverless, on",
      {
        "serverless.yml": `service: orders
frameworkVersion: "3"
provider: { name: aws, runtime: nodejs20.x }
functions:
  worker:
    handler: worker.handler
    events:
      - sqs: { arn: !GetAtt Q.Arn, functionResponseType: ReportBatchItemFailures }
resources:
  Resources:
  ${Q}`,
      },
      ["pass serverless.yml:8:9 WorkerLambdaFunction reads Q (sqs) and reports which messages of a batch failed."],
    ],
    [
      "one message at a time",
      `Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, BatchSize: 1 } }
`,
      ["not-applicable 4:3 Fn reads Q (sqs) one message at a time."],
    ],
    [
      "a stream",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s } }
`,
      [
        "fail 3:3 Fn reads arn:aws:kinesis:eu-west-1:1:stream/s (kinesis) in batches of up to 100, all of which return when one message fails.",
      ],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(partialBatchResponsesOff, text)).toEqual(expected);
  });
});

describe("receive-count-low", () => {
  it.each<[string, string, string[]]>([
    [
      "low",
      `Resources:
${FN}  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 1 } } }
  D: { Type: AWS::SQS::Queue }
${MAPPING}`,
      ["fail 3:115 A message of Q goes to D when Fn has received it 1 time, less than 5."],
    ],
    [
      "enough",
      `Resources:
${FN}  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: '5' } } }
  D: { Type: AWS::SQS::Queue }
${MAPPING}`,
      ["pass 3:115 A message of Q goes to D when Fn has received it 5 times."],
    ],
    [
      "low in one scenario",
      `${HEAD}Resources:
${FN}  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: !If [IsProd, 5, 3] } } }
  D: { Type: AWS::SQS::Queue }
${MAPPING}`,
      ["fail 5:131 A message of Q goes to D when Fn has received it 3 times, less than 5. (when not IsProd)"],
    ],
    [
      "not known",
      `${HEAD}Resources:
${FN}  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: !Ref Unknown } } }
  D: { Type: AWS::SQS::Queue }
${MAPPING}`,
      ["unknown 5:120 How often Fn receives a message of Q is not known: parameter Unknown has no default."],
    ],
    [
      "no function reads it",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 1 } } }
  D: { Type: AWS::SQS::Queue }
`,
      ["not-applicable 2:91 No function reads Q."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(receiveCountLow, text)).toEqual(expected);
  });
});

describe("dead-letter-type-mismatch", () => {
  it.each<[string, string, string[]]>([
    [
      "FIFO to standard",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true, RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 5 } } }
  D: { Type: AWS::SQS::Queue }
`,
      ["fail 2:108 Q is a FIFO queue, its dead-letter queue D a standard one."],
    ],
    [
      "standard to FIFO elsewhere",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:1:d.fifo', maxReceiveCount: 5 } } }
`,
      ["fail 2:83 Q is a standard queue, its dead-letter queue arn:aws:sqs:eu-west-1:1:d.fifo a FIFO one."],
    ],
    [
      "both FIFO, as a string",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: 'true', RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 5 } } }
  D: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
`,
      ["pass 2:110 Q is a FIFO queue, its dead-letter queue D a FIFO one."],
    ],
    [
      "kinds that never meet",
      `${HEAD}Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: !If [IsProd, true, !Ref AWS::NoValue], RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 5 } } }
  D: { Type: AWS::SQS::Queue, Properties: { FifoQueue: !If [IsProd, true, !Ref AWS::NoValue] } }
`,
      ["pass 4:141 Q is a FIFO queue, its dead-letter queue D a FIFO one. (when IsProd)"],
    ],
    [
      "not known",
      `${HEAD}Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !Ref Arn, maxReceiveCount: 5 } } }
`,
      [
        "unknown 4:88 Whether Q and ${Arn} are of the same kind is not known: it is not declared in the scanned inputs.",
      ],
    ],
    [
      "no dead-letter queue",
      `Resources:
${Q}`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(deadLetterTypeMismatch, text)).toEqual(expected);
  });
});

describe("dead-letter-retention-short", () => {
  it.each<[string, string | Readonly<Record<string, string>>, string[]]>([
    [
      "shorter",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { MessageRetentionPeriod: 1209600, RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 5 } } }
  D: { Type: AWS::SQS::Queue }
`,
      ["fail 3:3 D keeps messages for 4 days, Q for 14 days."],
    ],
    [
      "as long",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 5 } } }
  D: { Type: AWS::SQS::Queue }
`,
      ["pass 3:3 D keeps messages for 4 days, Q for 4 days."],
    ],
    [
      "shorter in one scenario",
      `${HEAD}Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 5 } } }
  D: { Type: AWS::SQS::Queue, Properties: { MessageRetentionPeriod: !If [IsProd, 1209600, 86400] } }
`,
      ["fail 5:91 D keeps messages for 1 day, Q for 4 days. (when not IsProd)"],
    ],
    [
      "elsewhere",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:1:d', maxReceiveCount: 5 } } }
`,
      [
        "unknown 2:83 How long arn:aws:sqs:eu-west-1:1:d keeps what Q failed on is not known: it is not declared in the scanned inputs.",
      ],
    ],
    [
      "in a nested stack",
      {
        "template.yaml": `Resources:
  Queues: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: queues.yaml } }
  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Queues.Outputs.Arn, maxReceiveCount: 5 } } }
`,
        "queues.yaml": `Resources:
  D: { Type: AWS::SQS::Queue, Properties: { MessageRetentionPeriod: 60 } }
Outputs: { Arn: { Value: !GetAtt D.Arn } }
`,
      },
      ["fail queues.yaml:2:69 D keeps messages for 60 s, Q for 4 days."],
    ],
    [
      "FIFO",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true, MessageRetentionPeriod: 1209600, RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 5 } } }
  D: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
`,
      ["not-applicable 3:3 Messages of the FIFO queue Q begin anew in D."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(deadLetterRetentionShort, text)).toEqual(expected);
  });
});

describe("retention-unset", () => {
  it.each<[string, string, string[]]>([
    [
      "a queue",
      `Resources:
${Q}`,
      ["fail 2:3 Q leaves its retention to the default, 4 days."],
    ],
    [
      "a stream",
      `Resources:
  S: { Type: AWS::Kinesis::Stream }
`,
      ["fail 2:3 S leaves its retention to the default, 24 hours."],
    ],
    [
      "chosen",
      `Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { MessageRetentionPeriod: 86400 } }
  S: { Type: AWS::Kinesis::Stream, Properties: { RetentionPeriodHours: 48 } }
`,
      ["pass 2:3 Q keeps its contents for 86400 s.", "pass 3:3 S keeps its contents for 48 h."],
    ],
    [
      "left in one scenario",
      `${HEAD}Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { MessageRetentionPeriod: !If [IsProd, 86400, !Ref AWS::NoValue] } }
`,
      ["fail 4:3 Q leaves its retention to the default, 4 days. (when not IsProd)"],
    ],
    [
      "not known",
      `${HEAD}Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { MessageRetentionPeriod: !Ref Unknown } }
`,
      ["unknown 4:3 How long Q keeps its contents is not known: parameter Unknown has no default."],
    ],
    [
      "neither",
      `Resources:
${FN}`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(retentionUnset, text)).toEqual(expected);
  });
});

describe("queue-visibility-below-timeout", () => {
  it.each<[string, string, string[]]>([
    [
      "below",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Timeout: 60 } }
${Q}${MAPPING}`,
      ["fail 3:3 The visibility timeout of Q is 30 s, the timeout of Fn 60 s: the mapping cannot be created."],
    ],
    [
      "equal",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Timeout: 30 } }
${Q}${MAPPING}`,
      ["pass 3:3 The visibility timeout of Q is 30 s, the timeout of Fn 30 s."],
    ],
    [
      "below in one scenario",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Timeout: 60 } }
  Q: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: !If [IsProd, 360, 10] } }
${MAPPING}`,
      [
        "fail 5:82 The visibility timeout of Q is 10 s, the timeout of Fn 60 s: the mapping cannot be created. (when not IsProd)",
      ],
    ],
    [
      "a parameter's default",
      `Parameters: { T: { Type: Number, Default: 60 } }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Timeout: !Ref T } }
  Q: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 10 } }
${MAPPING}`,
      ["fail 4:64 The visibility timeout of Q is 10 s, the timeout of Fn 60 s: the mapping cannot be created."],
    ],
    [
      "not known",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, Timeout: !Ref Unknown } }
${Q}${MAPPING}`,
      ["unknown 5:3 Whether the visibility timeout of Q fits Fn is not known: parameter Unknown has no default."],
    ],
    [
      "a function elsewhere",
      `Resources:
${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: elsewhere, EventSourceArn: !GetAtt Q.Arn } }
`,
      [
        "not-applicable 3:3 The visibility timeout of Q for elsewhere is not known: elsewhere is not declared in the scanned inputs.",
      ],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(queueVisibilityBelowTimeout, text)).toEqual(expected);
  });
});
