import { on } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const tableDeletionUnprotected = propertyRule({
  id: "table-deletion-unprotected",
  title: "The table can be deleted by mistake",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "Deletion protection makes DynamoDB refuse to delete the table, whoever asks: a removed resource, a replacement after a renamed key, a script in the wrong account.",
  remedy: {
    sam: "Set `DeletionProtectionEnabled: true`.",
    serverless: "Set `DeletionProtectionEnabled: true` of the table under `resources`.",
    cdk: "Set `deletionProtection: true`.",
    cloudformation: "Set `DeletionProtectionEnabled: true`.",
  },
  references: [
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection",
  ],
  aliases: ["securityhub:DynamoDB.6", "prowler:dynamodb_table_deletion_protection_enabled"],
  covers: ["X9"],
  good: "is protected against deletion",
  bad: "is not protected against deletion",
  checks: [
    { type: "AWS::DynamoDB::Table", require: { property: "DeletionProtectionEnabled", expected: on } },
    { type: "AWS::DynamoDB::GlobalTable", require: { property: "Replicas.0.DeletionProtectionEnabled", expected: on } },
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
    Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }], DeletionProtectionEnabled: true }
`,
    },
  ],
});
