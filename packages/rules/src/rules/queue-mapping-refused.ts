import { nameOf, queueFacts, readNumber, readPresence, withDefault, type Alternative } from "@assay/analyzer";
import limits from "../data/event-sources.json" with { type: "json" };
import { worstOf } from "../failures/judge.js";
import { mappingsOf } from "../failures/mapping.js";
import { at, because, defineRule, fail, pass, unknown, valueAt, type EvidenceList } from "../rule.js";

const { sqs } = limits;

export const queueMappingRefused = defineRule({
  id: "queue-mapping-refused",
  title: "Lambda refuses the batch or concurrency settings of a queue's mapping",
  topic: "failures",
  severity: "high",
  why: "Batches of a standard queue may have up to 10,000 messages, but more than 10 only with a batching window; those of a FIFO queue at most 10 and no window. The maximum concurrency lies between 2 and 1,000 and excludes provisioned pollers. Lambda refuses other mappings, and the deployment rolls back.",
  remedy: {
    sam: "Set `BatchSize`, `MaximumBatchingWindowInSeconds` and `ScalingConfig.MaximumConcurrency` of the SQS event within these limits.",
    serverless:
      "Set `batchSize`, `maximumBatchingWindow` and `maximumConcurrency` of the sqs event within these limits.",
    cdk: "Set `batchSize`, `maxBatchingWindow` and `maxConcurrency` of the `SqsEventSource` within these limits.",
    cloudformation:
      "Set `BatchSize`, `MaximumBatchingWindowInSeconds` and `ScalingConfig.MaximumConcurrency` of the mapping within these limits.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
  ],
  aliases: ["cfn-lint:E3705"],
  differs: "cfn-lint looks at the batch size of FIFO queues only.",
  covers: ["F17", "C4", "B4"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Events:
        Orders: { Type: SQS, Properties: { Queue: !GetAtt Orders.Arn, BatchSize: 100 } }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: worker.handler
      CodeUri: src/
      Events:
        Orders: { Type: SQS, Properties: { Queue: !GetAtt Orders.Arn, BatchSize: 100, MaximumBatchingWindowInSeconds: 5 } }
`,
    },
  ],
  *check({ graph }) {
    for (const { mapping, source: queue, trigger } of mappingsOf(graph, ["sqs"])) {
      const { properties } = mapping;
      const batches = withDefault(readNumber(properties, "BatchSize"), mapping, sqs.defaultBatchSize, "Lambda default");
      const windows = withDefault(
        readNumber(properties, "MaximumBatchingWindowInSeconds"),
        mapping,
        0,
        "Lambda default",
      );
      const maxima = readNumber(properties, "ScalingConfig", "MaximumConcurrency");
      const pollers = readPresence(properties, "ProvisionedPollerConfig");
      const { fifo: kinds } = queueFacts(queue);
      const name = `The mapping ${nameOf(mapping)} of ${nameOf(queue)}`;
      yield* worstOf<[number, number, number, boolean, boolean]>(
        graph,
        trigger.when,
        [batches, windows, maxima, pollers, kinds],
        ([batch, window, maximum, poller, fifo], when) => {
          const evidence: EvidenceList = [
            at(mapping, `mapping of ${nameOf(queue)}`),
            valueAt(batch, "batch size"),
            valueAt(window, "batching window", "s"),
            ...(maximum.state === "absent" ? [] : [valueAt(maximum, "maximum concurrency")]),
            {
              origin: fifo.origin,
              says: is(fifo, true) ? "FIFO queue" : is(fifo, false) ? "standard queue" : "queue of unknown kind",
            },
          ];
          const said = { key: queue.id, when, evidence };
          const wrong = objections({ batch, window, maximum, poller, fifo });
          if (wrong.length > 0) return fail(mapping, { ...said, message: `${name} is refused: ${wrong.join("; ")}.` });
          const open = [batch, window, maximum, poller, fifo].filter((value) => value.state === "unknown");
          if (open.length > 0)
            return unknown(mapping, {
              ...said,
              message: `Whether Lambda accepts the settings of ${nameOf(mapping)} is not known: ${because(...open)}.`,
            });
          return pass(mapping, { ...said, message: `${name} has settings that Lambda accepts.` });
        },
      );
    }
  },
});

interface Settings {
  readonly batch: Alternative<number>;
  readonly window: Alternative<number>;
  readonly maximum: Alternative<number>;
  readonly poller: Alternative<boolean>;
  readonly fifo: Alternative<boolean>;
}

const is = <T>(value: Alternative<T>, wanted: T) => value.state === "known" && value.value === wanted;

/** What Lambda would say against the settings, as far as they are known. */
function objections({ batch, window, maximum, poller, fifo }: Settings): readonly string[] {
  const found: string[] = [];
  const size = batch.state === "known" ? batch.value : 0;
  if (is(fifo, true) && size > sqs.fifoBatchSize)
    found.push(`a batch of ${size} from a FIFO queue, which allows ${sqs.fifoBatchSize}`);
  if (is(fifo, true) && window.state === "known" && window.value > 0)
    found.push(`a batching window of ${window.value} s on a FIFO queue`);
  if (is(fifo, false) && size > sqs.batchSizeWithoutWindow && is(window, 0))
    found.push(`a batch of ${size} without a batching window`);
  if (size > sqs.batchSize) found.push(`a batch of ${size}, more than ${sqs.batchSize}`);
  if (maximum.state === "known") {
    if (maximum.value < sqs.minimumMaximumConcurrency || maximum.value > sqs.maximumMaximumConcurrency)
      found.push(
        `a maximum concurrency of ${maximum.value}, outside ${sqs.minimumMaximumConcurrency} to ${sqs.maximumMaximumConcurrency}`,
      );
    if (is(poller, true)) found.push("both a maximum concurrency and provisioned pollers");
  }
  return found;
}
