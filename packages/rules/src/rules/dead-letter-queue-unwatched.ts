import { nameOf, type Edge, type ResourceGraph, type Resource } from "@assay/analyzer";
import { deadLetterQueues, missingWhen } from "../failures/target.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList, type Finding } from "../rule.js";

/** The metrics of AWS/SQS that tell that something lies in a queue. */
const DEPTH = ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"];

export const deadLetterQueueUnwatched = defineRule({
  id: "dead-letter-queue-unwatched",
  title: "Nobody learns that something lies in the dead-letter queue",
  topic: "failures",
  severity: "medium",
  why: "A dead-letter queue keeps failed events for at most 14 days. Unless an alarm watches its depth or something reads it, they expire there unseen.",
  remedy: {
    sam: "Add an `AWS::CloudWatch::Alarm` on `ApproximateNumberOfMessagesVisible` of `AWS/SQS` with the dimension `QueueName`.",
    serverless: "Add an alarm on `ApproximateNumberOfMessagesVisible` of the queue under `resources`.",
    cdk: "Create an alarm from `queue.metricApproximateNumberOfMessagesVisible()`.",
    cloudformation:
      "Add an `AWS::CloudWatch::Alarm` on `ApproximateNumberOfMessagesVisible` of `AWS/SQS` with the dimension `QueueName`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
  ],
  aliases: [],
  covers: ["F12", "B3"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 } }
  Failed:
    Type: AWS::SQS::Queue
`,
      good: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 } }
  Failed:
    Type: AWS::SQS::Queue
  SomethingFailed:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/SQS
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions: [{ Name: QueueName, Value: !GetAtt Failed.QueueName }]
      Statistic: Maximum
      ComparisonOperator: GreaterThanThreshold
      Threshold: 0
      Period: 300
      EvaluationPeriods: 1
`,
    },
  ],
  *check({ graph }) {
    const failed = new Set<Resource>();
    for (const { queue, from } of deadLetterQueues(graph)) {
      failed.add(queue);
      yield judge(queue, from, graph);
    }
    for (const queue of graph.ofKind("queue")) {
      if (!queue.stack || queue.owner !== undefined || failed.has(queue)) continue;
      yield notApplicable(queue, {
        message: `${nameOf(queue)} keeps no failed events.`,
        evidence: [at(queue, `queue ${nameOf(queue)}`)],
      });
    }
  },
});

function judge(queue: Resource, sources: readonly Edge<"fails-to">[], graph: ResourceGraph): Finding {
  const name = nameOf(queue);
  const alarms = graph.to(queue, "monitors");
  const watching = alarms.filter(({ metric }) => DEPTH.includes(metric.name ?? ""));
  const uses = [...graph.to(queue, "reads"), ...graph.to(queue, "writes")];
  const readers = [...graph.from(queue, "triggers"), ...uses.filter(receives)];
  const evidence: EvidenceList = [
    at(queue, `queue ${name}`),
    ...alarms.map(({ from, metric }) => at(from, `alarm on ${metric.name ?? "a metric that is not known here"}`)),
    ...readers.map(({ origin }) => ({ origin, says: `reads ${name}` })),
    ...sources.map(({ origin, from }) => ({ origin, says: `${nameOf(from)} fails to ${name}` })),
  ];
  const gap = missingWhen(graph, queue.when, [...watching, ...readers]);
  if (gap === undefined) {
    const who = [
      ...(watching.length > 0 ? [`watched by ${list(watching.map(({ from }) => from))}`] : []),
      ...(readers.length > 0
        ? [`read by ${list(readers.map((edge) => (edge.kind === "triggers" ? edge.to : edge.from)))}`]
        : []),
    ];
    return pass(queue, {
      message: `${name}, which keeps what ${list(sources.map(({ from }) => from))} failed on, is ${who.join(" and ")}.`,
      evidence,
    });
  }
  const keeps = `${name}, which keeps what ${list(sources.map(({ from }) => from))} failed on`;
  if (alarms.some(({ metric }) => metric.name === undefined))
    return unknown(queue, {
      message: `Whether an alarm watches the depth of ${keeps}, is not known: the metric of an alarm is not known here.`,
      evidence,
    });
  const others =
    alarms.length > 0 && watching.length === 0
      ? ` (its alarms are on ${[...new Set(alarms.map(({ metric }) => metric.name ?? ""))].join(", ")})`
      : "";
  return fail(queue, { message: `${keeps}, has neither an alarm on its depth nor a reader${gap}${others}.`, evidence });
}

function list(resources: readonly Resource[]): string {
  const names = [...new Set(resources.map(nameOf))];
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}

/** A pipe with the queue as its source, or somebody who may take messages out of this very queue or move them back. */
function receives({ from, actions, statement }: Edge<"reads" | "writes">): boolean {
  return statement
    ? actions.some((action) => /^sqs:(ReceiveMessage|StartMessageMoveTask)$/i.test(action))
    : from.kind === "pipe";
}
