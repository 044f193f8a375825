import { follow, nameOf } from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList } from "../rule.js";

export const alarmUnrouted = defineRule({
  id: "alarm-unrouted",
  title: "An alarm changes state and nobody hears of it",
  topic: "monitoring",
  severity: "medium",
  why: "An alarm without an action only changes colour in the console. One that publishes to a topic without subscribers is no better.",
  remedy: {
    sam: "Give the alarm `AlarmActions` with a topic that has a subscription.",
    serverless:
      "Give the alarm `AlarmActions` with a topic that has a subscription; with serverless-plugin-aws-alerts set `topics.alarm`.",
    cdk: "Call `alarm.addAlarmAction(new SnsAction(topic))` with a topic that has a subscription.",
    cloudformation: "Give the alarm `AlarmActions` with a topic that has a subscription.",
  },
  references: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"],
  aliases: [
    "cdk-nag:NIST.800.53.R5-CloudWatchAlarmAction",
    "guard:CLOUDWATCH_ALARM_ACTION_CHECK",
    "prowler:cloudwatch_alarm_actions_alarm_state_configured",
  ],
  differs:
    "Peers ask for an action; this rule also follows it to a subscriber when the topic is declared in the repository.",
  covers: ["O9", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanOrEqualToThreshold
`,
      good: `Resources:
  OnCall:
    Type: AWS::SNS::Topic
    Properties:
      Subscription:
        - { Protocol: email, Endpoint: oncall@example.com }
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanOrEqualToThreshold
      AlarmActions: [!Ref OnCall]
`,
    },
  ],
  *check({ graph }) {
    const isMember = new Set(
      graph
        .ofType("AWS::CloudWatch::CompositeAlarm")
        .flatMap((alarm) => graph.from(alarm, "contains").map((edge) => edge.to)),
    );
    for (const alarm of graph.ofKind("alarm")) {
      if (!alarm.stack) continue;
      const actions = graph.from(alarm, "notifies").filter((edge) => edge.state === "ALARM");
      const evidence: EvidenceList = [
        at(alarm, `alarm ${nameOf(alarm)}`),
        ...actions.map((edge) => ({ origin: edge.origin, says: `notifies ${nameOf(edge.to)}` })),
      ];
      const said = { evidence };
      if (actions.length === 0) {
        const isUnknown = follow(alarm.properties, "AlarmActions").some(
          ({ shape }) => shape.kind === "unknown" || shape.kind === "text",
        );
        if (isUnknown)
          yield unknown(alarm, {
            ...said,
            message: `Whom the alarm ${nameOf(alarm)} tells is known at deployment only.`,
          });
        else if (isMember.has(alarm))
          yield notApplicable(alarm, {
            ...said,
            message: `The alarm ${nameOf(alarm)} is part of a composite alarm, which speaks for it.`,
          });
        else yield fail(alarm, { ...said, message: `The alarm ${nameOf(alarm)} has no action for the state ALARM.` });
        continue;
      }
      const deaf = actions.filter(
        ({ to }) =>
          to.kind === "topic" &&
          to.stack &&
          graph.from(to, "publishes").length + graph.from(to, "triggers").length === 0,
      );
      const targets = actions.map(({ to }) => nameOf(to)).join(", ");
      if (deaf.length === actions.length)
        yield fail(alarm, {
          ...said,
          message: `The alarm ${nameOf(alarm)} notifies ${targets}, to which nobody subscribes in the scanned inputs.`,
          confidence: "likely",
        });
      else yield pass(alarm, { ...said, message: `The alarm ${nameOf(alarm)} notifies ${targets}.` });
    }
  },
});
