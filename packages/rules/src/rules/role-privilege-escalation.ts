import { nameOf, pattern, showText, type Analysis, type Policy, type Statement } from "@assay/analyzer";
import data from "../data/iam.json" with { type: "json" };
import { samPolicy } from "../iam/example.js";
import { cite, declaredPolicies, isWritten } from "../iam/judge.js";
import { conditionKeys, isDenied, isEverything, isUnlimited } from "../iam/resources.js";
import { list } from "../iam/words.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type Finding } from "../rule.js";

export const rolePrivilegeEscalation = defineRule({
  id: "role-privilege-escalation",
  title: "A policy lets its holder gain more permissions",
  topic: "iam",
  severity: "high",
  why: "Some actions, alone or together, make their holder an administrator: writing its own policy, passing a stronger role to something it starts, or replacing the code of a function that has one.",
  remedy: {
    sam: "Limit the actions to the roles and functions that are meant, or add `iam:PermissionsBoundary` or `iam:PassedToService` as a condition.",
    serverless: "Limit the actions to the roles and functions that are meant.",
    cdk: "Use `grant…` methods of the roles and functions that are meant.",
    cloudformation: "Limit the actions to the roles and functions that are meant, or add a condition.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    "https://pathfinding.cloud/",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  ],
  aliases: ["checkov:CKV_AWS_110"],
  differs:
    "`role/*` counts as every role. Actions that cannot be limited to a resource count only together with one that could.",
  covers: ["I13"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy(
        'Effect: Allow\nAction: [iam:PassRole, lambda:CreateFunction, lambda:InvokeFunction]\nResource: "*"',
      ),
      good: samPolicy('Effect: Allow\nAction: [lambda:ListFunctions, lambda:GetAccountSettings]\nResource: "*"'),
    },
  ],
  *check(analysis) {
    for (const policies of declaredPolicies(analysis).values()) {
      const own = policies.filter(({ kind }) => kind === "identity");
      const [first] = own;
      const found = first && judgePolicies(first, own, analysis);
      if (found) yield found;
    }
  },
});

function judgePolicies({ declaredBy }: Policy, policies: readonly Policy[], analysis: Analysis): Finding | undefined {
  const name = nameOf(declaredBy);
  const place = at(declaredBy, name);
  const statements = policies.flatMap((policy) => policy.statements).filter(isWritten);
  const holding = sensitive(statements, analysis);
  const ways = data.escalations.flatMap(({ by, actions }) => {
    const used = actions.map((action) => holding.get(action));
    return used.every((statement) => statement !== undefined) ? [{ by, used }] : [];
  });
  const [first, ...others] = new Set(ways.flatMap(({ used }) => used));
  if (first)
    return fail(declaredBy, {
      message: `${name} can gain more permissions by ${list(
        ways.map(({ by }) => by),
        3,
      )}.`,
      evidence: [cite(first), ...others.map(cite), place],
    });
  const because =
    policies.find((policy) => policy.managedPolicy === undefined && policy.unknown)?.unknown ??
    statements.find((statement) => statement.unknown.some((text) => text.startsWith("Action")))?.unknown[0];
  if (because !== undefined)
    return unknown(declaredBy, { message: `Not all that ${name} allows is known: ${because}.`, evidence: [place] });
  if (statements.length === 0 && declaredBy.origin.why === "generated") return undefined;
  if (statements.length === 0)
    return notApplicable(declaredBy, { message: `${name} has no statement that an author wrote.`, evidence: [place] });
  return pass(declaredBy, {
    message: `${name} allows none of the ${data.escalations.length} known ways to gain more permissions.`,
    evidence: [place, ...statements.slice(0, 3).map(cite)],
  });
}

const ACTIONS = [...new Set(data.escalations.flatMap(({ actions }) => actions))];

/** The statements that allow one of the actions everywhere and unconditionally, by the action. */
function sensitive(statements: readonly Statement[], { actions }: Analysis): ReadonlyMap<string, Statement> {
  const denials = statements.filter(({ effect }) => effect === "Deny");
  const wide = statements.filter(
    (statement) =>
      statement.effect === "Allow" &&
      statement.resources.some((text) => showText(text).includes("*")) &&
      conditionKeys(statement).length === 0,
  );
  const found = new Map<string, Statement>();
  for (const name of wide.length > 0 ? ACTIONS : []) {
    const [action] = actions.matchingActions(name) ?? [];
    const holder = wide.find(
      (statement) =>
        statement.actions.some((written) => pattern(written)(name)) &&
        (action ? isUnlimited(statement, action) : isEverything(statement)),
    );
    if (holder && !isDenied(name, denials, action)) found.set(name, holder);
  }
  return found;
}
