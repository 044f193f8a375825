import { follow } from "@assay/analyzer";
import { atLeast, on } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

const POLICY = "Policies.PasswordPolicy";

export const userPoolPasswordWeak = propertyRule({
  id: "user-pool-password-weak",
  title: "The user pool accepts weak passwords",
  topic: "security",
  severity: "medium",
  why: "What a password policy does not ask for, users leave out. Cognito's own default asks for eight characters of all kinds; a policy that is written replaces it entirely, and a kind that it leaves out is no longer asked for.",
  remedy: {
    sam: "Set `MinimumLength: 8` or more and `RequireUppercase`, `RequireNumbers` and `RequireSymbols` in `Policies.PasswordPolicy`.",
    serverless:
      "Set `MinimumLength: 8` or more and `RequireUppercase`, `RequireNumbers` and `RequireSymbols` in `Policies.PasswordPolicy` under `resources`.",
    cdk: "Set `passwordPolicy: { minLength: 8, requireUppercase: true, requireDigits: true, requireSymbols: true }`.",
    cloudformation:
      "Set `MinimumLength: 8` or more and `RequireUppercase`, `RequireNumbers` and `RequireSymbols` in `Policies.PasswordPolicy`.",
  },
  references: [
    "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-policies.html",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cognito-userpool-passwordpolicy.html",
  ],
  aliases: ["cdk-nag:AwsSolutions-COG1"],
  differs: "cdk-nag also reports user pools without a policy of their own, for which Cognito's strong default applies.",
  covers: ["X8"],
  good: "asks for strong passwords",
  bad: "accepts weak passwords",
  checks: [
    {
      type: "AWS::Cognito::UserPool",
      require: {
        all: [
          { property: `${POLICY}.MinimumLength`, expected: atLeast(8) },
          { property: `${POLICY}.RequireUppercase`, expected: on },
          { property: `${POLICY}.RequireNumbers`, expected: on },
          { property: `${POLICY}.RequireSymbols`, expected: on },
        ],
      },
      exempt: ({ properties }) =>
        follow(properties, "Policies", "PasswordPolicy").every(({ shape }) => shape.kind === "absent")
          ? "it has no password policy of its own, so Cognito's default of 8 characters of all kinds applies"
          : undefined,
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties:
      Policies:
        PasswordPolicy: { MinimumLength: 6 }
`,
      good: `Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties:
      Policies:
        PasswordPolicy:
          MinimumLength: 12
          RequireUppercase: true
          RequireLowercase: true
          RequireNumbers: true
          RequireSymbols: true
`,
    },
  ],
});
