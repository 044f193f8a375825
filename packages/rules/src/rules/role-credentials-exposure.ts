import data from "../data/iam.json" with { type: "json" };
import { samPolicy } from "../iam/example.js";
import { judgeUnconstrained, named } from "../iam/unconstrained.js";
import { defineRule } from "../rule.js";

export const roleCredentialsExposure = defineRule({
  id: "role-credentials-exposure",
  title: "A policy allows obtaining credentials on every resource",
  topic: "iam",
  severity: "medium",
  why: "These actions return keys, tokens or passwords. On every resource they let their holder become any role or user that trusts the account, or log in to any database.",
  remedy: {
    sam: "Name the roles, users or databases that are meant in `Resource`, or use a SAM policy template, which asks for them.",
    serverless: "Name the roles, users or databases that are meant in `Resource`.",
    cdk: "Use `grant…` methods of the roles, users or databases that are meant.",
    cloudformation: "Name the roles, users or databases that are meant in `Resource`.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access.html",
  ],
  aliases: ["checkov:CKV_AWS_107"],
  differs:
    "`ecr:GetAuthorizationToken`, which every image pull needs and which cannot be limited, and `sts:GetSessionToken`, which gives no more than its caller has, are left out; services that serverless workloads do not use as well. A statement with any condition passes, as it does for the peer.",
  covers: ["I13"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy('Effect: Allow\nAction: sts:AssumeRole\nResource: "*"'),
      good: samPolicy("Effect: Allow\nAction: sts:AssumeRole\nResource: arn:aws:iam::123456789012:role/reader"),
    },
  ],
  *check(analysis) {
    yield* judgeUnconstrained(analysis, "obtaining credentials", named(data.returnsCredentials));
  },
});
