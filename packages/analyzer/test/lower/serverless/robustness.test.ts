import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lower, service } from "./expanded.js";

/** A configuration that uses as many keys as possible; any of its values may turn into anything. */
const BASE = {
  service: "svc",
  plugins: [
    "serverless-iam-roles-per-function",
    "serverless-step-functions",
    "serverless-plugin-aws-alerts",
    "serverless-plugin-canary-deployments",
    "serverless-apigateway-service-proxy",
    "serverless-plugin-tracing",
    "serverless-pseudo-parameters",
    "serverless-plugin-warmup",
    "serverless-plugin-lambda-dead-letter",
    "serverless-plugin-log-retention",
    "serverless-dotenv-plugin",
    "serverless-lift",
    "serverless-appsync-plugin",
    "serverless-slic-watch-plugin",
  ],
  params: { default: { p: 1 } },
  custom: {
    a: "${self:custom.b, 'x'}",
    b: { c: "${param:p}" },
    logRetentionInDays: 3,
    slicWatch: {
      topicArn: "t",
      alarms: { Period: 5, Lambda: { Errors: { Threshold: 3 } } },
      alarmActionsConfig: { okActions: ["o"] },
    },
    alerts: {
      stages: ["dev"],
      topics: { alarm: { topic: "t", notifications: [{ protocol: "email", endpoint: "e" }] } },
      definitions: { d: { metric: "duration", threshold: 1, statistic: "p99", pattern: "x" } },
      alarms: ["functionErrors", "d"],
    },
    warmup: { w: { enabled: true, events: [{ schedule: "rate(1 hour)" }], vpc: false, role: "R" } },
    apiGatewayServiceProxies: [
      { sqs: { path: "/q", method: "post", queueName: { Ref: "Q" }, cors: true } },
      {
        dynamodb: {
          path: "/d",
          method: "get",
          tableName: "t",
          action: "GetItem",
          hashKey: { pathParam: "id", attributeType: "S" },
        },
      },
    ],
    deploymentSettings: { stages: ["dev"], triggerConfigurations: [{ triggerEvents: ["x"] }] },
    dotenv: { path: ".env", include: ["A"], exclude: ["B"] },
    "serverless-iam-roles-per-function": { defaultInherit: true },
  },
  appSync: {
    name: "api",
    authentication: { type: "AWS_LAMBDA", config: { function: { handler: "x.h" } } },
    additionalAuthentications: [
      { type: "API_KEY" },
      { type: "AMAZON_COGNITO_USER_POOLS", config: { userPoolId: "p" } },
    ],
    apiKeys: ["k", { name: "l" }],
    tags: { a: "b" },
    logging: { level: "ALL" },
    caching: { behavior: "FULL_REQUEST_CACHING" },
    dataSources: {
      fn: { type: "AWS_LAMBDA", config: { functionName: "a" } },
      t: { type: "AMAZON_DYNAMODB", config: { tableName: "t" } },
      b: { type: "AMAZON_BEDROCK_RUNTIME", config: { models: ["us.m", "n"] } },
    },
    resolvers: {
      "Query.a": "fn",
      "Query.b": { kind: "UNIT", dataSource: { type: "NONE" } },
      "Query.c": { functions: ["p", { dataSource: { type: "NONE" } }] },
    },
    pipelineFunctions: { p: { dataSource: "fn", code: "x.js" } },
  },
  constructs: {
    jobs: { type: "queue", worker: { handler: "w.h" }, alarm: "a@b.c" },
    files: { type: "storage", lifecycleRules: [{ prefix: "x" }] },
    hook: { type: "webhook", path: "/h", authorizer: { handler: "x.h" } },
    table: { type: "database/dynamodb-single-table", gsiCount: 2 },
  },
  provider: {
    name: "aws",
    runtime: "nodejs20.x",
    stage: "dev",
    region: "us-east-1",
    memorySize: 128,
    environment: { A: "b" },
    tags: { a: "b" },
    stackTags: { a: "b" },
    tracing: { lambda: true, apiGateway: true },
    logs: {
      restApi: { level: "INFO", format: "x" },
      httpApi: { format: "x" },
      websocket: { level: "INFO" },
      lambda: { logFormat: "JSON" },
      frameworkLambda: true,
    },
    iam: {
      role: {
        name: "n",
        statements: [{ Effect: "Allow", Action: ["s3:*"], Resource: "*" }],
        managedPolicies: ["a"],
        tags: { a: "b" },
        permissionsBoundary: "b",
        path: "/",
      },
      deploymentRole: "x",
    },
    vpc: { securityGroupIds: ["s"], subnetIds: ["t"] },
    layers: ["l"],
    kmsKeyArn: "k",
    ecr: { images: { base: { uri: "u" } } },
    s3: { bucketOne: { name: "b", accessControl: "Private" } },
    alb: {
      targetGroupPrefix: "p",
      authorizers: { c: { type: "cognito", userPoolArn: "a", userPoolClientId: "b", userPoolDomain: "c" } },
    },
    cloudFront: { cachePolicies: { c: { MinTTL: 0 } } },
    kinesis: { consumerNamingMode: "serviceSpecific" },
    deploymentBucket: { blockPublicAccess: true, tags: { a: "b" } },
    apiGateway: {
      apiKeys: ["k", { name: "n" }],
      usagePlan: { quota: { limit: 1 } },
      request: { schemas: { s: { schema: { a: 1 }, name: "n" } } },
      resourcePolicy: [{ Effect: "Allow" }],
      timeoutInMillis: 5,
      binaryMediaTypes: ["x"],
    },
    httpApi: {
      cors: { allowedOrigins: ["x"] },
      authorizers: {
        j: { type: "jwt", identitySource: "x", issuerUrl: "y", audience: ["z"] },
        r: { type: "request", functionName: "auth" },
      },
    },
    websocketsApiName: "w",
    eventBridge: { useCloudFormation: true },
  },
  layers: { lib: { path: "layer", compatibleRuntimes: ["nodejs20.x"], allowedAccounts: ["*"], retain: true } },
  functions: {
    a: {
      handler: "a.h",
      timeout: 3,
      description: "d",
      memorySize: 256,
      environment: { X: "y" },
      tags: { a: "b" },
      vpc: { securityGroupIds: ["s"], subnetIds: ["t"] },
      onError: "arn:aws:sns:us-east-1:123456789012:t",
      destinations: { onSuccess: "b", onFailure: { type: "sqs", arn: "arn:aws:sqs:us-east-1:123456789012:q" } },
      url: { cors: { allowedOrigins: ["x"] }, authorizer: "aws_iam" },
      fileSystemConfig: {
        localMountPath: "/mnt/x",
        arn: "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/x",
      },
      ephemeralStorageSize: 512,
      logRetentionInDays: 5,
      provisionedConcurrency: 2,
      reservedConcurrency: 3,
      layers: [{ Ref: "LibLambdaLayer" }],
      dependsOn: ["Q"],
      condition: "C",
      maximumRetryAttempts: 1,
      maximumEventAge: 100,
      alarms: ["functionErrors", { name: "d", enabled: true, dimensions: [{ Name: "a", Value: "b" }] }],
      deploymentSettings: { type: "AllAtOnce", alias: "Live", preTrafficHook: "b", alarms: ["Al"] },
      iamRoleStatements: [{ Effect: "Allow", Action: "x", Resource: "*" }],
      deadLetter: { sqs: { queueName: "q" } },
      warmup: { w: { enabled: false } },
      events: [
        {
          http: {
            path: "x/{id}",
            method: "get",
            cors: { origins: ["a"], headers: ["b"] },
            authorizer: { name: "auth", type: "request", identitySource: "m" },
            request: {
              parameters: { paths: { id: true } },
              schemas: { "application/json": { schema: { a: 1 } } },
              template: { "application/json": "x" },
            },
            response: { headers: { A: "b" }, statusCodes: { "200": { pattern: "" } } },
            integration: "lambda",
            private: true,
          },
        },
        { http: "GET y" },
        { httpApi: { method: "GET", path: "/x", authorizer: { name: "j", scopes: ["s"] } } },
        { httpApi: "*" },
        { websocket: { route: "$connect", authorizer: { name: "auth", identitySource: ["x"] } } },
        {
          schedule: {
            rate: ["rate(1 day)"],
            input: { a: 1 },
            method: "scheduler",
          },
        },
        { sns: { topicName: "t", filterPolicy: { a: ["b"] }, redrivePolicy: { deadLetterTargetRef: "Q" } } },
        {
          sqs: { arn: { "Fn::GetAtt": ["Q", "Arn"] }, batchSize: 1, filterPatterns: [{ a: 1 }], maximumConcurrency: 3 },
        },
        {
          stream: {
            type: "kinesis",
            arn: "arn:aws:kinesis:us-east-1:123456789012:stream/s",
            consumer: true,
            destinations: { onFailure: { arn: "arn:aws:sqs:us-east-1:123456789012:q", type: "sqs" } },
            filterPatterns: [{ a: 1 }],
            tumblingWindowInSeconds: 1,
          },
        },
        { msk: { arn: "arn:aws:kafka:us-east-1:123456789012:cluster/c/x", topic: "t", saslScram512: "s" } },
        {
          kafka: {
            bootstrapServers: ["a:1"],
            topic: "t",
            accessConfigurations: { saslScram256Auth: "s", vpcSubnet: ["x"] },
          },
        },
        { activemq: { arn: "arn:aws:mq:us-east-1:123456789012:broker:b:x", queue: "q", basicAuthArn: "b" } },
        { rabbitmq: { arn: "arn:aws:mq:us-east-1:123456789012:broker:b:x", queue: "q", basicAuthArn: "b" } },
        { s3: { bucket: "b", event: "s3:ObjectCreated:*", rules: [{ prefix: "p" }] } },
        { s3: { bucket: "e", existing: true, rules: [{ suffix: "p" }] } },
        {
          alb: {
            listenerArn:
              "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/x/50dc6c495c0c9188/f2f7dc8efc522ab2",
            priority: 1,
            conditions: { path: ["/"], header: { name: "n", values: ["v"] }, query: { a: "b" } },
            authorizer: "c",
            healthCheck: { path: "/" },
          },
        },
        { iot: { sql: "select", name: "n" } },
        { iotFleetProvisioning: { templateBody: { a: 1 }, provisioningRoleArn: "arn:aws:iam::123456789012:role/r" } },
        { alexaSkill: { appId: "a" } },
        { alexaSmartHome: { appId: "a" } },
        {
          cloudwatchEvent: {
            event: { source: ["x"] },
            inputTransformer: { inputPathsMap: { a: "b" }, inputTemplate: "x" },
          },
        },
        { cloudwatchLog: { logGroup: "/x", filter: "y" } },
        { cognitoUserPool: { pool: "P", trigger: "PreSignUp", existing: true } },
        { cognitoUserPool: { pool: "Q", trigger: "CustomEmailSender", kmsKeyId: "k" } },
        {
          eventBridge: {
            pattern: { a: ["b"] },
            eventBus: "bus",
            retryPolicy: { maximumRetryAttempts: 1 },
            deadLetterQueueArn: "x",
          },
        },
        {
          cloudFront: {
            eventType: "viewer-request",
            origin: "s3://x.s3.amazonaws.com/f",
            behavior: { TargetOriginId: "x" },
            cachePolicy: { name: "c" },
          },
        },
      ],
    },
    b: { image: { name: "base", command: ["x"] }, snapStart: true, events: [{ schedule: "rate(1 day)" }] },
    auth: { handler: "auth.h" },
  },
  stepFunctions: {
    validate: true,
    activities: ["act"],
    stateMachines: {
      m: {
        name: "m",
        type: "STANDARD",
        definition: {
          StartAt: "A",
          States: {
            A: {
              Type: "Task",
              Resource: "arn:aws:states:::sqs:sendMessage",
              Parameters: { QueueUrl: { Ref: "Q" } },
              Next: "B",
            },
            B: {
              Type: "Map",
              Iterator: {
                StartAt: "C",
                States: { C: { Type: "Task", Resource: { "Fn::GetAtt": ["a", "Arn"] }, End: true } },
              },
              End: true,
            },
          },
        },
        events: [
          { http: "GET m" },
          { schedule: "rate(1 day)" },
          { cloudwatchEvent: { event: { source: ["x"] } } },
          { eventBridge: { event: { source: ["x"] } } },
        ],
        alarms: { topics: { alarm: "t" }, metrics: ["executionsFailed", { metric: "executionsTimedOut" }] },
        notifications: { FAILED: [{ sqs: "q" }, { lambda: "l" }] },
        loggingConfig: { level: "ALL", destinations: ["d"] },
        tags: { a: "b" },
      },
    },
  },
  resources: {
    Resources: { Q: { Type: "AWS::SQS::Queue" } },
    Outputs: { O: { Value: "v" } },
    extensions: { ALogGroup: { Properties: { a: 1 } } },
  },
};

/** Every path of a value. */
function* pathsOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) yield* pathsOf(item, [...path, key]);
}

function replacedAt(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (String(i) === key ? replacedAt(item, rest, by) : item));
  const entries = Object.entries(value as object).map(([name, item]: [string, unknown]) => [
    name,
    name === key ? replacedAt(item, rest, by) : item,
  ]);
  return Object.fromEntries(entries) as unknown;
}

const PATHS = [...pathsOf(BASE)];
const ODD = [
  null,
  true,
  false,
  0,
  -1,
  1e21,
  "",
  "x",
  "${",
  "${self:",
  "${self:}",
  "${self:custom}",
  "${ssm:/x}",
  "a-${ssm:/x}",
  "${file(x)}",
  [],
  [[]],
  [null],
  {},
  { "": null },
  { Ref: "X" },
  { Ref: [] },
  { "Fn::GetAtt": "X.Arn" },
  { "Fn::GetAtt": [] },
  { "Fn::Join": ["", ["a", { Ref: "B" }]] },
  { "Fn::Sub": "${X}" },
  { "Fn::Sub": [] },
  { "Assay::Unknown": 1 },
];

describe("anything at any key", () => {
  it("is well formed to begin with", async () => {
    const { projects, problems } = await lower({ "serverless.json": JSON.stringify(BASE) });
    expect(projects).toHaveLength(1);
    expect(problems.filter(({ code }) => code !== "plugin-partial").map(({ message }) => message)).toEqual([]);
  });

  it("never throws, whatever odd value stands at a key", { timeout: 300_000 }, async () => {
    for (const [i, path] of PATHS.entries()) {
      for (const odd of [ODD[i % ODD.length], ODD[(i * 7 + 3) % ODD.length]]) {
        const files = { "serverless.json": JSON.stringify(replacedAt(BASE, path, odd)) };
        await expect(lower(files), `${path.join(".")} = ${JSON.stringify(odd)}`).resolves.toBeDefined();
      }
    }
  });

  it("never throws, whatever several values are", async () => {
    const change = fc.tuple(fc.constantFrom(...PATHS), fc.oneof(fc.constantFrom<unknown>(...ODD), fc.jsonValue()));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const value = changes.reduce<unknown>(
          (before, [path, by]) => (exists(before, path) ? replacedAt(before, path, by) : before),
          BASE,
        );
        await lower({ "serverless.json": JSON.stringify(value) });
      }),
      { numRuns: 300 },
    );
  });

  it("never throws for any text of a variable", async () => {
    const part = fc.constantFrom(
      "${",
      "}",
      "self:",
      "custom",
      ".",
      ",",
      "(",
      ")",
      "'",
      '"',
      "\\",
      " ",
      "file(",
      "ssm:/x",
      "a",
      ":",
      "opt:b",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 14 }), async (parts) => {
        const text = parts.join("");
        await lower({
          "serverless.json": JSON.stringify({
            service: "s",
            provider: { name: "aws" },
            custom: { text, custom: text },
          }),
        });
      }),
      { numRuns: 500 },
    );
  });

  it("never throws for any script", async () => {
    const part = fc.constantFrom(
      "const a = ",
      "{",
      "}",
      "(",
      ")",
      "[",
      "]",
      "a",
      "b",
      ".",
      ",",
      ";",
      "=>",
      "...",
      "`${",
      "}`",
      "'x'",
      "1",
      "import x from './serverless';",
      "export default ",
      "process.env.A",
      "require('./x')",
      "new ",
      "await ",
      "function f() ",
      "return ",
      "if ",
      "for (const k of ",
      "?",
      ":",
      "+",
      "&&",
      " as const",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 14 }), async (parts) => {
        await lower({ "serverless.ts": parts.join(" ") });
      }),
      { numRuns: 300 },
    );
  });
});

function exists(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
  return exists((value as Record<string, unknown>)[key], rest);
}

describe("a huge service", () => {
  it("of 200 functions with events is expanded", async () => {
    const functions = Array.from(
      { length: 200 },
      (_, i) =>
        `  f${String(i)}: {handler: f.h, events: [{http: 'GET f/${String(i)}'}, {sqs: 'arn:aws:sqs:us-east-1:123456789012:q${String(i)}'}, {schedule: rate(1 day)}]}\n`,
    );
    const started = performance.now();
    const { projects } = await lower(service(`functions:\n${functions.join("")}`));
    expect(performance.now() - started).toBeLessThan(5000);
    const resources = projects[0]?.templates[0]?.root.entries.get("Resources");
    expect(resources?.kind === "mapping" ? resources.entries.size : 0).toBeGreaterThan(1800);
  });
});
