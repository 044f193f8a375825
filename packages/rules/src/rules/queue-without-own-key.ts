import { set } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const queueWithoutOwnKey = propertyRule({
  id: "queue-without-own-key",
  title: "The queue is not encrypted with a KMS key",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "SQS encrypts with a key that it manages itself, so everybody who may receive messages can read them. With a KMS key the key policy is a second door, and every use of the key is in CloudTrail.",
  remedy: {
    sam: "Set `KmsMasterKeyId` of the queue.",
    serverless: "Set `KmsMasterKeyId` of the queue under `resources`.",
    cdk: "Set `encryption: QueueEncryption.KMS` and `encryptionMasterKey`.",
    cloudformation: "Set `KmsMasterKeyId` of the queue.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
  ],
  aliases: ["checkov:CKV_AWS_27", "cfn_nag:W48"],
  covers: ["X3"],
  good: "is encrypted with a KMS key",
  bad: "is not encrypted with a KMS key",
  checks: [{ type: "AWS::SQS::Queue", require: { property: "KmsMasterKeyId", expected: set } }],
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
    Properties: { KmsMasterKeyId: alias/orders }
`,
    },
  ],
});
