import { nameOf, queueFacts } from "@assay/analyzer";
import { worstOf } from "../failures/judge.js";
import { because, defineRule, fail, notApplicable, pass, unknown, valueAt } from "../rule.js";

export const deadLetterRetentionShort = defineRule({
  id: "dead-letter-retention-short",
  title: "Messages expire in the dead-letter queue before they would have in the queue",
  topic: "failures",
  severity: "medium",
  why: "A message keeps its age when a standard queue moves it to the dead-letter queue. One that waited longer in the queue than the dead-letter queue keeps messages expires the moment it arrives. AWS advises a longer retention there.",
  remedy: {
    sam: "Set `MessageRetentionPeriod` of the dead-letter queue to more than that of the queue, up to 1209600 (14 days).",
    serverless:
      "Set `MessageRetentionPeriod` of the dead-letter queue under `resources` to more than that of the queue.",
    cdk: "Give the dead-letter queue `retentionPeriod: Duration.days(14)`.",
    cloudformation: "Set `MessageRetentionPeriod` of the dead-letter queue to more than that of the queue.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html",
  ],
  aliases: [],
  covers: ["F12", "B3"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      MessageRetentionPeriod: 1209600
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 }
  Failed:
    Type: AWS::SQS::Queue
`,
      good: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 }
  Failed:
    Type: AWS::SQS::Queue
    Properties: { MessageRetentionPeriod: 1209600 }
`,
    },
  ],
  *check({ graph }) {
    for (const { from: queue, to: target, reason, origin, when: given } of graph.edges("fails-to")) {
      if (reason !== "redrive-policy" || queue.owner !== undefined) continue;
      const place = { origin, says: `dead-letter queue ${nameOf(target)}` };
      if (!target.stack) {
        const message = `How long ${nameOf(target)} keeps what ${nameOf(queue)} failed on is not known: it is not declared in the scanned inputs.`;
        yield unknown(queue, { key: target.id, when: given, message, evidence: [place] });
        continue;
      }
      const { fifo: kinds, retention: own } = queueFacts(queue);
      const { retention: others } = queueFacts(target);
      yield* worstOf<[number, number, boolean]>(graph, given, [own, others, kinds], ([source, dead, fifo], when) => {
        const evidence = [
          valueAt(dead, `retention of ${nameOf(target)}`, "s"),
          valueAt(source, `retention of ${nameOf(queue)}`, "s"),
          place,
        ] as const;
        const said = { key: target.id, when, evidence };
        if (fifo.state === "known" && fifo.value)
          return notApplicable(queue, {
            ...said,
            message: `Messages of the FIFO queue ${nameOf(queue)} begin anew in ${nameOf(target)}.`,
          });
        if (source.state !== "known" || dead.state !== "known")
          return unknown(queue, {
            ...said,
            message: `Whether ${nameOf(target)} keeps messages as long as ${nameOf(queue)} is not known: ${because(source, dead)}.`,
          });
        const numbers = `${nameOf(target)} keeps messages for ${days(dead.value)}, ${nameOf(queue)} for ${days(source.value)}.`;
        return dead.value < source.value
          ? fail(queue, { ...said, message: numbers })
          : pass(queue, { ...said, message: numbers });
      });
    }
  },
});

function days(seconds: number): string {
  return seconds % 86_400 === 0 ? `${seconds / 86_400} day${seconds === 86_400 ? "" : "s"}` : `${seconds} s`;
}
