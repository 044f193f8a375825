import { oneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const userPoolMfaOff = propertyRule({
  id: "user-pool-mfa-off",
  title: "Users cannot sign in with a second factor",
  topic: "security",
  severity: "low",
  why: "Without multi-factor authentication a stolen or guessed password is all that it takes to be somebody else.",
  remedy: {
    sam: "Set `MfaConfiguration: OPTIONAL` or `ON`, and `EnabledMfas`.",
    serverless: "Set `MfaConfiguration` and `EnabledMfas` of the user pool under `resources`.",
    cdk: "Set `mfa: Mfa.OPTIONAL` or `Mfa.REQUIRED`.",
    cloudformation: "Set `MfaConfiguration: OPTIONAL` or `ON`, and `EnabledMfas`.",
  },
  references: ["https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html"],
  aliases: ["cfn_nag:F78", "kics:74a18d1a"],
  covers: ["X8"],
  good: "offers a second factor",
  bad: "offers no second factor",
  checks: [
    { type: "AWS::Cognito::UserPool", require: { property: "MfaConfiguration", expected: oneOf("ON", "OPTIONAL") } },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties: { UserPoolName: users }
`,
      good: `Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties: { MfaConfiguration: OPTIONAL, EnabledMfas: [SOFTWARE_TOKEN_MFA] }
`,
    },
  ],
});
