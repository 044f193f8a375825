import { at, itemsAt, mappingAt, type MappingNode, type Node, type Origin } from "../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../draft.js";
import { propertiesOrigin } from "./code.js";
import { becomes, generate, type Expansion } from "./expansion.js";
import { graphqlAuth, type GraphqlApi } from "./graphql-auth.js";
import { dataSources, type DataSources } from "./graphql-data-sources.js";
import { getAtt, ref } from "./intrinsics.js";
import type { Generated, SamResource } from "./model.js";
import { checkProperties, resourceProperties } from "./properties.js";
import { trustPolicy } from "./role.js";
import { tagList } from "./tags.js";
import { given, literal, present } from "./value.js";

/** What resolvers do when the author gives no code: pass the result of the last function on. */
const PASS_THROUGH = `
export function request(ctx) {
    return {};
}

export function response(ctx) {
    return ctx.prev.result;
}
`;

const SAME = ["Visibility", "OwnerContact", "IntrospectionConfig", "QueryDepthLimit", "ResolverCountLimit"];

/**
 * An AppSync API with its schema, keys, data sources, functions and resolvers.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
 */
export function expandGraphqlApi(resource: SamResource, sam: Expansion): Generated[] {
  const { id, node, properties } = resource;
  const owner = { id, prefix: "", origin: propertiesOrigin(resource) };
  checkProperties(properties, resourceProperties["AWS::Serverless::GraphQLApi"] ?? {}, owner, sam);
  const attributes = Object.fromEntries(ATTRIBUTES.map((name) => [name, at(node, name)]));
  const api: GraphqlApi = {
    resource,
    apiId: getAtt(id, "ApiId"),
    sam,
    make: (made, type, fields, cause) =>
      generate(made, type, fields, generatedFrom(cause, "SAM GraphQLApi"), attributes),
  };
  const auth = graphqlAuth(api);
  const logging = logConfig(api);
  const sources = dataSources(api);
  const functions = functionConfigurations(api, sources);
  return [
    becomes(resource, "AWS::AppSync::GraphQLApi", {
      Name: given(properties, "Name") ?? draft(id, generatedFrom(node.origin, "SAM GraphQLApi")),
      XrayEnabled: at(properties, "XrayEnabled"),
      ...Object.fromEntries(SAME.map((name) => [name, given(properties, name)])),
      ...auth.properties,
      LogConfig: logging.config,
      Tags: tagList(withSamTag(properties, node.origin)),
    }),
    schema(api),
    ...auth.resources,
    ...logging.resources,
    ...keysAndCache(api),
    ...sources.resources,
    ...domain(api),
    ...functions.resources,
    ...resolvers(api, functions.ids),
    ...(functions.usesNone ? [noneDataSource(api)] : []),
  ];
}

const ATTRIBUTES = ["DependsOn", "DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy"];

function withSamTag(properties: MappingNode, origin: Origin): MappingNode {
  const tags = mappingAt(properties, "Tags") ?? draft({}, origin);
  return withEntries(tags, { "graphqlapi:createdBy": "SAM" });
}

/** Everything is logged unless `Logging` is false. */
function logConfig({ resource, make }: GraphqlApi): { config: Draft; resources: Generated[] } {
  const written = at(resource.properties, "Logging");
  if (written?.kind === "scalar" && written.value === false) return { config: undefined, resources: [] };
  const settings = mappingAt(written);
  const roleId = `${resource.id}CloudWatchRole`;
  const own = given(settings, "CloudWatchLogsRoleArn");
  const config = {
    ExcludeVerboseContent: given(settings, "ExcludeVerboseContent"),
    FieldLogLevel: given(settings, "FieldLogLevel") ?? "ALL",
    CloudWatchLogsRoleArn: own ?? getAtt(roleId, "Arn"),
  };
  const policy = "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs";
  const properties = {
    AssumeRolePolicyDocument: trustPolicy("appsync.amazonaws.com"),
    ManagedPolicyArns: [{ "Fn::Sub": policy }],
  };
  const cause = written?.origin ?? resource.node.origin;
  return { config, resources: own ? [] : [make(roleId, "AWS::IAM::Role", properties, cause)] };
}

function schema({ resource, apiId, sam, make }: GraphqlApi): Generated {
  const { id, properties, node } = resource;
  const [inline, uri] = [given(properties, "SchemaInline"), given(properties, "SchemaUri")];
  if (!inline && !uri) sam.reject(id, propertiesOrigin(resource), "'SchemaInline' or 'SchemaUri' is required");
  if (inline && uri) sam.rejectProperty(id, uri, "'SchemaInline' and 'SchemaUri' cannot be given together");
  const fields = { ApiId: apiId, Definition: inline, DefinitionS3Location: uri };
  return make(`${id}Schema`, "AWS::AppSync::GraphQLSchema", fields, (inline ?? uri ?? node).origin);
}

function keysAndCache({ resource, apiId, make }: GraphqlApi): Generated[] {
  const { id, properties } = resource;
  const keys = [...(mappingAt(properties, "ApiKeys")?.entries ?? [])].map(([name, key]) =>
    make(
      id + name,
      "AWS::AppSync::ApiKey",
      {
        ApiId: apiId,
        ApiKeyId: present(key, "ApiKeyId"),
        Description: present(key, "Description"),
        Expires: present(key, "ExpiresOn"),
      },
      key.origin,
    ),
  );
  const cache = mappingAt(properties, "Cache");
  if (!cache) return keys;
  return [
    ...keys,
    make(
      `${id}ApiCache`,
      "AWS::AppSync::ApiCache",
      { ApiId: apiId, ...Object.fromEntries(cache.entries) },
      cache.origin,
    ),
  ];
}

function domain({ resource, apiId, make }: GraphqlApi): Generated[] {
  const written = mappingAt(resource.properties, "DomainName");
  if (!written) return [];
  const id = `${resource.id}DomainName`;
  const association = { ApiId: apiId, DomainName: ref(id) };
  return [
    make(id, "AWS::AppSync::DomainName", Object.fromEntries(written.entries), written.origin),
    make(
      `${resource.id}DomainNameApiAssociation`,
      "AWS::AppSync::DomainNameApiAssociation",
      association,
      written.origin,
    ),
  ];
}

interface Functions {
  readonly resources: Generated[];
  /** The ids of functions by name. */
  readonly ids: ReadonlyMap<string, Draft>;
  /** Whether one of them has no data source. */
  readonly usesNone: boolean;
}

function functionConfigurations(api: GraphqlApi, sources: DataSources): Functions {
  const { resource, apiId, sam, make } = api;
  const ids = new Map<string, Draft>();
  const resources: Generated[] = [];
  let usesNone = false;
  for (const [name, fn] of mappingAt(resource.properties, "Functions")?.entries ?? []) {
    const reject = (where: Node, reason: string) => sam.reject(resource.id, where, `the function '${name}': ${reason}`);
    const known = given(fn, "Id");
    if (known) {
      if (fn.kind === "mapping" && fn.entries.size > 1) reject(known, "'Id' excludes all other properties");
      ids.set(name, known);
      continue;
    }
    const source = given(fn, "DataSource");
    const sourceName = literal(source);
    const isNone = sourceName?.toLowerCase() === "none";
    usesNone ||= isNone;
    if (!source) reject(fn, "'DataSource' is required");
    else if (sourceName !== undefined && !isNone && !sources.names.has(sourceName))
      reject(source, `there is no data source '${sourceName}'`);
    const dataSource = isNone
      ? getAtt(noneId(api), "Name")
      : sourceName === undefined
        ? source
        : sources.names.get(sourceName);
    checkCode(fn, true, reject);
    const id = resource.id + name;
    const fields = {
      ApiId: apiId,
      Name: given(fn, "Name") ?? name,
      Code: given(fn, "InlineCode"),
      CodeS3Location: given(fn, "CodeUri"),
      DataSourceName: dataSource,
      MaxBatchSize: present(fn, "MaxBatchSize"),
      Description: present(fn, "Description"),
      Runtime: runtime(fn),
      SyncConfig: present(fn, "Sync"),
    };
    resources.push(make(id, "AWS::AppSync::FunctionConfiguration", fields, fn.origin));
    ids.set(name, getAtt(id, "FunctionId"));
  }
  return { resources, ids, usesNone };
}

/** Code is given in one of two ways, and needs a runtime. */
function checkCode(owner: Node, isRequired: boolean, reject: (where: Node, reason: string) => void): void {
  const [inline, uri] = [given(owner, "InlineCode"), given(owner, "CodeUri")];
  if (inline && uri) reject(uri, "'InlineCode' and 'CodeUri' cannot be given together");
  if (isRequired && !inline && !uri) reject(owner, "'InlineCode' or 'CodeUri' is required");
  if ((isRequired || inline || uri) && !given(owner, "Runtime")) reject(owner, "'Runtime' is required");
}

function runtime(owner: Node): Draft {
  const written = given(owner, "Runtime");
  return written && { Name: at(written, "Name"), RuntimeVersion: at(written, "Version") };
}

function noneId({ resource }: GraphqlApi): string {
  return `${resource.id}NoneDataSource`;
}

function noneDataSource(api: GraphqlApi): Generated {
  const id = noneId(api);
  return api.make(
    id,
    "AWS::AppSync::DataSource",
    { ApiId: api.apiId, Name: id, Type: "NONE" },
    api.resource.node.origin,
  );
}

function resolvers(api: GraphqlApi, functionIds: ReadonlyMap<string, Draft>): Generated[] {
  const { resource, apiId, sam, make } = api;
  const made: Generated[] = [];
  for (const [type, fields] of mappingAt(resource.properties, "Resolvers")?.entries ?? []) {
    for (const [name, resolver] of mappingAt(fields)?.entries ?? []) {
      const reject = (where: Node, reason: string) =>
        sam.reject(resource.id, where, `the resolver '${name}': ${reason}`);
      checkCode(resolver, false, reject);
      const pipeline = given(resolver, "Pipeline");
      if (!pipeline) reject(resolver, "'Pipeline' is required");
      for (const item of itemsAt(pipeline))
        if (!functionIds.has(literal(item) ?? "")) reject(item, `there is no function '${literal(item) ?? ""}'`);
      const [inline, uri] = [given(resolver, "InlineCode"), given(resolver, "CodeUri")];
      const properties = {
        ApiId: apiId,
        FieldName: given(resolver, "FieldName") ?? name,
        TypeName: type,
        Kind: "PIPELINE",
        PipelineConfig: { Functions: itemsAt(pipeline).map((item) => functionIds.get(literal(item) ?? "")) },
        Code: inline ?? (uri ? undefined : PASS_THROUGH),
        CodeS3Location: uri,
        Runtime: inline || uri ? runtime(resolver) : { Name: "APPSYNC_JS", RuntimeVersion: "1.0.0" },
        CachingConfig: given(resolver, "Caching"),
        MaxBatchSize: given(resolver, "MaxBatchSize"),
      };
      const one = make(resource.id + type + name, "AWS::AppSync::Resolver", properties, resolver.origin);
      made.push({
        id: one.id,
        node: withEntries(one.node, { DependsOn: draft([`${resource.id}Schema`], one.node.origin) }),
      });
    }
  }
  return made;
}
