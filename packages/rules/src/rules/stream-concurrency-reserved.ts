import { functionFacts, nameOf, readNumber, withDefault } from "@assay/analyzer";
import limits from "../data/event-sources.json" with { type: "json" };
import { worstOf } from "../failures/judge.js";
import { mappingsOf } from "../failures/mapping.js";
import { because, defineRule, fail, notApplicable, pass, unknown, valueAt, at } from "../rule.js";

export const streamConcurrencyReserved = defineRule({
  id: "stream-concurrency-reserved",
  title: "A stream has more parallel batches than its function has executions",
  topic: "concurrency",
  severity: "medium",
  why: "Lambda reads each shard with as many executions as the parallelization factor says. When their product exceeds the function's reserved concurrency, the surplus is throttled and the records of those shards wait.",
  remedy: {
    sam: "Set `ReservedConcurrentExecutions` to at least the stream's shards times `ParallelizationFactor`.",
    serverless: "Set `reservedConcurrency` to at least the stream's shards times `parallelizationFactor`.",
    cdk: "Set `reservedConcurrentExecutions` to at least the stream's shards times `parallelizationFactor`.",
    cloudformation: "Set `ReservedConcurrentExecutions` to at least `ShardCount` times `ParallelizationFactor`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
  ],
  aliases: [],
  covers: ["B5", "C5"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 4 }
  Count:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: count.handler
      CodeUri: src/
      ReservedConcurrentExecutions: 5
      Events:
        Clicks: { Type: Kinesis, Properties: { Stream: !GetAtt Clicks.Arn, StartingPosition: LATEST, ParallelizationFactor: 2 } }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 4 }
  Count:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: count.handler
      CodeUri: src/
      ReservedConcurrentExecutions: 8
      Events:
        Clicks: { Type: Kinesis, Properties: { Stream: !GetAtt Clicks.Arn, StartingPosition: LATEST, ParallelizationFactor: 2 } }
`,
    },
  ],
  *check({ graph }) {
    for (const { mapping, source, fn, trigger } of mappingsOf(graph, ["kinesis"])) {
      if (!fn.stack) continue;
      const { reservedConcurrency } = functionFacts(fn);
      const shardCounts = readNumber(source.properties, "ShardCount");
      const factors = withDefault(
        readNumber(mapping.properties, "ParallelizationFactor"),
        mapping,
        limits.stream.defaultParallelizationFactor,
        "Lambda default",
      );
      yield* worstOf<[number, number, number]>(
        graph,
        trigger.when,
        [reservedConcurrency, shardCounts, factors],
        ([reserved, shards, factor], when) => {
          const evidence = [
            valueAt(reserved, "reserved concurrency"),
            valueAt(shards, "shards"),
            valueAt(factor, "parallelization factor"),
            at(fn, `function ${nameOf(fn)}`),
          ] as const;
          const said = { key: source.id, when, evidence };
          if (reserved.state === "absent")
            return notApplicable(fn, { ...said, message: `${nameOf(fn)} reserves no concurrency.` });
          if (shards.state === "absent")
            return notApplicable(fn, { ...said, message: `The number of shards of ${nameOf(source)} is not fixed.` });
          const open = [reserved, shards, factor].filter((value) => value.state === "unknown");
          if (reserved.state !== "known" || shards.state !== "known" || factor.state !== "known")
            return unknown(fn, {
              ...said,
              message: `Whether ${nameOf(fn)} can read all shards of ${nameOf(source)} at once is not known: ${because(...open)}.`,
            });
          const needed = shards.value * factor.value;
          const message = `${nameOf(fn)} reserves ${reserved.value} executions; ${nameOf(source)} has ${shards.value} shards × ${factor.value} = ${needed} parallel batches.`;
          return needed > reserved.value ? fail(fn, { ...said, message }) : pass(fn, { ...said, message });
        },
      );
    }
  },
});
