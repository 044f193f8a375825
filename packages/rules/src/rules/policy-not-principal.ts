import { queuePolicy } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { count, list } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const policyNotPrincipal = defineRule({
  id: "policy-not-principal",
  title: "A policy lets in everybody but some",
  topic: "iam",
  severity: "high",
  why: "`Allow` with `NotPrincipal` lets in every principal that is not listed, anonymous ones included. AWS advises against it.",
  remedy: {
    sam: "Name who is let in under `Principal`.",
    serverless: "Name who is let in under `Principal`.",
    cdk: "Use `principals` instead of `notPrincipals`.",
    cloudformation: "Name who is let in under `Principal`, or write a statement with `Effect: Deny` and a condition.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html"],
  aliases: ["cfn_nag:F6", "cfn_nag:F7", "cfn_nag:F8", "cfn_nag:F9", "cfn-lint:W2512"],
  covers: ["I4", "I15", "I23"],
  examples: [
    {
      framework: "cloudformation",
      bad: queuePolicy(
        "Effect: Allow\nNotPrincipal: { AWS: arn:aws:iam::123456789012:root }\nAction: sqs:SendMessage\nResource: !GetAtt Orders.Arn",
      ),
      good: queuePolicy(
        "Effect: Allow\nPrincipal: { AWS: arn:aws:iam::123456789012:root }\nAction: sqs:SendMessage\nResource: !GetAtt Orders.Arn",
      ),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["resource", "trust"],
      needs: ["NotPrincipal"],
      wrong: ({ effect, notPrincipals }) =>
        effect === "Allow" && notPrincipals.length > 0 ? [`everybody but ${list(notPrincipals)}`] : [],
      fails: (name, wrong) => `${name} lets in ${wrong}.`,
      passes: (name, statements) => `The ${count(statements.length, "statement")} of ${name} name whom they are about.`,
    }),
});
