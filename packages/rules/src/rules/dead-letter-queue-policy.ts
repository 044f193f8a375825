import { nameOf, policyAllows } from "@assay/analyzer";
import { describeTarget, serviceSenders } from "../failures/sender.js";
import { at, defineRule, fail, pass, unknown, type EvidenceList } from "../rule.js";

export const deadLetterQueuePolicy = defineRule({
  id: "dead-letter-queue-policy",
  title: "The dead-letter queue does not let the service in",
  topic: "failures",
  severity: "high",
  why: "EventBridge and SNS put undelivered events into a dead-letter queue as themselves. Unless the queue's policy allows the service `sqs:SendMessage`, the events are lost although a queue is configured.",
  remedy: {
    sam: "Declare an `AWS::SQS::QueuePolicy` for the service, or let SAM make the queue (`DeadLetterConfig.Type: SQS`).",
    serverless: "Declare an `AWS::SQS::QueuePolicy` under `resources` that allows the service `sqs:SendMessage`.",
    cdk: "Give the target or subscription a queue of the same app as `deadLetterQueue`: CDK adds the policy.",
    cloudformation:
      "Declare an `AWS::SQS::QueuePolicy` that allows the service `sqs:SendMessage`, with `aws:SourceArn`.",
  },
  references: [
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html",
  ],
  aliases: [],
  covers: ["B2"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  Placed:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [orders] }
      Targets:
        - { Id: fn, Arn: "arn:aws:lambda:eu-west-1:123456789012:function:orders", DeadLetterConfig: { Arn: !GetAtt Failed.Arn } }
`,
      good: `Resources:
  Failed:
    Type: AWS::SQS::Queue
  FailedPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Failed]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: events.amazonaws.com }
            Action: sqs:SendMessage
            Resource: !GetAtt Failed.Arn
            Condition: { ArnEquals: { aws:SourceArn: !GetAtt Placed.Arn } }
  Placed:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [orders] }
      Targets:
        - { Id: fn, Arn: "arn:aws:lambda:eu-west-1:123456789012:function:orders", DeadLetterConfig: { Arn: !GetAtt Failed.Arn } }
`,
    },
  ],
  *check({ graph, statements }) {
    for (const { edge, service } of serviceSenders(graph)) {
      const { from, to: queue, when } = edge;
      const place = { origin: edge.origin, says: describeTarget(edge) };
      const key = [queue.id, edge.target?.id].filter(Boolean).join(" ");
      if (!queue.stack) {
        const message = `Whether ${nameOf(queue)} lets ${service} in is not known: it is not declared in the scanned inputs.`;
        yield unknown(from, { key, when, message, evidence: [place] });
        continue;
      }
      const { state, statement } = policyAllows(service, ["sqs:SendMessage"], statements.get(queue.id) ?? []);
      const evidence: EvidenceList = [
        place,
        ...(statement ? [{ origin: statement.origin, says: `allows ${statement.actions.join(", ")}` }] : []),
        at(queue, `queue ${nameOf(queue)}`),
      ];
      const said = { key, when, evidence };
      const what = `${service} to send to ${describeTarget(edge)}`;
      if (state === "allowed") yield pass(from, { ...said, message: `A policy of ${nameOf(queue)} allows ${what}.` });
      else if (state === "unknown")
        yield unknown(from, {
          ...said,
          message: `Whether a policy of ${nameOf(queue)} allows ${what} is known at deployment only.`,
        });
      else yield fail(from, { ...said, message: `No policy of ${nameOf(queue)} allows ${what}.` });
    }
  },
});
