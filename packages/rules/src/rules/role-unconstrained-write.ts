import { samPolicy } from "../iam/example.js";
import { judgeUnconstrained, ofLevel } from "../iam/unconstrained.js";
import { defineRule } from "../rule.js";

export const roleUnconstrainedWrite = defineRule({
  id: "role-unconstrained-write",
  title: "A policy allows changing or deleting every resource of a kind",
  topic: "iam",
  severity: "low",
  profile: "strict",
  why: "Write actions on every resource let a faulty or hijacked function damage what belongs to other workloads.",
  remedy: {
    sam: "Name the resources that are written in `Resource`, or use a SAM policy template, which asks for them.",
    serverless: "Name the resources that are written in `Resource`.",
    cdk: "Use `grant…` methods of the resources that are written.",
    cloudformation: "Name the resources that are written in `Resource`.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
  ],
  aliases: ["checkov:CKV_AWS_111"],
  differs:
    "What Lambda itself needs to log, trace and join a network is left out. A statement with any condition passes, as it does for the peer.",
  covers: ["I13"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy('Effect: Allow\nAction: dynamodb:DeleteItem\nResource: "*"'),
      good: samPolicy(
        "Effect: Allow\nAction: dynamodb:DeleteItem\nResource: arn:aws:dynamodb:eu-west-1:123456789012:table/reports",
      ),
    },
  ],
  *check(analysis) {
    yield* judgeUnconstrained(analysis, "writing", ofLevel("Write"));
  },
});
