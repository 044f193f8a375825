import { queuePolicy } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { conditionKeys, foreignAccounts } from "../iam/resources.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const resourcePolicyCrossAccount = defineRule({
  id: "resource-policy-cross-account",
  title: "A policy lets another account in without a condition",
  topic: "iam",
  severity: "low",
  profile: "strict",
  why: "Whoever reviews a workload has to know which other accounts reach into it. An account that is written out may also have been closed, sold or mistyped.",
  remedy: {
    sam: "Use `!Ref AWS::AccountId` for the own account; for another one name its role and add `aws:PrincipalOrgID`.",
    serverless:
      "Use `${aws:accountId}` for the own account; for another one name its role and add `aws:PrincipalOrgID`.",
    cdk: "Use `this.account` for the own account; for another one name its role and add `aws:PrincipalOrgID`.",
    cloudformation:
      "Use `!Ref AWS::AccountId` for the own account; for another one name its role and add `aws:PrincipalOrgID`.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html"],
  aliases: ["prowler:eventbridge_bus_cross_account_access"],
  differs:
    "The scanned files do not tell which account is the own one: every account number that is written out is taken for another one.",
  covers: ["I23"],
  examples: [
    {
      framework: "cloudformation",
      bad: queuePolicy(
        "Effect: Allow\nPrincipal: { AWS: arn:aws:iam::123456789012:root }\nAction: sqs:SendMessage\nResource: !GetAtt Orders.Arn",
      ),
      good: queuePolicy(
        "Effect: Allow\nPrincipal: { AWS: !Ref AWS::AccountId }\nAction: sqs:SendMessage\nResource: !GetAtt Orders.Arn",
      ),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["resource"],
      needs: ["Principal"],
      wrong: (statement) =>
        statement.effect === "Allow" && conditionKeys(statement).length === 0 ? foreignAccounts(statement, false) : [],
      fails: (name, wrong) => `${name} lets in account ${wrong}.`,
      passes: (name, statements) =>
        `The ${count(statements.length, "statement")} of ${name} let in no account that is written out.`,
    }),
});
