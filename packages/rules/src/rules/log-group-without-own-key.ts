import { set } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const logGroupWithoutOwnKey = propertyRule({
  id: "log-group-without-own-key",
  title: "The log group is not encrypted with a KMS key",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "CloudWatch Logs encrypts with a key of its own. With a KMS key, reading the logs needs the key as well, and withdrawing the key makes them unreadable.",
  remedy: {
    sam: "Set `KmsKeyId` of the log group.",
    serverless: "Set `KmsKeyId` of the log group under `resources.extensions`.",
    cdk: "Set `encryptionKey` of the log group.",
    cloudformation: "Set `KmsKeyId` of the log group.",
  },
  references: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"],
  aliases: [
    "checkov:CKV_AWS_158",
    "cfn_nag:W84",
    "trivy:AWS-0017",
    "guard:CLOUDWATCH_LOG_GROUP_ENCRYPTED",
    "cdk-nag:HIPAA.Security-CloudWatchLogGroupEncrypted",
    "cdk-nag:NIST.800.53.R5-CloudWatchLogGroupEncrypted",
    "cdk-nag:PCI.DSS.321-CloudWatchLogGroupEncrypted",
  ],
  covers: ["X3"],
  good: "is encrypted with a KMS key",
  bad: "is not encrypted with a KMS key",
  checks: [{ type: "AWS::Logs::LogGroup", require: { property: "KmsKeyId", expected: set } }],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { RetentionInDays: 30 }
`,
      good: `Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { RetentionInDays: 30, KmsKeyId: arn:aws:kms:eu-west-1:111122223333:key/logs }
`,
    },
  ],
});
