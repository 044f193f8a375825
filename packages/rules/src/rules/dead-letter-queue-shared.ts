import { nameOf } from "@assay/analyzer";
import { deadLetterQueues } from "../failures/target.js";
import { at, defineRule, fail, pass, type EvidenceList } from "../rule.js";

export const deadLetterQueueShared = defineRule({
  id: "dead-letter-queue-shared",
  title: "Several sources share one dead-letter queue",
  topic: "failures",
  severity: "low",
  profile: "strict",
  why: "In a dead-letter queue with several sources nobody can tell from an alarm what failed, and messages of one source cannot be moved back without those of the others.",
  remedy: {
    sam: "Give each source a dead-letter queue of its own.",
    serverless: "Give each source a dead-letter queue of its own under `resources`.",
    cdk: "Create one dead-letter queue for each source.",
    cloudformation: "Give each source a dead-letter queue of its own.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  ],
  aliases: [],
  covers: ["B3"],
  options: { sources: { default: 1, describes: "how many sources may share a dead-letter queue" } },
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 } }
  Mails:
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
`,
    },
  ],
  *check({ graph }, options) {
    const allowed = options.number("sources");
    for (const { queue, from } of deadLetterQueues(graph)) {
      const sources = [...new Set(from.map((edge) => nameOf(edge.from)))];
      const evidence: EvidenceList = [
        at(queue, `queue ${nameOf(queue)}`),
        ...from.map((edge) => ({ origin: edge.origin, says: `${edge.reason} of ${nameOf(edge.from)}` })),
      ];
      const message = `${nameOf(queue)} keeps what ${sources.length === 1 ? "one source" : `${sources.length} sources`} failed on: ${sources.join(", ")}.`;
      yield sources.length > allowed ? fail(queue, { message, evidence }) : pass(queue, { message, evidence });
    }
  },
});
