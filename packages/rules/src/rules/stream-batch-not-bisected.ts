import { nameOf, readBoolean, withDefault } from "@assay/analyzer";
import { worstOf } from "../failures/judge.js";
import { mappingsOf, SHARDED } from "../failures/mapping.js";
import { at, because, defineRule, fail, pass, unknown, valueAt } from "../rule.js";

export const streamBatchNotBisected = defineRule({
  id: "stream-batch-not-bisected",
  title: "One bad record takes its whole batch with it",
  topic: "failures",
  severity: "low",
  profile: "strict",
  why: "A batch that fails is tried again as a whole and in the end skipped as a whole, good records included. Split in two on an error, it leaves only the bad record behind.",
  remedy: {
    sam: "Set `BisectBatchOnFunctionError: true` of the stream event.",
    serverless: "Set `bisectBatchOnFunctionError: true` of the stream event.",
    cdk: "Give the event source `bisectBatchOnError: true`.",
    cloudformation: "Set `BisectBatchOnFunctionError: true` of the `AWS::Lambda::EventSourceMapping`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html"],
  aliases: [],
  covers: ["F10", "B5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: orders
      EventSourceArn: arn:aws:kinesis:eu-west-1:123456789012:stream/orders
      StartingPosition: TRIM_HORIZON
`,
      good: `Resources:
  Reader:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: orders
      EventSourceArn: arn:aws:kinesis:eu-west-1:123456789012:stream/orders
      StartingPosition: TRIM_HORIZON
      BisectBatchOnFunctionError: true
`,
    },
  ],
  *check({ graph }) {
    for (const { mapping, source, fn, trigger } of mappingsOf(graph, SHARDED)) {
      const bisects = withDefault(
        readBoolean(mapping.properties, "BisectBatchOnFunctionError"),
        mapping,
        false,
        "Lambda default",
      );
      yield* worstOf<[boolean]>(graph, trigger.when, [bisects], ([bisect], when) => {
        const batches = `Batches of ${nameOf(source)} that ${nameOf(fn)} fails to process`;
        const evidence = [valueAt(bisect, "bisect on error"), at(mapping, `mapping ${nameOf(mapping)}`)] as const;
        const said = { key: source.id, when, evidence };
        if (bisect.state !== "known")
          return unknown(mapping, {
            ...said,
            message: `Whether ${batches.toLowerCase().slice(0, 1)}${batches.slice(1)} are split is not known: ${because(bisect)}.`,
          });
        return bisect.value
          ? pass(mapping, { ...said, message: `${batches} are split in two.` })
          : fail(mapping, { ...said, message: `${batches} are not split.` });
      });
    }
  },
});
