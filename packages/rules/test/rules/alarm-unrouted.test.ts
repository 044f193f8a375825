import { expect, it } from "vitest";
import { alarmUnrouted } from "../../src/rules/alarm-unrouted.js";
import { check, resources, STAGES } from "../check-rule.js";

const alarm = (more: string) =>
  `  A: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/Lambda, MetricName: Errors${more} } }\n`;

it.each([
  ["no action", resources(alarm("")), ["fail 2:3 The alarm A has no action for the state ALARM."]],
  [
    "a topic with a subscriber",
    resources(
      `${alarm(", AlarmActions: [!Ref T]")}  T: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: email, Endpoint: a@example.com }] } }\n`,
    ),
    ["pass 2:3 The alarm A notifies T."],
  ],
  [
    "a topic without a subscriber",
    resources(`${alarm(", AlarmActions: [!Ref T]")}  T: { Type: AWS::SNS::Topic }\n`),
    ["fail 2:3 The alarm A notifies T, to which nobody subscribes in the scanned inputs. [likely]"],
  ],
  [
    "a topic elsewhere",
    resources(alarm(", AlarmActions: ['arn:aws:sns:eu-west-1:1:on-call']")),
    ["pass 2:3 The alarm A notifies arn:aws:sns:eu-west-1:1:on-call."],
  ],
  [
    "actions that are not known",
    resources(alarm(", AlarmActions: !Split [',', !ImportValue actions]"), STAGES),
    ["pass 4:3 The alarm A notifies ${actions}."],
  ],
  [
    "actions from a function that is not evaluated",
    resources(alarm(", AlarmActions: !Cidr [a]")),
    ["unknown 2:3 Whom the alarm A tells is known at deployment only."],
  ],
  [
    "actions that are disabled",
    resources(alarm(", ActionsEnabled: false, AlarmActions: ['arn:aws:sns:eu-west-1:1:on-call']")),
    ["fail 2:111 The alarm A would notify arn:aws:sns:eu-west-1:1:on-call, but its actions are disabled."],
  ],
  [
    "an action in production only",
    resources(alarm(", AlarmActions: !If [IsProd, ['arn:aws:sns:eu-west-1:1:on-call'], !Ref AWS::NoValue]"), STAGES),
    ["fail 4:3 The alarm A notifies nobody in some scenarios. (when not IsProd)"],
  ],
  [
    "one that stops deployments",
    resources(
      `${alarm("")}  G: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { AlarmConfiguration: { Enabled: true, Alarms: [{ Name: !Ref A }] } } }\n`,
    ),
    ["not-applicable 2:3 The alarm A stops a deployment, which says so."],
  ],
  [
    "a part of a composite alarm",
    resources(
      `${alarm("")}  C: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: ALARM(A), AlarmActions: ['arn:aws:sns:eu-west-1:1:on-call'] } }\n  B: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: b } }\n`.replace(
        "ALARM(A)",
        "!Sub 'ALARM(${A})'",
      ),
    ),
    [
      "not-applicable 2:3 The alarm A is part of a composite alarm, which speaks for it.",
      "pass 3:3 The alarm C notifies arn:aws:sns:eu-west-1:1:on-call.",
      "fail 4:3 The alarm B has no action for the state ALARM.",
    ],
  ],
])("%s", async (_, text, expected) => {
  expect(await check(alarmUnrouted, text)).toEqual(expected);
});
