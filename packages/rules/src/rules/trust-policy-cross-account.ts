import { roleTrusting } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { conditionKeys, foreignAccounts } from "../iam/resources.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const trustPolicyCrossAccount = defineRule({
  id: "trust-policy-cross-account",
  title: "A whole other account can assume the role",
  topic: "iam",
  severity: "low",
  profile: "strict",
  why: "Naming an account trusts everybody in it to whom it gives `sts:AssumeRole`. Without a condition, such as an external id, that account can also be talked into assuming the role for somebody else.",
  remedy: {
    sam: "Name the role of the other account, or add `sts:ExternalId` or `aws:PrincipalOrgID` as a condition.",
    serverless: "Name the role of the other account, or add `sts:ExternalId` or `aws:PrincipalOrgID` as a condition.",
    cdk: "Use `new ArnPrincipal(...)`, or `withConditions` with `sts:ExternalId`.",
    cloudformation:
      "Name the role of the other account, or add `sts:ExternalId` or `aws:PrincipalOrgID` as a condition.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
  ],
  aliases: ["checkov:CKV_AWS_61", "kics:e835bd0d"],
  differs:
    "A statement with a condition passes. Peers look at the first statement only, and checkov only at a list of principals.",
  covers: ["I15"],
  examples: [
    {
      framework: "cloudformation",
      bad: roleTrusting(
        'Effect: Allow\nAction: sts:AssumeRole\nPrincipal: { AWS: ["arn:aws:iam::123456789012:root"] }',
      ),
      good: roleTrusting(
        'Effect: Allow\nAction: sts:AssumeRole\nPrincipal: { AWS: "arn:aws:iam::123456789012:role/deployment" }',
      ),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["trust"],
      needs: ["Principal"],
      wrong: (statement) =>
        statement.effect === "Allow" && conditionKeys(statement).length === 0 ? foreignAccounts(statement, true) : [],
      fails: (name, wrong) => `${name} can be assumed by all of account ${wrong}.`,
      passes: (name, statements) =>
        `The ${count(statements.length, "statement")} about who may assume ${name} trust no other account as a whole.`,
    }),
});
