import { nameOf, queueFacts } from "@assay/analyzer";
import { worstOf } from "../failures/judge.js";
import { because, defineRule, fail, pass, unknown, valueAt } from "../rule.js";

export const deadLetterTypeMismatch = defineRule({
  id: "dead-letter-type-mismatch",
  title: "A queue and its dead-letter queue are not of the same kind",
  topic: "failures",
  severity: "high",
  why: "The dead-letter queue of a FIFO queue has to be a FIFO queue, that of a standard queue a standard one. SQS refuses the redrive policy otherwise, and the deployment rolls back.",
  remedy: {
    sam: "Set `FifoQueue` on both queues or on neither.",
    serverless: "Set `FifoQueue` on both queues or on neither.",
    cdk: "Set `fifo` on both queues or on neither.",
    cloudformation: "Set `FifoQueue` on both queues or on neither.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  ],
  aliases: ["cfn-lint:E3502"],
  differs: "A dead-letter queue outside the template is judged by its name, which ends in `.fifo` for a FIFO queue.",
  covers: ["F5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      FifoQueue: true
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 }
  Failed:
    Type: AWS::SQS::Queue
`,
      good: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      FifoQueue: true
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 }
  Failed:
    Type: AWS::SQS::Queue
    Properties: { FifoQueue: true }
`,
    },
  ],
  *check({ graph }) {
    for (const { from: queue, to: target, reason, origin, when: given } of graph.edges("fails-to")) {
      if (reason !== "redrive-policy" || queue.owner !== undefined) continue;
      const [sources, targets] = [queueFacts(queue).fifo, queueFacts(target).fifo];
      yield* worstOf<[boolean, boolean]>(graph, given, [sources, targets], ([one, other], when) => {
        const evidence = [
          { origin, says: `dead-letter queue ${nameOf(target)}` },
          valueAt(one, `${nameOf(queue)} FIFO:`),
          valueAt(other, `${nameOf(target)} FIFO:`),
        ] as const;
        const said = { key: target.id, when, evidence };
        if (one.state !== "known" || other.state !== "known")
          return unknown(queue, {
            ...said,
            message: `Whether ${nameOf(queue)} and ${nameOf(target)} are of the same kind is not known: ${because(one, other)}.`,
          });
        const kinds = `${nameOf(queue)} is a ${kind(one.value)} queue, its dead-letter queue ${nameOf(target)} a ${kind(other.value)} one.`;
        return one.value === other.value
          ? pass(queue, { ...said, message: kinds })
          : fail(queue, { ...said, message: kinds });
      });
    }
  },
});

const kind = (isFifo: boolean) => (isFifo ? "FIFO" : "standard");
