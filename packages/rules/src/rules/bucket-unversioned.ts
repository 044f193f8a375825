import { oneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const bucketUnversioned = propertyRule({
  id: "bucket-unversioned",
  title: "Overwritten and deleted objects are gone",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "Without versioning, an object that a function overwrites or deletes by mistake cannot be brought back.",
  remedy: {
    sam: "Set `VersioningConfiguration: { Status: Enabled }`, with a lifecycle rule for old versions.",
    serverless:
      "Set `VersioningConfiguration` of the bucket under `resources`, with a lifecycle rule for old versions.",
    cdk: "Set `versioned: true`, with a lifecycle rule for old versions.",
    cloudformation: "Set `VersioningConfiguration: { Status: Enabled }`, with a lifecycle rule for old versions.",
  },
  references: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"],
  aliases: [
    "checkov:CKV_AWS_21",
    "trivy:AWS-0090",
    "securityhub:S3.14",
    "guard:S3_BUCKET_VERSIONING_ENABLED",
    "cdk-nag:NIST.800.53.R5-S3BucketVersioningEnabled",
    "cdk-nag:HIPAA.Security-S3BucketVersioningEnabled",
    "cdk-nag:PCI.DSS.321-S3BucketVersioningEnabled",
  ],
  covers: ["X10"],
  good: "keeps earlier versions of its objects",
  bad: "does not keep earlier versions of its objects",
  checks: [
    { type: "AWS::S3::Bucket", require: { property: "VersioningConfiguration.Status", expected: oneOf("Enabled") } },
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
    Properties: { VersioningConfiguration: { Status: Enabled } }
`,
    },
  ],
});
