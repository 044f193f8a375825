import { readItems } from "@assay/analyzer";
import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { defineRule } from "../rule.js";

export const ruleAlarmMissing = defineRule({
  id: "rule-alarm-missing",
  title: "Nobody is told when a rule cannot reach its target",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "EventBridge gives up delivering an event to a target that refuses it or that it may not use. That shows in no metric of the target, only in FailedInvocations of the rule.",
  remedy: alarmRemedy(
    "`FailedInvocations` of `AWS/Events`",
    "RuleName",
    "`new Metric({ namespace: 'AWS/Events', metricName: 'FailedInvocations', dimensionsMap: { RuleName: rule.ruleName } })`",
  ),
  references: ["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html"],
  aliases: [],
  covers: ["O11", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [shop] }
      Targets: [{ Id: queue, Arn: "arn:aws:sqs:eu-west-1:123456789012:orders" }]
`,
      good: `Resources:
  Orders:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [shop] }
      Targets: [{ Id: queue, Arn: "arn:aws:sqs:eu-west-1:123456789012:orders" }]
${alarmExample("OrdersAreLost", "AWS/Events", "FailedInvocations", "{ Name: RuleName, Value: !Ref Orders }")}`,
    },
  ],
  *check({ graph }) {
    for (const rule of graph.ofKind("rule"))
      if (rule.stack && rule.owner === undefined && readItems(rule.properties, "Targets").length > 0)
        yield alarmCoverage(rule, needs.rule, graph);
  },
});
