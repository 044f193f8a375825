import { nameOf, readBoolean, readNumber, type Edge } from "@assay/analyzer";
import { fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

/** What Lambda uses when a mapping names no batch size, and the most without a batching window. */
const DEFAULT_BATCH = 10;

export const queueBatchSize = defineRule({
  id: "queue-batch-size",
  title: "The batch size of a queue mapping is not possible",
  topic: "concurrency",
  severity: "high",
  why: "A batch of a FIFO queue has at most 10 messages, and one of a standard queue more than 10 only with a batching window of at least 1 s. Lambda refuses other mappings, and the deployment fails.",
  remedy: {
    sam: "Lower `BatchSize` to 10, or set `MaximumBatchingWindowInSeconds` for a standard queue.",
    serverless: "Lower `batchSize` to 10, or set `maximumBatchingWindow` for a standard queue.",
    cdk: "Lower `batchSize` to 10, or set `maxBatchingWindow` for a standard queue.",
    cloudformation: "Lower `BatchSize` to 10, or set `MaximumBatchingWindowInSeconds` for a standard queue.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html"],
  aliases: ["cfn-lint:E3705"],
  differs: "cfn-lint looks at FIFO queues only; the batching window of standard queues is not its concern.",
  covers: ["C4", "B4", "F17"],
  examples: [{ framework: "sam", bad: example(100), good: example(10) }],
  *check({ graph }) {
    for (const trigger of graph.edges("triggers")) {
      const { via, from: queue } = trigger;
      if (trigger.event !== "sqs" || !via?.stack || via.owner !== undefined) continue;
      const named = [
        { name: "batch size", value: readNumber(via.properties, "BatchSize") },
        { name: "batching window", unit: "s", value: readNumber(via.properties, "MaximumBatchingWindowInSeconds") },
        { name: "FIFO", value: queue.stack ? readBoolean(queue.properties, "FifoQueue") : outsideFifo(trigger) },
      ] as const;
      yield* judge<[number, number, boolean]>(
        via,
        graph.world,
        named,
        (batch = DEFAULT_BATCH, window = 0, isFifo = false) => {
          const kind = isFifo ? "FIFO queue" : "queue";
          const numbers = `The mapping ${nameOf(via)} takes ${batch} messages at a time from the ${kind} ${nameOf(queue)}`;
          if (batch <= DEFAULT_BATCH) return passes(`${numbers}.`);
          if (isFifo) return fails(`${numbers}; ${DEFAULT_BATCH} are possible.`);
          return window < 1
            ? fails(`${numbers} without a batching window; ${DEFAULT_BATCH} are possible.`)
            : passes(`${numbers}, within ${window} s.`);
        },
        { places: [at(queue, `queue ${nameOf(queue)}`)] },
      );
    }
  },
});

/** The name of a FIFO queue ends with `.fifo`; that of a queue elsewhere is all that is known. */
function outsideFifo({ from, origin }: Edge<"triggers">) {
  const last = from.name?.at(-1);
  return typeof last === "string"
    ? ([{ when: [], origin, state: "known", value: last.endsWith(".fifo") }] as const)
    : ([
        { when: [], origin, state: "unknown", because: `${nameOf(from)} is not declared in the scanned inputs` },
      ] as const);
}

function example(size: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties: { FifoQueue: true }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: worker.handler
      CodeUri: src/
      Events:
        Jobs:
          Type: SQS
          Properties: { Queue: !GetAtt Jobs.Arn, BatchSize: ${size} }
`;
}
