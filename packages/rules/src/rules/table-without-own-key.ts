import { on, set } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const tableWithoutOwnKey = propertyRule({
  id: "table-without-own-key",
  title: "The table is encrypted with a key that nobody can revoke",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "DynamoDB encrypts every table with a key that AWS owns. With a customer managed key the key policy is a second door to the data, the key can be withdrawn, and every use is in CloudTrail.",
  remedy: {
    sam: "Set `SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref Key }`; an `AWS::Serverless::SimpleTable` has to become an `AWS::DynamoDB::Table`.",
    serverless: "Set `SSESpecification` with `KMSMasterKeyId` of the table under `resources`.",
    cdk: "Set `encryption: TableEncryption.CUSTOMER_MANAGED`.",
    cloudformation: "Set `SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref Key }`.",
  },
  references: ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html"],
  aliases: ["checkov:CKV_AWS_119", "trivy:AWS-0025"],
  covers: ["X3"],
  good: "is encrypted with a KMS key of its own",
  bad: "is not encrypted with a KMS key of its own",
  checks: [
    {
      type: "AWS::DynamoDB::Table",
      require: {
        all: [
          { property: "SSESpecification.SSEEnabled", expected: on },
          { property: "SSESpecification.KMSMasterKeyId", expected: set },
        ],
      },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }] }
`,
      good: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: alias/orders }
`,
    },
  ],
});
