import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/rule.js";
import { alarmAsyncEventsMissing } from "../../src/rules/alarm-async-events-missing.js";
import { alarmConcurrencyMissing } from "../../src/rules/alarm-concurrency-missing.js";
import { alarmDurationMissing } from "../../src/rules/alarm-duration-missing.js";
import { alarmFailedDeliveryMissing } from "../../src/rules/alarm-failed-delivery-missing.js";
import { alarmIteratorAgeMissing } from "../../src/rules/alarm-iterator-age-missing.js";
import { apiAlarmMissing } from "../../src/rules/api-alarm-missing.js";
import { apiLatencyAlarmMissing } from "../../src/rules/api-latency-alarm-missing.js";
import { deadLetterQueueAlarmMissing } from "../../src/rules/dead-letter-queue-alarm-missing.js";
import { queueAlarmMissing } from "../../src/rules/queue-alarm-missing.js";
import { ruleAlarmMissing } from "../../src/rules/rule-alarm-missing.js";
import { stateMachineAlarmMissing } from "../../src/rules/state-machine-alarm-missing.js";
import { streamAlarmMissing } from "../../src/rules/stream-alarm-missing.js";
import { tableAlarmMissing } from "../../src/rules/table-alarm-missing.js";
import { topicAlarmMissing } from "../../src/rules/topic-alarm-missing.js";
import { check, FN, resources, STAGES } from "../check-rule.js";

const alarm = (namespace: string, metric: string, dimension: string, more = "") =>
  `  A: { Type: AWS::CloudWatch::Alarm${more}, Properties: { Namespace: ${namespace}, MetricName: ${metric}, Dimensions: [${dimension}] } }\n`;
const ofFn = "{ Name: FunctionName, Value: !Ref Fn }";

/** Each row: the rule, what it is about, a fitting metric, its dimension, and how the finding names both. */
const subjects: readonly (readonly [Rule, string, string, string, string, string])[] = [
  [alarmDurationMissing, FN, "AWS/Lambda", "Duration", "FunctionName", "Duration"],
  [alarmConcurrencyMissing, FN, "AWS/Lambda", "ConcurrentExecutions", "FunctionName", "ConcurrentExecutions"],
  [
    queueAlarmMissing,
    `  Fn: { Type: AWS::SQS::Queue }\n  W: { Type: AWS::Lambda::Function }\n  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Fn.Arn, FunctionName: !Ref W } }\n`,
    "AWS/SQS",
    "ApproximateAgeOfOldestMessage",
    "QueueName",
    "ApproximateAgeOfOldestMessage or ApproximateNumberOfMessagesVisible",
  ],
  [
    apiAlarmMissing,
    "  Fn: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }\n",
    "AWS/ApiGateway",
    "5XXError",
    "ApiName",
    "5XXError",
  ],
  [
    apiLatencyAlarmMissing,
    "  Fn: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: shop, ProtocolType: HTTP } }\n",
    "AWS/ApiGateway",
    "IntegrationLatency",
    "ApiId",
    "Latency",
  ],
  [
    apiAlarmMissing,
    "  Fn: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: chat, ProtocolType: WEBSOCKET } }\n",
    "AWS/ApiGateway",
    "IntegrationError",
    "ApiId",
    "ExecutionError or IntegrationError",
  ],
  [
    ruleAlarmMissing,
    "  Fn: { Type: AWS::Events::Rule, Properties: { Targets: [{ Id: a, Arn: 'arn:aws:sqs:eu-west-1:1:q' }] } }\n",
    "AWS/Events",
    "FailedInvocations",
    "RuleName",
    "FailedInvocations",
  ],
  [
    tableAlarmMissing,
    "  Fn: { Type: AWS::DynamoDB::Table }\n",
    "AWS/DynamoDB",
    "WriteThrottleEvents",
    "TableName",
    "throttled requests",
  ],
  [
    streamAlarmMissing,
    "  Fn: { Type: AWS::Kinesis::Stream }\n",
    "AWS/Kinesis",
    "WriteProvisionedThroughputExceeded",
    "StreamName",
    "exceeded throughput",
  ],
  [
    topicAlarmMissing,
    "  Fn: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: email, Endpoint: a@example.com }] } }\n",
    "AWS/SNS",
    "NumberOfNotificationsFailed",
    "TopicName",
    "NumberOfNotificationsFailed",
  ],
];

describe.each(subjects)("%s", (rule, subject, namespace, metric, dimension, need) => {
  // The dimension names the resource by whatever the graph takes for its name.
  const value = rule.id === "api-alarm-missing" && dimension === "ApiName" ? "shop" : "!Ref Fn";
  const one = (more = "", what = value) => alarm(namespace, metric, `{ Name: ${dimension}, Value: ${what} }`, more);
  it(`${rule.id}: fails without, passes with, tells the scenario, admits what is not known`, async () => {
    expect(await check(rule, resources(subject))).toEqual([`fail 2:3 Fn has no alarm on ${need}.`]);
    expect(await check(rule, resources(subject + one()))).toEqual([`pass 2:3 Fn has an alarm on ${need}: A.`]);
    expect(await check(rule, resources(subject + one(", Condition: IsProd"), STAGES))).toEqual([
      `fail 4:3 Fn has an alarm on ${need} only when IsProd (A). (when not IsProd)`,
    ]);
    expect(await check(rule, resources(subject + one("", "!Ref Stage"), STAGES))).toEqual([
      `unknown 4:3 Whether Fn has an alarm on ${need} is not known: what the alarm A watches is known at deployment only.`,
    ]);
    expect(await check(rule, resources("  T: { Type: AWS::S3::Bucket }\n"))).toEqual([]);
  });
});

describe("alarm-iterator-age-missing", () => {
  const reads = (arn: string) =>
    `${FN}  S: { Type: AWS::Kinesis::Stream }\n  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: ${arn}, FunctionName: !Ref Fn } }\n`;
  it.each([
    ["no stream", FN, ["not-applicable 2:3 Fn reads no stream."]],
    ["a stream", reads("!GetAtt S.Arn"), ["fail 2:3 Fn has no alarm on IteratorAge."]],
    [
      "an alarm of the function",
      reads("!GetAtt S.Arn") + alarm("AWS/Lambda", "IteratorAge", ofFn),
      ["pass 2:3 Fn has an alarm on IteratorAge: A."],
    ],
    [
      "an alarm of the stream",
      reads("!GetAtt S.Arn") +
        alarm("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "{ Name: StreamName, Value: !Ref S }"),
      ["pass 2:3 Fn has an alarm on IteratorAge: A."],
    ],
    [
      "Kafka",
      reads("'arn:aws:kafka:eu-west-1:1:cluster/c/1'") + alarm("AWS/Lambda", "IteratorAge", ofFn),
      ["fail 2:3 Fn has no alarm on OffsetLag."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(alarmIteratorAgeMissing, resources(text))).toEqual(expected);
  });
});

describe("alarm-failed-delivery-missing", () => {
  const keeps = FN.replace(
    "Handler: a.b",
    "Handler: a.b, DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:1:failed' }",
  );
  it.each([
    ["nothing kept", FN, ["not-applicable 2:3 Lambda delivers no failed events of Fn anywhere."]],
    ["a dead-letter queue", keeps, ["fail 2:3 Fn has no alarm on DeadLetterErrors."]],
    [
      "with its alarm",
      keeps + alarm("AWS/Lambda", "DeadLetterErrors", ofFn),
      ["pass 2:3 Fn has an alarm on DeadLetterErrors: A."],
    ],
    [
      "a destination",
      `${FN}  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:1:failed' } } } }\n`,
      ["fail 2:3 Fn has no alarm on DestinationDeliveryFailures."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(alarmFailedDeliveryMissing, resources(text))).toEqual(expected);
  });
});

describe("alarm-async-events-missing", () => {
  const subscribed = `${FN}  T: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: lambda, Endpoint: !GetAtt Fn.Arn }] } }\n`;
  it.each([
    ["no asynchronous event", FN, ["not-applicable 2:3 No event source that was found invokes Fn asynchronously."]],
    ["none", subscribed, ["fail 2:3 Fn has no alarm on AsyncEventsDropped or AsyncEventAge."]],
    [
      "either does",
      subscribed + alarm("AWS/Lambda", "AsyncEventAge", ofFn),
      ["pass 2:3 Fn has an alarm on AsyncEventsDropped or AsyncEventAge: A."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(alarmAsyncEventsMissing, resources(text))).toEqual(expected);
  });
});

describe("dead-letter-queue-alarm-missing", () => {
  const failing =
    "  D: { Type: AWS::SQS::Queue }\n  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 5 } } }\n";
  const ofD = "{ Name: QueueName, Value: !GetAtt D.QueueName }";
  const NEED = "ApproximateAgeOfOldestMessage or ApproximateNumberOfMessagesVisible";
  it.each([
    ["no dead-letter queue", "  Q: { Type: AWS::SQS::Queue }\n", []],
    ["none", failing, [`fail 2:3 D has no alarm on ${NEED}.`]],
    [
      "on its depth",
      failing + alarm("AWS/SQS", "ApproximateNumberOfMessagesVisible", ofD),
      [`pass 2:3 D has an alarm on ${NEED}: A.`],
    ],
    [
      "a metric that does not count what is moved",
      failing + alarm("AWS/SQS", "NumberOfMessagesSent", ofD),
      [
        "fail 2:3 The alarm A watches NumberOfMessagesSent of D, which does not count messages that a redrive policy moves.",
      ],
    ],
    [
      "that metric where Lambda sends",
      `  D: { Type: AWS::SQS::Queue }\n  F: { Type: AWS::Lambda::Function, Properties: { DeadLetterConfig: { TargetArn: !GetAtt D.Arn } } }\n${alarm("AWS/SQS", "NumberOfMessagesSent", ofD)}`,
      ["pass 2:3 D has an alarm on NumberOfMessagesSent: A."],
    ],
    [
      "a reader",
      `${failing}${FN}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt D.Arn, FunctionName: !Ref Fn } }\n`,
      ["pass 2:3 D has no alarm, but Fn reads it."],
    ],
    [
      "a queue whose name is not known",
      failing + alarm("AWS/SQS", "ApproximateNumberOfMessagesVisible", "{ Name: QueueName, Value: !ImportValue dlq }"),
      [
        `unknown 2:3 Whether D has an alarm on ${NEED} is not known: what the alarm A watches is known at deployment only.`,
      ],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(deadLetterQueueAlarmMissing, resources(text))).toEqual(expected);
  });
});

describe("state-machine-alarm-missing", () => {
  const machine = "  S: { Type: AWS::StepFunctions::StateMachine }\n";
  const ofS = "{ Name: StateMachineArn, Value: !Ref S }";
  it.each([
    ["none", machine, ["fail 2:3 S has no alarm on ExecutionsFailed or ExecutionsTimedOut."]],
    [
      "one",
      machine + alarm("AWS/States", "ExecutionsFailed", ofS),
      ["fail 2:3 S has no alarm on ExecutionsTimedOut (it has alarm A on ExecutionsFailed)."],
    ],
    [
      "both",
      machine +
        alarm("AWS/States", "ExecutionsFailed", ofS) +
        alarm("AWS/States", "ExecutionsTimedOut", ofS).replace("A:", "B:"),
      ["pass 2:3 S has alarms on ExecutionsFailed and ExecutionsTimedOut: A, B."],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await check(stateMachineAlarmMissing, resources(text))).toEqual(expected);
  });
});
