import { oneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const userPoolThreatsIgnored = propertyRule({
  id: "user-pool-threats-ignored",
  title: "Suspicious sign-ins are not stopped",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "Threat protection (formerly advanced security) recognises compromised passwords and unusual sign-ins. Anything but ENFORCED lets them through; AUDIT only writes them down.",
  remedy: {
    sam: "Set `UserPoolAddOns: { AdvancedSecurityMode: ENFORCED }` (needs the Plus feature plan).",
    serverless: "Set `UserPoolAddOns: { AdvancedSecurityMode: ENFORCED }` of the user pool under `resources`.",
    cdk: "Set `standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION`.",
    cloudformation: "Set `UserPoolAddOns: { AdvancedSecurityMode: ENFORCED }` (needs the Plus feature plan).",
  },
  references: [
    "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html",
  ],
  aliases: ["cdk-nag:AwsSolutions-COG3", "securityhub:Cognito.1"],
  covers: ["X8"],
  good: "stops suspicious sign-ins",
  bad: "does not stop suspicious sign-ins",
  checks: [
    {
      type: "AWS::Cognito::UserPool",
      require: { property: "UserPoolAddOns.AdvancedSecurityMode", expected: oneOf("ENFORCED") },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties: { UserPoolAddOns: { AdvancedSecurityMode: AUDIT } }
`,
      good: `Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties: { UserPoolAddOns: { AdvancedSecurityMode: ENFORCED } }
`,
    },
  ],
});
