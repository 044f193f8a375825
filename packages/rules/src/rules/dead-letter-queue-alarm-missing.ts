import { nameOf, type Edge, type Resource, type ResourceGraph } from "@assay/analyzer";
import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { at, defineRule, fail, notApplicable, pass, type Finding } from "../rule.js";

export const deadLetterQueueAlarmMissing = defineRule({
  id: "dead-letter-queue-alarm-missing",
  title: "Nobody is told when a dead-letter queue fills",
  topic: "monitoring",
  severity: "medium",
  // By default dead-letter-queue-unwatched says it, which knows of readers as well.
  profile: "strict",
  why: "A dead-letter queue that nobody looks at only postpones the loss: its messages expire, after four days unless it says otherwise. An alarm on the number of messages brings somebody to look. `NumberOfMessagesSent` is no such metric, since it does not count what a redrive policy moves.",
  remedy: alarmRemedy(
    "`ApproximateNumberOfMessagesVisible` of `AWS/SQS`",
    "QueueName",
    "`queue.metricApproximateNumberOfMessagesVisible()`",
  ),
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
  ],
  aliases: [],
  covers: ["O12", "F12", "B3", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      DeadLetterConfig: { TargetArn: !GetAtt Failed.Arn }
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      DeadLetterConfig: { TargetArn: !GetAtt Failed.Arn }
${alarmExample("SomethingFailed", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "{ Name: QueueName, Value: !GetAtt Failed.QueueName }")}`,
    },
  ],
  *check({ graph }) {
    for (const queue of graph.ofKind("queue")) {
      const sources = graph.to(queue, "fails-to");
      if (queue.stack && queue.owner === undefined && sources.length > 0) yield judge(queue, sources, graph);
    }
  },
});

const SENT = "AWS/SQS NumberOfMessagesSent";

function judge(queue: Resource, sources: readonly Edge<"fails-to">[], graph: ResourceGraph): Finding {
  const found = alarmCoverage(queue, needs.queue, graph);
  const readers = graph.from(queue, "triggers");
  const [source] = sources;
  const evidence = [
    ...found.evidence,
    ...(source ? [{ origin: source.origin, says: `${nameOf(source.from)} fails to ${nameOf(queue)}` }] : []),
  ] as const;
  if (found.outcome !== "fail") return { ...found, evidence };
  if (readers.length > 0) {
    const message = `${nameOf(queue)} has no alarm, but ${readers.map(({ to }) => nameOf(to)).join(", ")} reads it.`;
    return pass(queue, {
      evidence: [...found.evidence, ...readers.map(({ origin, to }) => ({ origin, says: nameOf(to) }))],
      message,
    });
  }
  if (sources.every(({ from }) => from.owner !== undefined))
    return notApplicable(queue, { evidence, message: `${nameOf(queue)} only serves what a framework owns.` });
  const sent = graph
    .to(queue, "monitors")
    .find(({ metric }) => `${metric.namespace ?? ""} ${metric.name ?? ""}` === SENT);
  if (!sent) return { ...found, evidence };
  const message = `The alarm ${nameOf(sent.from)} watches NumberOfMessagesSent of ${nameOf(queue)}, which does not count messages that a redrive policy moves.`;
  const isMoved = sources.some(({ reason }) => reason === "redrive-policy");
  const places = [...evidence, at(sent.from, `alarm ${nameOf(sent.from)} on NumberOfMessagesSent`)] as const;
  return isMoved
    ? fail(queue, { evidence: places, message })
    : pass(queue, {
        evidence: places,
        message: `${nameOf(queue)} has an alarm on NumberOfMessagesSent: ${nameOf(sent.from)}.`,
      });
}
