import { ownKey } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const secretWithoutOwnKey = propertyRule({
  id: "secret-without-own-key",
  title: "The secret is encrypted with the account's default key",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "The default key aws/secretsmanager may be used by everybody in the account through Secrets Manager, so the secret's own policy is the only door. Other accounts cannot use a secret that is encrypted with it at all.",
  remedy: {
    sam: "Set `KmsKeyId` of the secret.",
    serverless: "Set `KmsKeyId` of the secret under `resources`.",
    cdk: "Set `encryptionKey` of the secret.",
    cloudformation: "Set `KmsKeyId` of the secret.",
  },
  references: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html"],
  aliases: [
    "checkov:CKV_AWS_149",
    "cfn_nag:W77",
    "trivy:AWS-0098",
    "cdk-nag:NIST.800.53.R5-SecretsManagerUsingKMSKey",
    "cdk-nag:HIPAA.Security-SecretsManagerUsingKMSKey",
    "cdk-nag:PCI.DSS.321-SecretsManagerUsingKMSKey",
    "guard:SECRETSMANAGER_USING_CMK",
  ],
  covers: ["X3"],
  good: "is encrypted with a KMS key of its own",
  bad: "is encrypted with the default key of the account",
  checks: [{ type: "AWS::SecretsManager::Secret", require: { property: "KmsKeyId", expected: ownKey } }],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Database:
    Type: AWS::SecretsManager::Secret
    Properties: { GenerateSecretString: { PasswordLength: 32 } }
`,
      good: `Resources:
  Database:
    Type: AWS::SecretsManager::Secret
    Properties: { GenerateSecretString: { PasswordLength: 32 }, KmsKeyId: alias/database }
`,
    },
  ],
});
