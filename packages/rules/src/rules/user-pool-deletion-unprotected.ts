import { oneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const userPoolDeletionUnprotected = propertyRule({
  id: "user-pool-deletion-unprotected",
  title: "The user pool can be deleted by mistake",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "Deleting a user pool deletes all users, and passwords cannot be exported beforehand. With deletion protection Cognito refuses.",
  remedy: {
    sam: "Set `DeletionProtection: ACTIVE`.",
    serverless: "Set `DeletionProtection: ACTIVE` of the user pool under `resources`.",
    cdk: "Set `deletionProtection: true`.",
    cloudformation: "Set `DeletionProtection: ACTIVE`.",
  },
  references: ["https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html"],
  aliases: ["prowler:cognito_user_pool_deletion_protection_enabled"],
  covers: ["X8"],
  good: "is protected against deletion",
  bad: "is not protected against deletion",
  checks: [{ type: "AWS::Cognito::UserPool", require: { property: "DeletionProtection", expected: oneOf("ACTIVE") } }],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Users:
    Type: AWS::Cognito::UserPool
`,
      good: `Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties: { DeletionProtection: ACTIVE }
`,
    },
  ],
});
