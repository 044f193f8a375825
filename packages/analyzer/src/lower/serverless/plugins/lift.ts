import { at, type MappingNode, type Node, type Origin } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import { draft, generatedFrom, type Draft } from "../../draft.js";
import { stackName } from "../api/http.js";
import { md5 } from "../digest.js";
import { ids, upperFirst } from "../names.js";
import type { Service } from "../service.js";
import type { Drafts, Stack } from "../stack.js";
import { identifying, isFalse, isPresent, isTrue, isTruthy, listOf, literal, text } from "../text.js";
import type { Answer, Question } from "../variables/resolve.js";
import type { Plugin } from "./plugin.js";

const BY = "serverless-lift";

/** Queues, buckets, webhooks and tables from `constructs`. https://github.com/getlift/lift */
export const lift: Plugin = {
  sources: { construct: constructVariable },
  configure: addFunctionsAndPermissions,
  generate: (service, stack) => {
    for (const [key, config] of constructsOf(service.root)) {
      const add = CONSTRUCTS[literal(at(config, "type")) ?? ""];
      if (add) add(service, stack, key, config);
      else {
        const what = `the construct '${key}'`;
        service.report(problem("plugin-partial", config.origin.key ?? config.origin.span, { name: BY, what }));
      }
    }
  },
};

function constructsOf(root: MappingNode): Iterable<readonly [string, Node]> {
  const constructs = at(root, "constructs");
  return constructs?.kind === "mapping" ? constructs.entries : [];
}

/**
 * A logical id as the CDK makes it: the path's parts joined, with a digest of the path.
 * https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/private/uniqueid.ts
 */
function cdkId(...path: readonly string[]): string {
  let name = "";
  for (const part of path) {
    const plain = part.replace(/[^A-Za-z0-9]/g, "");
    if (part !== "Resource" && !name.endsWith(plain)) name += plain;
  }
  return name + md5(path.join("/")).slice(0, 8).toUpperCase();
}

const queueId = (key: string) => cdkId(key, "Queue", "Resource");
const deadLetterId = (key: string) => cdkId(key, "Dlq", "Resource");
const bucketId = (key: string) => cdkId(key, "Bucket", "Resource");
const busId = (key: string) => cdkId(key, "Bus", "Resource");
const tableId = (key: string) => cdkId(key, "Table", "Resource");
const arnOf = (id: string): Draft => ({ "Fn::GetAtt": [id, "Arn"] });

/** What `${construct:key.property}` stands for. */
const VARIABLES: Readonly<Record<string, (key: string) => Draft>> = {
  queueUrl: (key) => ({ Ref: queueId(key) }),
  queueArn: (key) => arnOf(queueId(key)),
  dlqUrl: (key) => ({ Ref: deadLetterId(key) }),
  dlqArn: (key) => arnOf(deadLetterId(key)),
  bucketName: (key) => ({ Ref: bucketId(key) }),
  bucketArn: (key) => arnOf(bucketId(key)),
  busName: (key) => ({ Ref: busId(key) }),
  tableName: (key) => ({ Ref: tableId(key) }),
  tableStreamArn: (key) => ({ "Fn::GetAtt": [tableId(key), "StreamArn"] }),
};

function constructVariable({ address, origin }: Question): Answer {
  const [key = "", property = ""] = identifying(address).split(".");
  const value = VARIABLES[property]?.(key);
  return value === undefined ? undefined : draft(value, generatedFrom(origin, BY));
}

/** What a construct lets the functions do. */
function permissionOf(type: string | undefined, key: string): Drafts | undefined {
  switch (type) {
    case "queue":
      return { Action: ["sqs:SendMessage", "sqs:ChangeMessageVisibility"], Resource: [arnOf(queueId(key))] };
    case "storage": {
      const bucket = arnOf(bucketId(key));
      return { Action: STORAGE_ACTIONS, Resource: [bucket, { "Fn::Join": ["/", [bucket, "*"]] }] };
    }
    case "database/dynamodb-single-table": {
      const table = arnOf(tableId(key));
      return { Action: TABLE_ACTIONS, Resource: [table, { "Fn::Join": ["/", [table, "index", "*"]] }] };
    }
    default:
      return undefined;
  }
}

const STORAGE_ACTIONS = [
  "s3:PutObject",
  "s3:GetObject",
  "s3:DeleteObject",
  "s3:ListBucket",
  "s3:GetObjectAcl",
  "s3:PutObjectAcl",
  "s3:GetObjectTagging",
  "s3:PutObjectTagging",
  "s3:DeleteObjectTagging",
  "s3:GetObjectAttributes",
  "s3:AbortMultipartUpload",
  "s3:ListMultipartUploadParts",
  "s3:ListBucketMultipartUploads",
  "s3:RestoreObject",
];
const TABLE_ACTIONS = [
  "dynamodb:GetItem",
  "dynamodb:BatchGetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:BatchWriteItem",
  "dynamodb:PutItem",
  "dynamodb:DeleteItem",
  "dynamodb:UpdateItem",
  "dynamodb:ConditionCheckItem",
];

function addFunctionsAndPermissions(root: MappingNode): MappingNode {
  const functions = at(root, "functions");
  const added = new Map(functions?.kind === "mapping" ? functions.entries : []);
  const statements: Node[] = [];
  for (const [key, config] of constructsOf(root)) {
    const type = literal(at(config, "type"));
    const origin = generatedFrom(config.origin, BY);
    const allowed = permissionOf(type, key);
    if (allowed) statements.push(draft({ Effect: "Allow", ...allowed }, origin));
    const worker = at(config, "worker");
    if (type === "queue" && worker) addWorker(added, key, config, worker, origin);
    const authorizer = at(config, "authorizer");
    if (type === "webhook" && authorizer?.kind === "mapping") added.set(`${key}Authorizer`, authorizer);
  }
  const entries = new Map(root.entries);
  if (added.size > 0) entries.set("functions", { kind: "mapping", entries: added, origin: (functions ?? root).origin });
  if (statements.length > 0 && !isFalse(at(root, "lift", "automaticPermissions"))) allow(entries, statements);
  return { ...root, entries };
}

function addWorker(functions: Map<string, Node>, key: string, config: Node, worker: Node, origin: Origin): void {
  const name = literal(worker) ?? `${key}Worker`;
  const own = worker.kind === "mapping" ? worker : functions.get(name);
  if (own?.kind !== "mapping") return;
  const event = draft(
    {
      sqs: {
        arn: arnOf(queueId(key)),
        batchSize: at(config, "batchSize") ?? 1,
        maximumBatchingWindow: at(config, "maxBatchingWindow") ?? 0,
        maximumConcurrency: at(config, "maxConcurrency"),
        functionResponseType: "ReportBatchItemFailures",
      },
    },
    origin,
  );
  const events: Node = { kind: "sequence", items: [...listOf(at(own, "events")), event], origin };
  functions.set(name, { ...own, entries: new Map(own.entries).set("events", events) });
}

/** Adds statements where the author has them, in the older spelling when there are none. */
function allow(root: Map<string, Node>, statements: readonly Node[]): void {
  const provider = root.get("provider");
  if (provider?.kind !== "mapping") return;
  const path = at(provider, "iam", "role", "statements") ? ["iam", "role", "statements"] : ["iamRoleStatements"];
  const before = at(provider, ...path);
  const { origin } = before ?? provider;
  const all: Node = { kind: "sequence", items: [...listOf(before), ...statements], origin };
  root.set("provider", replaced(provider, path, all));
}

function replaced(node: MappingNode, [key = "", ...rest]: readonly string[], value: Node): MappingNode {
  const inner = node.entries.get(key);
  const next = rest.length > 0 && inner?.kind === "mapping" ? replaced(inner, rest, value) : value;
  return { ...node, entries: new Map(node.entries).set(key, next) };
}

type Construct = (service: Service, stack: Stack, key: string, config: Node) => void;

const CONSTRUCTS: Readonly<Record<string, Construct>> = {
  queue: addQueue,
  storage: addStorage,
  webhook: addWebhook,
  "database/dynamodb-single-table": addTable,
};

function addQueue(service: Service, stack: Stack, key: string, config: Node): void {
  const { origin } = config;
  const worker = at(config, "worker");
  const fn = literal(worker) === undefined ? worker : service.functions.get(literal(worker) ?? "")?.config;
  const timeout = Number(literal(at(fn, "timeout")) ?? 6);
  const window = Number(literal(at(config, "maxBatchingWindow")) ?? 0);
  const isFifo = isTrue(at(config, "fifo"));
  const encryption = literal(at(config, "encryption")) === "kmsManaged" ? "alias/aws/sqs" : undefined;
  const common = { FifoQueue: isFifo ? true : undefined, KmsMasterKeyId: encryption };
  const deletion = { UpdateReplacePolicy: "Delete", DeletionPolicy: "Delete" };
  const name = (suffix: string) => text(origin, stackName(service), `-${key}${suffix}${isFifo ? ".fifo" : ""}`);
  const attempts = at(config, "maxRetries");
  stack.add(deadLetterId(key), "AWS::SQS::Queue", origin, { ...common, MessageRetentionPeriod: 1_209_600, QueueName: name("-dlq") }, deletion);
  stack.add(
    queueId(key),
    "AWS::SQS::Queue",
    origin,
    {
      ...common,
      QueueName: name(""),
      VisibilityTimeout: timeout * 6 + window,
      RedrivePolicy: { deadLetterTargetArn: arnOf(deadLetterId(key)), maxReceiveCount: isPresent(attempts) ? attempts : 3 },
      DelaySeconds: at(config, "delay"),
      ContentBasedDeduplication: isFifo ? true : undefined,
    },
    deletion,
  );
  const email = at(config, "alarm");
  if (email) addQueueAlarm(service, stack, key, email);
}

function addQueueAlarm(service: Service, stack: Stack, key: string, email: Node): void {
  const { origin } = email;
  const topic = cdkId(key, "AlarmTopic", "Resource");
  const name = (suffix: string) => text(origin, stackName(service), `-${key}-${suffix}`);
  stack.add(topic, "AWS::SNS::Topic", origin, {
    TopicName: name("dlq-alarm-topic"),
    DisplayName: `[Alert][${key}] failed jobs in the DLQ.`.slice(0, 100),
  });
  stack.add(cdkId(key, "AlarmTopicSubscription", "Resource"), "AWS::SNS::Subscription", origin, {
    Endpoint: email,
    Protocol: "email",
    TopicArn: { Ref: topic },
  });
  stack.add(cdkId(key, "Alarm", "Resource"), "AWS::CloudWatch::Alarm", origin, {
    AlarmActions: [{ Ref: topic }],
    AlarmDescription: "Alert triggered when there are failed jobs in the dead letter queue.",
    AlarmName: name("dlq-alarm"),
    ComparisonOperator: "GreaterThanThreshold",
    Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [deadLetterId(key), "QueueName"] } }],
    EvaluationPeriods: 1,
    MetricName: "ApproximateNumberOfMessagesVisible",
    Namespace: "AWS/SQS",
    Period: 60,
    Statistic: "Sum",
    Threshold: 0,
    TreatMissingData: "notBreaching",
  });
}

function addStorage(_service: Service, stack: Stack, key: string, config: Node): void {
  const { origin } = config;
  const id = bucketId(key);
  const isKms = literal(at(config, "encryption")) === "kms";
  const published = at(config, "publicPath");
  const isPrivate = !isPresent(published);
  const allowsAcl = isTrue(at(config, "allowAcl"));
  const rules = listOf(at(config, "lifecycleRules")).map((rule) => ({ Status: "Enabled", ...capitalized(rule) }));
  stack.add(
    id,
    "AWS::S3::Bucket",
    origin,
    {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: isKms ? "aws:kms" : "AES256" } },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          { Status: "Enabled", Transitions: [{ StorageClass: "INTELLIGENT_TIERING", TransitionInDays: 0 }] },
          { Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
          ...rules,
        ],
      },
      OwnershipControls: allowsAcl ? { Rules: [{ ObjectOwnership: "BucketOwnerPreferred" }] } : undefined,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: isPrivate || !allowsAcl,
        BlockPublicPolicy: isPrivate,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: isPrivate,
      },
      VersioningConfiguration: { Status: "Enabled" },
    },
    { UpdateReplacePolicy: "Retain", DeletionPolicy: "Retain" },
  );
  const arn = arnOf(id);
  const prefix = identifying(published).replace(/^\/+|\/+$/g, "");
  stack.add(cdkId(key, "Bucket", "Policy", "Resource"), "AWS::S3::BucketPolicy", origin, {
    Bucket: { Ref: id },
    PolicyDocument: {
      Statement: [
        {
          Action: "s3:*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
          Effect: "Deny",
          Principal: { AWS: "*" },
          Resource: [arn, { "Fn::Join": ["", [arn, "/*"]] }],
        },
        isPrivate
          ? undefined
          : {
              Action: "s3:GetObject",
              Effect: "Allow",
              Principal: { AWS: "*" },
              Resource: { "Fn::Join": ["", [arn, prefix === "" || prefix === "*" ? "/*" : `/${prefix}/*`]] },
            },
      ],
      Version: "2012-10-17",
    },
  });
}

function capitalized(node: Node): Drafts {
  if (node.kind !== "mapping") return {};
  return Object.fromEntries([...node.entries].map(([key, value]) => [upperFirst(key), value]));
}

function addWebhook(service: Service, stack: Stack, key: string, config: Node): void {
  const { origin } = config;
  const api = cdkId(key, "HttpApi", "Resource");
  const bus = busId(key);
  const role = cdkId(key, "ApiGatewayRole", "Resource");
  const integration = cdkId(key, "Integration");
  const authorizer = cdkId(key, "Authorizer");
  const isSecure = !isTrue(at(config, "insecure"));
  const ApiId = { Ref: api };
  stack.add(api, "AWS::ApiGatewayV2::Api", origin, { Name: "HttpApi", ProtocolType: "HTTP" });
  stack.add(cdkId(key, "HttpApi", "DefaultStage", "Resource"), "AWS::ApiGatewayV2::Stage", origin, {
    ApiId,
    AutoDeploy: true,
    StageName: "$default",
  });
  stack.add(bus, "AWS::Events::EventBus", origin, { Name: cdkId(key, "Bus") });
  const put = { Action: "events:PutEvents", Effect: "Allow", Resource: arnOf(bus) };
  stack.add(role, "AWS::IAM::Role", origin, {
    AssumeRolePolicyDocument: {
      Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" } }],
      Version: "2012-10-17",
    },
    Policies: [{ PolicyDocument: { Statement: [put], Version: "2012-10-17" }, PolicyName: "EventBridge" }],
  });
  const type = at(config, "eventType");
  stack.add(integration, "AWS::ApiGatewayV2::Integration", origin, {
    ApiId,
    ConnectionType: "INTERNET",
    CredentialsArn: arnOf(role),
    IntegrationSubtype: "EventBridge-PutEvents",
    IntegrationType: "AWS_PROXY",
    PayloadFormatVersion: "1.0",
    RequestParameters: {
      DetailType: isTruthy(type) ? type : "Webhook",
      Detail: "$request.body",
      Source: key,
      EventBusName: { Ref: bus },
    },
  });
  const method = at(config, "method");
  stack.add(cdkId(key, "Route"), "AWS::ApiGatewayV2::Route", origin, {
    ApiId,
    AuthorizationType: isSecure ? "CUSTOM" : "NONE",
    AuthorizerId: isSecure ? { Ref: authorizer } : undefined,
    RouteKey: text(origin, isTruthy(method) ? method : "POST", " ", at(config, "path")),
    Target: { "Fn::Join": ["/", ["integrations", { Ref: integration }]] },
  });
  if (isSecure) addWebhookAuthorizer(service, stack, key, config, authorizer, role);
}

function addWebhookAuthorizer(service: Service, stack: Stack, key: string, config: Node, id: string, role: string): void {
  const { origin } = config;
  const fn = arnOf(ids.lambda(`${key}Authorizer`));
  const policy = cdkId(key, "ApiGatewayRole", "DefaultPolicy", "Resource");
  const invoke = {
    Action: "lambda:InvokeFunction",
    Effect: "Allow",
    Resource: [fn, { "Fn::Join": ["", [fn, ":*"]] }],
  };
  stack.add(policy, "AWS::IAM::Policy", origin, {
    PolicyDocument: { Statement: [invoke], Version: "2012-10-17" },
    PolicyName: policy,
    Roles: [{ Ref: role }],
  });
  const start = text(origin, "arn:aws:apigateway:", service.region, ":lambda:path/2015-03-31/functions");
  stack.add(id, "AWS::ApiGatewayV2::Authorizer", origin, {
    ApiId: { Ref: cdkId(key, "HttpApi", "Resource") },
    AuthorizerCredentialsArn: arnOf(role),
    AuthorizerPayloadFormatVersion: "2.0",
    AuthorizerType: "REQUEST",
    AuthorizerUri: { "Fn::Join": ["/", [start, fn, "invocations"]] },
    EnableSimpleResponses: true,
    Name: `${key}-authorizer`,
  });
}

function addTable(service: Service, stack: Stack, key: string, config: Node): void {
  const count = Number(literal(at(config, "gsiCount")) ?? 0);
  const indexes = Array.from({ length: count }, (_, i) => `GSI-${i + 1}`);
  const keys = (prefix: string) => [
    { AttributeName: `${prefix}PK`, KeyType: "HASH" },
    { AttributeName: `${prefix}SK`, KeyType: "RANGE" },
  ];
  stack.add(
    tableId(key),
    "AWS::DynamoDB::Table",
    config.origin,
    {
      AttributeDefinitions: ["", ...indexes.map((index) => `${index}-`)].flatMap((prefix) =>
        keys(prefix).map(({ AttributeName }) => ({ AttributeName, AttributeType: "S" })),
      ),
      KeySchema: keys(""),
      BillingMode: "PAY_PER_REQUEST",
      GlobalSecondaryIndexes:
        count > 0
          ? indexes.map((IndexName) => ({
              IndexName,
              KeySchema: keys(`${IndexName}-`),
              Projection: { ProjectionType: "ALL" },
            }))
          : undefined,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      TableName: text(config.origin, stackName(service), `-${key}`),
      TimeToLiveSpecification: { AttributeName: "TimeToLive", Enabled: true },
    },
    { UpdateReplacePolicy: "Retain", DeletionPolicy: "Retain" },
  );
}
