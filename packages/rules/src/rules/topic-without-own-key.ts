import { set } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const topicWithoutOwnKey = propertyRule({
  id: "topic-without-own-key",
  title: "The topic is not encrypted with a KMS key",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "Without server-side encryption SNS keeps messages on encrypted disks, but whoever may subscribe reads them. With a KMS key publishers and subscribers need the key as well.",
  remedy: {
    sam: "Set `KmsMasterKeyId` of the topic, and allow the publishing services to use the key.",
    serverless:
      "Set `KmsMasterKeyId` of the topic under `resources`, and allow the publishing services to use the key.",
    cdk: "Set `masterKey` of the topic.",
    cloudformation: "Set `KmsMasterKeyId` of the topic, and allow the publishing services to use the key.",
  },
  references: ["https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html"],
  aliases: [
    "checkov:CKV_AWS_26",
    "cfn_nag:W47",
    "trivy:AWS-0095",
    "securityhub:SNS.1",
    "cdk-nag:HIPAA.Security-SNSEncryptedKMS",
    "cdk-nag:NIST.800.53.R5-SNSEncryptedKMS",
    "cdk-nag:PCI.DSS.321-SNSEncryptedKMS",
    "guard:SNS_ENCRYPTED_KMS",
  ],
  covers: ["X3"],
  good: "is encrypted with a KMS key",
  bad: "is not encrypted with a KMS key",
  checks: [{ type: "AWS::SNS::Topic", require: { property: "KmsMasterKeyId", expected: set } }],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Paid:
    Type: AWS::SNS::Topic
`,
      good: `Resources:
  Paid:
    Type: AWS::SNS::Topic
    Properties: { KmsMasterKeyId: alias/payments }
`,
    },
  ],
});
