import { at, type Node } from "../../../../parse/node.js";
import { problem } from "../../../../source/problem.js";
import { draft, generatedFrom, type Draft } from "../../../draft.js";
import type { Service } from "../../service.js";
import type { Drafts } from "../../stack.js";
import { identifying, isFalse, isPresent, isTrue, isTruthy, listOf, literal } from "../../text.js";
import { withPart, type Plugin } from "../plugin.js";
import { apiId, GraphApi, logicalId, serviceRole, type Resolver } from "./api.js";
import { dataSourceResources } from "./data-source.js";

const NAME = "serverless-appsync-plugin";

/**
 * A GraphQL API with its data sources, resolvers and functions. The schema, the code of resolvers and the dates at which
 * keys expire are left out. https://github.com/sid88in/serverless-appsync-plugin
 */
export const appsync: Plugin = {
  configure: (root, service) => {
    const config = root.entries.get("appSync");
    if (config?.kind !== "mapping") return root;
    const api = new GraphApi(config);
    const origin = generatedFrom(config.origin, NAME);
    const resources = draft({ Resources: resourcesOf(service, api) }, origin);
    const functions: Node = { kind: "mapping", entries: api.functions, origin };
    const extended = withPart(root, "resources", resources);
    return api.functions.size > 0 ? withPart(extended, "functions", functions) : extended;
  },
  generate: (service) => {
    for (const key of ["domain", "waf"]) {
      const part = at(service.root, "appSync", key);
      if (!isTruthy(part) || isFalse(at(part, "enabled"))) continue;
      service.report(problem("plugin-partial", part.origin.key ?? part.origin.span, { name: NAME, what: `'${key}'` }));
    }
  },
};

function resourcesOf(service: Service, api: GraphApi): Drafts {
  const { config } = api;
  const resources: { [id: string]: Draft } = { [logicalId.api]: endpoint(api) };
  resources[logicalId.schema] = { Type: "AWS::AppSync::GraphQLSchema", Properties: { ApiId: apiId } };
  if (logs(api)) Object.assign(resources, logResources(service, api));
  const authorizer = api.authentications.find((one) => literal(at(one, "type")) === "AWS_LAMBDA");
  if (authorizer) resources[logicalId.authorizerPermission] = authorizerPermission(api, authorizer);
  const caching = at(config, "caching");
  if (isTruthy(caching) && !isFalse(at(caching, "enabled"))) resources[logicalId.cache] = cache(caching);
  for (const key of keysOf(api)) {
    const name = literal(key) ?? identifying(at(key, "name"));
    const Properties = { ApiId: apiId, Description: at(key, "description") ?? name, ApiKeyId: at(key, "apiKeyId") };
    resources[logicalId.apiKey(name)] = { Type: "AWS::AppSync::ApiKey", Properties };
  }
  for (const [name, source] of api.dataSources) Object.assign(resources, dataSourceResources(api, name, source));
  for (const [name, fn] of api.pipelineFunctions)
    resources[logicalId.pipelineFunction(name)] = pipelineFunction(name, fn);
  for (const resolver of api.resolvers)
    resources[logicalId.resolver(resolver.type, resolver.field)] = resolverResource(resolver, caching);
  return resources;
}

function keysOf(api: GraphApi): readonly Node[] {
  const usesKeys = api.authentications.some((one) => literal(at(one, "type")) === "API_KEY");
  return usesKeys ? listOf(at(api.config, "apiKeys")) : [];
}

function logs({ config }: GraphApi): Node | undefined {
  const logging = at(config, "logging");
  return isTruthy(logging) && !isFalse(at(logging, "enabled")) ? logging : undefined;
}

function endpoint(api: GraphApi): Drafts {
  const { config } = api;
  const main = at(config, "authentication");
  const others = listOf(at(config, "additionalAuthentications"));
  const logging = logs(api);
  const tags = at(config, "tags");
  const introspection = at(config, "introspection");
  return {
    Type: "AWS::AppSync::GraphQLApi",
    Properties: {
      Name: at(config, "name"),
      XrayEnabled: isTrue(at(config, "xrayEnabled")),
      Tags:
        tags?.kind === "mapping" && tags.entries.size > 0
          ? [...tags.entries].map(([Key, Value]) => ({ Key, Value }))
          : undefined,
      EnvironmentVariables: at(config, "environment"),
      ...(main ? provider(api, main, false) : {}),
      AdditionalAuthenticationProviders: others.length > 0 ? others.map((one) => provider(api, one, true)) : undefined,
      LogConfig: logging && {
        CloudWatchLogsRoleArn: at(logging, "roleArn") ?? { "Fn::GetAtt": [logicalId.logRole, "Arn"] },
        FieldLogLevel: at(logging, "level"),
        ExcludeVerboseContent: at(logging, "excludeVerboseContent"),
      },
      Visibility: at(config, "visibility"),
      EnhancedMetricsConfig: at(config, "enhancedMetrics"),
      IntrospectionConfig: introspection && (isTrue(introspection) ? "ENABLED" : "DISABLED"),
      QueryDepthLimit: at(config, "queryDepthLimit"),
      ResolverCountLimit: at(config, "resolverCountLimit"),
    },
  };
}

function provider(api: GraphApi, authentication: Node, isAdditional: boolean): Drafts {
  const type = at(authentication, "type");
  const config = at(authentication, "config");
  switch (literal(type)) {
    case "AMAZON_COGNITO_USER_POOLS":
      return {
        AuthenticationType: type,
        UserPoolConfig: {
          AwsRegion: at(config, "awsRegion") ?? { "Fn::Sub": "${AWS::Region}" },
          UserPoolId: at(config, "userPoolId"),
          AppIdClientRegex: at(config, "appIdClientRegex"),
          DefaultAction: isAdditional ? undefined : (at(config, "defaultAction") ?? "ALLOW"),
        },
      };
    case "OPENID_CONNECT":
      return {
        AuthenticationType: type,
        OpenIDConnectConfig: {
          Issuer: at(config, "issuer"),
          ClientId: at(config, "clientId"),
          IatTTL: at(config, "iatTTL"),
          AuthTTL: at(config, "authTTL"),
        },
      };
    case "AWS_LAMBDA":
      return {
        AuthenticationType: type,
        LambdaAuthorizerConfig: {
          AuthorizerUri: api.functionArn(config, authorizerName(api)),
          IdentityValidationExpression: at(config, "identityValidationExpression"),
          AuthorizerResultTtlInSeconds: at(config, "authorizerResultTtlInSeconds"),
        },
      };
    default:
      return { AuthenticationType: type };
  }
}

function authorizerName({ config }: GraphApi): string {
  return `${identifying(at(config, "name"))}Authorizer`;
}

function authorizerPermission(api: GraphApi, authentication: Node): Drafts {
  return {
    Type: "AWS::Lambda::Permission",
    Properties: {
      Action: "lambda:InvokeFunction",
      FunctionName: api.functionArn(at(authentication, "config"), authorizerName(api)),
      Principal: "appsync.amazonaws.com",
      SourceArn: { Ref: logicalId.api },
    },
  };
}

function logResources(service: Service, api: GraphApi): Drafts {
  const logging = logs(api);
  const retention = at(logging, "retentionInDays") ?? at(service.provider, "logRetentionInDays");
  const group = {
    Type: "AWS::Logs::LogGroup",
    Properties: {
      LogGroupName: { "Fn::Join": ["/", ["/aws/appsync/apis", apiId]] },
      RetentionInDays: retention,
    },
  };
  if (isPresent(at(logging, "roleArn"))) return { [logicalId.logGroup]: group };
  const statement = {
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [{ "Fn::GetAtt": [logicalId.logGroup, "Arn"] }],
  };
  return {
    [logicalId.logGroup]: group,
    [logicalId.logPolicy]: {
      Type: "AWS::IAM::Policy",
      Properties: {
        PolicyName: logicalId.logPolicy,
        Roles: [{ Ref: logicalId.logRole }],
        PolicyDocument: { Version: "2012-10-17", Statement: [statement] },
      },
    },
    [logicalId.logRole]: { Type: "AWS::IAM::Role", Properties: serviceRole() },
  };
}

function cache(caching: Node): Drafts {
  return {
    Type: "AWS::AppSync::ApiCache",
    Properties: {
      ApiCachingBehavior: at(caching, "behavior"),
      ApiId: apiId,
      AtRestEncryptionEnabled: at(caching, "atRestEncryption") ?? false,
      TransitEncryptionEnabled: at(caching, "transitEncryption") ?? false,
      Ttl: at(caching, "ttl") ?? 3600,
      Type: at(caching, "type") ?? "T2_SMALL",
    },
  };
}

function sourceName(name: string): Draft {
  return { "Fn::GetAtt": [logicalId.dataSource(name), "Name"] };
}

const SCRIPT = { Name: "APPSYNC_JS", RuntimeVersion: "1.0.0" };

function pipelineFunction(name: string, config: Node): Drafts {
  return {
    Type: "AWS::AppSync::FunctionConfiguration",
    Properties: {
      ApiId: apiId,
      Name: name,
      DataSourceName: sourceName(literal(at(config, "dataSource")) ?? name),
      Description: at(config, "description"),
      FunctionVersion: "2018-05-29",
      MaxBatchSize: at(config, "maxBatchSize"),
      Runtime: at(config, "code") ? SCRIPT : undefined,
    },
  };
}

function resolverResource({ type, field, config, dataSource, functions }: Resolver, caching: Node | undefined): Drafts {
  const isTemplate = isPresent(at(config, "request")) || isPresent(at(config, "response"));
  const isScript = isPresent(at(config, "code")) || (!isTemplate && dataSource === undefined);
  const own = at(config, "caching");
  const Ttl = at(own, "ttl") ?? at(caching, "ttl") ?? 3600;
  return {
    Type: "AWS::AppSync::Resolver",
    DependsOn: [logicalId.schema],
    Properties: {
      ApiId: apiId,
      TypeName: type,
      FieldName: field,
      Runtime: isScript ? SCRIPT : undefined,
      CachingConfig: isTruthy(own) ? { CachingKeys: at(own, "keys"), Ttl } : undefined,
      Kind: dataSource === undefined ? "PIPELINE" : "UNIT",
      DataSourceName: dataSource === undefined ? undefined : sourceName(dataSource),
      MaxBatchSize: dataSource === undefined ? undefined : at(config, "maxBatchSize"),
      PipelineConfig:
        dataSource === undefined
          ? {
              Functions: functions.map((name) => ({ "Fn::GetAtt": [logicalId.pipelineFunction(name), "FunctionId"] })),
            }
          : undefined,
    },
  };
}
