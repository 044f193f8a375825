import { describe, expect, it } from "vitest";
import { alarmDimensionValue } from "../../src/rules/alarm-dimension-value.js";
import { alarmDimensionsUnpublished } from "../../src/rules/alarm-dimensions-unpublished.js";
import { alarmMetricUnknown } from "../../src/rules/alarm-metric-unknown.js";
import { alarmMissingDataUnset } from "../../src/rules/alarm-missing-data-unset.js";
import { alarmPeriodInvalid } from "../../src/rules/alarm-period-invalid.js";
import { alarmSilenceUnnoticed } from "../../src/rules/alarm-silence-unnoticed.js";
import { alarmThresholdUnreachable } from "../../src/rules/alarm-threshold-unreachable.js";
import { check, resources, STAGES } from "../check-rule.js";

const alarm = (properties: string, more = "") =>
  resources(`  A: { Type: AWS::CloudWatch::Alarm, Properties: { ${properties} } }\n${more}`, STAGES);
const NOTHING = resources("  T: { Type: AWS::SNS::Topic }\n");

it.each([
  alarmDimensionValue,
  alarmDimensionsUnpublished,
  alarmMetricUnknown,
  alarmMissingDataUnset,
  alarmPeriodInvalid,
  alarmSilenceUnnoticed,
  alarmThresholdUnreachable,
])("$id says nothing without an alarm", async (rule) => {
  expect(await check(rule, NOTHING)).toEqual([]);
});

describe("alarm-metric-unknown", () => {
  it.each([
    [
      "one that exists",
      "Namespace: AWS/Lambda, MetricName: Errors",
      "pass 4:87 The alarm A watches Errors of AWS/Lambda, which exists.",
    ],
    [
      "a misspelt one",
      "Namespace: AWS/Lambda, MetricName: Error",
      "fail 4:87 The alarm A watches Error of AWS/Lambda, which does not exist; Errors does.",
    ],
    [
      "another case",
      "Namespace: AWS/SQS, MetricName: numberOfMessagesSent",
      "fail 4:84 The alarm A watches numberOfMessagesSent of AWS/SQS, which does not exist; NumberOfMessagesSent does.",
    ],
    [
      "one of another namespace",
      "Namespace: AWS/Lambda, MetricName: ExecutionsFailed",
      "fail 4:87 The alarm A watches ExecutionsFailed of AWS/Lambda, which does not exist; AWS/States has a metric of that name.",
    ],
    [
      "a misspelt namespace",
      "Namespace: AWS/APIGateway, MetricName: 5XXError",
      "fail 4:91 The alarm A watches the namespace AWS/APIGateway, but AWS writes AWS/ApiGateway.",
    ],
    [
      "one that is not in the table",
      "Namespace: AWS/Lambda, MetricName: Teleportations",
      "unknown 4:87 The alarm A watches Teleportations of AWS/Lambda, which is not in the table of 2026-11-22.",
    ],
    [
      "one of the author's own",
      "Namespace: Shop, MetricName: Orders",
      "not-applicable 4:81 The alarm A watches a metric of the author's own.",
    ],
    [
      "one that is not known",
      "Namespace: AWS/Lambda, MetricName: !Ref Stage",
      "unknown 4:92 Whether the metric of the alarm A exists is not known: its name is known at deployment only.",
    ],
    [
      "a namespace made of names",
      "Namespace: !Sub '${AWS::StackName}/Shop', MetricName: Orders",
      "not-applicable 4:106 The alarm A watches a metric of the author's own.",
    ],
    [
      "a namespace in a parameter",
      "Namespace: !Ref Stage, MetricName: Orders",
      "unknown 4:87 Whether the metric of the alarm A exists is not known: its name is known at deployment only.",
    ],
    [
      "wrong in one scenario",
      "Namespace: AWS/Lambda, MetricName: !If [IsProd, Errors, Error]",
      "fail 4:108 The alarm A watches Error of AWS/Lambda, which does not exist; Errors does. (when not IsProd)",
    ],
    [
      "within metric math",
      "Metrics: [{ Id: e, Expression: a }, { Id: a, MetricStat: { Stat: Sum, Period: 60, Metric: { Namespace: AWS/Lambda, MetricName: Failures } } }]",
      "unknown 4:179 The alarm A watches Failures of AWS/Lambda, which is not in the table of 2026-11-22.",
    ],
  ])("%s", async (_, properties, expected) => {
    expect(await check(alarmMetricUnknown, alarm(properties))).toEqual([expected]);
  });
});

describe("alarm-dimensions-unpublished", () => {
  const by = (...names: string[]) => `Dimensions: [${names.map((name) => `{ Name: ${name}, Value: x }`).join(", ")}]`;
  it.each([
    [
      "by function",
      `Namespace: AWS/Lambda, MetricName: Errors, ${by("FunctionName")}`,
      "pass 4:137 The alarm A watches Errors of AWS/Lambda by FunctionName.",
    ],
    [
      "by a wrong name",
      `Namespace: AWS/Lambda, MetricName: Errors, ${by("Function")}`,
      "fail 4:133 The alarm A watches Errors by Function, but AWS/Lambda publishes nothing by Function.",
    ],
    [
      "over all functions",
      "Namespace: AWS/Lambda, MetricName: Errors",
      "pass 4:87 The alarm A watches Errors of AWS/Lambda without a dimension.",
    ],
    [
      "a queue without its name",
      "Namespace: AWS/SQS, MetricName: NumberOfMessagesSent",
      "fail 4:84 The alarm A watches NumberOfMessagesSent without a dimension, but AWS/SQS publishes nothing without QueueName.",
    ],
    [
      "errors of users by table",
      `Namespace: AWS/DynamoDB, MetricName: UserErrors, ${by("TableName")}`,
      "fail 4:140 The alarm A watches UserErrors by TableName, but AWS/DynamoDB publishes UserErrors without a dimension or by Operation.",
    ],
    [
      "errors of the system by table and operation",
      `Namespace: AWS/DynamoDB, MetricName: SystemErrors, ${by("TableName", "Operation")}`,
      "pass 4:142 The alarm A watches SystemErrors of AWS/DynamoDB by TableName, Operation.",
    ],
    [
      "an HTTP API by the metric of a REST API",
      `Namespace: AWS/ApiGateway, MetricName: 5XXError, ${by("ApiId")}`,
      "fail 4:136 The alarm A watches 5XXError by ApiId, but AWS/ApiGateway publishes 5XXError by ApiName or by ApiName, Stage or by ApiName, Method, Resource, Stage.",
    ],
    [
      "a namespace of the author's own",
      `Namespace: Shop, MetricName: Orders, ${by("Region")}`,
      "not-applicable 4:125 The alarm A watches Shop, whose metrics are not in the table.",
    ],
    [
      "one that is not known",
      "Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: !Ref Stage, Value: x }]",
      "unknown 4:135 By which dimensions the alarm A watches Errors is known at deployment only.",
    ],
  ])("%s", async (_, properties, expected) => {
    expect(await check(alarmDimensionsUnpublished, alarm(properties))).toEqual([expected]);
  });
});

describe("alarm-dimension-value", () => {
  const queue =
    "  Q: { Type: AWS::SQS::Queue }\n  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }\n  F: { Type: AWS::Lambda::Function }\n  L: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref F, Name: live } }\n";
  it.each([
    [
      "the URL of a queue",
      "AWS/SQS",
      "QueueName",
      "!Ref Q",
      "fail 4:131 QueueName of the alarm A is the URL of Q, but AWS/SQS publishes by its name.",
    ],
    [
      "the name of a queue",
      "AWS/SQS",
      "QueueName",
      "!GetAtt Q.QueueName",
      "pass 4:134 QueueName of the alarm A is the name of Q.",
    ],
    [
      "the id of a REST API",
      "AWS/ApiGateway",
      "ApiName",
      "!Ref Api",
      "fail 4:136 ApiName of the alarm A is the id of Api, but AWS/ApiGateway publishes by its name.",
    ],
    [
      "the ARN of a function",
      "AWS/Lambda",
      "FunctionName",
      "!GetAtt F.Arn",
      "fail 4:140 FunctionName of the alarm A is the ARN of F, but AWS/Lambda publishes by its name.",
    ],
    [
      "the ARN of an alias",
      "AWS/Lambda",
      "FunctionName",
      "!Ref L",
      "fail 4:137 FunctionName of the alarm A is the ARN of L, but AWS/Lambda publishes by its name.",
    ],
    [
      "a name in words",
      "AWS/Lambda",
      "FunctionName",
      "!Sub '${AWS::StackName}-pay'",
      "pass 4:137 FunctionName of the alarm A is the name of what it names.",
    ],
    [
      "an ARN in words",
      "AWS/Lambda",
      "FunctionName",
      "!Sub 'arn:aws:lambda:${AWS::Region}:1:function:pay'",
      "fail 4:137 FunctionName of the alarm A is the ARN of what it names, but AWS/Lambda publishes by its name.",
    ],
    [
      "a parameter",
      "AWS/Lambda",
      "FunctionName",
      "!Ref Stage",
      "unknown 4:137 What FunctionName of the alarm A holds is known at deployment only.",
    ],
    [
      "wrong in one scenario",
      "AWS/SQS",
      "QueueName",
      "!If [IsProd, !GetAtt Q.QueueName, !Ref Q]",
      "fail 4:147 QueueName of the alarm A is the URL of Q, but AWS/SQS publishes by its name. (when not IsProd)",
    ],
  ])("%s", async (_, namespace, name, value, expected) => {
    const properties = `Namespace: ${namespace}, MetricName: M, Dimensions: [{ Name: ${name}, Value: ${value} }]`;
    expect(await check(alarmDimensionValue, alarm(properties, queue))).toEqual([expected]);
  });
  it("does not look at dimensions that hold something else", async () => {
    const text = alarm(
      "Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: Resource, Value: 'pay:live' }]",
    );
    expect(await check(alarmDimensionValue, text)).toEqual([]);
  });
});

describe("alarm-threshold-unreachable", () => {
  const fn = (properties: string) => `  F: { Type: AWS::Lambda::Function, Properties: { ${properties} } }\n`;
  const ofF = "Dimensions: [{ Name: FunctionName, Value: !Ref F }]";
  const above = (metric: string, statistic: string, threshold: string, operator = "GreaterThanThreshold") =>
    `Namespace: AWS/Lambda, MetricName: ${metric}, ${ofF}, Statistic: ${statistic}, Threshold: ${threshold}, ComparisonOperator: ${operator}`;
  it.each([
    [
      "beyond the timeout",
      above("Duration", "Maximum", "15000"),
      fn("Timeout: 10"),
      ["fail 4:181 The alarm A waits for Duration above 15000, but F stops after 10 s (10000 ms)."],
    ],
    [
      "below the timeout",
      above("Duration", "Maximum", "8000"),
      fn("Timeout: 10"),
      ["pass 4:181 The alarm A waits for Duration above 8000; F stops after 10 s (10000 ms)."],
    ],
    [
      "a timeout that is not known",
      above("Duration", "Maximum", "8000"),
      fn("Timeout: !Ref Unknown"),
      ["unknown 4:181 Whether the alarm A can change to ALARM is not known: parameter Unknown has no default."],
    ],
    [
      "beyond the timeout in one scenario",
      above("Duration", "Maximum", "!If [IsProd, 8000, 15000]"),
      fn("Timeout: 10"),
      ["fail 4:200 The alarm A waits for Duration above 15000, but F stops after 10 s (10000 ms). (when not IsProd)"],
    ],
    [
      "an average of errors",
      above("Errors", "Average", "1"),
      fn(""),
      [
        "fail 4:179 The alarm A waits for the average of Errors above 1, but each counts one, so that the average of Errors is never above 1.",
      ],
    ],
    [
      "an average that is reached",
      above("Errors", "Average", "1", "GreaterThanOrEqualToThreshold"),
      fn(""),
      [
        "pass 4:179 The alarm A waits for the average of Errors from 1; each counts one, so that the average of Errors is never above 1.",
      ],
    ],
    ["a sum of errors", above("Errors", "Sum", "5"), fn(""), []],
    [
      "more than is reserved",
      above("ConcurrentExecutions", "Maximum", "50"),
      fn("ReservedConcurrentExecutions: 50"),
      ["fail 4:193 The alarm A waits for ConcurrentExecutions above 50, but F runs at most 50 times at once."],
    ],
    ["nothing reserved", above("ConcurrentExecutions", "Maximum", "50"), fn(""), []],
    ["too little", above("Duration", "Maximum", "15000", "LessThanThreshold"), fn("Timeout: 10"), []],
  ])("%s", async (_, properties, more, expected) => {
    expect(await check(alarmThresholdUnreachable, alarm(properties, more))).toEqual(expected);
  });
  it("knows how long queues and streams keep what they hold", async () => {
    const queue =
      "Namespace: AWS/SQS, MetricName: ApproximateAgeOfOldestMessage, Dimensions: [{ Name: QueueName, Value: !GetAtt Q.QueueName }], Statistic: Maximum, Threshold: 400000, ComparisonOperator: GreaterThanThreshold";
    expect(await check(alarmThresholdUnreachable, alarm(queue, "  Q: { Type: AWS::SQS::Queue }\n"))).toEqual([
      "fail 4:209 The alarm A waits for ApproximateAgeOfOldestMessage above 400000, but Q keeps messages for 345600 s.",
    ]);
    const stream = `${fn("")}  S: { Type: AWS::Kinesis::Stream, Properties: { RetentionPeriodHours: 48 } }\n  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt S.Arn, FunctionName: !Ref F } }\n`;
    expect(await check(alarmThresholdUnreachable, alarm(above("IteratorAge", "Maximum", "90000000"), stream))).toEqual([
      "pass 4:184 The alarm A waits for IteratorAge above 90000000; records of S are gone after 48 h (172800000 ms).",
    ]);
  });
});

describe("alarm-period-invalid", () => {
  const every = (period: string, count = "1", namespace = "AWS/Lambda") =>
    `Namespace: ${namespace}, MetricName: Errors, Period: ${period}, EvaluationPeriods: ${count}`;
  it.each([
    ["a minute", every("60"), "pass 4:103 The alarm A has a period of 60 s."],
    [
      "odd",
      every("90"),
      "fail 4:103 The alarm A has a period of 90 s, which is neither 10, 20, 30 nor a multiple of 60.",
    ],
    [
      "too short for AWS",
      every("10"),
      "fail 4:103 The alarm A has a period of 10 s, but AWS/Lambda publishes once a minute.",
    ],
    ["short for a metric of one's own", every("10", "1", "Shop"), "pass 4:97 The alarm A has a period of 10 s."],
    [
      "too many",
      every("1800", "60"),
      "fail 4:103 The alarm A has a period of 1800 s and evaluates 60 of them: 108000 s are more than the 86400 s that CloudWatch allows.",
    ],
    ["hours", every("3600", "48"), "pass 4:103 The alarm A has a period of 3600 s."],
    [
      "not known",
      every("!Ref Unknown"),
      "unknown 4:108 The period of the alarm A is not known: parameter Unknown has no default.",
    ],
    [
      "odd in one scenario",
      every("!If [IsProd, 60, 90]"),
      "fail 4:120 The alarm A has a period of 90 s, which is neither 10, 20, 30 nor a multiple of 60. (when not IsProd)",
    ],
  ])("%s", async (_, properties, expected) => {
    expect(await check(alarmPeriodInvalid, alarm(properties))).toEqual([expected]);
  });
});

describe("alarm-missing-data-unset", () => {
  it.each([
    ["not set", "", "fail 4:3 The alarm A does not say how it treats missing data."],
    ["set", "TreatMissingData: notBreaching", "pass 4:70 The alarm A treats missing data as notBreaching."],
    [
      "not known",
      "TreatMissingData: !Ref Stage",
      "unknown 4:75 How the alarm A treats missing data is not known: parameter Stage has no default.",
    ],
  ])("%s", async (_, properties, expected) => {
    expect(await check(alarmMissingDataUnset, alarm(properties))).toEqual([expected]);
  });
});

describe("alarm-silence-unnoticed", () => {
  const below = (more: string, metric = "Invocations", operator = "LessThanThreshold") =>
    `Namespace: AWS/Lambda, MetricName: ${metric}, Threshold: 1, ComparisonOperator: ${operator}${more}`;
  it.each([
    [
      "not set",
      below(""),
      [
        "fail 4:3 The alarm A is to notice too little of AWS/Lambda Invocations, but treats missing data as missing, the default.",
      ],
    ],
    [
      "ignored",
      below(", TreatMissingData: notBreaching"),
      [
        "fail 4:171 The alarm A is to notice too little of AWS/Lambda Invocations, but treats missing data as notBreaching.",
      ],
    ],
    [
      "breaching",
      below(", TreatMissingData: breaching"),
      [
        "pass 4:171 The alarm A is to notice too little of AWS/Lambda Invocations, and missing data count as breaching.",
      ],
    ],
    [
      "not known",
      below(", TreatMissingData: !Ref Stage"),
      [
        "unknown 4:176 The alarm A is to notice too little of AWS/Lambda Invocations; how it treats missing data is not known: parameter Stage has no default.",
      ],
    ],
    ["too much", below("", "Invocations", "GreaterThanThreshold"), []],
    ["another metric", below("", "Duration"), []],
  ])("%s", async (_, properties, expected) => {
    expect(await check(alarmSilenceUnnoticed, alarm(properties))).toEqual(expected);
  });
});
