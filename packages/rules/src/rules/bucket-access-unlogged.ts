import { always, readString } from "@assay/analyzer";
import { set } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const bucketAccessUnlogged = propertyRule({
  id: "bucket-access-unlogged",
  title: "Nobody can tell who read the bucket",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "Server access logs say who read and wrote which object. Without them, and without CloudTrail data events, that cannot be found out afterwards.",
  remedy: {
    sam: "Set `LoggingConfiguration` with a bucket for the logs, or record data events with CloudTrail and accept the finding.",
    serverless: "Set `LoggingConfiguration` of the bucket under `resources`, or record data events with CloudTrail.",
    cdk: "Set `serverAccessLogsBucket`.",
    cloudformation: "Set `LoggingConfiguration` with a bucket for the logs, or record data events with CloudTrail.",
  },
  references: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html"],
  aliases: [
    "checkov:CKV_AWS_18",
    "cfn_nag:W35",
    "trivy:AWS-0089",
    "securityhub:S3.9",
    "guard:S3_BUCKET_LOGGING_ENABLED",
    "cdk-nag:NIST.800.53.R5-S3BucketLoggingEnabled",
  ],
  differs:
    "A bucket whose access control list lets S3 deliver logs (LogDeliveryWrite) is the place of the logs and is left out, as cfn_nag does; Checkov reports it.",
  covers: ["X10"],
  good: "logs who uses it",
  bad: "does not log who uses it",
  checks: [
    {
      type: "AWS::S3::Bucket",
      require: { property: "LoggingConfiguration", expected: set },
      exempt: ({ properties }) =>
        always(readString(properties, "AccessControl")) === "LogDeliveryWrite"
          ? "it is where S3 delivers logs to"
          : undefined,
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Invoices:
    Type: AWS::S3::Bucket
`,
      good: `Resources:
  Invoices:
    Type: AWS::S3::Bucket
    Properties: { LoggingConfiguration: { DestinationBucketName: logs } }
`,
    },
  ],
});
