import { both, nameOf, readEntries, readPresence } from "@assay/analyzer";
import { judgePresence } from "../failures/judge.js";
import { authored } from "../failures/mapping.js";
import { at, defineRule, notApplicable } from "../rule.js";

const STREAMS = ["KinesisStreamParameters", "DynamoDBStreamParameters"];

export const pipeDeadLetterMissing = defineRule({
  id: "pipe-dead-letter-missing",
  title: "Records that a pipe cannot hand on are skipped without a trace",
  topic: "failures",
  severity: "medium",
  why: "A pipe that reads a stream goes on with the next batch when its retries are used up or the records expire. The dead-letter queue of its source receives where the skipped records were. A queue as source keeps failed messages by its own redrive policy.",
  remedy: {
    sam: "Set `DeadLetterConfig.Arn` of the stream in `SourceParameters` of the pipe.",
    serverless: "Set `DeadLetterConfig.Arn` of the stream in `SourceParameters` of the pipe under `resources`.",
    cdk: "Give the pipe's source a `deadLetterTarget`.",
    cloudformation:
      "Set `SourceParameters.KinesisStreamParameters.DeadLetterConfig.Arn`, or that of `DynamoDBStreamParameters`, of the `AWS::Pipes::Pipe`.",
  },
  references: ["https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-error-troubleshooting.html"],
  aliases: [],
  covers: ["F15", "B1"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Changes:
    Type: AWS::Pipes::Pipe
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/pipe
      Source: arn:aws:kinesis:eu-west-1:123456789012:stream/orders
      SourceParameters: { KinesisStreamParameters: { StartingPosition: TRIM_HORIZON } }
      Target: arn:aws:sqs:eu-west-1:123456789012:orders
`,
      good: `Resources:
  Changes:
    Type: AWS::Pipes::Pipe
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/pipe
      Source: arn:aws:kinesis:eu-west-1:123456789012:stream/orders
      SourceParameters:
        KinesisStreamParameters:
          StartingPosition: TRIM_HORIZON
          DeadLetterConfig: { Arn: "arn:aws:sqs:eu-west-1:123456789012:failed" }
      Target: arn:aws:sqs:eu-west-1:123456789012:orders
`,
    },
  ],
  *check({ graph }) {
    for (const pipe of authored(graph, "AWS::Pipes::Pipe")) {
      const name = nameOf(pipe);
      const places = [at(pipe, `pipe ${name}`)] as const;
      const streams = readEntries(pipe.properties, "SourceParameters").filter(({ key }) => STREAMS.includes(key));
      if (streams.length === 0) yield notApplicable(pipe, { message: `${name} reads no stream.`, evidence: places });
      for (const { key, view, when } of streams)
        yield* judgePresence(
          graph,
          pipe,
          both(pipe.when, when) ?? when,
          readPresence(view, "DeadLetterConfig", "Arn"),
          {
            key,
            thing: "dead-letter queue",
            present: `The positions of records that ${name} cannot hand on go to a dead-letter queue.`,
            missing: `Nothing keeps the position of records that ${name} cannot hand on: its source has no dead-letter queue.`,
            whether: `Whether the source of ${name} has a dead-letter queue`,
            places,
          },
        );
    }
  },
});
