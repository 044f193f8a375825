import { samPolicy } from "../iam/example.js";
import { judgeUnconstrained, ofLevel } from "../iam/unconstrained.js";
import { defineRule } from "../rule.js";

export const rolePermissionsManagement = defineRule({
  id: "role-permissions-management",
  title: "A policy allows changing permissions on every resource",
  topic: "iam",
  severity: "medium",
  why: "Who may change policies, grants and shares of every resource can open each of them to anybody, also those that belong to other workloads.",
  remedy: {
    sam: "Name the resources whose permissions are managed in `Resource`, or use a SAM policy template, which asks for them.",
    serverless: "Name the resources whose permissions are managed in `Resource`.",
    cdk: "Use `grant…` methods of the resources whose permissions are managed.",
    cloudformation: "Name the resources whose permissions are managed in `Resource`.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
  ],
  aliases: ["checkov:CKV_AWS_109"],
  differs:
    "AWS's own access levels of November 2026 decide what changes permissions. A statement with any condition passes, as it does for the peer.",
  covers: ["I13"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy('Effect: Allow\nAction: s3:PutBucketPolicy\nResource: "*"'),
      good: samPolicy("Effect: Allow\nAction: s3:PutBucketPolicy\nResource: arn:aws:s3:::reports"),
    },
  ],
  *check(analysis) {
    yield* judgeUnconstrained(analysis, "changing permissions", ofLevel("Permissions management"));
  },
});
