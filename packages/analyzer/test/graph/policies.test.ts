import { describe, expect, it } from "vitest";
import { analyze, memoryRepository, showText, type Policy } from "../../src/index.js";

const SAM = "Transform: AWS::Serverless-2016-10-31\n";
const sam = (more: string) =>
  `${SAM}Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties: { Runtime: python3.13, Handler: a.b, CodeUri: src/, ${more} }\n`;

async function policiesOf(file: string, text: string): Promise<readonly Policy[]> {
  return (await analyze(memoryRepository({ [file]: text }), { parameters: new Map() })).policies;
}

/** Each statement in a line: who added it, the managed policy, what it allows. */
function shown(policies: readonly Policy[], kind: Policy["kind"] = "identity"): string[] {
  return policies
    .filter((policy) => policy.kind === kind)
    .flatMap(({ statements }) => statements)
    .map(({ addedBy, managedPolicy, actions, resources }) =>
      [addedBy ?? "author", managedPolicy, actions.slice(0, 2).join(","), resources.map(showText).join(",")]
        .filter((part) => part !== undefined)
        .join(" | "),
    );
}

describe("who added a statement", () => {
  it.each<[string, string, string, string[]]>([
    [
      "SAM's own policies are SAM's",
      "template.yaml",
      sam("Tracing: Active, Events: { Q: { Type: SQS, Properties: { Queue: 'arn:aws:sqs:eu-west-1:1:q' } } }"),
      [
        "SAM implicit role | service-role/AWSLambdaBasicExecutionRole | logs:CreateLogGroup,logs:CreateLogStream | *",
        "SAM Tracing | AWSXrayWriteOnlyAccess | xray:PutTraceSegments,xray:PutTelemetryRecords | *",
        "SAM event SQS | service-role/AWSLambdaSQSQueueExecutionRole | sqs:ReceiveMessage,sqs:DeleteMessage | *",
      ],
    ],
    [
      "what Policies ask for is the author's",
      "template.yaml",
      sam(
        "Policies: [AmazonSQSFullAccess, { DynamoDBReadPolicy: { TableName: t } }, { Statement: { Effect: Allow, Action: 's3:*', Resource: '*' } }]",
      ),
      [
        expect.stringMatching(/^author \| .*dynamodb:GetItem/),
        "author | s3:* | *",
        "SAM implicit role | service-role/AWSLambdaBasicExecutionRole | logs:CreateLogGroup,logs:CreateLogStream | *",
        "author | AmazonSQSFullAccess | sqs:* | *",
      ],
    ],
    [
      "the Serverless Framework's log statements are its own",
      "serverless.yml",
      "service: s\nprovider: { name: aws, iam: { role: { statements: [{ Effect: Allow, Action: 's3:GetObject', Resource: '*' }] } } }\nfunctions: { a: { handler: a.b } }\n",
      [
        expect.stringMatching(/^Serverless Framework permission \| logs:CreateLogStream/),
        expect.stringMatching(/^Serverless Framework permission \| logs:PutLogEvents/),
        "author | s3:GetObject | *",
      ],
    ],
  ])("%s", async (_, file, text, expected) => {
    const found = shown(await policiesOf(file, text));
    expect(found).toHaveLength(expected.length);
    for (const line of expected) expect(found).toContainEqual(line);
  });
});

describe("AWS managed policies", () => {
  it("are statements of the role, at the place that attaches them", async () => {
    const [, policy] = await policiesOf(
      "template.yaml",
      `Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [] }
      ManagedPolicyArns: [!Sub "arn:\${AWS::Partition}:iam::aws:policy/AmazonS3FullAccess"]
`,
    );
    expect(policy?.managedPolicy).toBe("AmazonS3FullAccess");
    expect(policy?.statements[0]).toMatchObject({ actions: ["s3:*", "s3-object-lambda:*"], addedBy: undefined });
    expect(policy?.statements[0]?.origin).toMatchObject({
      why: "authored",
      by: "AWS managed policy AmazonS3FullAccess",
    });
  });

  it("with a condition keep it", async () => {
    const policies = await policiesOf("template.yaml", sam("Policies: [AWSLambdaRole, AWSLambda_FullAccess]"));
    const statements = policies.flatMap((policy) => policy.statements);
    expect(statements.some(({ condition }) => condition !== undefined)).toBe(true);
  });

  it("that nobody knows are unknown", async () => {
    const policies = await policiesOf(
      "template.yaml",
      "Resources: { R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/Nope', 'arn:aws:iam::1:policy/x'] } } }",
    );
    expect(policies.map(({ unknown }) => unknown)).toEqual([
      "the statements of arn:aws:iam::aws:policy/Nope are not known",
      "the statements of arn:aws:iam::1:policy/x are not known",
    ]);
  });
});

describe("policies", () => {
  it("name who declares them and what they are attached to", async () => {
    const policies = await policiesOf(
      "template.yaml",
      `Resources:
  R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: [!Ref M] } }
  M: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Statement: { Effect: Allow, Action: a:B, Resource: x } } } }
  P: { Type: AWS::IAM::Policy, Properties: { Roles: [!Ref R], PolicyDocument: { Statement: [] } } }
  U: { Type: AWS::IAM::UserPolicy, Properties: { UserName: u, PolicyDocument: !Ref Nothing } }
  Q: { Type: AWS::SQS::Queue }
  QP: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Q], PolicyDocument: { Statement: [{ Effect: Allow, NotPrincipal: "*", Action: "*", Resource: "*" }] } } }
`,
    );
    expect(
      policies.map(({ kind, declaredBy, attachedTo, inline, unknown }) => [
        kind,
        declaredBy.logicalId,
        attachedTo.map(({ logicalId }) => logicalId).join(),
        inline,
        unknown !== undefined,
      ]),
    ).toEqual([
      ["identity", "P", "R", true, false],
      ["identity", "M", "R", false, false],
      ["identity", "U", "", true, true],
      ["resource", "QP", "Q", false, false],
    ]);
    expect(policies.at(-1)?.statements[0]?.notPrincipals).toEqual(["AWS:*"]);
  });
});

describe("the catalogue of actions", async () => {
  const { actions } = await analyze(memoryRepository({}), { parameters: new Map() });
  it.each<[string, string[] | undefined]>([
    ["sqs:SendMess*", ["sqs:SendMessage"]],
    ["DynamoDB:getitem", ["dynamodb:GetItem"]],
    ["sqs:SendMessageBatch", []],
    ["nope:*", undefined],
    ["*", undefined],
  ])("%s", (written, expected) => {
    expect(actions.matchingActions(written)?.map(({ name }) => name)).toEqual(expected);
  });
  it("knows levels and types of resources", () => {
    expect(actions.matchingActions("s3:ListAllMyBuckets")?.[0]).toMatchObject({ level: "List", resources: [] });
    expect(actions.matchingActions("sqs:AddPermission")?.[0]).toEqual({
      name: "sqs:AddPermission",
      level: "Permissions management",
      resources: [{ type: "queue", required: true, arn: "sqs:*:*:*" }],
    });
    expect(actions.isServicePrefix("a4b")).toBe(true);
    expect(actions.isServicePrefix("nope")).toBe(false);
    expect(actions.actionsOf("s3")?.length).toBeGreaterThan(100);
  });
});
