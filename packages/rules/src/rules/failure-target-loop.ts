import { both, isEnabled, nameOf, type Edge, type Resource, type ResourceGraph } from "@assay/analyzer";
import { mappingsOf } from "../failures/mapping.js";
import { describeTarget } from "../failures/sender.js";
import { defineRule, fail, pass } from "../rule.js";

export const failureTargetLoop = defineRule({
  id: "failure-target-loop",
  title: "What a function fails to process is given to the same function again",
  topic: "failures",
  severity: "medium",
  why: "A failure target that triggers the function that failed gives it the same event once more: what it cannot process goes round, costs executions, and is never seen by anybody who could help.",
  remedy: {
    sam: "Let another function, or a person after an alarm, read the dead-letter queue; move messages back with a redrive.",
    serverless:
      "Let another function, or a person after an alarm, read the dead-letter queue; move messages back with a redrive.",
    cdk: "Remove the event source of the dead-letter queue from the function; move messages back with a redrive.",
    cloudformation:
      "Remove the mapping between the dead-letter queue and the function; move messages back with a redrive.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
  ],
  aliases: [],
  covers: ["B3", "N7"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 }
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
        Failed: { Type: SQS, Properties: { Queue: !GetAtt Failed.Arn } }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 5 }
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
  *check({ graph }) {
    const readers = new Map(
      mappingsOf(graph, ["kinesis", "dynamodb", "msk", "kafka"]).map(({ mapping, fn }) => [mapping.id, fn]),
    );
    for (const edge of graph.edges("fails-to")) {
      for (const fn of failing(edge.from, graph, readers)) {
        const place = { origin: edge.origin, says: describeTarget(edge) };
        const key = `${edge.from.id} ${edge.to.id}`;
        const back = backTo(fn, edge, graph);
        const said = { key, when: back?.when ?? edge.when, confidence: back?.confidence ?? edge.confidence };
        const what = `What ${nameOf(fn)} fails to process goes to ${describeTarget(edge)}`;
        yield back
          ? fail(fn, {
              ...said,
              message: `${what}, which triggers ${nameOf(fn)} again.`,
              evidence: [{ origin: back.origin, says: `${nameOf(edge.to)} triggers ${nameOf(fn)}` }, place],
            })
          : pass(fn, { ...said, message: `${what}, which does not trigger it again.`, evidence: [place] });
      }
    }
  },
});

/** The functions whose failures take an edge: the function itself, the one behind a mapping, or those that read a queue. */
function failing(from: Resource, graph: ResourceGraph, readers: ReadonlyMap<string, Resource>): readonly Resource[] {
  const reader = readers.get(from.id);
  const functions =
    from.kind === "function"
      ? [from]
      : from.kind === "queue"
        ? graph.from(from, "triggers").map(({ to }) => to)
        : reader
          ? [reader]
          : [];
  return [...new Set(functions)].filter((fn) => fn.kind === "function" && fn.stack && fn.owner === undefined);
}

/** The trigger by which a failure target starts the function again, unless it is switched off. */
function backTo(fn: Resource, edge: Edge<"fails-to">, graph: ResourceGraph): Edge<"triggers"> | undefined {
  return graph.from(edge.to, "triggers").find((trigger) => {
    const isOff = isEnabled(trigger).some(
      (enabled) => enabled.state !== "absent" && !(enabled.state === "known" && enabled.value),
    );
    const together = both(trigger.when, edge.when);
    return trigger.to === fn && !isOff && together !== undefined && graph.world.satisfiable(together);
  });
}
