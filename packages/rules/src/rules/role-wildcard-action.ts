import type { AccessLevel, Analysis } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { functionsWithUnknownRole, judge } from "../iam/judge.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const roleWildcardAction = defineRule({
  id: "role-wildcard-action",
  title: "A policy allows every action of a service",
  topic: "iam",
  severity: "medium",
  why: "`service:*` allows more than any function needs: deleting what it reads, changing who else may read it, and whatever the service adds next year.",
  remedy: {
    sam: "List the actions, or use a SAM policy template such as `DynamoDBReadPolicy` that names them.",
    serverless: "List the actions under `provider.iam.role.statements` or `iamRoleStatements`.",
    cdk: "Use a `grant…` method such as `table.grantReadData(fn)`, or list the actions.",
    cloudformation: "List the actions in the policy statement.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"],
  aliases: [
    "serverless-rules:WS1003",
    "cdk-nag:Serverless-LambdaStarPermissions",
    "cfn_nag:F3",
    "cfn_nag:F4",
    "cfn_nag:F5",
  ],
  differs:
    "Policies that are resources of their own, SAM policy templates and CDK grants are read as well; a framework's own statements are not held against the author.",
  covers: ["I5", "I6"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy("Effect: Allow\nAction: s3:*\nResource: arn:aws:s3:::reports/*"),
      good: samPolicy("Effect: Allow\nAction: s3:PutObject\nResource: arn:aws:s3:::reports/*"),
    },
  ],
  *check(analysis) {
    yield* judge(analysis, {
      kinds: ["identity"],
      needs: ["Action"],
      wrong: ({ effect, actions }) =>
        effect === "Allow"
          ? actions.filter((action) => /^(\*|[\w-]+:\*)$/.test(action)).map((action) => levels(action, analysis))
          : [],
      fails: (name, wrong) => `${name} allows ${wrong}.`,
      passes: (name, statements) => `The ${count(statements.length, "statement")} of ${name} name their actions.`,
    });
    yield* functionsWithUnknownRole(analysis);
  },
});

/** A wildcard with how many actions it stands for that change something: `s3:* (9 permissions management, 60 write)`. */
function levels(written: string, { actions }: Analysis): string {
  const found = actions.matchingActions(written) ?? [];
  const of = (level: AccessLevel) => found.filter((action) => action.level === level).length;
  const [permissions, writes] = [of("Permissions management"), of("Write")];
  const said = [
    ...(writes > 0 ? [`${writes} write`] : []),
    ...(permissions > 0 ? [`${permissions} change permissions`] : []),
  ];
  return said.length > 0 ? `${written} (of its actions ${said.join(" and ")})` : written;
}
