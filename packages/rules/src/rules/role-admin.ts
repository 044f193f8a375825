import { nameOf, type Policy } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { declaredPolicies, judge } from "../iam/judge.js";
import { isEverything } from "../iam/resources.js";
import { count } from "../iam/words.js";
import { at, defineRule, fail } from "../rule.js";

export const roleAdmin = defineRule({
  id: "role-admin",
  title: "A policy allows everything on everything",
  topic: "iam",
  severity: "critical",
  why: "Whoever finds a flaw in a function with such a role owns the account: its data, its users and its bill.",
  remedy: {
    sam: "Replace `*` or `AdministratorAccess` in `Policies` by the actions and resources that the function uses.",
    serverless: "Replace `*` under `provider.iam.role.statements` by the actions and resources that the functions use.",
    cdk: "Replace `actions: ['*']` or `AdministratorAccess` by `grant…` methods of what the function uses.",
    cloudformation: "Replace `*` or `AdministratorAccess` by the actions and resources that the role needs.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  ],
  aliases: [
    "checkov:CKV_AWS_62",
    "checkov:CKV_AWS_63",
    "kics:f62aa827",
    "kics:953b3cdb",
    "guard:IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
    "cfn_nag:W43",
    "guard:IAM_ROLE_ADMINISTRATOR_ACCESS_POLICY_RULE",
  ],
  differs:
    "The managed policy AdministratorAccess and `*` on `*` are the same here; peers have a rule for each. A statement with a condition fails too: it is an administrator some of the time. `*` on named resources, which CKV_AWS_63 reports, is role-wildcard-action's.",
  covers: ["I5", "I8", "I10"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy('Effect: Allow\nAction: "*"\nResource: "*"'),
      good: samPolicy("Effect: Allow\nAction: s3:PutObject\nResource: arn:aws:s3:::reports/*"),
    },
  ],
  *check(analysis) {
    const administrators = new Set<string>();
    for (const [resource, policies] of declaredPolicies(analysis)) {
      const attached = policies.find(isAdministrator);
      if (!attached) continue;
      administrators.add(resource.id);
      yield fail(resource, {
        message: `${nameOf(resource)} attaches AdministratorAccess, which allows everything.`,
        evidence: [{ origin: attached.origin, says: "AdministratorAccess" }, at(resource, nameOf(resource))],
        when: attached.when,
      });
    }
    yield* judge(analysis, {
      kinds: ["identity"],
      needs: ["Action", "Resource"],
      about: (policy) => !administrators.has(policy.declaredBy.id),
      wrong: (statement) =>
        statement.effect === "Allow" &&
        statement.actions.some((action) => /^\*(:\*)?$/.test(action)) &&
        isEverything(statement)
          ? [`every action on every resource${statement.condition ? " under a condition" : ""}`]
          : [],
      fails: (name, wrong) => `${name} allows ${wrong}.`,
      passes: (name, statements) =>
        `None of the ${count(statements.length, "statement")} of ${name} allows everything.`,
    });
  },
});

function isAdministrator({ managedPolicy, addedBy }: Policy): boolean {
  return managedPolicy === "AdministratorAccess" && addedBy === undefined;
}
