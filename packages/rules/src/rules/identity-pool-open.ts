import { oneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const identityPoolOpen = propertyRule({
  id: "identity-pool-open",
  title: "Anybody gets AWS credentials from the identity pool",
  topic: "security",
  severity: "medium",
  why: "An identity pool that allows unauthenticated identities hands temporary AWS credentials of a role to whoever asks, without any sign-in. What that role may do, the whole internet may do.",
  remedy: {
    sam: "Set `AllowUnauthenticatedIdentities: false`.",
    serverless: "Set `AllowUnauthenticatedIdentities: false` of the identity pool under `resources`.",
    cdk: "Leave out `allowUnauthenticatedIdentities: true`.",
    cloudformation: "Set `AllowUnauthenticatedIdentities: false`.",
  },
  references: ["https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html"],
  aliases: ["checkov:CKV_AWS_366", "cfn_nag:W57", "cdk-nag:AwsSolutions-COG7", "securityhub:Cognito.2"],
  covers: ["X8"],
  good: "gives credentials to signed-in users only",
  bad: "gives credentials to anybody",
  checks: [
    {
      type: "AWS::Cognito::IdentityPool",
      require: { property: "AllowUnauthenticatedIdentities", expected: oneOf("false") },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Visitors:
    Type: AWS::Cognito::IdentityPool
    Properties: { AllowUnauthenticatedIdentities: true }
`,
      good: `Resources:
  Visitors:
    Type: AWS::Cognito::IdentityPool
    Properties: { AllowUnauthenticatedIdentities: false }
`,
    },
  ],
});
