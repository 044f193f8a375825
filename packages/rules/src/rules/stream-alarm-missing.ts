import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { defineRule } from "../rule.js";

export const streamAlarmMissing = defineRule({
  id: "stream-alarm-missing",
  title: "Nobody is told when a stream refuses records",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "A shard takes a megabyte or a thousand records a second. What exceeds it is refused, and a producer that does not look at the answer loses it.",
  remedy: alarmRemedy(
    "`WriteProvisionedThroughputExceeded` and `ReadProvisionedThroughputExceeded` of `AWS/Kinesis`",
    "StreamName",
    "`stream.metricWriteProvisionedThroughputExceeded()`",
  ),
  references: ["https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html"],
  aliases: [],
  covers: ["O11", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 2 }
`,
      good: `Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 2 }
${alarmExample("ClicksRefused", "AWS/Kinesis", "WriteProvisionedThroughputExceeded", "{ Name: StreamName, Value: !Ref Clicks }")}`,
    },
  ],
  *check({ graph }) {
    for (const stream of graph.ofType("AWS::Kinesis::Stream"))
      if (stream.owner === undefined) yield alarmCoverage(stream, needs.stream, graph);
  },
});
