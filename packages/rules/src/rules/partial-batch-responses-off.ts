import {
  nameOf,
  readItems,
  readNumber,
  readPresence,
  readString,
  known,
  withDefault,
  type Alternative,
  type Resource,
  type Value,
} from "@assay/analyzer";
import limits from "../data/event-sources.json" with { type: "json" };
import { worstOf } from "../failures/judge.js";
import { mappingsOf } from "../failures/mapping.js";
import { at, because, defineRule, fail, notApplicable, pass, unknown, valueAt } from "../rule.js";

const REPORT = "ReportBatchItemFailures";

export const partialBatchResponsesOff = defineRule({
  id: "partial-batch-responses-off",
  title: "One failed message brings its whole batch back",
  topic: "failures",
  severity: "low",
  why: "When a function fails, Lambda returns all messages of the batch, also those that were processed: they are processed again and count towards the dead-letter queue. With partial batch responses the function names the ones that failed, and only they return.",
  remedy: {
    sam: "Set `FunctionResponseTypes: [ReportBatchItemFailures]` of the event, and return `batchItemFailures` from the handler.",
    serverless:
      "Set `functionResponseType: ReportBatchItemFailures` of the event, and return `batchItemFailures` from the handler.",
    cdk: "Give the event source `reportBatchItemFailures: true`, and return `batchItemFailures` from the handler.",
    cloudformation:
      "Set `FunctionResponseTypes: [ReportBatchItemFailures]` of the mapping, and return `batchItemFailures` from the handler.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html",
  ],
  aliases: [],
  covers: ["F11", "B15"],
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
        Orders: { Type: SQS, Properties: { Queue: !GetAtt Orders.Arn } }
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
        Orders: { Type: SQS, Properties: { Queue: !GetAtt Orders.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } }
`,
    },
  ],
  *check({ graph }) {
    for (const { mapping, source, fn, trigger } of mappingsOf(graph, ["sqs", "kinesis", "dynamodb"])) {
      const usual = trigger.event === "sqs" ? limits.sqs.defaultBatchSize : limits.stream.defaultBatchSize;
      const sizes = withDefault(readNumber(mapping.properties, "BatchSize"), mapping, usual, "Lambda default");
      const reader = `${nameOf(fn)} reads ${nameOf(source)} (${trigger.event})`;
      yield* worstOf<[number, boolean]>(graph, trigger.when, [sizes, reports(mapping)], ([size, report], when) => {
        const evidence = [
          at(mapping, reader),
          valueAt(size, "batch size"),
          { origin: report.origin, says: "function response types" },
        ] as const;
        const said = { key: source.id, when, evidence };
        if (size.state === "known" && size.value <= 1)
          return notApplicable(mapping, { ...said, message: `${reader} one message at a time.` });
        if (report.state === "known" && report.value)
          return pass(mapping, { ...said, message: `${reader} and reports which messages of a batch failed.` });
        const open = [size, report].filter((value) => value.state === "unknown");
        if (size.state !== "known" || report.state !== "known")
          return unknown(mapping, {
            ...said,
            message: `Whether a failed message of ${nameOf(source)} brings its batch back is not known: ${because(...open)}.`,
          });
        return fail(mapping, {
          ...said,
          message: `${reader} in batches of up to ${size.value}, all of which return when one message fails.`,
        });
      });
    }
  },
});

/** Whether a mapping lets its function report the messages that failed. */
function reports(mapping: Resource): Value<boolean> {
  const items = readItems(mapping.properties, "FunctionResponseTypes");
  const written = readPresence(mapping.properties, "FunctionResponseTypes");
  return written.map((there): Alternative<boolean> => {
    if (there.state === "absent") return { ...there, state: "known", value: false };
    if (there.state === "unknown") return there;
    const open = items.flatMap(({ view }) => readString(view)).find(({ state }) => state === "unknown");
    if (open?.state === "unknown") return { ...open, when: there.when };
    const isReported = items.some(({ view }) => known(readString(view)).some(({ value }) => value === REPORT));
    return { ...there, value: isReported };
  });
}
