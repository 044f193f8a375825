import { nameOf, type Statement } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { cite, declaredPolicies, isWritten } from "../iam/judge.js";
import { conditionKeys } from "../iam/resources.js";
import { count } from "../iam/words.js";
import { at, defineRule, fail, notApplicable, pass } from "../rule.js";

export const policyComplexity = defineRule({
  id: "policy-complexity",
  title: "What a policy allows is hard to tell",
  topic: "iam",
  severity: "info",
  profile: "strict",
  why: "A policy with many statements about many services, with negations and conditions, is one that nobody reviews any more. It usually belongs to a function that does too much.",
  remedy: {
    sam: "Split the function, or replace statements by SAM policy templates that say what is meant.",
    serverless: "Give each function its own `iamRoleStatements`.",
    cdk: "Give each function its own role, and use `grant…` methods.",
    cloudformation: "Split the policy by purpose, or the function that needs it.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"],
  aliases: [],
  differs:
    "In place of cfn_nag's SPCM (W76), a plain count: one for each statement, one for each service and condition in it, two for each negation.",
  covers: ["I14"],
  options: { most: { default: 40, describes: "The complexity that is still right." } },
  examples: [
    {
      framework: "sam",
      bad: samPolicy(
        `Effect: Allow\nAction: [${Array.from({ length: 40 }, (_, i) => `service${i}:Get`).join(", ")}]\nResource: arn:aws:s3:::reports/*`,
      ),
      good: samPolicy("Effect: Allow\nAction: s3:PutObject\nResource: arn:aws:s3:::reports/*"),
    },
  ],
  *check(analysis, options) {
    const most = options.number("most");
    for (const [resource, policies] of declaredPolicies(analysis)) {
      const identity = policies.filter(({ kind }) => kind === "identity");
      if (identity.length === 0) continue;
      const name = nameOf(resource);
      const place = at(resource, name);
      const own = identity.flatMap((policy) => policy.statements).filter(isWritten);
      const complexity = own.reduce((sum, statement) => sum + weight(statement), 0);
      const said = {
        message: `The ${count(own.length, "statement")} of ${name} have a complexity of ${complexity}; ${most} is the most.`,
        evidence: [place, ...own.slice(0, 3).map(cite)] as const,
      };
      if (own.length === 0 && resource.origin.why === "generated") continue;
      if (own.length === 0)
        yield notApplicable(resource, { message: `${name} has no statement that an author wrote.`, evidence: [place] });
      else yield complexity > most ? fail(resource, said) : pass(resource, said);
    }
  },
});

function weight(statement: Statement): number {
  const services = new Set(statement.actions.map((action) => action.split(":")[0]));
  const negations = [statement.notActions, statement.notResources].filter((values) => values.length > 0).length;
  return 1 + services.size + conditionKeys(statement).length + 2 * negations;
}
