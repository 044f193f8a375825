import { readEntries } from "@assay/analyzer";
import { ownKey } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const environmentWithoutOwnKey = propertyRule({
  id: "environment-without-own-key",
  title: "Environment variables are encrypted with a key that nobody can revoke",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "Lambda encrypts environment variables with a key of its own, which everybody may use who may read the function. With a customer managed key the key policy decides who reads them, and every use is in CloudTrail.",
  remedy: {
    sam: "Set `KmsKeyArn` on the function or in `Globals`.",
    serverless: "Set `kmsKeyArn` on the function or under `provider`.",
    cdk: "Set `environmentEncryption: key`.",
    cloudformation: "Set `KmsKeyArn`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html"],
  aliases: ["checkov:CKV_AWS_173", "kics:a7f8ac28", "kics:4495bc5d"],
  differs: "KICS also reports functions without environment variables; there is nothing to encrypt.",
  covers: ["X2"],
  good: "encrypts its environment variables with a key of its own",
  bad: "encrypts its environment variables with Lambda's key",
  checks: [
    {
      type: "AWS::Lambda::Function",
      require: { property: "KmsKeyArn", expected: ownKey },
      exempt: ({ properties }) =>
        readEntries(properties, "Environment", "Variables").length === 0
          ? "it has no environment variables that are known"
          : undefined,
    },
  ],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      CodeUri: src/
      Environment: { Variables: { STAGE: prod } }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      CodeUri: src/
      Environment: { Variables: { STAGE: prod } }
      KmsKeyArn: !GetAtt Key.Arn
  Key:
    Type: AWS::KMS::Key
    Properties: { KeyPolicy: { Statement: [] } }
`,
    },
  ],
});
