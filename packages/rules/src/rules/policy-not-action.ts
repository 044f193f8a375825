import { samPolicy } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { count, list } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const policyNotAction = defineRule({
  id: "policy-not-action",
  title: "A policy allows everything but some actions",
  topic: "iam",
  severity: "high",
  why: "`Allow` with `NotAction` allows every action of every service that is not listed, also those that AWS adds later. It is nearly always meant as a denial.",
  remedy: {
    sam: "List what is allowed in `Action`, and deny the rest by not listing it.",
    serverless: "List what is allowed in `Action`, and deny the rest by not listing it.",
    cdk: "Use `actions` instead of `notActions`, or `effect: Effect.DENY`.",
    cloudformation: "List what is allowed in `Action`, or write a statement with `Effect: Deny`.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html"],
  aliases: [
    "cfn_nag:W14",
    "cfn_nag:W15",
    "cfn_nag:W16",
    "cfn_nag:W17",
    "cfn_nag:W18",
    "cfn_nag:W19",
    "kics:818f38ed",
    "guard:IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_ACTION",
  ],
  covers: ["I4", "I23"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy('Effect: Allow\nNotAction: iam:*\nResource: "*"'),
      good: samPolicy("Effect: Allow\nAction: s3:PutObject\nResource: arn:aws:s3:::reports/*"),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["identity", "resource", "trust"],
      needs: ["NotAction"],
      wrong: ({ effect, notActions }) =>
        effect === "Allow" && notActions.length > 0 ? [`everything but ${list(notActions)}`] : [],
      fails: (name, wrong) => `${name} allows ${wrong}.`,
      passes: (name, statements) => `The ${count(statements.length, "statement")} of ${name} list what they allow.`,
    }),
});
