import { nameOf, type Policy } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { declaredPolicies } from "../iam/judge.js";
import { list } from "../iam/words.js";
import { at, defineRule, fail, notApplicable, pass, type Evidence } from "../rule.js";

const IDENTITIES = ["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"];

export const roleManagedPolicy = defineRule({
  id: "role-managed-policy",
  title: "A role relies on AWS managed policies",
  topic: "iam",
  severity: "low",
  profile: "strict",
  why: "AWS managed policies cannot be limited to a workload's resources, and AWS changes them without asking. They are a start, not the end of least privilege.",
  remedy: {
    sam: "Replace the policy names in `Policies` by SAM policy templates or statements.",
    serverless: "Replace `managedPolicies` by `statements`.",
    cdk: "Replace `ManagedPolicy.fromAwsManagedPolicyName` by `grant…` methods.",
    cloudformation: "Replace `ManagedPolicyArns` of AWS by statements of your own.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-use-aws-defined-policies"],
  aliases: ["cdk-nag:AwsSolutions-IAM4"],
  differs:
    "Policies that a framework attaches by itself, as SAM does for logs and traces, are not held against the author.",
  covers: ["I10"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [] }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]
`,
      good: samPolicy("Effect: Allow\nAction: s3:GetObject\nResource: arn:aws:s3:::reports/*"),
    },
  ],
  *check(analysis) {
    for (const [resource, policies] of declaredPolicies(analysis)) {
      if (!IDENTITIES.includes(resource.type)) continue;
      const held = policies.filter(({ kind, addedBy }) => kind === "identity" && addedBy === undefined);
      const name = nameOf(resource);
      const place = at(resource, name);
      const [first, ...others] = held.filter(({ managedPolicy }) => managedPolicy !== undefined);
      if (first)
        yield fail(resource, {
          message: `${name} attaches the AWS managed ${others.length === 0 ? "policy" : "policies"} ${list([first, ...others].map(({ managedPolicy }) => managedPolicy ?? ""))}.`,
          evidence: [cited(first), ...others.map(cited), place],
        });
      else if (held.length > 0)
        yield pass(resource, { message: `${name} has policies of its own only.`, evidence: [place] });
      else if (resource.origin.why !== "generated")
        yield notApplicable(resource, { message: `${name} has no policy that an author chose.`, evidence: [place] });
    }
  },
});

function cited({ origin, managedPolicy }: Policy): Evidence {
  return { origin, says: managedPolicy ?? "policy" };
}
