import { roleTrusting } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const trustPolicyWildcardAction = defineRule({
  id: "trust-policy-wildcard-action",
  title: "A trust policy allows every action",
  topic: "iam",
  severity: "medium",
  why: "A trust policy needs `sts:AssumeRole`, or its form for SAML or web identities, and at times `sts:TagSession`. A wildcard allows all of them to whoever is named.",
  remedy: {
    sam: "Write `sts:AssumeRole` in `AssumeRolePolicyDocument`.",
    serverless: "Write `sts:AssumeRole`.",
    cdk: "Leave the trust policy to `assumedBy`.",
    cloudformation: "Write `sts:AssumeRole` in `AssumeRolePolicyDocument`.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html"],
  aliases: ["cfn_nag:F2"],
  covers: ["I15"],
  examples: [
    {
      framework: "cloudformation",
      bad: roleTrusting("Effect: Allow\nAction: sts:*\nPrincipal: { Service: lambda.amazonaws.com }"),
      good: roleTrusting("Effect: Allow\nAction: sts:AssumeRole\nPrincipal: { Service: lambda.amazonaws.com }"),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["trust"],
      needs: ["Action"],
      wrong: ({ effect, actions }) =>
        effect === "Allow" ? actions.filter((action) => /^(\*|[\w-]+:\*)$/.test(action)) : [],
      fails: (name, wrong) => `The trust policy of ${name} allows ${wrong}.`,
      passes: (name, statements) =>
        `The ${count(statements.length, "statement")} of the trust policy of ${name} name their actions.`,
    }),
});
