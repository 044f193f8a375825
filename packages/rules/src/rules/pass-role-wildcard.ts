import { pattern } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { hasLimitingCondition, isEverything, isUnlimited } from "../iam/resources.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const passRoleWildcard = defineRule({
  id: "pass-role-wildcard",
  title: "Any role can be passed to a service",
  topic: "iam",
  severity: "high",
  why: "`iam:PassRole` on every role lets its holder start something that runs with an administrator's role, and so become one.",
  remedy: {
    sam: "Name the role in `Resource` (`!GetAtt Worker.Arn`), or add the condition `iam:PassedToService`.",
    serverless: "Name the role in `Resource`, or add the condition `iam:PassedToService`.",
    cdk: "Use `role.grantPassRole(fn)` for the one role.",
    cloudformation: "Name the role in `Resource` (`!GetAtt Worker.Arn`), or add the condition `iam:PassedToService`.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  ],
  aliases: ["cfn_nag:F38", "cfn_nag:F39", "cfn_nag:F40", "trivy:AWS-0342"],
  differs:
    "As for IAM Access Analyzer, the condition `iam:PassedToService` (or one on the roles themselves) limits what can be done, and the statement passes; `role/*` fails as `*` does. Peers ignore conditions.",
  covers: ["I12"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy('Effect: Allow\nAction: iam:PassRole\nResource: "*"'),
      good: samPolicy(
        "Effect: Allow\nAction: iam:PassRole\nResource: !Sub arn:aws:iam::${AWS::AccountId}:role/report-worker",
      ),
    },
  ],
  *check(analysis) {
    const passRole = analysis.actions.matchingActions("iam:PassRole")?.[0];
    yield* judge(analysis, {
      kinds: ["identity"],
      needs: ["Action", "Resource"],
      wrong: (statement) => {
        const { effect, actions } = statement;
        if (effect === "Deny" || hasLimitingCondition(statement)) return [];
        const isWide = passRole ? isUnlimited(statement, passRole) : isEverything(statement);
        return isWide ? actions.filter((action) => pattern(action)("iam:PassRole")) : [];
      },
      fails: (name, wrong) => `${name} may pass any role to any service: it allows ${wrong} without naming roles.`,
      passes: (name, statements) =>
        `None of the ${count(statements.length, "statement")} of ${name} allows passing any role to any service.`,
    });
  },
});
