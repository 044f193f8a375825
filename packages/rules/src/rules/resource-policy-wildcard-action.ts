import { queuePolicy } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const resourcePolicyWildcardAction = defineRule({
  id: "resource-policy-wildcard-action",
  title: "A resource policy allows every action",
  topic: "iam",
  severity: "medium",
  why: "Who only has to send to a queue can with `sqs:*` also empty or delete it and change its policy.",
  remedy: {
    sam: "List the actions, such as `sqs:SendMessage`.",
    serverless: "List the actions, such as `sqs:SendMessage`.",
    cdk: "Use `grant…` methods, or list `actions` in `addToResourcePolicy`.",
    cloudformation: "List the actions, such as `sqs:SendMessage`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  ],
  aliases: ["cfn_nag:F15", "cfn_nag:F20"],
  differs: "`kms:*` for the account's own root is what AWS tells to write into key policies, and passes.",
  covers: ["I23"],
  examples: [
    {
      framework: "cloudformation",
      bad: queuePolicy(
        "Effect: Allow\nPrincipal: { Service: sns.amazonaws.com }\nAction: sqs:*\nResource: !GetAtt Orders.Arn",
      ),
      good: queuePolicy(
        "Effect: Allow\nPrincipal: { Service: sns.amazonaws.com }\nAction: sqs:SendMessage\nResource: !GetAtt Orders.Arn",
      ),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["resource"],
      needs: ["Action"],
      wrong: ({ effect, actions, principals }, { policy }) => {
        const isKeyOwner =
          policy.declaredBy.type === "AWS::KMS::Key" &&
          principals.every((principal) => /:(root|\d{12}|\$\{AWS::AccountId\})$/.test(principal));
        return effect === "Allow" && !isKeyOwner ? actions.filter((action) => /^(\*|[\w-]+:\*)$/.test(action)) : [];
      },
      fails: (name, wrong) => `${name} allows ${wrong}.`,
      passes: (name, statements) => `The ${count(statements.length, "statement")} of ${name} name their actions.`,
    }),
});
