import data from "../data/iam.json" with { type: "json" };
import { samPolicy } from "../iam/example.js";
import { judgeUnconstrained, named } from "../iam/unconstrained.js";
import { defineRule } from "../rule.js";

export const roleDataExfiltration = defineRule({
  id: "role-data-exfiltration",
  title: "A policy allows reading all objects, parameters or secrets",
  topic: "iam",
  severity: "medium",
  why: "A function that may read every object, parameter or secret of the account gives all of them away when it is taken over. What it has to read is known when it is written.",
  remedy: {
    sam: "Name the buckets, parameters or secrets that are read in `Resource`, or use a SAM policy template, which asks for them.",
    serverless: "Name the buckets, parameters or secrets that are read in `Resource`.",
    cdk: "Use `grant…` methods of the buckets, parameters or secrets that are read.",
    cloudformation: "Name the buckets, parameters or secrets that are read in `Resource`.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html",
  ],
  aliases: ["checkov:CKV_AWS_108"],
  differs:
    "`arn:aws:s3:::*/*` and the like count as every resource. A statement with any condition passes, as it does for the peer.",
  covers: ["I13"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy('Effect: Allow\nAction: s3:GetObject\nResource: "*"'),
      good: samPolicy("Effect: Allow\nAction: s3:GetObject\nResource: arn:aws:s3:::reports/*"),
    },
  ],
  *check(analysis) {
    yield* judgeUnconstrained(analysis, "reading data", named(data.readsData));
  },
});
