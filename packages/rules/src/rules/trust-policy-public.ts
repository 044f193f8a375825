import { roleTrusting } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { hasCallerCondition } from "../iam/resources.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const trustPolicyPublic = defineRule({
  id: "trust-policy-public",
  title: "Anybody in AWS can assume the role",
  topic: "iam",
  severity: "critical",
  why: "A trust policy with `*` as its principal lets every account in AWS assume the role and do what it allows.",
  remedy: {
    sam: "Name the service, role or account under `Principal` of `AssumeRolePolicyDocument`.",
    serverless: "Name the service, role or account under `Principal`.",
    cdk: "Use `new ServicePrincipal(...)` or `new ArnPrincipal(...)` for `assumedBy`.",
    cloudformation: "Name the service, role or account under `Principal`.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
  aliases: ["checkov:CKV_AWS_60", "kics:f80e3aa7"],
  differs:
    '`Principal: "*"` fails as `AWS: "*"` does; a condition on the caller (its organisation, account or ARN) makes the statement pass.',
  covers: ["I15"],
  examples: [
    {
      framework: "cloudformation",
      bad: roleTrusting('Effect: Allow\nAction: sts:AssumeRole\nPrincipal: { AWS: "*" }'),
      good: roleTrusting("Effect: Allow\nAction: sts:AssumeRole\nPrincipal: { Service: lambda.amazonaws.com }"),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["trust"],
      needs: ["Principal"],
      wrong: (statement) =>
        statement.effect === "Allow" && statement.principals.includes("AWS:*") && !hasCallerCondition(statement)
          ? ["anybody in AWS"]
          : [],
      fails: (name, wrong) => `${name} can be assumed by ${wrong}.`,
      passes: (name, statements) =>
        `The ${count(statements.length, "statement")} about who may assume ${name} name them.`,
    }),
});
