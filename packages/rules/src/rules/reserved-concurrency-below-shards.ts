import { authoredFunctions, functionFacts, nameOf, readNumber, readString, type Resource } from "@assay/analyzer";
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

export const reservedConcurrencyBelowShards = defineRule({
  id: "reserved-concurrency-below-shards",
  title: "A function may not run as often as its stream has shards",
  topic: "concurrency",
  severity: "medium",
  why: "Lambda invokes a function for each shard of a stream, times the parallelization factor, at the same time. When the function has reserved fewer executions, batches are throttled and the shards fall behind until their records expire.",
  remedy: {
    sam: "Set `ReservedConcurrentExecutions` to at least the number of shards times `ParallelizationFactor`.",
    serverless: "Set `reservedConcurrency` to at least the number of shards times `parallelizationFactor`.",
    cdk: "Set `reservedConcurrentExecutions` to at least `shardCount` times `parallelizationFactor`.",
    cloudformation: "Set `ReservedConcurrentExecutions` to at least `ShardCount` times `ParallelizationFactor`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html"],
  aliases: [],
  covers: ["C5", "B5"],
  examples: [{ framework: "sam", bad: example(5), good: example(20) }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      for (const trigger of graph.to(fn, "triggers")) {
        const { from: stream, via } = trigger;
        if (stream.type !== "AWS::Kinesis::Stream" || !via) continue;
        const named = [
          { name: "reserved concurrency", value: functionFacts(fn).reservedConcurrency },
          { name: "shards", value: readNumber(stream.properties, "ShardCount") },
          { name: "parallelization factor", value: readNumber(via.properties, "ParallelizationFactor") },
          { name: "mode of the stream", value: readString(stream.properties, "StreamModeDetails", "StreamMode") },
        ] as const;
        yield* judge<[number, number, number, string]>(
          fn,
          graph.world,
          named,
          (reserved, shards, factor = 1, mode = "") => verdict(fn, stream, { reserved, shards, factor, mode }),
          { key: stream.id, places: [at(stream, `stream ${nameOf(stream)}`)] },
        );
      }
    }
  },
});

interface Numbers {
  readonly reserved: number | undefined;
  readonly shards: number | undefined;
  readonly factor: number;
  readonly mode: string;
}

function verdict(fn: Resource, stream: Resource, { reserved, shards, factor, mode }: Numbers) {
  if (reserved === undefined) return doesNotApply(`${nameOf(fn)} reserves no concurrency.`);
  if (mode === "ON_DEMAND" || shards === undefined)
    return doesNotApply(`${nameOf(stream)} has as many shards as its load needs.`);
  const numbers = `${nameOf(fn)} reserves ${reserved} executions; ${nameOf(stream)} has ${shards} shards × ${factor} = ${shards * factor}.`;
  return reserved < shards * factor ? fails(numbers) : passes(numbers);
}

function example(executions: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 10 }
  Count:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: count.handler
      CodeUri: src/
      ReservedConcurrentExecutions: ${executions}
      Events:
        Clicks:
          Type: Kinesis
          Properties: { Stream: !GetAtt Clicks.Arn, StartingPosition: LATEST, ParallelizationFactor: 2 }
`;
}
