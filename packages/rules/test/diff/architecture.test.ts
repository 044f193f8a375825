import { describe, expect, it } from "vitest";
import { architecture, changes, savedChanges, type Files } from "./changes.js";

const SAM = "Transform: AWS::Serverless-2016-10-31\n";
const QUEUES =
  "  Jobs: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 300, RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5 } } }\n  Dead: { Type: AWS::SQS::Queue }\n";
const fn = (name: string, properties = "", events = "") => `  ${name}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: ${name}.handler
      CodeUri: src/
${properties}${events && `      Events:\n${events}`}`;
const sam = (...parts: string[]) => `${SAM}Resources:\n${parts.join("")}`;
const nightly = (rate = "rate(1 day)") => `        Nightly: { Type: Schedule, Properties: { Schedule: ${rate} } }\n`;
const jobs = (more = "") => `        Jobs: { Type: SQS, Properties: { Queue: !GetAtt Jobs.Arn${more} } }\n`;
const route = (auth = "") => `        Get: { Type: HttpApi, Properties: { Path: /orders, Method: get${auth} } }\n`;
const dead = "      DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Dead.Arn }\n";

const sls = (functions: string, provider = "", resources = "") =>
  `service: shop\nprovider:\n  name: aws\n  runtime: nodejs22.x\n${provider}functions:\n${functions}${resources}`;
const handler = (name: string, more = "") => `  ${name}:\n    handler: src/${name}.handler\n${more}`;

const cdk = (resources: object): Files => ({
  "cdk.out/manifest.json": JSON.stringify({
    version: "48.0.0",
    artifacts: {
      App: {
        type: "aws:cloudformation:stack",
        environment: "aws://unknown-account/unknown-region",
        properties: { templateFile: "App.template.json" },
        metadata: {},
      },
    },
  }),
  "cdk.out/App.template.json": JSON.stringify({ Resources: resources }),
});
const lambda = (path: string, properties: object = {}) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Code: { S3Bucket: "assets", S3Key: "0000.zip" },
    Role: { "Fn::GetAtt": ["Role", "Arn"] },
    ...properties,
  },
  Metadata: { "aws:cdk:path": `${path}/Resource` },
});
const role = (...statements: object[]) => ({
  Role: {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      },
      Policies: [{ PolicyName: "p", PolicyDocument: { Statement: statements } }],
    },
  },
});
const logs = { Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" };

const PAIRS: readonly (readonly [
  name: string,
  before: Files | string,
  after: Files | string,
  expected: readonly string[],
])[] = [
  [
    "SAM: a function is added",
    sam(fn("A")),
    sam(fn("A"), fn("B", "", nightly())),
    ["added B", "B: added schedule rate(1 day) (lost)"],
  ],
  ["SAM: a function is removed", sam(fn("A"), fn("B")), sam(fn("A")), ["removed B"]],
  ["SAM: lines move", sam(fn("A"), fn("B", "", nightly())), `# x\n${sam(fn("B", "", nightly()), fn("A"))}`, []],
  [
    "SAM: a file is renamed",
    { "template.yaml": sam(fn("A", "", nightly())) },
    { "app/sam.yml": sam(fn("A", "", nightly())) },
    [],
  ],
  [
    "SAM: a logical id changes, the handler tells",
    sam(fn("A", "", nightly())),
    sam(fn("A", "", nightly()).replace("  A:", "  Renamed:")),
    ["changed Renamed was A"],
  ],
  [
    "SAM: a logical id changes, the name tells",
    sam(fn("A", "      FunctionName: orders\n")),
    sam(fn("B", "      FunctionName: orders\n")),
    ["changed B was A", "B: handler A.handler -> B.handler"],
  ],
  [
    "SAM: two functions of one handler are not matched",
    sam(fn("A"), fn("A").replace("  A:", "  B:")),
    sam(fn("A").replace("  A:", "  C:"), fn("A").replace("  A:", "  D:")),
    ["removed A", "removed B", "added C", "added D"],
  ],
  [
    "SAM: Globals change the timeout of all",
    sam(fn("A"), fn("B")),
    `${SAM}Globals: { Function: { Timeout: 30 } }\nResources:\n${fn("A")}${fn("B")}`,
    ["A: timeout 3 s -> 30 s", "B: timeout 3 s -> 30 s"],
  ],
  ["SAM: a default that is written down", sam(fn("A")), sam(fn("A", "      Timeout: 3\n      MemorySize: 128\n")), []],
  [
    "SAM: reserved concurrency and memory",
    sam(fn("A")),
    sam(fn("A", "      ReservedConcurrentExecutions: 5\n      MemorySize: 512\n")),
    ["A: memory 128 MB -> 512 MB", "A: reserved concurrency unreserved -> 5"],
  ],
  [
    "SAM: into a VPC",
    sam(fn("A")),
    sam(fn("A", "      VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }\n")),
    ["A: VPC false -> true", "A: subnets none -> subnet-1", "A: security groups none -> sg-1"],
  ],
  [
    "SAM: a schedule changes",
    sam(fn("A", "", nightly())),
    sam(fn("A", "", nightly("rate(1 hour)"))),
    ["A: changed schedule rate(1 hour), detail rate(1 day) -> rate(1 hour)"],
  ],
  [
    "SAM: a dead-letter queue is lost",
    sam(QUEUES, fn("A", dead, nightly())),
    sam(QUEUES, fn("A", "", nightly())),
    ["A: failure path lost for schedule rate(1 day)", "A: removed fails to+publishes Dead"],
  ],
  [
    "SAM: a dead-letter queue is gained",
    sam(QUEUES, fn("A", "", nightly())),
    sam(QUEUES, fn("A", dead, nightly())),
    ["A: failure path gained for schedule rate(1 day)", "A: added fails to+publishes Dead"],
  ],
  [
    "SAM: a queue loses its redrive policy",
    sam(QUEUES, fn("A", "", jobs())),
    sam(
      "  Jobs: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 300 } }\n  Dead: { Type: AWS::SQS::Queue }\n",
      fn("A", "", jobs()),
    ),
    ["A: failure path lost for sqs Jobs"],
  ],
  [
    "SAM: a queue's maximum concurrency",
    sam(QUEUES, fn("A", "", jobs())),
    sam(QUEUES, fn("A", "", jobs(", ScalingConfig: { MaximumConcurrency: 10 }"))),
    ["A: changed sqs Jobs, maximum concurrency not set -> 10"],
  ],
  [
    "SAM: an open route is added",
    sam(fn("A")),
    sam(fn("A", "", route())),
    ["A: added api GET /orders (not-applicable)", "gained route A"],
  ],
  [
    "SAM: a route asks for IAM",
    sam(fn("A", "", route())),
    sam(fn("A", "", route(", Auth: { Authorizer: AWS_IAM }"))),
    ["A: changed api GET /orders, authorization NONE -> OTHER", "lost route A"],
  ],
  [
    "SAM: a function URL is opened",
    sam(fn("A", "      FunctionUrlConfig: { AuthType: AWS_IAM }\n")),
    sam(fn("A", "      FunctionUrlConfig: { AuthType: NONE }\n")),
    ["A: changed function-url AUrl, authorization AWS_IAM -> NONE", "gained function-url A"],
  ],
  [
    "SAM: everybody may invoke",
    sam(fn("A")),
    sam(
      fn("A"),
      '  Open: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref A, Action: lambda:InvokeFunction, Principal: "*" } }\n',
    ),
    ["A: added direct * (not-applicable)", "gained permission Open"],
  ],
  [
    "SAM: a queue is open to everybody",
    sam(QUEUES),
    sam(
      QUEUES,
      '  Policy: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Jobs], PolicyDocument: { Statement: [{ Effect: Allow, Principal: "*", Action: sqs:SendMessage, Resource: "*" }] } } }\n',
    ),
    ["gained resource-policy Policy"],
  ],
  [
    "SAM: an integration is added",
    sam(QUEUES, fn("A")),
    sam(QUEUES, fn("A", "      Policies: [{ SQSSendMessagePolicy: { QueueName: !GetAtt Jobs.QueueName } }]\n")),
    ["A: added publishes+writes Jobs"],
  ],
  [
    "Serverless: a function is added",
    { "serverless.yml": sls(handler("a")) },
    { "serverless.yml": sls(handler("a") + handler("b")) },
    ["added BLambdaFunction"],
  ],
  [
    "Serverless: the provider's timeout",
    { "serverless.yml": sls(handler("a")) },
    { "serverless.yml": sls(handler("a"), "  timeout: 20\n") },
    ["ALambdaFunction: timeout 6 s -> 20 s"],
  ],
  [
    "Serverless: a function gets another key",
    { "serverless.yml": sls(handler("a")) },
    { "serverless.yml": sls(handler("a").replace("  a:", "  renamed:")) },
    ["changed RenamedLambdaFunction was ALambdaFunction", "RenamedLambdaFunction: name shop-dev-a -> shop-dev-renamed"],
  ],
  [
    "Serverless: a route without authorizer",
    { "serverless.yml": sls(handler("a")) },
    { "serverless.yml": sls(handler("a", "    events:\n      - httpApi: GET /orders\n")) },
    ["ALambdaFunction: added api GET /orders (not-applicable)", "gained route ALambdaFunction"],
  ],
  [
    "Serverless: a failure destination",
    { "serverless.yml": sls(handler("a", "    events:\n      - schedule: rate(1 day)\n")) },
    {
      "serverless.yml": sls(
        handler(
          "a",
          "    events:\n      - schedule: rate(1 day)\n    destinations:\n      onFailure: arn:aws:sqs:eu-west-1:123456789012:dead\n",
        ),
      ),
    },
    [
      "ALambdaFunction: failure path gained for schedule rate(1 day)",
      "ALambdaFunction: added fails to arn:aws:sqs:eu-west-1:123456789012:dead",
    ],
  ],
  [
    "CDK: the timeout",
    cdk({ F1: lambda("App/F"), ...role(logs) }),
    cdk({ F1: lambda("App/F", { Timeout: 60 }), ...role(logs) }),
    ["App/F: timeout 3 s -> 60 s"],
  ],
  [
    "CDK: the construct path tells",
    cdk({ F1: lambda("App/F"), ...role(logs) }),
    cdk({ F2: lambda("App/F"), ...role(logs) }),
    ["changed App/F was App/F"],
  ],
  [
    "CDK: a function is removed",
    cdk({ F1: lambda("App/F"), G1: lambda("App/G"), ...role(logs) }),
    cdk({ F1: lambda("App/F"), ...role(logs) }),
    ["removed App/G"],
  ],
];

describe("what a change does to the architecture", () => {
  it.each(PAIRS)("%s", async (_, before, after, expected) => {
    expect(architecture(await changes(before, after))).toEqual(expected);
  });

  it("CDK: a wildcard becomes exact, and back", async () => {
    const wide = cdk({ F1: lambda("App/F"), ...role({ Effect: "Allow", Action: "s3:*", Resource: "*" }) });
    const narrow = cdk({
      F1: lambda("App/F"),
      ...role({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }),
    });
    expect((await changes(wide, narrow)).permissions.map(({ direction }) => direction)).toEqual(["narrowed"]);
    expect((await changes(narrow, wide)).permissions.map(({ direction }) => direction)).toEqual(["broadened"]);
  });

  it("nothing changes between a repository and itself", async () => {
    const all = sam(QUEUES, fn("A", dead, nightly() + route()), fn("B", "", jobs()));
    const { functions, permissions, exposure, verdicts, findings } = await changes(all, all);
    expect([functions, permissions, exposure, verdicts, findings.new, findings.fixed]).toEqual([
      [],
      [],
      [],
      [],
      [],
      [],
    ]);
  });

  it("findings about a function under another logical id are not new", async () => {
    const renamedTo = sam(fn("A", "", nightly()).replace("  A:", "  Renamed:"));
    const { findings } = await changes(sam(fn("A", "", nightly())), renamedTo);
    expect([findings.new, findings.fixed]).toEqual([[], []]);
  });

  it("verdicts and findings change with it", async () => {
    const { verdicts, findings } = await changes(
      sam(QUEUES, fn("A", dead, nightly())),
      sam(QUEUES, fn("A", "", nightly())),
    );
    expect(findings.new.map(({ rule }) => rule)).toContain("async-failure-target-missing");
    expect(verdicts.map(({ before, after }) => `${before} ${after}`)).toContain("met not-met");
  });

  it("a saved report says what it cannot compare", async () => {
    const saved = await savedChanges(
      { "template.yaml": sam(fn("A")) },
      { "template.yaml": sam(fn("A", "      Timeout: 30\n", route())) },
    );
    expect(architecture(saved)).toEqual([
      "A: timeout 3 s -> 30 s",
      "A: added api GET /orders (not-applicable)",
      "gained route A",
    ]);
    expect([saved.before.kind, saved.permissions, saved.notes.join()]).toEqual([
      "report",
      [],
      expect.stringContaining("permissions, resource policies"),
    ]);
  });
});
