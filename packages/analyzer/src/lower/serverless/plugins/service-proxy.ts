import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import type { ProxyRoute } from "../api/rest/proxy.js";
import type { Service } from "../service.js";
import type { Stack } from "../stack.js";
import { identifying, isTruthy, listOf, literal } from "../text.js";
import { custom, type Plugin } from "./plugin.js";

interface ServiceProxy {
  readonly kind: string;
  readonly config: Node;
}

/** What API Gateway has to know to call a service. */
interface Target {
  /** The suffix of the role's logical id. */
  readonly role: string;
  readonly uri: (config: Node) => Draft;
  /** What the role may do. */
  readonly statements: (configs: readonly Node[]) => readonly Draft[];
}

/** Routes to queues, topics, streams, buckets, tables and buses. https://github.com/serverless-operations/serverless-apigateway-service-proxy */
export const serviceProxy: Plugin = {
  routes: (service) => proxiesOf(service).flatMap(routeOf),
  generate: (service, stack) => {
    for (const [kind, target] of Object.entries(TARGETS)) {
      const configs = proxiesOf(service)
        .filter((proxy) => proxy.kind === kind)
        .map(({ config }) => config);
      const needy = configs.find((config) => !isTruthy(at(config, "roleArn")));
      if (needy) addRole(stack, kind, target, configs, needy);
    }
  },
};

function proxiesOf(service: Service): readonly ServiceProxy[] {
  return listOf(custom(service, "apiGatewayServiceProxies")).flatMap((proxy) =>
    proxy.kind === "mapping" ? [...proxy.entries].slice(0, 1).map(([kind, config]) => ({ kind, config })) : [],
  );
}

const API = "arn:${AWS::Partition}:apigateway:${AWS::Region}";

function routeOf({ kind, config }: ServiceProxy): readonly ProxyRoute[] {
  const target = TARGETS[kind];
  if (!target) return [];
  const role = at(config, "roleArn");
  return [
    {
      path: identifying(at(config, "path")),
      method: identifying(at(config, "method")),
      origin: config.origin,
      config: withAuthorizer(config),
      integration: {
        IntegrationHttpMethod: "POST",
        Type: "AWS",
        Credentials: isTruthy(role) ? role : { "Fn::GetAtt": [`ApigatewayTo${target.role}Role`, "Arn"] },
        Uri: target.uri(config),
        RequestParameters: requestParameters(kind, config),
        RequestTemplates: at(config, "request", "template"),
        PassthroughBehavior: kind === "sqs" && !at(config, "request", "template") ? undefined : "NEVER",
      },
      responses: [200, 400, 500].map((code) => ({ code, pattern: code })),
    },
  ];
}

const FORM = { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" };

/** What the plugin passes to a service beside the body; the author's own parameters come on top. */
function requestParameters(kind: string, config: Node): Draft {
  const own = at(config, "requestParameters");
  const stated = own?.kind === "mapping" ? Object.fromEntries(own.entries) : {};
  switch (kind) {
    case "sqs": {
      if (at(config, "request", "template")) return { ...FORM, ...stated };
      const action = { "integration.request.querystring.Action": "'SendMessage'" };
      return { ...action, "integration.request.querystring.MessageBody": "method.request.body", ...stated };
    }
    case "sns":
      return FORM;
    case "eventbridge":
      return {
        "integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'",
        "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
      };
    default:
      return own;
  }
}

/** The plugin's own words for an authorizer, in those of `http` events. */
function withAuthorizer(config: Node): Node {
  const type = at(config, "authorizationType");
  if (config.kind !== "mapping" || !isTruthy(type) || literal(type) === "NONE") return config;
  const entries = new Map<string, Node>([["type", type]]);
  const id = at(config, "authorizerId");
  const scopes = at(config, "authorizationScopes");
  if (id) entries.set("authorizerId", id);
  if (scopes) entries.set("scopes", scopes);
  const authorizer: Node = { kind: "mapping", entries, origin: type.origin };
  return { ...config, entries: new Map(config.entries).set("authorizer", authorizer) };
}

/** `Fn::Sub` with one variable. */
function named(template: string, config: Node, key: string): Draft {
  return { "Fn::Sub": [template, { [key]: at(config, key) }] };
}

/** One statement for all resources of a kind. */
function allowing(actions: readonly string[], template: string, key: string) {
  return (configs: readonly Node[]): readonly Draft[] => [
    { Effect: "Allow", Action: actions, Resource: configs.map((config) => named(template, config, key)) },
  ];
}

const ARN = (service: string, rest: string) =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`;

const TARGETS: Readonly<Record<string, Target>> = {
  sqs: {
    role: "Sqs",
    uri: (config) => named(`${API}:sqs:path//\${AWS::AccountId}/\${queueName}`, config, "queueName"),
    statements: allowing(["sqs:SendMessage"], ARN("sqs", "${queueName}"), "queueName"),
  },
  sns: {
    role: "Sns",
    uri: () => ({ "Fn::Sub": `${API}:sns:path//` }),
    statements: allowing(["sns:Publish"], ARN("sns", "${topicName}"), "topicName"),
  },
  kinesis: {
    role: "Kinesis",
    uri: (config) => {
      const action = at(config, "action");
      return { "Fn::Sub": `${API}:kinesis:action/${isTruthy(action) ? identifying(action) : "PutRecord"}` };
    },
    statements: allowing(
      ["kinesis:PutRecord", "kinesis:PutRecords"],
      ARN("kinesis", "stream/${streamName}"),
      "streamName",
    ),
  },
  eventbridge: {
    role: "EventBridge",
    uri: () => ({ "Fn::Sub": `${API}:events:action/PutEvents` }),
    statements: allowing(["events:PutEvents"], ARN("events", "event-bus/${eventBusName}"), "eventBusName"),
  },
  dynamodb: {
    role: "Dynamodb",
    uri: (config) => named(`${API}:dynamodb:action/\${action}`, config, "action"),
    statements: (configs) =>
      configs.map((config) => ({
        Effect: "Allow",
        Action: `dynamodb:${identifying(at(config, "action"))}`,
        Resource: named(ARN("dynamodb", "table/${tableName}"), config, "tableName"),
      })),
  },
  s3: {
    role: "S3",
    uri: (config) => {
      const path = at(config, "pathOverride");
      return { "Fn::Sub": [`${API}:s3:path/${isTruthy(path) ? identifying(path) : "{bucket}/{object}"}`, {}] };
    },
    statements: (configs) =>
      configs.map((config) => {
        const id = at(config, "bucket", "Ref");
        const bucket: Draft = id
          ? { "Fn::GetAtt": [id, "Arn"] }
          : named("arn:${AWS::Partition}:s3:::${bucket}", config, "bucket");
        return {
          Effect: "Allow",
          Action: `s3:${identifying(at(config, "action"))}*`,
          Resource: { "Fn::Join": ["", [bucket, "/*"]] },
        };
      }),
  },
};

function addRole(stack: Stack, kind: string, target: Target, configs: readonly Node[], cause: Node): void {
  const logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
  stack.add(`ApigatewayTo${target.role}Role`, "AWS::IAM::Role", cause.origin, {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
    Policies: [
      {
        PolicyName: `apigatewayto${kind}`,
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: logs, Resource: "*" }, ...target.statements(configs)],
        },
      },
    ],
  });
}
