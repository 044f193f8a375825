import { on, set, whenUnset } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const queueEncryptionOff = propertyRule({
  id: "queue-encryption-off",
  title: "Encryption of the queue was switched off",
  topic: "security",
  severity: "medium",
  why: "SQS encrypts messages at rest unless it is told not to. A queue that switches it off stores them in plain text, dead letters with customers' data among them.",
  remedy: {
    sam: "Remove `SqsManagedSseEnabled: false`, or set `KmsMasterKeyId`.",
    serverless: "Remove `SqsManagedSseEnabled: false` under `resources`, or set `KmsMasterKeyId`.",
    cdk: "Set `encryption: QueueEncryption.SQS_MANAGED` or `QueueEncryption.KMS`.",
    cloudformation: "Remove `SqsManagedSseEnabled: false`, or set `KmsMasterKeyId`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html",
  ],
  aliases: ["cdk-nag:AwsSolutions-SQS2", "securityhub:SQS.1"],
  covers: ["X3"],
  good: "is encrypted at rest",
  bad: "is not encrypted at rest",
  checks: [
    {
      type: "AWS::SQS::Queue",
      require: {
        any: [
          {
            property: "SqsManagedSseEnabled",
            expected: whenUnset(on, true, "not set (SQS encrypts by default)"),
          },
          { property: "KmsMasterKeyId", expected: set },
        ],
      },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: false
`,
      good: `Resources:
  Orders:
    Type: AWS::SQS::Queue
`,
    },
  ],
});
