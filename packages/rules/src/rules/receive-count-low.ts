import { nameOf } from "@assay/analyzer";
import limits from "../data/event-sources.json" with { type: "json" };
import { worstOf } from "../failures/judge.js";
import { because, defineRule, fail, notApplicable, pass, unknown, valueAt } from "../rule.js";

export const receiveCountLow = defineRule({
  id: "receive-count-low",
  title: "Throttled messages reach the dead-letter queue without having been processed",
  topic: "failures",
  severity: "low",
  why: "A message that Lambda receives while the function is throttled counts as received. With a low maximum it reaches the dead-letter queue before the function has seen it; AWS advises at least 5.",
  remedy: {
    sam: "Set `maxReceiveCount` of the queue's `RedrivePolicy` to at least 5.",
    serverless: "Set `maxReceiveCount` of the queue's `RedrivePolicy` to at least 5.",
    cdk: "Set `maxReceiveCount` of the queue's `deadLetterQueue` to at least 5.",
    cloudformation: "Set `maxReceiveCount` of the queue's `RedrivePolicy` to at least 5.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-lambda-function-trigger.html",
  ],
  aliases: [],
  covers: ["F12", "B3"],
  options: {
    minimum: {
      default: limits.sqs.recommendedReceiveCount,
      describes: "how often a message is received before it is moved, at least",
    },
  },
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 2 } }
  Failed:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Events:
        Orders: { Type: SQS, Properties: { Queue: !GetAtt Orders.Arn } }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 } }
  Failed:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Events:
        Orders: { Type: SQS, Properties: { Queue: !GetAtt Orders.Arn } }
`,
    },
  ],
  *check({ graph }, options) {
    const minimum = options.number("minimum");
    for (const { from: queue, to: target, reason, attempts, origin, when: given } of graph.edges("fails-to")) {
      if (reason !== "redrive-policy" || queue.owner !== undefined) continue;
      const place = { origin, says: `dead-letter queue ${nameOf(target)}` };
      const [reader] = graph.from(queue, "triggers");
      if (!reader) {
        yield notApplicable(queue, {
          key: target.id,
          when: given,
          message: `No function reads ${nameOf(queue)}.`,
          evidence: [place],
        });
        continue;
      }
      yield* worstOf<[number]>(graph, given, [attempts], ([count], when) => {
        const evidence = [
          valueAt(count, "maximum receives"),
          place,
          { origin: reader.origin, says: `${nameOf(reader.to)} reads ${nameOf(queue)}` },
        ] as const;
        const said = { key: target.id, when, evidence };
        if (count.state !== "known")
          return unknown(queue, {
            ...said,
            message: `How often ${nameOf(reader.to)} receives a message of ${nameOf(queue)} is not known: ${because(count)}.`,
          });
        const numbers = `A message of ${nameOf(queue)} goes to ${nameOf(target)} when ${nameOf(reader.to)} has received it ${count.value} time${count.value === 1 ? "" : "s"}`;
        return count.value < minimum
          ? fail(queue, { ...said, message: `${numbers}, less than ${minimum}.` })
          : pass(queue, { ...said, message: `${numbers}.` });
      });
    }
  },
});
