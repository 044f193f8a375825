import { oneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const streamUnencrypted = propertyRule({
  id: "stream-unencrypted",
  title: "The stream is not encrypted at rest",
  topic: "security",
  severity: "medium",
  why: "Kinesis stores records in plain text unless server-side encryption is switched on, for as long as the stream retains them.",
  remedy: {
    sam: "Set `StreamEncryption: { EncryptionType: KMS, KeyId: alias/aws/kinesis }`.",
    serverless: "Set `StreamEncryption` of the stream under `resources`.",
    cdk: "Set `encryption: StreamEncryption.MANAGED` or `StreamEncryption.KMS`.",
    cloudformation: "Set `StreamEncryption: { EncryptionType: KMS, KeyId: alias/aws/kinesis }`.",
  },
  references: ["https://docs.aws.amazon.com/streams/latest/dev/what-is-sse.html"],
  aliases: [
    "checkov:CKV_AWS_43",
    "cfn_nag:W49",
    "trivy:AWS-0064",
    "kics:7f65be75",
    "cdk-nag:AwsSolutions-KDS1",
    "securityhub:Kinesis.1",
  ],
  covers: ["X3"],
  good: "is encrypted at rest",
  bad: "is not encrypted at rest",
  checks: [
    {
      type: "AWS::Kinesis::Stream",
      require: { property: "StreamEncryption.EncryptionType", expected: oneOf("KMS") },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 1 }
`,
      good: `Resources:
  Clicks:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
      StreamEncryption: { EncryptionType: KMS, KeyId: alias/aws/kinesis }
`,
    },
  ],
});
