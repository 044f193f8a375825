import { on } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const fileSystemUnencrypted = propertyRule({
  id: "file-system-unencrypted",
  title: "The file system is not encrypted at rest",
  topic: "security",
  severity: "medium",
  why: "EFS stores files in plain text unless the file system is created encrypted; it cannot be encrypted later.",
  remedy: {
    sam: "Set `Encrypted: true`.",
    serverless: "Set `Encrypted: true` of the file system under `resources`.",
    cdk: "Leave out `encrypted: false`.",
    cloudformation: "Set `Encrypted: true`.",
  },
  references: ["https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html"],
  aliases: ["checkov:CKV_AWS_42", "cfn_nag:F32", "trivy:AWS-0037", "cdk-nag:AwsSolutions-EFS1", "securityhub:EFS.1"],
  covers: ["X3"],
  good: "is encrypted at rest",
  bad: "is not encrypted at rest",
  checks: [{ type: "AWS::EFS::FileSystem", require: { property: "Encrypted", expected: on } }],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Models:
    Type: AWS::EFS::FileSystem
`,
      good: `Resources:
  Models:
    Type: AWS::EFS::FileSystem
    Properties: { Encrypted: true }
`,
    },
  ],
});
