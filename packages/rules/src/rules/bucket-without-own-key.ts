import { oneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const bucketWithoutOwnKey = propertyRule({
  id: "bucket-without-own-key",
  title: "Objects of the bucket are not encrypted with a KMS key",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "S3 encrypts every object, by default with keys of its own, so that whoever may read an object gets its plain text. With a KMS key reading needs the key as well, and every use is in CloudTrail.",
  remedy: {
    sam: "Set `BucketEncryption` with the algorithm `aws:kms`.",
    serverless: "Set `BucketEncryption` of the bucket under `resources` with the algorithm `aws:kms`.",
    cdk: "Set `encryption: BucketEncryption.KMS`.",
    cloudformation: "Set `BucketEncryption` with the algorithm `aws:kms`.",
  },
  references: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"],
  aliases: [
    "cdk-nag:NIST.800.53.R5-S3DefaultEncryptionKMS",
    "cdk-nag:HIPAA.Security-S3DefaultEncryptionKMS",
    "cdk-nag:PCI.DSS.321-S3DefaultEncryptionKMS",
    "guard:S3_DEFAULT_ENCRYPTION_KMS",
    "securityhub:S3.17",
  ],
  covers: ["X3", "X10"],
  good: "encrypts its objects with a KMS key",
  bad: "does not encrypt its objects with a KMS key",
  checks: [
    {
      type: "AWS::S3::Bucket",
      require: {
        property: "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm",
        expected: oneOf("aws:kms", "aws:kms:dsse"),
      },
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
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: alias/invoices }
`,
    },
  ],
});
