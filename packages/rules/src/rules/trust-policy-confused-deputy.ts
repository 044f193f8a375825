import data from "../data/iam.json" with { type: "json" };
import { roleTrusting } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { conditionKeys } from "../iam/resources.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

const SERVICES: Readonly<Record<string, string>> = data.confusedDeputyServices;

export const trustPolicyConfusedDeputy = defineRule({
  id: "trust-policy-confused-deputy",
  title: "A service can assume the role on behalf of another account",
  topic: "iam",
  severity: "low",
  profile: "strict",
  why: "A service principal stands for the service in every account. Where the service tells for whom it acts, AWS advises to check it, so that somebody else's schedule or pipe cannot use the role.",
  remedy: {
    sam: "Add a condition on `aws:SourceAccount` (`!Ref AWS::AccountId`) or `aws:SourceArn` to the trust policy.",
    serverless: "Add a condition on `aws:SourceAccount` or `aws:SourceArn` to the trust policy.",
    cdk: "Use `new ServicePrincipal(...).withConditions({ StringEquals: { 'aws:SourceAccount': this.account } })`.",
    cloudformation:
      "Add a condition on `aws:SourceAccount` (`!Ref AWS::AccountId`) or `aws:SourceArn` to the trust policy.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    ...new Set(Object.values(SERVICES)),
  ],
  aliases: [],
  covers: ["I15"],
  examples: [
    {
      framework: "cloudformation",
      bad: roleTrusting("Effect: Allow\nAction: sts:AssumeRole\nPrincipal: { Service: scheduler.amazonaws.com }"),
      good: roleTrusting(
        "Effect: Allow\nAction: sts:AssumeRole\nPrincipal: { Service: scheduler.amazonaws.com }\nCondition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }",
      ),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["trust"],
      needs: ["Principal"],
      wrong: (statement) => {
        const isBound = conditionKeys(statement).some((key) => /^aws:source(account|arn|orgid|orgpaths)$/.test(key));
        if (statement.effect === "Deny" || isBound) return [];
        return statement.principals
          .map((name) => name.replace(/^Service:/, ""))
          .filter((name) => Object.hasOwn(SERVICES, name));
      },
      fails: (name, wrong) => `${name} can be assumed by ${wrong} whatever the account it acts for.`,
      passes: (name, statements) =>
        `The ${count(statements.length, "statement")} about who may assume ${name} name no service that could act for another account.`,
    }),
});
