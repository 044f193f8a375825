import { authoredFunctions, type Statement, nameOf } from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, type Evidence } from "../rule.js";

export const roleWildcardAction = defineRule({
  id: "role-wildcard-action",
  title: "An execution role allows every action of a service",
  topic: "iam",
  severity: "medium",
  why: "`service:*` allows more than any function needs: deleting what it reads, changing who else may read it, and whatever the service adds next year.",
  remedy: {
    sam: "List the actions, or use a SAM policy template such as `DynamoDBReadPolicy` that names them.",
    serverless: "List the actions under `provider.iam.role.statements` or `iamRoleStatements`.",
    cdk: "Use a `grant…` method such as `table.grantReadData(fn)`, or list the actions.",
    cloudformation: "List the actions in the policy statement.",
  },
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"],
  aliases: [
    "serverless-rules:WS1003",
    "cdk-nag:Serverless-LambdaStarPermissions",
    "cdk-nag:AwsSolutions-IAM5",
    "checkov:CKV_AWS_63",
    "cfn_nag:F3",
    "kics:953b3cdb",
  ],
  differs:
    "Policies that are resources of their own, SAM policy templates and what frameworks generate are read as well; a framework's own statements are not held against the author.",
  covers: ["I5", "I6"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Report:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: report.handler
      CodeUri: src/
      Policies:
        - Statement:
            - Effect: Allow
              Action: s3:*
              Resource: arn:aws:s3:::reports/*
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Report:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: report.handler
      CodeUri: src/
      Policies:
        - Statement:
            - Effect: Allow
              Action: s3:PutObject
              Resource: arn:aws:s3:::reports/*
`,
    },
  ],
  *check({ graph, statements }) {
    for (const fn of authoredFunctions(graph)) {
      const place = at(fn, `function ${nameOf(fn)}`);
      const roles = graph.from(fn, "assumes").map((edge) => edge.to);
      const declared = roles.filter((role) => role.stack);
      if (declared.length === 0) {
        const where = roles.map(nameOf).join(", ");
        if (where)
          yield unknown(fn, {
            message: `What the role of ${nameOf(fn)} allows is not known: ${where} is not declared in the scanned inputs.`,
            evidence: [place],
          });
        else yield notApplicable(fn, { message: `${nameOf(fn)} names no role.`, evidence: [place] });
        continue;
      }
      const held = declared.flatMap((role) => statements.get(role.id) ?? []);
      const wide = held.filter(
        (statement) => statement.effect === "Allow" && !statement.addedBy && wildcards(statement).length > 0,
      );
      if (wide.length === 0) {
        yield pass(fn, {
          message: `The ${held.length} statements of the role of ${nameOf(fn)} name their actions.`,
          evidence: [place, ...held.slice(0, 1).map(cite)],
        });
        continue;
      }
      const actions = [...new Set(wide.flatMap(wildcards))].join(", ");
      const [first, ...others] = wide.map(cite);
      if (first)
        yield fail(fn, {
          message: `The role of ${nameOf(fn)} allows ${actions}.`,
          evidence: [first, ...others, place],
        });
    }
  },
});

function wildcards({ actions, notActions }: Statement): readonly string[] {
  return [
    ...actions.filter((action) => /^(\*|[\w-]+:\*)$/.test(action)),
    ...notActions.map((action) => `everything but ${action}`),
  ];
}

function cite(statement: Statement): Evidence {
  return {
    origin: statement.origin,
    says: `${statement.effect} ${[...statement.actions, ...statement.notActions].join(", ")}`,
  };
}
