import { nameOf, readNumber } from "@assay/analyzer";
import { worstOf } from "../failures/judge.js";
import { authored } from "../failures/mapping.js";
import { at, because, defineRule, fail, pass, unknown, valueAt } from "../rule.js";

/** How long a queue or stream keeps its contents when nobody says so. */
const RETENTIONS = [
  { type: "AWS::SQS::Queue", property: "MessageRetentionPeriod", unit: "s", usual: "4 days" },
  { type: "AWS::Kinesis::Stream", property: "RetentionPeriodHours", unit: "h", usual: "24 hours" },
] as const;

export const retentionUnset = defineRule({
  id: "retention-unset",
  title: "Nobody has chosen how long a queue or stream keeps its contents",
  topic: "failures",
  severity: "info",
  profile: "strict",
  why: "What a consumer does not process in time is deleted: after 4 days in a queue and 24 hours in a Kinesis stream unless the template says otherwise. That is the time there is for repairs.",
  remedy: {
    sam: "Set `MessageRetentionPeriod` of the queue or `RetentionPeriodHours` of the stream.",
    serverless: "Set `MessageRetentionPeriod` of the queue or `RetentionPeriodHours` of the stream under `resources`.",
    cdk: "Give the queue or stream a `retentionPeriod`.",
    cloudformation: "Set `MessageRetentionPeriod` of the queue or `RetentionPeriodHours` of the stream.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-stream.html",
  ],
  aliases: ["cfn-lint:I3013"],
  differs: "cfn-lint also looks at the backups of databases and at canaries.",
  covers: ["F16"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SQS::Queue
`,
      good: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: { MessageRetentionPeriod: 1209600 }
`,
    },
  ],
  *check({ graph }) {
    for (const { type, property, unit, usual } of RETENTIONS) {
      for (const resource of authored(graph, type)) {
        const name = nameOf(resource);
        yield* worstOf<[number]>(
          graph,
          resource.when,
          [readNumber(resource.properties, property)],
          ([retention], when) => {
            const place = at(resource, `${resource.kind} ${name}`);
            const said = { when, evidence: [place, valueAt(retention, "retention", unit)] as const };
            if (retention.state === "unknown")
              return unknown(resource, {
                ...said,
                message: `How long ${name} keeps its contents is not known: ${because(retention)}.`,
              });
            return retention.state === "absent"
              ? fail(resource, {
                  when,
                  evidence: [place],
                  message: `${name} leaves its retention to the default, ${usual}.`,
                })
              : pass(resource, { ...said, message: `${name} keeps its contents for ${retention.value} ${unit}.` });
          },
        );
      }
    }
  },
});
