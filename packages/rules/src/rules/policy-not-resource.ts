import { showText } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { count, list } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const policyNotResource = defineRule({
  id: "policy-not-resource",
  title: "A policy allows actions on everything but some resources",
  topic: "iam",
  severity: "high",
  why: "`Allow` with `NotResource` allows the actions on every resource that is not listed, also on those that are created later. It is nearly always meant as a denial.",
  remedy: {
    sam: "Name the resources in `Resource`.",
    serverless: "Name the resources in `Resource`.",
    cdk: "Use `resources` instead of `notResources`, or `effect: Effect.DENY`.",
    cloudformation: "Name the resources in `Resource`, or write a statement with `Effect: Deny`.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html"],
  aliases: ["cfn_nag:W21", "cfn_nag:W22", "cfn_nag:W23", "guard:IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_RESOURCE"],
  covers: ["I4"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy("Effect: Allow\nAction: s3:GetObject\nNotResource: arn:aws:s3:::secrets/*"),
      good: samPolicy("Effect: Allow\nAction: s3:GetObject\nResource: arn:aws:s3:::reports/*"),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["identity", "resource"],
      needs: ["NotResource"],
      wrong: ({ effect, actions, notResources }) =>
        effect === "Allow" && notResources.length > 0
          ? [`${list(actions)} on everything but ${list(notResources.map(showText))}`]
          : [],
      fails: (name, wrong) => `${name} allows ${wrong}.`,
      passes: (name, statements) => `The ${count(statements.length, "statement")} of ${name} name what they are about.`,
    }),
});
