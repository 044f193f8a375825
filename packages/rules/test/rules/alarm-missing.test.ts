import { expect, it } from "vitest";
import { alarmMissing } from "../../src/rules/alarm-missing.js";
import { check, FN, resources, STAGES } from "../check-rule.js";

const alarm = (id: string, metric: string, more = "") =>
  `  ${id}: { Type: AWS::CloudWatch::Alarm${more}, Properties: { Namespace: AWS/Lambda, MetricName: ${metric}, Dimensions: [{ Name: FunctionName, Value: !Ref Fn }] } }\n`;

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
    "only in production",
    resources(FN + alarm("A", "Errors", ", Condition: IsProd") + alarm("B", "Throttles"), STAGES),
    ["fail 4:3 Fn has no alarm on Errors (it has alarm A on Errors, alarm B on Throttles)."],
  ],
  [
    "an alarm on another function",
    resources(
      `${FN}  A: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: other }] } }\n`,
    ),
    ["fail 2:3 Fn has no alarm on Errors or Throttles."],
  ],
  ["no function", resources("  T: { Type: AWS::SNS::Topic }\n"), []],
])("%s", async (_, text, expected) => {
  expect(await check(alarmMissing, text)).toEqual(expected);
});
