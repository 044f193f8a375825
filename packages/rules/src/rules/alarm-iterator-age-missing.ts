import { authoredFunctions, nameOf, type Resource, type ResourceGraph } from "@assay/analyzer";
import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { at, defineRule, notApplicable, type Finding } from "../rule.js";

export const alarmIteratorAgeMissing = defineRule({
  id: "alarm-iterator-age-missing",
  title: "Nobody is told when a stream falls behind",
  topic: "monitoring",
  severity: "medium",
  why: "A function that reads a stream too slowly, or that keeps failing on one batch, falls behind until records expire and are lost. Its errors do not say how far behind it is; the age of the last record does.",
  remedy: alarmRemedy(
    "`IteratorAge` of `AWS/Lambda` (`OffsetLag` for Kafka)",
    "FunctionName",
    "`fn.metric('IteratorAge', { statistic: 'Maximum' })`",
  ),
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html",
    "https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html",
  ],
  aliases: [],
  covers: ["O11", "O12", "B5", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 2 }
  Count:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: count.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/count
  CountClicks:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Clicks.Arn
      FunctionName: !Ref Count
      StartingPosition: LATEST
`,
      good: `Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 2 }
  Count:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: count.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/count
  CountClicks:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Clicks.Arn
      FunctionName: !Ref Count
      StartingPosition: LATEST
${alarmExample("CountLags", "AWS/Lambda", "IteratorAge", "{ Name: FunctionName, Value: !Ref Count }")}`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield judge(fn, graph);
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding {
  const streams = graph.to(fn, "triggers").filter(({ invocation }) => invocation === "stream");
  const [first] = streams;
  if (!first) return notApplicable(fn, { message: `${nameOf(fn)} reads no stream.`, evidence: [at(fn, nameOf(fn))] });
  const isKafka = first.event === "msk" || first.event === "kafka";
  const { IteratorAge, OffsetLag } = needs.function;
  const sources = streams.map(({ from }) => from);
  return alarmCoverage(fn, isKafka ? { OffsetLag } : { IteratorAge }, graph, sources);
}
