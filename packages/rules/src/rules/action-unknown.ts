import type { ActionCatalogue } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const actionUnknown = defineRule({
  id: "action-unknown",
  title: "A policy names an action that AWS does not have",
  topic: "iam",
  severity: "low",
  why: "IAM accepts any name, so a mistyped action is found only when the function is refused. Names of SDK operations are not always names of actions: `sqs:SendMessageBatch`, `bedrock:Converse` and `s3:HeadObject` are covered by `sqs:SendMessage`, `bedrock:InvokeModel` and `s3:GetObject`.",
  remedy: {
    sam: "Use the name that AWS's service authorization reference lists, or remove the action.",
    serverless: "Use the name that AWS's service authorization reference lists, or remove the action.",
    cdk: "Use the name that AWS's service authorization reference lists, or a `grant…` method.",
    cloudformation: "Use the name that AWS's service authorization reference lists, or remove the action.",
  },
  references: [
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  ],
  aliases: ["cfn-lint:W3037"],
  differs:
    "What a framework writes, SAM policy templates included, is not held against the author. Actions of services that serverless workloads do not use are not looked up.",
  covers: ["I2"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy(
        "Effect: Allow\nAction: [sqs:SendMessage, sqs:SendMessageBatch]\nResource: arn:aws:sqs:eu-west-1:123456789012:reports",
      ),
      good: samPolicy("Effect: Allow\nAction: sqs:SendMessage\nResource: arn:aws:sqs:eu-west-1:123456789012:reports"),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["identity", "resource", "trust"],
      needs: ["Action", "NotAction"],
      wrong: ({ actions, notActions, origin }) =>
        origin.why === "generated"
          ? []
          : [...actions, ...notActions].filter((action) => !exists(action, analysis.actions)),
      fails: (name, wrong) => `${name} names ${wrong}, which AWS did not have on ${analysis.actions.date}.`,
      passes: (name, statements) =>
        `The ${count(statements.length, "statement")} of ${name} name actions that AWS has.`,
    }),
});

function exists(action: string, catalogue: ActionCatalogue): boolean {
  const [prefix = "", ...names] = action.split(":");
  if (/^[*?]+$/.test(action)) return true;
  if (names.length !== 1) return false;
  if (/[*?]/.test(prefix)) return true;
  if (!catalogue.isServicePrefix(prefix)) return false;
  const found = catalogue.matchingActions(action);
  return found === undefined || found.length > 0;
}
