import { describe, expect, it } from "vitest";
import type { Direction } from "../../src/diff/change-set.js";
import { changes, permissions, type Files } from "./changes.js";

/** A plain function whose role has these statements, beside two tables, a queue, a bucket and a topic. */
const plain = (statements: string, more = "", role = "") => `Parameters:
  Given: { Type: String }
  Stage: { Type: String }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Orders: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }
  Invoices: { Type: AWS::DynamoDB::Table, Properties: { TableName: invoices, KeySchema: [] } }
  Jobs: { Type: AWS::SQS::Queue }
  Files: { Type: AWS::S3::Bucket }
  A:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs22.x, Handler: a.handler, Code: { ZipFile: "" }, Role: !GetAtt Role.Arn }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
${role}      Policies:
        - PolicyName: main
          PolicyDocument:
            Statement:
${statements
  .trim()
  .split("\n")
  .map((line) => `              - { ${line.trim()} }`)
  .join("\n")}
${more}`;

const allow = (action: string, resource: string, more = "") =>
  `Effect: Allow, Action: ${action}, Resource: ${resource}${more && `, ${more}`}`;
const deny = (action: string, resource: string, more = "") =>
  `Effect: Deny, Action: ${action}, Resource: ${resource}${more && `, ${more}`}`;
const when = (operator: string, key: string, value: string) => `Condition: { ${operator}: { "${key}": ${value} } }`;
const ORDERS = "!GetAtt Orders.Arn";
const GET = "dynamodb:GetItem";

/** Each pair goes both ways; the expected direction backwards is the reverse. */
const REVERSE: Readonly<Partial<Record<Direction, Direction>>> = { broadened: "narrowed", narrowed: "broadened" };

const PAIRS: readonly (readonly [name: string, before: string, after: string, expected: Direction | undefined])[] = [
  ["an action more", allow(GET, ORDERS), allow(`[${GET}, dynamodb:PutItem]`, ORDERS), "broadened"],
  ["an exact action to a wildcard", allow(GET, ORDERS), allow("dynamodb:Get*", ORDERS), "broadened"],
  ["one action to all of the service", allow(GET, ORDERS), allow("dynamodb:*", ORDERS), "broadened"],
  ["all of the service to everything", allow("dynamodb:*", '"*"'), allow('"*"', '"*"'), "broadened"],
  [
    "`?` is wider than a letter",
    allow("s3:GetObject", '"arn:aws:s3:::a-1/*"'),
    allow("s3:GetObject", '"arn:aws:s3:::a-?/*"'),
    "broadened",
  ],
  [
    "`*` is wider than `?`",
    allow("s3:GetObject", '"arn:aws:s3:::a-?/*"'),
    allow("s3:GetObject", '"arn:aws:s3:::a-*/*"'),
    "broadened",
  ],
  ["case of actions does not count", allow(GET, ORDERS), allow("DynamoDB:getitem", ORDERS), undefined],
  ["an exact resource to all", allow(GET, ORDERS), allow(GET, '"*"'), "broadened"],
  [
    "an exact resource to a prefix",
    allow(GET, "arn:aws:dynamodb:eu-west-1:1:table/a"),
    allow(GET, '"arn:aws:dynamodb:eu-west-1:1:table/*"'),
    "broadened",
  ],
  [
    "a resource to the same and its indexes",
    allow("dynamodb:Query", ORDERS),
    allow("dynamodb:Query", '[!GetAtt Orders.Arn, !Sub "${Orders.Arn}/index/*"]'),
    "broadened",
  ],
  ["another resource", allow(GET, ORDERS), allow(GET, "!GetAtt Invoices.Arn"), "changed"],
  ["another action", allow(GET, ORDERS), allow("dynamodb:PutItem", ORDERS), "changed"],
  ["wider action, narrower resource", allow(GET, '"*"'), allow("dynamodb:*", ORDERS), "changed"],
  [
    "the order of statements",
    `${allow(GET, ORDERS)}\n${allow("sqs:SendMessage", "!GetAtt Jobs.Arn")}`,
    `${allow("sqs:SendMessage", "!GetAtt Jobs.Arn")}\n${allow(GET, ORDERS)}`,
    undefined,
  ],
  [
    "one statement as two",
    allow(`[${GET}, dynamodb:PutItem]`, ORDERS),
    `${allow(GET, ORDERS)}\n${allow("dynamodb:PutItem", ORDERS)}`,
    undefined,
  ],
  [
    "one statement for two services as two",
    allow(`[${GET}, sqs:SendMessage]`, "[!GetAtt Orders.Arn, !GetAtt Jobs.Arn]"),
    `${allow(GET, ORDERS)}\n${allow("sqs:SendMessage", "!GetAtt Jobs.Arn")}`,
    undefined,
  ],
  [
    "a statement that another one covers",
    allow("dynamodb:*", ORDERS),
    `${allow("dynamodb:*", ORDERS)}\n${allow(GET, ORDERS)}`,
    undefined,
  ],
  [
    "an ARN instead of a reference",
    allow(GET, ORDERS),
    allow(GET, '!Sub "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Orders}"'),
    undefined,
  ],
  [
    "a name instead of a reference",
    allow(GET, "!GetAtt Invoices.Arn"),
    allow(GET, '!Sub "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/invoices"'),
    undefined,
  ],
  [
    "any region",
    allow(GET, "!GetAtt Invoices.Arn"),
    allow(GET, '!Sub "arn:aws:dynamodb:*:${AWS::AccountId}:table/invoices"'),
    "broadened",
  ],
  [
    "a condition added",
    allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceAccount", "'1'")),
    allow("s3:PutObject", '"*"'),
    "broadened",
  ],
  [
    "a second condition",
    allow("s3:PutObject", '"*"', "Condition: { StringEquals: { 'aws:SourceAccount': '1', 's3:x-amz-acl': private } }"),
    allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceAccount", "'1'")),
    "broadened",
  ],
  [
    "a value more",
    allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceAccount", "'1'")),
    allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceAccount", "['1', '2']")),
    "broadened",
  ],
  [
    "values in two statements",
    allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceAccount", "['1', '2']")),
    `${allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceAccount", "'1'"))}\n${allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceAccount", "'2'"))}`,
    undefined,
  ],
  [
    "a negated value less",
    allow("s3:PutObject", '"*"', when("StringNotEquals", "aws:SourceAccount", "['1', '2']")),
    allow("s3:PutObject", '"*"', when("StringNotEquals", "aws:SourceAccount", "'1'")),
    "broadened",
  ],
  [
    "StringEquals to StringLike",
    allow("s3:PutObject", '"*"', when("StringEquals", "s3:prefix", "home/a")),
    allow("s3:PutObject", '"*"', when("StringLike", "s3:prefix", '"home/*"')),
    "broadened",
  ],
  [
    "a literal star to a pattern",
    allow("s3:PutObject", '"*"', when("StringEquals", "s3:prefix", '"home/*"')),
    allow("s3:PutObject", '"*"', when("StringLike", "s3:prefix", '"home/*"')),
    "broadened",
  ],
  [
    "IfExists",
    allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceVpc", "v")),
    allow("s3:PutObject", '"*"', when("StringEqualsIfExists", "aws:SourceVpc", "v")),
    "broadened",
  ],
  [
    "another condition key",
    allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceVpc", "v")),
    allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceVpce", "v")),
    "changed",
  ],
  [
    "a larger range of addresses",
    allow("s3:PutObject", '"*"', when("IpAddress", "aws:SourceIp", "10.1.0.0/16")),
    allow("s3:PutObject", '"*"', when("IpAddress", "aws:SourceIp", "10.0.0.0/8")),
    "broadened",
  ],
  [
    "a later date",
    allow("s3:PutObject", '"*"', when("DateLessThan", "aws:CurrentTime", "'2026-01-01T00:00:00Z'")),
    allow("s3:PutObject", '"*"', when("DateLessThan", "aws:CurrentTime", "'2027-01-01T00:00:00Z'")),
    "broadened",
  ],
  [
    "from equal to not equal",
    allow("s3:PutObject", '"*"', when("StringEquals", "aws:SourceVpc", "v")),
    allow("s3:PutObject", '"*"', when("StringNotEquals", "aws:SourceVpc", "w")),
    "unknown",
  ],
  ["a denial removed", `${allow("s3:*", '"*"')}\n${deny("s3:DeleteBucket", '"*"')}`, allow("s3:*", '"*"'), "broadened"],
  [
    "a denial of less",
    `${allow("s3:*", '"*"')}\n${deny("s3:Delete*", '"*"')}`,
    `${allow("s3:*", '"*"')}\n${deny("s3:DeleteBucket", '"*"')}`,
    "broadened",
  ],
  [
    "a denial with a condition more",
    `${allow("s3:*", '"*"')}\n${deny("s3:Delete*", '"*"')}`,
    `${allow("s3:*", '"*"')}\n${deny("s3:Delete*", '"*"', when("Bool", "aws:SecureTransport", "'false'"))}`,
    "broadened",
  ],
  [
    "a denial where nothing is allowed",
    allow(GET, ORDERS),
    `${allow(GET, ORDERS)}\n${deny("s3:*", '"*"')}`,
    "narrowed",
  ],
  [
    "what is denied at once is not gained",
    `${allow("s3:Get*", '"*"')}\n${deny("s3:Put*", '"*"')}`,
    `${allow("s3:Get*", '"*"')}\n${allow("s3:PutObject", '"*"')}\n${deny("s3:Put*", '"*"')}`,
    undefined,
  ],
  [
    "a denial that only limits what is new",
    allow("s3:Get*", '"*"'),
    `${allow("s3:*", '"*"')}\n${deny("s3:Put*", '"*"')}`,
    "broadened",
  ],
  [
    "NotAction instead of some actions",
    allow("s3:*", '"*"'),
    'Effect: Allow, NotAction: iam:*, Resource: "*"',
    "broadened",
  ],
  [
    "NotAction with an exception less",
    'Effect: Allow, NotAction: [iam:*, sts:*], Resource: "*"',
    'Effect: Allow, NotAction: iam:*, Resource: "*"',
    "broadened",
  ],
  ["NotAction to everything", 'Effect: Allow, NotAction: iam:*, Resource: "*"', allow('"*"', '"*"'), "broadened"],
  [
    "an exception that is narrower",
    'Effect: Allow, NotAction: iam:*, Resource: "*"',
    'Effect: Allow, NotAction: iam:Create*, Resource: "*"',
    "broadened",
  ],
  [
    "NotResource with an exception more",
    'Effect: Allow, Action: s3:*, NotResource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"]',
    'Effect: Allow, Action: s3:*, NotResource: "arn:aws:s3:::a/*"',
    "broadened",
  ],
  [
    "NotResource to one resource",
    'Effect: Allow, Action: s3:*, NotResource: "arn:aws:s3:::a/*"',
    allow("s3:*", '"arn:aws:s3:::b/*"'),
    "narrowed",
  ],
  [
    "only in some deployments",
    `Fn::If: [IsProd, { ${allow("dynamodb:DeleteItem", ORDERS)} }, !Ref AWS::NoValue]`,
    allow("dynamodb:DeleteItem", ORDERS),
    "broadened",
  ],
  [
    "a resource that nobody knows",
    allow(GET, "!Ref Given"),
    allow(GET, "arn:aws:dynamodb:eu-west-1:1:table/a"),
    "unknown",
  ],
  ["an action that nobody knows", allow(GET, ORDERS), allow("!Ref Given", ORDERS), "unknown"],
  ["a resource that nobody knows to all", allow(GET, "!Ref Given"), allow(GET, '"*"'), "broadened"],
  ["what nobody knows stays", allow(GET, "!Ref Given"), allow(`[${GET}, dynamodb:PutItem]`, "!Ref Given"), "broadened"],
];

describe("permissions are compared as sets", () => {
  it.each(PAIRS)("%s", async (_, before, after, expected) => {
    const there = (await changes(plain(before), plain(after))).permissions.map(({ direction }) => direction);
    const back = (await changes(plain(after), plain(before))).permissions.map(({ direction }) => direction);
    const reverse = expected && (REVERSE[expected] ?? expected);
    expect([there, back]).toEqual(expected ? [[expected], [reverse]] : [[], []]);
  });
});

const managed = (...arns: string[]) => `      ManagedPolicyArns: [${arns.join(", ")}]\n`;
const BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

describe("what else a role allows", () => {
  it.each<readonly [string, string, string, Direction | undefined]>([
    [
      "a managed policy of AWS added",
      managed(BASIC),
      managed(BASIC, "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
      "broadened",
    ],
    [
      "a wider managed policy",
      managed("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
      managed("arn:aws:iam::aws:policy/AmazonS3FullAccess"),
      "broadened",
    ],
    [
      "a policy that nobody knows added",
      managed(BASIC),
      managed(BASIC, "arn:aws:iam::123456789012:policy/own"),
      "unknown",
    ],
    [
      "a permissions boundary removed",
      '      PermissionsBoundary: "arn:aws:iam::123456789012:policy/b"\n',
      "",
      "broadened",
    ],
    [
      "another permissions boundary",
      '      PermissionsBoundary: "arn:aws:iam::123456789012:policy/b"\n',
      '      PermissionsBoundary: "arn:aws:iam::123456789012:policy/c"\n',
      "unknown",
    ],
  ])("%s", async (_, before, after, expected) => {
    const [one, other] = [plain(allow(GET, ORDERS), "", before), plain(allow(GET, ORDERS), "", after)];
    const there = (await changes(one, other)).permissions.map(({ direction }) => direction);
    const back = (await changes(other, one)).permissions.map(({ direction }) => direction);
    const reverse = expected && (REVERSE[expected] ?? expected);
    expect([there, back]).toEqual(expected ? [[expected], [reverse]] : [[], []]);
  });

  it("a role that is not declared is unknown", async () => {
    const outside = plain(allow(GET, ORDERS)).replace("!GetAtt Role.Arn", "arn:aws:iam::123456789012:role/own");
    const changed = await changes(plain(allow(GET, ORDERS)), outside);
    expect(changed.permissions.map(({ direction, holders }) => [direction, holders[0]?.name])).toEqual([
      ["unknown", "A"],
      ["granted", "Role"],
    ]);
  });

  it("what a condition chooses is not compared as if all of it held", async () => {
    const chosen = plain(allow(GET, "!If [IsProd, !GetAtt Orders.Arn, !GetAtt Invoices.Arn]"));
    const directions = async (before: string, after: string) =>
      (await changes(before, after)).permissions.map(({ direction }) => direction);
    expect(await directions(chosen, plain(allow(GET, ORDERS)))).toEqual(["unknown"]);
    expect(await directions(chosen, chosen)).toEqual([]);
    expect(await directions(chosen, plain(allow(GET, '"*"')))).toEqual(["broadened"]);
  });

  it("a statement in a policy of its own is the same statement", async () => {
    const own = `  Own:
    Type: AWS::IAM::Policy
    Properties: { PolicyName: own, Roles: [!Ref Role], PolicyDocument: { Statement: [{ ${allow("sqs:SendMessage", "!GetAtt Jobs.Arn")} }] } }
`;
    const apart = plain(allow(GET, ORDERS), own);
    const inline = plain(`${allow(GET, ORDERS)}\n${allow("sqs:SendMessage", "!GetAtt Jobs.Arn")}`);
    expect((await changes(apart, inline)).permissions).toEqual([]);
  });

  it("says what stands in the place of what is lost", async () => {
    const { permissions: found } = await changes(plain(allow("dynamodb:*", '"*"')), plain(allow(GET, ORDERS)));
    expect(found[0]?.lost[0]).toMatchObject({
      actions: ["dynamodb:*"],
      resources: ["*"],
      insteadOf: [{ actions: [GET], resources: ["${Orders.Arn}"] }],
      location: { file: "template.yaml" },
    });
  });
});

const SAM =
  "Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders: { Type: AWS::Serverless::SimpleTable }\n  Bills: { Type: AWS::Serverless::SimpleTable }\n";
const samFunction = (name: string, policies = "") => `  ${name}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: ${name}.handler
      CodeUri: src/
${policies && `      Policies: ${policies}\n`}`;
const template = (name: string, table: string) => `[{ ${name}: { TableName: !Ref ${table} } }]`;
const service = (statements: string, functions = "  a:\n    handler: src/a.handler\n") => `service: shop
provider:
  name: aws
  runtime: nodejs22.x
  iam:
    role:
      statements:
${statements
  .split("\n")
  .map((line) => `        - { ${line} }`)
  .join("\n")}
functions:
${functions}`;

describe("permissions in each framework", () => {
  it.each<readonly [string, Files, Files, readonly string[]]>([
    [
      "SAM: a policy template that reads to one that also writes",
      { "template.yaml": SAM + samFunction("A", template("DynamoDBReadPolicy", "Orders")) },
      { "template.yaml": SAM + samFunction("A", template("DynamoDBCrudPolicy", "Orders")) },
      ["broadened A"],
    ],
    [
      "SAM: a policy template for another table",
      { "template.yaml": SAM + samFunction("A", template("DynamoDBReadPolicy", "Orders")) },
      { "template.yaml": SAM + samFunction("A", template("DynamoDBReadPolicy", "Bills")) },
      ["changed A"],
    ],
    [
      "SAM: the name of a managed policy",
      { "template.yaml": SAM + samFunction("A") },
      { "template.yaml": SAM + samFunction("A", "AmazonSQSFullAccess") },
      ["broadened A"],
    ],
    [
      "SAM: a resource moves from one function to another",
      { "template.yaml": SAM + samFunction("A", template("DynamoDBReadPolicy", "Orders")) + samFunction("B") },
      { "template.yaml": SAM + samFunction("A") + samFunction("B", template("DynamoDBReadPolicy", "Orders")) },
      ["narrowed A moved B", "broadened B moved A"],
    ],
    [
      "SAM: a function under another logical id has the same role",
      { "template.yaml": `${SAM}${samFunction("A", template("DynamoDBReadPolicy", "Orders"))}` },
      {
        "template.yaml": `${SAM}${samFunction("A", template("DynamoDBReadPolicy", "Orders")).replace("  A:", "  Renamed:")}`,
      },
      [],
    ],
    [
      "SAM: a file that is renamed changes nothing",
      { "template.yaml": SAM + samFunction("A", template("DynamoDBReadPolicy", "Orders")) },
      { "deploy/app.yaml": `# moved\n${SAM}${samFunction("A", template("DynamoDBReadPolicy", "Orders"))}` },
      [],
    ],
    [
      "Serverless: a statement of the provider is all functions'",
      {
        "serverless.yml": service(
          allow(GET, "arn:aws:dynamodb:eu-west-1:1:table/a"),
          "  a:\n    handler: src/a.handler\n  b:\n    handler: src/b.handler\n",
        ),
      },
      {
        "serverless.yml": service(
          allow(GET, '"*"'),
          "  a:\n    handler: src/a.handler\n  b:\n    handler: src/b.handler\n",
        ),
      },
      ["broadened ALambdaFunction BLambdaFunction"],
    ],
    [
      "Serverless: a wildcard becomes exact",
      { "serverless.yml": service(allow("sqs:*", '"*"')) },
      { "serverless.yml": service(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:1:jobs")) },
      ["narrowed ALambdaFunction"],
    ],
    [
      "Serverless: a denial is added",
      { "serverless.yml": service(allow("s3:*", '"*"')) },
      { "serverless.yml": service(`${allow("s3:*", '"*"')}\n${deny("s3:DeleteBucket", '"*"')}`) },
      ["narrowed ALambdaFunction"],
    ],
  ])("%s", async (_, before, after, expected) => {
    const { permissions: found } = await changes(before, after);
    expect(
      found.map(({ direction, holders, gained, lost }) => {
        const moved = [...new Set([...gained, ...lost].flatMap((grant) => grant.moved))];
        return `${direction} ${holders.map(({ name }) => name).join(" ")}${moved.length > 0 ? ` moved ${moved.join(" ")}` : ""}`;
      }),
    ).toEqual(expected);
  });

  it("writes lines", async () => {
    const changed = await changes(plain(allow(GET, ORDERS)), plain(allow("dynamodb:*", ORDERS)));
    expect(permissions(changed)).toEqual(["broadened A: + dynamodb:* on ${Orders.Arn}"]);
  });
});
