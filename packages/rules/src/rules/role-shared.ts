import { authoredFunctions, type Resource, nameOf } from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, type Evidence } from "../rule.js";

export const roleShared = defineRule({
  id: "role-shared",
  title: "Several functions share one execution role",
  topic: "iam",
  severity: "medium",
  why: "A role that several functions assume has to allow what any of them needs, so each of them may do more than it should; and nobody can tell from the role what a single function does.",
  remedy: {
    sam: "Leave out `Role` and give each function its own `Policies`: SAM then makes one role per function.",
    serverless:
      "Use serverless-iam-roles-per-function with `iamRoleStatements` per function, or give each function its own `role`. By default the framework makes one role for the whole service.",
    cdk: "Leave out `role`: each function then has its own, and `grant…` methods add what it needs.",
    cloudformation: "Declare one `AWS::IAM::Role` per function.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
    "https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/",
  ],
  aliases: ["kics:ae03f542", "sls-mentor:no-shared-iam-roles"],
  covers: ["I9", "M3"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Shared:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: lambda.amazonaws.com } }]
  Read:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: read.handler, CodeUri: src/, Role: !GetAtt Shared.Arn }
  Write:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: write.handler, CodeUri: src/, Role: !GetAtt Shared.Arn }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Read:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: read.handler, CodeUri: src/ }
  Write:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: write.handler, CodeUri: src/ }
`,
    },
  ],
  *check({ graph }) {
    const holders = new Map<Resource, Resource[]>();
    for (const fn of authoredFunctions(graph)) {
      const roles = graph.from(fn, "assumes").map((edge) => edge.to);
      if (roles.length === 0) {
        yield notApplicable(fn, {
          message: `The execution role of ${nameOf(fn)} is not known in the scanned inputs.`,
          evidence: [at(fn, `function ${nameOf(fn)}`)],
        });
      }
      for (const role of roles) holders.set(role, [...(holders.get(role) ?? []), fn]);
    }
    for (const [role, functions] of holders) {
      const assumed = functions.map((fn): Evidence => at(fn, `${nameOf(fn)} assumes it`));
      const said = { evidence: [at(role, `role ${nameOf(role)}`), ...assumed] as const, when: [] };
      if (functions.length > 1)
        yield fail(role, {
          ...said,
          message: `${functions.length} functions share the role ${nameOf(role)}: ${functions.map(nameOf).join(", ")}.`,
        });
      else
        yield pass(role, {
          ...said,
          message: `The role ${nameOf(role)} belongs to ${functions.map(nameOf).join("")} alone.`,
        });
    }
  },
});
