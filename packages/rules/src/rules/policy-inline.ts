import { nameOf, type Resource } from "@assay/analyzer";
import { declaredPolicies } from "../iam/judge.js";
import { at, defineRule, fail, notApplicable, pass } from "../rule.js";

export const policyInline = defineRule({
  id: "policy-inline",
  title: "A policy is embedded in a role, user or group",
  topic: "iam",
  severity: "info",
  profile: "strict",
  why: "Inline policies cannot be reused, versioned or found in the list of policies. For the one role of one function that is no disadvantage, and what frameworks write; organisations that review policies centrally want managed ones.",
  remedy: {
    sam: "Declare an `AWS::IAM::ManagedPolicy` and name it in `Policies`.",
    serverless: "Declare an `AWS::IAM::ManagedPolicy` under `resources` and name it in `managedPolicies`.",
    cdk: "Use `new ManagedPolicy(...)` and attach it to the role.",
    cloudformation: "Declare an `AWS::IAM::ManagedPolicy` instead of `Policies` or `AWS::IAM::Policy`.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html"],
  aliases: [
    "cdk-nag:HIPAA.Security-IAMNoInlinePolicy",
    "cdk-nag:NIST.800.53.R5-IAMNoInlinePolicy",
    "cdk-nag:PCI.DSS.321-IAMNoInlinePolicy",
    "guard:IAM_NO_INLINE_POLICY_CHECK",
  ],
  differs: "Policies of roles that SAM and the Serverless Framework generate are left out: they can only be inline.",
  covers: ["I11"],
  examples: [
    {
      framework: "cloudformation",
      bad: template("AWS::IAM::Policy", "PolicyName: read"),
      good: template("AWS::IAM::ManagedPolicy", "Description: reads reports"),
    },
  ],
  *check(analysis) {
    for (const [resource, all] of declaredPolicies(analysis)) {
      const policies = all.filter(({ kind, managedPolicy }) => kind === "identity" && managedPolicy === undefined);
      if (policies.length === 0) continue;
      const name = nameOf(resource);
      const place = at(resource, name);
      const inline = policies.filter((policy) => policy.inline);
      if (resource.origin.why === "generated")
        yield notApplicable(resource, {
          message: `${name} is made by ${resource.origin.by ?? "a framework"}.`,
          evidence: [place],
        });
      else if (inline.length > 0)
        yield fail(resource, {
          message: `${name} ${isPolicy(resource) ? "is" : "has"} ${inline.length === 1 ? "an inline policy" : `${inline.length} inline policies`}.`,
          evidence: [place, ...inline.map(({ origin }) => ({ origin, says: "inline policy" }))],
        });
      else yield pass(resource, { message: `${name} is a managed policy.`, evidence: [place] });
    }
  },
});

/** A resource that is the inline policy itself, beside the role that it is put into. */
function isPolicy({ type }: Resource): boolean {
  return /^AWS::IAM::(Role|User|Group)?Policy$/.test(type);
}

function template(type: string, property: string): string {
  return `Resources:
  Read:
    Type: ${type}
    Properties:
      ${property}
      Roles: [worker]
      PolicyDocument:
        Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: arn:aws:s3:::reports/* }]
`;
}
