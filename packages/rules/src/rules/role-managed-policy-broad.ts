import { nameOf, type Policy } from "@assay/analyzer";
import { declaredPolicies } from "../iam/judge.js";
import { conditionKeys, isEverything } from "../iam/resources.js";
import { list } from "../iam/words.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type Finding } from "../rule.js";

const sam = (policies: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Report:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: report.handler
      CodeUri: src/
      Policies: [${policies}]
`;

export const roleManagedPolicyBroad = defineRule({
  id: "role-managed-policy-broad",
  title: "An AWS managed policy allows every action of a service on every resource",
  topic: "iam",
  severity: "medium",
  why: "Policies such as AmazonDynamoDBFullAccess are made for people at a console. On a function they allow deleting every table of the account, and what they allow grows whenever AWS edits them.",
  remedy: {
    sam: "Use SAM policy templates such as `DynamoDBCrudPolicy: { TableName: !Ref Orders }` instead.",
    serverless: "Replace the policy in `managedPolicies` by statements with actions and resources.",
    cdk: "Replace `ManagedPolicy.fromAwsManagedPolicyName` by `grant…` methods.",
    cloudformation: "Replace the policy in `ManagedPolicyArns` by statements with actions and resources.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-use-aws-defined-policies",
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html",
  ],
  aliases: ["cfn_nag:W44", "guard:IAM_ROLE_ELEVATED_MANAGED_POLICY_RULE"],
  differs:
    "Judged by what the policy allows rather than by a list of three names, so that the FullAccess policies of single services count as well. AdministratorAccess is role-admin's. Policies that AWS makes for the role of a service (`service-role/…`) pass.",
  covers: ["I10"],
  examples: [
    {
      framework: "sam",
      bad: sam("AmazonDynamoDBFullAccess"),
      good: sam("AmazonTextractReadOnlyAccess, AWSLambdaExecute"),
    },
  ],
  *check(analysis) {
    for (const [resource, policies] of declaredPolicies(analysis)) {
      const attached = policies.filter(
        ({ managedPolicy, addedBy }) =>
          managedPolicy !== undefined && managedPolicy !== "AdministratorAccess" && addedBy === undefined,
      );
      for (const policy of attached) yield judgePolicy(policy);
      if (attached.length === 0 && resource.type === "AWS::IAM::Role" && resource.origin.why !== "generated")
        yield notApplicable(resource, {
          message: `The author of ${nameOf(resource)} attaches no AWS managed policy to it.`,
          evidence: [at(resource, nameOf(resource))],
        });
    }
  },
});

function judgePolicy({ declaredBy, managedPolicy = "", statements, unknown: because, origin, when }: Policy): Finding {
  const name = nameOf(declaredBy);
  const said = {
    key: managedPolicy,
    when,
    evidence: [{ origin, says: managedPolicy }, at(declaredBy, name)] as const,
  };
  if (because !== undefined)
    return unknown(declaredBy, { ...said, message: `What ${managedPolicy} allows ${name} is not known: ${because}.` });
  const wide = statements
    .filter(
      (statement) => statement.effect === "Allow" && isEverything(statement) && conditionKeys(statement).length === 0,
    )
    .flatMap(({ actions, notActions }) => [
      ...actions.filter((action) => /^(\*|[\w-]+:\*)$/.test(action)),
      ...(notActions.length > 0 ? [`everything but ${list(notActions, 3)}`] : []),
    ]);
  if (managedPolicy.startsWith("service-role/"))
    return pass(declaredBy, {
      ...said,
      message: `${managedPolicy}, which ${name} attaches, is made by AWS for a service.`,
    });
  if (wide.length > 0)
    return fail(declaredBy, {
      ...said,
      message: `${name} attaches ${managedPolicy}, which allows ${list(wide)} on every resource.`,
    });
  return pass(declaredBy, { ...said, message: `${managedPolicy}, which ${name} attaches, names its actions.` });
}
