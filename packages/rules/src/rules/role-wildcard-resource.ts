import { type Action, type Statement } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { functionsWithUnknownRole, judge, type StatementContext } from "../iam/judge.js";
import {
  canBeLimited,
  hasLimitingCondition,
  isDenied,
  isEverything,
  isPlatformAction,
  isUnlimited,
} from "../iam/resources.js";
import { count, list } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const roleWildcardResource = defineRule({
  id: "role-wildcard-resource",
  title: "A policy allows actions on every resource that could be limited to some",
  topic: "iam",
  severity: "medium",
  why: "With `*` as the resource, a function that is taken over reaches every table, bucket or secret of the account, not only its own. For some actions AWS knows no resource, and `*` is all that can be written: those are no fault.",
  remedy: {
    sam: "Name the resource (`!GetAtt Orders.Arn`), or use a SAM policy template, which asks for it.",
    serverless: "Name the resource in `Resource`, for example with `Fn::GetAtt`.",
    cdk: "Use a `grant…` method of the resource, or pass its `arn` in `resources`.",
    cloudformation: "Name the resource in `Resource`, for example with `!GetAtt Orders.Arn`.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  ],
  aliases: [
    "cfn_nag:W11",
    "cfn_nag:W12",
    "cfn_nag:W13",
    "cdk-nag:AwsSolutions-IAM5",
    "guard:IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE",
    "sls-mentor:no-iam-role-policy-with-wildcard-resource",
  ],
  differs:
    "`*` passes where AWS lets an action be limited to no resource, where a condition or a denial limits it, and for what Lambda itself needs to log, trace and join a network. `table/*` fails as `*` does. Wildcards in actions, which AwsSolutions-IAM5 reports as well, are role-wildcard-action's.",
  covers: ["I7"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy('Effect: Allow\nAction: dynamodb:PutItem\nResource: "*"'),
      good: samPolicy('Effect: Allow\nAction: rekognition:DetectFaces\nResource: "*"'),
    },
  ],
  *check(analysis) {
    yield* judge(analysis, {
      kinds: ["identity"],
      needs: ["Action", "Resource"],
      wrong: (statement, context) => avoidable(statement, context),
      fails: (name, wrong) => `${name} allows ${wrong} on every resource; it could be limited to some.`,
      passes: (name, statements) => {
        const unlimited = list(
          statements
            .filter(({ effect }) => effect === "Allow")
            .filter(isEverything)
            .flatMap(({ actions }) => actions),
        );
        const named = `The ${count(statements.length, "statement")} of ${name} ${statements.length === 1 ? "names its" : "name their"} resources`;
        return unlimited
          ? `${named}; \`*\` stands where it cannot be avoided or is limited otherwise: ${unlimited}.`
          : `${named}.`;
      },
    });
    yield* functionsWithUnknownRole(analysis);
  },
});

/** The actions of a statement, as written, that hold on every resource although they could be limited. */
function avoidable(statement: Statement, { analysis, denials }: StatementContext): readonly string[] {
  if (statement.effect === "Deny" || hasLimitingCondition(statement)) return [];
  return statement.actions.filter((written) => {
    if (written === "*") return isEverything(statement);
    const found = analysis.actions.matchingActions(written) ?? [];
    return found.some((action) => isAvoidable(action, statement, denials));
  });
}

function isAvoidable(action: Action, statement: Statement, denials: readonly Statement[]): boolean {
  return (
    canBeLimited(action) &&
    !isPlatformAction(action) &&
    isUnlimited(statement, action) &&
    !isDenied(action.name, denials, action)
  );
}
