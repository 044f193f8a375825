import { expect, it } from "vitest";
import { alarmMissing } from "../../src/rules/alarm-missing.js";
import { check, FN, resources, STAGES } from "../check-rule.js";

const alarm = (id: string, metric: string, more = "", dimension = "{ Name: FunctionName, Value: !Ref Fn }") =>
  `  ${id}: { Type: AWS::CloudWatch::Alarm${more}, Properties: { Namespace: AWS/Lambda, MetricName: ${metric}, Dimensions: [${dimension}] } }\n`;

it.each([
  ["none", resources(FN), ["fail 2:3 Fn has no alarm on Errors or Throttles."]],
  [
    "one of two",
    resources(FN + alarm("A", "Errors")),
    ["fail 2:3 Fn has no alarm on Throttles (it has alarm A on Errors)."],
  ],
  [
    "both",
    resources(FN + alarm("A", "Errors") + alarm("B", "Throttles")),
    ["pass 2:3 Fn has alarms on Errors and Throttles: A, B."],
  ],
  [
    "through a composite alarm",
    resources(
      `${FN}${alarm("A", "Errors")}${alarm("B", "Throttles")}  C: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: 'ALARM(A) OR ALARM(B)' } }\n`,
    ),
    ["pass 2:3 Fn has alarms on Errors and Throttles: A, B."],
  ],
  [
    "one of two only in production",
    resources(FN + alarm("A", "Errors", ", Condition: IsProd") + alarm("B", "Throttles"), STAGES),
    ["fail 4:3 Fn has an alarm on Errors only when IsProd (A). (when not IsProd)"],
  ],
  [
    "one only in production, the other never",
    resources(FN + alarm("A", "Errors", ", Condition: IsProd"), STAGES),
    ["fail 4:3 Fn has no alarm on Throttles, and one on Errors only when IsProd (A)."],
  ],
  [
    "a function that exists in production only",
    resources(
      FN.replace("Type: AWS::Lambda::Function", "Type: AWS::Lambda::Function, Condition: IsProd") +
        alarm("A", "Errors", ", Condition: IsProd") +
        alarm("B", "Throttles", ", Condition: IsProd"),
      STAGES,
    ),
    ["pass 4:3 Fn has alarms on Errors and Throttles: A, B. (when IsProd)"],
  ],
  [
    "an alarm on another function",
    resources(FN + alarm("A", "Errors", "", "{ Name: FunctionName, Value: other }")),
    ["fail 2:3 Fn has no alarm on Errors or Throttles."],
  ],
  [
    "alarms on all functions of the region",
    resources(
      `${FN}  A: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/Lambda, MetricName: Errors } }
  B:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Metrics: [{ Id: q, Period: 60, Expression: 'SELECT MAX(Throttles) FROM SCHEMA("AWS/Lambda", FunctionName)' }]
`,
    ),
    ["pass 2:3 Fn has alarms on Errors and Throttles: A, B."],
  ],
  [
    "alarms on a function whose name is not known",
    resources(
      FN +
        alarm("A", "Errors", "", "{ Name: FunctionName, Value: !Ref Stage }") +
        alarm("B", "Throttles", "", "{ Name: FunctionName, Value: !Ref Stage }"),
      STAGES,
    ),
    [
      "unknown 4:3 Whether Fn has an alarm on Errors and Throttles is not known: what the alarm A watches is known at deployment only.",
    ],
  ],
  [
    "an alarm of unknown dimensions that exists where there is one already",
    resources(
      FN +
        alarm("A", "Errors", ", Condition: IsProd") +
        alarm("B", "Throttles") +
        alarm("C", "Errors", ", Condition: IsProd", "{ Name: FunctionName, Value: !Ref Stage }"),
      STAGES,
    ),
    ["fail 4:3 Fn has an alarm on Errors only when IsProd (A). (when not IsProd)"],
  ],
  [
    "a macro that adds alarms",
    resources(FN, "Transform: [SlicWatch-v3]\n"),
    [
      "pass 3:3 The macro SlicWatch-v3 adds an alarm on Errors and Throttles of Fn when the stack is deployed. [likely]",
    ],
  ],
  ["no function", resources("  T: { Type: AWS::SNS::Topic }\n"), []],
])("%s", async (_, text, expected) => {
  expect(await check(alarmMissing, text)).toEqual(expected);
});
