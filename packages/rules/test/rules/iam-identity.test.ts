import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/rule.js";
import { actionResourceMismatch } from "../../src/rules/action-resource-mismatch.js";
import { actionUnknown } from "../../src/rules/action-unknown.js";
import { passRoleWildcard } from "../../src/rules/pass-role-wildcard.js";
import { policyComplexity } from "../../src/rules/policy-complexity.js";
import { policyInline } from "../../src/rules/policy-inline.js";
import { policyNotAction } from "../../src/rules/policy-not-action.js";
import { policyNotResource } from "../../src/rules/policy-not-resource.js";
import { roleAdmin } from "../../src/rules/role-admin.js";
import { roleCannotWriteLogs } from "../../src/rules/role-cannot-write-logs.js";
import { roleCredentialsExposure } from "../../src/rules/role-credentials-exposure.js";
import { roleDataExfiltration } from "../../src/rules/role-data-exfiltration.js";
import { roleGrants } from "../../src/rules/role-grants.js";
import { roleManagedPolicy } from "../../src/rules/role-managed-policy.js";
import { roleManagedPolicyBroad } from "../../src/rules/role-managed-policy-broad.js";
import { rolePermissionsManagement } from "../../src/rules/role-permissions-management.js";
import { rolePrivilegeEscalation } from "../../src/rules/role-privilege-escalation.js";
import { roleUnconstrainedWrite } from "../../src/rules/role-unconstrained-write.js";
import { roleWildcardResource } from "../../src/rules/role-wildcard-resource.js";
import { check, resources, STAGES } from "../check-rule.js";

/** A role R with these statements. */
const role = (...statements: readonly string[]) =>
  resources(
    `  R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyDocument: { Statement: [${statements.map((text) => `{ ${text} }`).join(", ")}] } }] } }\n`,
    STAGES,
  );
const attaching = (...arns: readonly string[]) =>
  resources(`  R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: [${arns.join(", ")}] } }\n`);
const allow = (actions: string, resource: string, more = "") =>
  `Effect: Allow, Action: [${actions}], Resource: ${resource}${more && `, ${more}`}`;
const SAM = `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: { Type: AWS::Serverless::Function, Properties: { Runtime: python3.13, Handler: a.b, CodeUri: src/ } }
`;
const SERVERLESS = (statement: string) =>
  `service: s\nprovider: { name: aws, iam: { role: { statements: [{ ${statement} }] } } }\nfunctions: { a: { handler: a.b } }\n`;
const CDK_GRANT = resources(`  P:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref R]
      PolicyDocument: { Statement: [{ Effect: Allow, Action: ["s3:GetObject*", "s3:List*"], Resource: [!GetAtt B.Arn, !Join ["", [!GetAtt B.Arn, "/*"]]] }] }
  R: { Type: AWS::IAM::Role }
  B: { Type: AWS::S3::Bucket }
`);

/** Findings without their places. */
async function said(rule: Rule, input: string | Readonly<Record<string, string>>): Promise<string[]> {
  return (await check(rule, input)).map((line) => line.replace(/ (\S+\.yml:)?\d+:\d+ /, " "));
}

const AWS_ONLY = attaching("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
const NONE = "not-applicable R has no statement that an author wrote.";

describe.each<[Rule, readonly (readonly [string, string | Readonly<Record<string, string>>, ...string[]])[]]>([
  [
    roleWildcardResource,
    [
      [
        "on everything",
        role(allow("dynamodb:PutItem", "'*'")),
        "fail R allows dynamodb:PutItem on every resource; it could be limited to some.",
      ],
      [
        "on every table",
        role(allow("dynamodb:PutItem", "!Sub 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*'")),
        "fail R allows dynamodb:PutItem on every resource; it could be limited to some.",
      ],
      [
        "on every object",
        role(allow("s3:GetObject", "'arn:aws:s3:::*/*'")),
        "fail R allows s3:GetObject on every resource; it could be limited to some.",
      ],
      [
        "on tables with a prefix",
        role(allow("dynamodb:PutItem", "'arn:aws:dynamodb:*:*:table/a-*'")),
        "pass The 1 statement of R name their resources.",
      ],
      [
        "on the objects of a bucket",
        role(allow("s3:GetObject", "'arn:aws:s3:::reports/*'")),
        "pass The 1 statement of R name their resources.",
      ],
      [
        "without types of resources",
        role(allow("textract:DetectDocumentText", "'*'")),
        "pass The 1 statement of R name their resources; `*` stands where it cannot be avoided or is limited otherwise: textract:DetectDocumentText.",
      ],
      [
        "with an optional type",
        role(allow("polly:SynthesizeSpeech", "'*'")),
        "pass The 1 statement of R name their resources; `*` stands where it cannot be avoided or is limited otherwise: polly:SynthesizeSpeech.",
      ],
      [
        "with a namespace",
        role(allow("kms:Decrypt", "'*'", "Condition: { StringEquals: { 'kms:ViaService': x } }")),
        "pass The 1 statement of R name their resources; `*` stands where it cannot be avoided or is limited otherwise: kms:Decrypt.",
      ],
      [
        "with a condition that does not limit",
        role(allow("kms:Decrypt", "'*'", "Condition: { Bool: { 'aws:SecureTransport': true } }")),
        "fail R allows kms:Decrypt on every resource; it could be limited to some.",
      ],
      [
        "with a denial beside it",
        role(allow("sns:Publish", "'*'"), "Effect: Deny, Action: 'sns:Publish', Resource: 'arn:aws:sns:*:*:*'"),
        "pass The 2 statements of R name their resources; `*` stands where it cannot be avoided or is limited otherwise: sns:Publish.",
      ],
      [
        "for Lambda's own needs",
        role(allow("logs:PutLogEvents, xray:PutTraceSegments, ec2:CreateNetworkInterface", "'*'")),
        "pass The 1 statement of R name their resources; `*` stands where it cannot be avoided or is limited otherwise: logs:PutLogEvents, xray:PutTraceSegments, ec2:CreateNetworkInterface.",
      ],
      ["unknown", role(allow("dynamodb:PutItem", "!ImportValue x")), "pass The 1 statement of R name their resources."],
      [
        "unknown actions",
        role("Effect: Allow, Action: !Split [',', !Ref Stage], Resource: '*'"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      [
        "in one scenario",
        role(allow("dynamodb:PutItem", "!If [IsProd, 'arn:aws:dynamodb:*:1:table/a', '*']")),
        "fail R allows dynamodb:PutItem on every resource; it could be limited to some.",
      ],
      [
        "Serverless",
        { "serverless.yml": SERVERLESS("Effect: Allow, Action: 'sqs:SendMessage', Resource: '*'") },
        "fail IamRoleLambdaExecution allows sqs:SendMessage on every resource; it could be limited to some.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    roleAdmin,
    [
      [
        "everything",
        role("Effect: Allow, Action: '*', Resource: '*'"),
        "fail R allows every action on every resource.",
      ],
      ["some service", role(allow("'s3:*'", "'*'")), "pass None of the 1 statement of R allows everything."],
      [
        "AdministratorAccess",
        attaching("arn:aws:iam::aws:policy/AdministratorAccess"),
        "fail R attaches AdministratorAccess, which allows everything.",
      ],
      [
        "a denial",
        role("Effect: Deny, Action: '*', Resource: '*'"),
        "pass None of the 1 statement of R allows everything.",
      ],
      [
        "unknown",
        role("Effect: Allow, Action: !Ref Stage, Resource: '*'"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    roleManagedPolicyBroad,
    [
      [
        "full access",
        attaching("arn:aws:iam::aws:policy/AmazonSQSFullAccess"),
        "fail R attaches AmazonSQSFullAccess, which allows sqs:* on every resource.",
      ],
      [
        "everything but",
        attaching("arn:aws:iam::aws:policy/PowerUserAccess"),
        expect.stringMatching(/^fail R attaches PowerUserAccess, which allows .*everything but/) as never,
      ],
      [
        "named actions",
        attaching("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),
        "pass service-role/AWSLambdaBasicExecutionRole, which R attaches, is made by AWS for a service.",
      ],
      [
        "not known",
        attaching("arn:aws:iam::aws:policy/ReadOnlyAccess"),
        "unknown What ReadOnlyAccess allows R is not known: the statements of arn:aws:iam::aws:policy/ReadOnlyAccess are not known.",
      ],
      [
        "none attached",
        role(allow("s3:GetObject", "x")),
        "not-applicable The author of R attaches no AWS managed policy to it.",
      ],
      ["SAM's own", SAM],
    ],
  ],
  [
    roleManagedPolicy,
    [
      [
        "attached",
        attaching("arn:aws:iam::aws:policy/AmazonSQSFullAccess"),
        "fail R attaches the AWS managed policy AmazonSQSFullAccess.",
      ],
      ["not known", attaching("!ImportValue policy"), "pass R has policies of its own only."],
      ["own", role(allow("s3:GetObject", "x")), "pass R has policies of its own only."],
      [
        "no policy",
        resources("  R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [] } } }\n"),
        "not-applicable R has no policy that an author chose.",
      ],
      ["SAM's own", SAM],
    ],
  ],
  [
    policyInline,
    [
      ["in a role", role(allow("s3:GetObject", "x")), "fail R has an inline policy."],
      ["a resource of its own", CDK_GRANT, "fail P is an inline policy."],
      [
        "managed",
        resources("  P: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Statement: [] } } }\n"),
        "pass P is a managed policy.",
      ],
      [
        "Serverless",
        { "serverless.yml": SERVERLESS(allow("s3:GetObject", "x")) },
        "not-applicable IamRoleLambdaExecution is made by Serverless Framework.",
      ],
    ],
  ],
  [
    passRoleWildcard,
    [
      [
        "any role",
        role(allow("'iam:Pass*'", "'*'")),
        "fail R may pass any role to any service: it allows iam:Pass* without naming roles.",
      ],
      [
        "every role of the account",
        role(allow("iam:PassRole", "!Sub 'arn:aws:iam::${AWS::AccountId}:role/*'")),
        "fail R may pass any role to any service: it allows iam:PassRole without naming roles.",
      ],
      [
        "a role",
        role(allow("iam:PassRole", "arn:aws:iam::1:role/x")),
        "pass None of the 1 statement of R allows passing any role to any service.",
      ],
      [
        "to one service",
        role(
          allow("iam:PassRole", "'*'", "Condition: { StringEquals: { iam:PassedToService: lambda.amazonaws.com } }"),
        ),
        "pass None of the 1 statement of R allows passing any role to any service.",
      ],
      [
        "unknown",
        role("Effect: Allow, Action: !Ref Stage, Resource: x"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    rolePrivilegeEscalation,
    [
      [
        "in one step",
        role(allow("iam:PutUserPolicy", "'*'")),
        "fail R can gain more permissions by writing a policy of a user.",
      ],
      [
        "in several, over statements",
        role(allow("iam:PassRole", "'*'"), allow("'lambda:*'", "'*'")),
        "fail R can gain more permissions by creating and invoking a function with a role, creating a function with a role and a trigger for it, replacing the code of a function that has a role.",
      ],
      [
        "half of it",
        role(allow("iam:PassRole", "'*'")),
        expect.stringMatching(/^pass R allows none of the \d+ known ways/) as never,
      ],
      [
        "on one role",
        role(allow("iam:PutRolePolicy, sts:AssumeRole", "arn:aws:iam::1:role/x")),
        expect.stringMatching(/^pass/) as never,
      ],
      [
        "under a condition",
        role(allow("iam:PutUserPolicy", "'*'", "Condition: { StringEquals: { iam:PermissionsBoundary: x } }")),
        expect.stringMatching(/^pass/) as never,
      ],
      [
        "unknown",
        role("Effect: Allow, Action: !Ref Stage, Resource: x"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    roleDataExfiltration,
    [
      ["objects", role(allow("'s3:Get*'", "'*'")), "fail R allows reading data on every resource: s3:GetObject."],
      [
        "secrets",
        role(allow("'secretsmanager:*'", "'arn:aws:secretsmanager:*:*:secret:*'")),
        "fail R allows reading data on every resource: secretsmanager:GetSecretValue.",
      ],
      [
        "one bucket",
        role(allow("s3:GetObject", "arn:aws:s3:::a/*")),
        "pass None of the 1 statement of R allows reading data on every resource.",
      ],
      [
        "under a condition",
        role(allow("s3:GetObject", "'*'", "Condition: { StringEquals: { 'aws:ResourceAccount': 1 } }")),
        "pass None of the 1 statement of R allows reading data on every resource.",
      ],
      [
        "everything but",
        role("Effect: Allow, NotAction: 'iam:*', Resource: '*'"),
        "fail R allows reading data on every resource: everything but iam:*.",
      ],
      [
        "unknown",
        role("Effect: Allow, Action: !Ref Stage, Resource: x"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    roleCredentialsExposure,
    [
      [
        "any role",
        role(allow("sts:AssumeRole", "'*'")),
        "fail R allows obtaining credentials on every resource: sts:AssumeRole.",
      ],
      [
        "one role",
        role(allow("sts:AssumeRole", "arn:aws:iam::1:role/x")),
        "pass None of the 1 statement of R allows obtaining credentials on every resource.",
      ],
      [
        "images",
        role(allow("ecr:GetAuthorizationToken", "'*'")),
        "pass None of the 1 statement of R allows obtaining credentials on every resource.",
      ],
      [
        "unknown",
        role("Effect: Allow, Action: !Ref Stage, Resource: x"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    rolePermissionsManagement,
    [
      [
        "all buckets",
        role(allow("'s3:Put*'", "'*'")),
        "fail R allows changing permissions on every resource: s3:Put*.",
      ],
      [
        "one bucket",
        role(allow("s3:PutBucketPolicy", "arn:aws:s3:::a")),
        "pass None of the 1 statement of R allows changing permissions on every resource.",
      ],
      [
        "writing",
        role(allow("s3:PutObject", "'*'")),
        "pass None of the 1 statement of R allows changing permissions on every resource.",
      ],
      [
        "unknown",
        role("Effect: Allow, Action: !Ref Stage, Resource: x"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    roleUnconstrainedWrite,
    [
      ["all objects", role(allow("s3:PutObject", "'*'")), "fail R allows writing on every resource: s3:PutObject."],
      [
        "reading",
        role(allow("s3:GetObject", "'*'")),
        "pass None of the 1 statement of R allows writing on every resource.",
      ],
      [
        "unknown",
        role("Effect: Allow, Action: !Ref Stage, Resource: x"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    policyNotAction,
    [
      ["allowed", role("Effect: Allow, NotAction: 'iam:*', Resource: '*'"), "fail R allows everything but iam:*."],
      [
        "denied",
        role("Effect: Deny, NotAction: 'iam:*', Resource: '*'"),
        "pass The 1 statement of R list what they allow.",
      ],
      [
        "unknown",
        role("Effect: Allow, NotAction: !Ref Stage, Resource: x"),
        "unknown Not all that R allows is known: NotAction: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    policyNotResource,
    [
      [
        "allowed",
        role("Effect: Allow, Action: 's3:GetObject', NotResource: 'arn:aws:s3:::a/*'"),
        "fail R allows s3:GetObject on everything but arn:aws:s3:::a/*.",
      ],
      [
        "denied",
        role("Effect: Deny, Action: 's3:GetObject', NotResource: 'arn:aws:s3:::a/*'"),
        "pass The 1 statement of R name what they are about.",
      ],
      [
        "a document that is not known",
        resources("  R: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: !Ref Stage } }\n", STAGES),
        "unknown Not all that R allows is known: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    policyComplexity,
    [
      [
        "many",
        role(allow(Array.from({ length: 40 }, (_, i) => `s${i}:A`).join(", "), "x")),
        "fail The 1 statement of R have a complexity of 41; 40 is the most.",
      ],
      [
        "few",
        role("Effect: Allow, NotAction: 's3:GetObject', Resource: x"),
        "pass The 1 statement of R have a complexity of 3; 40 is the most.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    actionUnknown,
    [
      [
        "an operation that is no action",
        role(allow("sqs:SendMessageBatch, sqs:SendMessage", "x")),
        expect.stringMatching(/^fail R names sqs:SendMessageBatch, which AWS did not have on 20/) as never,
      ],
      [
        "a wildcard for nothing",
        role(allow("'dynamodb:Gt*'", "x")),
        expect.stringMatching(/^fail R names dynamodb:Gt\*/) as never,
      ],
      [
        "no service",
        role(allow("'dynamo:GetItem'", "x")),
        expect.stringMatching(/^fail R names dynamo:GetItem/) as never,
      ],
      ["no action at all", role(allow("'GetItem'", "x")), expect.stringMatching(/^fail R names GetItem/) as never],
      [
        "whatever the case",
        role(allow("DynamoDB:getItem", "x")),
        "pass The 1 statement of R name actions that AWS has.",
      ],
      [
        "a service that is not in the catalogue",
        role(allow("a4b:Anything", "x")),
        "pass The 1 statement of R name actions that AWS has.",
      ],
      [
        "a template's",
        SAM.replace("CodeUri: src/", "CodeUri: src/, Policies: [{ SQSPollerPolicy: { QueueName: q } }]"),
        "pass The 1 statement of FnRole name actions that AWS has.",
      ],
      [
        "unknown",
        role("Effect: Allow, Action: !Ref Stage, Resource: x"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
  [
    actionResourceMismatch,
    [
      [
        "an object action on a bucket",
        role(allow("s3:GetObject", "arn:aws:s3:::a")),
        "fail R allows s3:GetObject, but names no resource that it works on.",
      ],
      [
        "a bucket action on objects",
        role(allow("s3:ListBucket", "'arn:aws:s3:::a/*'")),
        "fail R allows s3:ListBucket, but names no resource that it works on.",
      ],
      [
        "both on both",
        role(allow("s3:GetObject, s3:ListBucket", "['arn:aws:s3:::a', 'arn:aws:s3:::a/*']")),
        "pass The 1 statement of R name resources that their actions work on.",
      ],
      [
        "another service",
        role(allow("logs:PutLogEvents", "'arn:aws:firehose:*:*:deliverystream/x'")),
        "fail R allows logs:PutLogEvents, but names no resource that it works on.",
      ],
      [
        "a name that is not known",
        role(allow("s3:GetObject", "!Sub 'arn:aws:s3:::${Stage}'")),
        "pass The 1 statement of R name resources that their actions work on.",
      ],
      ["CDK's grant", CDK_GRANT, "pass The 1 statement of P name resources that their actions work on."],
      [
        "everything",
        role(allow("s3:GetObject", "'*'")),
        "pass The 1 statement of R name resources that their actions work on.",
      ],
      [
        "unknown",
        role("Effect: Allow, Action: !Ref Stage, Resource: x"),
        "unknown Not all that R allows is known: Action: parameter Stage has no default.",
      ],
      ["no statement", AWS_ONLY, NONE],
      ["SAM's own", SAM],
    ],
  ],
])("$id", (rule, cases) => {
  it.each(cases)("%s", async (_, input, ...expected) => {
    const found = await said(rule, input);
    expect(found).toEqual(expected);
  });
});

const FN = "  Fn: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt R.Arn } }\n";
const withRole = (properties: string) =>
  resources(`${FN}  R: { Type: AWS::IAM::Role, Properties: { ${properties} } }\n`, STAGES);
const elsewhere = resources("  Fn: { Type: AWS::Lambda::Function, Properties: { Role: 'arn:aws:iam::1:role/x' } }\n");

describe("role-cannot-write-logs", () => {
  it.each<[string, string, string]>([
    [
      "no policy",
      withRole("Path: /"),
      "fail Fn cannot write its logs: its role R does not allow logs:CreateLogStream and logs:PutLogEvents.",
    ],
    [
      "half of it",
      withRole(`Policies: [{ PolicyDocument: { Statement: [{ ${allow("logs:CreateLogStream", "'*'")} }] } }]`),
      "fail Fn cannot write its logs: its role R does not allow logs:PutLogEvents.",
    ],
    [
      "AWS's policy",
      withRole("ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole']"),
      "pass The role of Fn allows it to write its logs.",
    ],
    [
      "everything",
      withRole("ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']"),
      "pass The role of Fn allows it to write its logs.",
    ],
    [
      "everything but",
      withRole("Policies: [{ PolicyDocument: { Statement: [{ Effect: Allow, NotAction: 'iam:*', Resource: '*' }] } }]"),
      "pass The role of Fn allows it to write its logs.",
    ],
    [
      "a policy elsewhere",
      withRole("ManagedPolicyArns: ['arn:aws:iam::1:policy/x']"),
      "unknown Whether Fn can write its logs is not known: the statements of arn:aws:iam::1:policy/x are not known.",
    ],
    [
      "a role elsewhere",
      elsewhere,
      "unknown Whether Fn can write its logs is not known: the role arn:aws:iam::1:role/x is not declared in the scanned inputs.",
    ],
    ["SAM", SAM, "pass The role of Fn allows it to write its logs."],
    ["no role", resources("  Fn: { Type: AWS::Lambda::Function }\n"), "not-applicable Fn names no role."],
  ])("%s", async (_, text, expected) => {
    expect(await said(roleCannotWriteLogs, text)).toEqual([expected]);
  });
});

describe("role-grants", () => {
  it.each<[string, string, string]>([
    [
      "author, AWS and framework",
      SAM.replace(
        "CodeUri: src/",
        "CodeUri: src/, Tracing: Active, Policies: [AmazonSQSFullAccess, { Statement: { Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*', Condition: { StringEquals: { 'aws:ResourceAccount': '1' } } } }]",
      ),
      "pass Fn is allowed 1 statement of the author: s3:GetObject on arn:aws:s3:::a/* (if aws:resourceaccount); AWS managed policies AmazonSQSFullAccess; added by SAM implicit role, SAM Tracing.",
    ],
    ["nothing", withRole("Path: /"), "fail The role of Fn allows nothing."],
    [
      "a role elsewhere",
      elsewhere,
      "unknown What the role of Fn allows is not known: arn:aws:iam::1:role/x is not declared in the scanned inputs.",
    ],
    ["no role", resources("  Fn: { Type: AWS::Lambda::Function }\n"), "not-applicable Fn names no role."],
  ])("%s", async (_, text, expected) => {
    expect(await said(roleGrants, text)).toEqual([expected]);
  });
});

describe("permissions boundaries", () => {
  it.each<[string, string]>([
    ["named by a role", "  R: { Type: AWS::IAM::Role, Properties: { PermissionsBoundary: !Ref M } }\n  M"],
    ["called so", "  CdkBoundary"],
  ])("%s allow nothing", async (_, start) => {
    const text = `${start}: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Statement: [{ Effect: Allow, Action: '*', Resource: '*' }] } } }\n`;
    expect(await said(roleAdmin, resources(text))).toEqual([]);
  });
});
