import { on } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

const PROPERTY = "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled";

export const tableRecoveryOff = propertyRule({
  id: "table-recovery-off",
  title: "The table cannot be restored to an earlier moment",
  topic: "security",
  severity: "medium",
  why: "A function that writes nonsense overwrites good items, and DynamoDB keeps no earlier version. With point-in-time recovery the table can be restored to any second of the last 35 days.",
  remedy: {
    sam: "Set `PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }`.",
    serverless: "Set `PointInTimeRecoverySpecification` of the table under `resources`.",
    cdk: "Set `pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }`.",
    cloudformation: "Set `PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }`.",
  },
  references: ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html"],
  aliases: [
    "checkov:CKV_AWS_28",
    "checkov:CKV_AWS_165",
    "cfn_nag:W78",
    "trivy:AWS-0024",
    "kics:0f04217d",
    "cdk-nag:AwsSolutions-DDB3",
    "securityhub:DynamoDB.2",
    "guard:DYNAMODB_PITR_ENABLED",
    "prowler:dynamodb_tables_pitr_enabled",
  ],
  covers: ["X9"],
  good: "can be restored to any moment of the last 35 days",
  bad: "cannot be restored to an earlier moment",
  checks: [
    { type: "AWS::DynamoDB::Table", require: { property: PROPERTY, expected: on } },
    { type: "AWS::DynamoDB::GlobalTable", require: { property: `Replicas.0.${PROPERTY}`, expected: on } },
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
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }
`,
    },
  ],
});
