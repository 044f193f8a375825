import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { defineRule } from "../rule.js";

export const topicAlarmMissing = defineRule({
  id: "topic-alarm-missing",
  title: "Nobody is told when notifications are not delivered",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "SNS gives up on a subscriber that does not answer. The publisher has long been told that all is well; only NumberOfNotificationsFailed of the topic says otherwise.",
  remedy: alarmRemedy(
    "`NumberOfNotificationsFailed` of `AWS/SNS`",
    "TopicName",
    "`topic.metricNumberOfNotificationsFailed()`",
  ),
  references: ["https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html"],
  aliases: [],
  covers: ["O11", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  News:
    Type: AWS::SNS::Topic
    Properties:
      Subscription: [{ Protocol: https, Endpoint: "https://example.com/news" }]
`,
      good: `Resources:
  News:
    Type: AWS::SNS::Topic
    Properties:
      Subscription: [{ Protocol: https, Endpoint: "https://example.com/news" }]
${alarmExample("NewsAreLost", "AWS/SNS", "NumberOfNotificationsFailed", "{ Name: TopicName, Value: !GetAtt News.TopicName }")}`,
    },
  ],
  *check({ graph }) {
    for (const topic of graph.ofKind("topic")) {
      const subscribers = [...graph.from(topic, "triggers"), ...graph.from(topic, "publishes")];
      if (topic.stack && topic.owner === undefined && subscribers.length > 0)
        yield alarmCoverage(topic, needs.topic, graph);
    }
  },
});
