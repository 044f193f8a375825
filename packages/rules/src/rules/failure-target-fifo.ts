import { isFifo, nameOf } from "@assay/analyzer";
import { worstOf } from "../failures/judge.js";
import { describeTarget } from "../failures/sender.js";
import { because, defineRule, fail, notApplicable, pass, unknown, valueAt } from "../rule.js";

/** What keeps failed events in standard queues and topics only. */
const STANDARD_ONLY = [
  "AWS::Lambda::Function",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Events::Rule",
  "AWS::Scheduler::Schedule",
];

export const failureTargetFifo = defineRule({
  id: "failure-target-fifo",
  title: "A FIFO queue or topic cannot keep these failed events",
  topic: "failures",
  severity: "high",
  why: "Dead-letter queues and on-failure destinations of Lambda, and dead-letter queues of EventBridge rules and schedules, have to be standard queues or topics. Failed events cannot be delivered to a FIFO one, and are lost.",
  remedy: {
    sam: "Name a standard queue or topic as `DeadLetterQueue`, destination or `DeadLetterConfig`.",
    serverless: "Name a standard queue or topic as `onError`, destination or `deadLetterQueueArn`.",
    cdk: "Use a queue without `fifo` as dead-letter queue or destination.",
    cloudformation: "Name a standard queue or topic in `DeadLetterConfig` or `DestinationConfig`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html",
  ],
  aliases: [],
  covers: ["F17", "F5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Failed:
    Type: AWS::SQS::Queue
    Properties: { FifoQueue: true }
  Job:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.13, Handler: job.handler, Role: "arn:aws:iam::123456789012:role/job", Code: { S3Bucket: code, S3Key: job.zip }, DeadLetterConfig: { TargetArn: !GetAtt Failed.Arn } }
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Job:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.13, Handler: job.handler, Role: "arn:aws:iam::123456789012:role/job", Code: { S3Bucket: code, S3Key: job.zip }, DeadLetterConfig: { TargetArn: !GetAtt Failed.Arn } }
`,
    },
  ],
  *check({ graph }) {
    for (const edge of graph.edges("fails-to")) {
      const { from, to: target, origin, when: given } = edge;
      if (!STANDARD_ONLY.includes(from.type) || !from.stack || from.owner !== undefined) continue;
      const what = describeTarget(edge);
      const place = { origin, says: what };
      const said = { key: target.id, when: given, evidence: [place] as const };
      if (target.kind === "external") {
        yield unknown(from, {
          ...said,
          message: `Whether ${what} is a FIFO one is not known: it is not declared in the scanned inputs.`,
        });
        continue;
      }
      if (target.kind !== "queue" && target.kind !== "topic") {
        yield notApplicable(from, { ...said, message: `${nameOf(target)} is neither a queue nor a topic.` });
        continue;
      }
      yield* worstOf<[boolean]>(graph, given, [isFifo(target)], ([fifo], when) => {
        const said = { key: target.id, when, evidence: [place, valueAt(fifo, `${nameOf(target)} FIFO:`)] as const };
        if (fifo.state !== "known")
          return unknown(from, { ...said, message: `Whether ${what} is a FIFO one is not known: ${because(fifo)}.` });
        const whole = what.charAt(0).toUpperCase() + what.slice(1);
        return fifo.value
          ? fail(from, { ...said, message: `${whole} is a FIFO ${target.kind}.` })
          : pass(from, { ...said, message: `${whole} is a standard ${target.kind}.` });
      });
    }
  },
});
