import { known, nameOf, readPresence, readString, type Resource, type ResourceGraph } from "@assay/analyzer";
import { authored } from "../failures/mapping.js";
import { missingWhen, namesOf, targetsAsEvidence } from "../failures/target.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList, type Finding } from "../rule.js";

export const queueRedriveMissing = defineRule({
  id: "queue-redrive-missing",
  title: "A message that cannot be processed returns to the queue until it expires",
  topic: "failures",
  severity: "medium",
  why: "Without a redrive policy a message that its consumer cannot process is received again and again, costs executions each time, holds up a FIFO queue's group, and is deleted at the end of the retention period.",
  remedy: {
    sam: "Set `RedrivePolicy` of the `AWS::SQS::Queue` with `deadLetterTargetArn` and `maxReceiveCount`.",
    serverless: "Set `RedrivePolicy` of the queue under `resources`.",
    cdk: "Give the queue `deadLetterQueue: { queue, maxReceiveCount: 5 }`.",
    cloudformation: "Set `RedrivePolicy` of the `AWS::SQS::Queue` with `deadLetterTargetArn` and `maxReceiveCount`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  ],
  aliases: [
    "serverless-rules:ES6000",
    "cdk-nag:Serverless-SQSRedrivePolicy",
    "cdk-nag:AwsSolutions-SQS3",
    "sls-mentor:specify-dlq-on-sqs",
  ],
  differs:
    "Peers leave out queues that are the dead-letter queue of another queue, one of them also those of functions; this rule leaves out whatever keeps failed events: of queues, functions, mappings, rules, schedules, pipes and subscriptions, queues whose redrive allow policy lets sources in, and queues called dead-letter queues that nothing reads.",
  covers: ["F4", "B1"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SQS::Queue
`,
      good: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 }
  Failed:
    Type: AWS::SQS::Queue
`,
    },
  ],
  *check({ graph }) {
    for (const queue of authored(graph, "AWS::SQS::Queue")) yield judge(queue, graph);
  },
});

function judge(queue: Resource, graph: ResourceGraph): Finding {
  const name = nameOf(queue);
  const place = at(queue, `queue ${name}`);
  const targets = graph.from(queue, "fails-to");
  const evidence: EvidenceList = [place, ...targetsAsEvidence(targets)];
  const gap = missingWhen(graph, queue.when, targets);
  if (gap === undefined)
    return pass(queue, {
      message: `Messages that are received from ${name} too often go to ${namesOf(targets)}.`,
      evidence,
    });
  const keeps = [...new Set(graph.to(queue, "fails-to").map(({ from }) => nameOf(from)))].join(", ");
  if (keeps)
    return notApplicable(queue, { message: `${name} keeps what failed elsewhere (${keeps}).`, evidence: [place] });
  if (isNamedForFailures(queue) && graph.from(queue, "triggers").length === 0)
    return notApplicable(queue, {
      message: `${name} is called a dead-letter queue, and nothing in the scanned inputs reads it.`,
      evidence: [place],
    });
  const allowed = readString(queue.properties, "RedriveAllowPolicy", "redrivePermission").some(
    (permission) => permission.state === "known" && permission.value !== "denyAll",
  );
  if (allowed)
    return notApplicable(queue, {
      message: `${name} is a dead-letter queue: it has a redrive allow policy.`,
      evidence: [place],
    });
  const [open] = readPresence(queue.properties, "RedrivePolicy").flatMap((there) =>
    there.state === "unknown"
      ? [there.because]
      : there.state === "known" && there.value
        ? ["it is known at deployment only"]
        : [],
  );
  return open !== undefined && targets.length === 0
    ? unknown(queue, { message: `Whether ${name} has a dead-letter queue is not known: ${open}.`, evidence })
    : fail(queue, { message: `${name} has no redrive policy${gap}.`, evidence });
}

/** Whether the author calls a queue a dead-letter queue; what fails to it may be declared elsewhere. */
function isNamedForFailures(queue: Resource): boolean {
  const names = [
    queue.logicalId,
    nameOf(queue),
    ...known(readString(queue.properties, "QueueName")).map((q) => q.value),
  ];
  return names.some((name) => /dlq|dead[-_]?letter/i.test(name.split("/").pop() ?? ""));
}
