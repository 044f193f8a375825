import { describe, expect, it } from "vitest";
import { streamFailureDestinationMissing } from "../../src/rules/stream-failure-destination-missing.js";
import { streamRetriesUnbounded } from "../../src/rules/stream-retries-unbounded.js";
import { streamBatchNotBisected } from "../../src/rules/stream-batch-not-bisected.js";
import { streamStartsAtLatest } from "../../src/rules/stream-starts-at-latest.js";
import { mappingStartingPosition } from "../../src/rules/mapping-starting-position.js";
import { tableStreamReaders } from "../../src/rules/table-stream-readers.js";
import { streamConcurrencyReserved } from "../../src/rules/stream-concurrency-reserved.js";
import { check, FN } from "../check-rule.js";

const HEAD =
  "Parameters: { Stage: { Type: String }, Unknown: { Type: Number }, Arn: { Type: String } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";
const Q = "  Q: { Type: AWS::SQS::Queue }\n";
const MAPPING =
  "  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn } }\n";

describe("stream-failure-destination-missing", () => {
  it.each<[string, string, string[]]>([
    [
      "none",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, StartingPosition: LATEST } }
`,
      [
        "fail 3:3 Nothing keeps the position of records of arn:aws:kinesis:eu-west-1:1:stream/s (kinesis) that Fn fails to process.",
      ],
    ],
    [
      "a queue",
      `Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } } } }
`,
      [
        "pass 4:3 The positions of records of arn:aws:kinesis:eu-west-1:1:stream/s (kinesis) that Fn fails to process go to Q.",
      ],
    ],
    [
      "in one scenario",
      `${HEAD}Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, DestinationConfig: !If [IsProd, { OnFailure: { Destination: !GetAtt Q.Arn } }, !Ref AWS::NoValue] } }
`,
      [
        "fail 6:3 Nothing keeps the position of records of arn:aws:kinesis:eu-west-1:1:stream/s (kinesis) that Fn fails to process when not IsProd.",
      ],
    ],
    [
      "a macro decides",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, DestinationConfig: { Fn::Transform: { Name: Mine } } } }
`,
      [
        "unknown 3:3 Where the positions of records of arn:aws:kinesis:eu-west-1:1:stream/s (kinesis) that Fn fails to process go is not known: Fn::Transform is not evaluated.",
      ],
    ],
    [
      "a queue has none",
      `Resources:
${FN}${Q}${MAPPING}`,
      ["not-applicable 4:3 A mapping of Q (sqs) has no on-failure destination."],
    ],
    [
      "SAM",
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: { Type: AWS::Serverless::Function, Properties: { Runtime: python3.13, Handler: a.b, CodeUri: ., Events: { S: { Type: Kinesis, Properties: { Stream: 'arn:aws:kinesis:eu-west-1:1:stream/s', StartingPosition: LATEST } } } } }
`,
      [
        "fail 3:113 Nothing keeps the position of records of arn:aws:kinesis:eu-west-1:1:stream/s (kinesis) that Fn fails to process.",
      ],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(streamFailureDestinationMissing, text)).toEqual(expected);
  });
});

describe("stream-retries-unbounded", () => {
  it.each<[string, string | Readonly<Record<string, string>>, string[]]>([
    [
      "no limit",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, StartingPosition: LATEST } }
`,
      [
        "fail 3:3 The retries by Fn of records of arn:aws:kinesis:eu-west-1:1:stream/s end when the records expire: neither attempts nor record age are limited.",
      ],
    ],
    [
      "written without limit",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1 } }
`,
      [
        "fail 3:3 The retries by Fn of records of arn:aws:kinesis:eu-west-1:1:stream/s end when the records expire: neither attempts nor record age are limited.",
      ],
    ],
    [
      "attempts",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, MaximumRetryAttempts: 3 } }
`,
      ["pass 3:3 The retries by Fn of records of arn:aws:kinesis:eu-west-1:1:stream/s end after 3 retries."],
    ],
    [
      "Serverless",
      {
        "serverless.yml": `service: orders
frameworkVersion: "3"
provider: { name: aws, runtime: nodejs20.x }
functions:
  worker:
    handler: worker.handler
    events:
      - stream: { arn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/s', maximumRetryAttempts: 2 }
`,
      },
      [
        "pass serverless.yml:8:9 The retries by WorkerLambdaFunction of records of arn:aws:kinesis:eu-west-1:123456789012:stream/s end after 2 retries.",
      ],
    ],
    [
      "record age",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, MaximumRecordAgeInSeconds: 3600 } }
`,
      [
        "pass 3:3 The retries by Fn of records of arn:aws:kinesis:eu-west-1:1:stream/s end after a record age of 3600 s.",
      ],
    ],
    [
      "no limit in one scenario",
      `${HEAD}Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, MaximumRetryAttempts: !If [IsProd, 3, -1] } }
`,
      [
        "fail 5:3 The retries by Fn of records of arn:aws:kinesis:eu-west-1:1:stream/s end when the records expire: neither attempts nor record age are limited. (when not IsProd)",
      ],
    ],
    [
      "not known",
      `${HEAD}Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, MaximumRetryAttempts: !Ref Unknown } }
`,
      [
        "unknown 5:3 When the retries by Fn of records of arn:aws:kinesis:eu-west-1:1:stream/s end is not known: parameter Unknown has no default.",
      ],
    ],
    [
      "a pipe",
      `Resources:
  P: { Type: AWS::Pipes::Pipe, Properties: { RoleArn: r, Source: 'arn:aws:kinesis:eu-west-1:1:stream/s', SourceParameters: { KinesisStreamParameters: { StartingPosition: LATEST } }, Target: t } }
`,
      ["fail 2:3 The retries by the pipe P end when the records expire: neither attempts nor record age are limited."],
    ],
    [
      "a queue",
      `Resources:
${FN}${Q}${MAPPING}`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(streamRetriesUnbounded, text)).toEqual(expected);
  });
});

describe("stream-batch-not-bisected", () => {
  it.each<[string, string, string[]]>([
    [
      "default",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, StartingPosition: LATEST } }
`,
      ["fail 3:3 Batches of arn:aws:kinesis:eu-west-1:1:stream/s that Fn fails to process are not split."],
    ],
    [
      "bisected",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, BisectBatchOnFunctionError: true } }
`,
      ["pass 3:166 Batches of arn:aws:kinesis:eu-west-1:1:stream/s that Fn fails to process are split in two."],
    ],
    [
      "not known",
      `${HEAD}Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, BisectBatchOnFunctionError: !Ref Unknown } }
`,
      [
        "unknown 5:171 Whether batches of arn:aws:kinesis:eu-west-1:1:stream/s that Fn fails to process are split is not known: parameter Unknown has no default.",
      ],
    ],
    [
      "a queue",
      `Resources:
${FN}${Q}${MAPPING}`,
      [],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(streamBatchNotBisected, text)).toEqual(expected);
  });
});

describe("stream-starts-at-latest", () => {
  it.each<[string, string, string[]]>([
    [
      "latest",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, StartingPosition: LATEST } }
`,
      [
        "fail 3:156 Fn reads arn:aws:kinesis:eu-west-1:1:stream/s from LATEST: what is written until it begins is never read.",
      ],
    ],
    [
      "oldest",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, StartingPosition: TRIM_HORIZON } }
`,
      ["pass 3:156 Fn reads arn:aws:kinesis:eu-west-1:1:stream/s from TRIM_HORIZON."],
    ],
    [
      "latest in one scenario",
      `${HEAD}Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, StartingPosition: !If [IsProd, TRIM_HORIZON, LATEST] } }
`,
      [
        "fail 5:183 Fn reads arn:aws:kinesis:eu-west-1:1:stream/s from LATEST: what is written until it begins is never read. (when not IsProd)",
      ],
    ],
    [
      "not known",
      `${HEAD}Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, StartingPosition: !Ref Unknown } }
`,
      [
        "unknown 5:161 From where Fn reads arn:aws:kinesis:eu-west-1:1:stream/s is not known: parameter Unknown has no default.",
      ],
    ],
    [
      "not written",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s } }
`,
      ["not-applicable 3:59 Fn reads arn:aws:kinesis:eu-west-1:1:stream/s without a starting position."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(streamStartsAtLatest, text)).toEqual(expected);
  });
});

describe("mapping-starting-position", () => {
  it.each<[string, string, string[]]>([
    [
      "a stream without one",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s } }
`,
      ["fail 3:3 The mapping M of arn:aws:kinesis:eu-west-1:1:stream/s (kinesis) has no starting position."],
    ],
    [
      "a stream with one",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, StartingPosition: LATEST } }
`,
      ["pass 3:3 The mapping M of arn:aws:kinesis:eu-west-1:1:stream/s (kinesis) has a starting position."],
    ],
    [
      "a queue with one",
      `Resources:
${FN}${Q}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Q.Arn, StartingPosition: LATEST } }
`,
      ["fail 4:3 The mapping M of Q (sqs) has a starting position."],
    ],
    [
      "a queue without one",
      `Resources:
${FN}${Q}${MAPPING}`,
      ["not-applicable 4:3 The mapping M of Q (sqs) needs no starting position."],
    ],
    [
      "a topic that is read as a queue",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kafka:eu-west-1:1:cluster/c/d, Topics: [t], AmazonManagedKafkaEventSourceConfig: { ConsumptionMode: Queue } } }
`,
      [],
    ],
    [
      "a macro decides",
      `Resources:
${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s, StartingPosition: { Fn::Transform: { Name: Mine } } } }
`,
      ["unknown 3:3 Whether M has a starting position is not known: Fn::Transform is not evaluated."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(mappingStartingPosition, text)).toEqual(expected);
  });
});

describe("table-stream-readers", () => {
  it.each<[string, string, string[]]>([
    [
      "two",
      `Resources:
${FN}  T: { Type: AWS::DynamoDB::Table }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt T.StreamArn } }
  P: { Type: AWS::Pipes::Pipe, Properties: { RoleArn: r, Source: !GetAtt T.StreamArn, Target: t } }
`,
      ["pass 3:3 2 readers read the stream of T: Fn, P."],
    ],
    [
      "three",
      `Resources:
${FN}  T: { Type: AWS::DynamoDB::Table }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt T.StreamArn } }
  N: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt T.StreamArn } }
  P: { Type: AWS::Pipes::Pipe, Properties: { RoleArn: r, Source: !GetAtt T.StreamArn, Target: t } }
`,
      ["fail 3:3 3 readers read the stream of T: Fn, Fn, P."],
    ],
    [
      "three, but two at a time",
      `Parameters: { Stage: { Type: String }, Unknown: { Type: Number }, Arn: { Type: String } }
Conditions: { NotProd: !Not [!Condition IsProd], IsProd: !Equals [!Ref Stage, prod] }
Resources:
${FN}  T: { Type: AWS::DynamoDB::Table }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt T.StreamArn } }
  O: { Type: AWS::Lambda::EventSourceMapping, Condition: IsProd, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt T.StreamArn } }
  N: { Type: AWS::Lambda::EventSourceMapping, Condition: NotProd, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt T.StreamArn } }
`,
      ["pass 5:3 3 readers read the stream of T: Fn, Fn, Fn."],
    ],
    [
      "a pipe whose role may read the table too",
      `Resources:
  T: { Type: AWS::DynamoDB::Table }
  P: { Type: AWS::Pipes::Pipe, Properties: { RoleArn: !GetAtt Role.Arn, Source: !GetAtt T.StreamArn, Target: t } }
  Role: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: 'dynamodb:GetRecords', Resource: !GetAtt T.StreamArn }] } }] } }
`,
      ["pass 2:3 1 reader reads the stream of T: P."],
    ],
    [
      "none",
      `Resources:
  T: { Type: AWS::DynamoDB::Table }
`,
      ["not-applicable 2:3 Nothing reads the stream of T."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(tableStreamReaders, text)).toEqual(expected);
  });
});

describe("stream-concurrency-reserved", () => {
  it.each<[string, string, string[]]>([
    [
      "enough",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, ReservedConcurrentExecutions: 8 } }
  S: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 4 } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt S.Arn, ParallelizationFactor: 2 } }
`,
      ["pass 2:117 Fn reserves 8 executions; S has 4 shards × 2 = 8 parallel batches."],
    ],
    [
      "too few",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, ReservedConcurrentExecutions: 7 } }
  S: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 4 } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt S.Arn, ParallelizationFactor: 2 } }
`,
      ["fail 2:117 Fn reserves 7 executions; S has 4 shards × 2 = 8 parallel batches."],
    ],
    [
      "too few in one scenario",
      `${HEAD}Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, ReservedConcurrentExecutions: 4 } }
  S: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: !If [IsProd, 5, 1] } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt S.Arn } }
`,
      ["fail 4:117 Fn reserves 4 executions; S has 5 shards × 1 = 5 parallel batches. (when IsProd)"],
    ],
    [
      "a stream elsewhere",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, ReservedConcurrentExecutions: 4 } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/s } }
`,
      [
        "unknown 2:117 Whether Fn can read all shards of arn:aws:kinesis:eu-west-1:1:stream/s at once is not known: it is not declared in the scanned inputs.",
      ],
    ],
    [
      "nothing reserved",
      `Resources:
${FN}  S: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 4 } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt S.Arn } }
`,
      ["not-applicable 2:50 Fn reserves no concurrency."],
    ],
    [
      "on demand",
      `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b, ReservedConcurrentExecutions: 4 } }
  S: { Type: AWS::Kinesis::Stream, Properties: { StreamModeDetails: { StreamMode: ON_DEMAND } } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt S.Arn } }
`,
      ["not-applicable 2:117 The number of shards of S is not fixed."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(streamConcurrencyReserved, text)).toEqual(expected);
  });
});
