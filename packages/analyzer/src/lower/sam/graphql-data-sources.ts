import { mappingAt, type Node } from "../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../draft.js";
import { expandConnector } from "./connectors.js";
import type { GraphqlApi } from "./graphql-auth.js";
import { getAtt, ref, sub } from "./intrinsics.js";
import type { Drafts, Generated } from "./model.js";
import { trustPolicy } from "./role.js";
import { given, present } from "./value.js";

/** The data sources of an API. */
export interface DataSources {
  readonly resources: readonly Generated[];
  /** AppSync's names of data sources by the author's. */
  readonly names: ReadonlyMap<string, Draft>;
}

/** Tables and functions, each with a role unless the author brings one. */
export function dataSources(api: GraphqlApi): DataSources {
  const resources: Generated[] = [];
  const names = new Map<string, Draft>();
  const written = given(api.resource.properties, "DataSources");
  for (const [kind, make] of [
    ["DynamoDb", tableSource],
    ["Lambda", functionSource],
  ] as const) {
    for (const [name, source] of mappingAt(written, kind)?.entries ?? []) {
      const made = make(name, source, api);
      resources.push(...made);
      const [first] = made;
      if (first) names.set(name, getAtt(first.id, "Name"));
    }
  }
  return { resources, names };
}

function tableSource(name: string, source: Node, api: GraphqlApi): Generated[] {
  const region = given(source, "Region") ?? ref("AWS::Region");
  const config = {
    AwsRegion: region,
    TableName: present(source, "TableName"),
    UseCallerCredentials: given(source, "UseCallerCredentials"),
    Versioned: given(source, "Versioned"),
    DeltaSyncConfig: given(source, "DeltaSync"),
  };
  const composed = sub("arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}", {
    __TableName__: present(source, "TableName"),
    __Region__: region,
  });
  return dataSource(name, source, api, {
    kind: "DynamoDB",
    fields: { Type: "AMAZON_DYNAMODB", DynamoDBConfig: config },
    connector: "ToTableConnector",
    destination: { Type: "AWS::DynamoDB::Table", Arn: given(source, "TableArn") ?? composed },
    permissions: given(source, "Permissions") ?? ["Read", "Write"],
  });
}

function functionSource(name: string, source: Node, api: GraphqlApi): Generated[] {
  const arn = present(source, "FunctionArn");
  return dataSource(name, source, api, {
    kind: "Lambda",
    fields: { Type: "AWS_LAMBDA", LambdaConfig: { LambdaFunctionArn: arn } },
    connector: "ToLambdaConnector",
    destination: { Type: "AWS::Lambda::Function", Arn: arn },
    permissions: ["Write"],
  });
}

interface SourceParts {
  readonly kind: string;
  readonly fields: Drafts;
  readonly connector: string;
  readonly destination: Drafts;
  readonly permissions: Draft;
}

function dataSource(name: string, source: Node, api: GraphqlApi, parts: SourceParts): Generated[] {
  const { resource, apiId, sam, make } = api;
  const id = `${resource.id}${name}${parts.kind}DataSource`;
  const roleId = `${id}Role`;
  const own = given(source, "ServiceRoleArn");
  const made = make(
    id,
    "AWS::AppSync::DataSource",
    {
      Name: given(source, "Name") ?? name,
      ApiId: apiId,
      Description: present(source, "Description"),
      ...parts.fields,
      ServiceRoleArn: own ?? getAtt(roleId, "Arn"),
    },
    source.origin,
  );
  if (own) return [made];
  const role = make(
    roleId,
    "AWS::IAM::Role",
    { AssumeRolePolicyDocument: trustPolicy("appsync.amazonaws.com") },
    source.origin,
  );
  const origin = generatedFrom(source.origin, "SAM GraphQLApi");
  const properties = draft(
    {
      Source: { Type: "AWS::AppSync::DataSource", Arn: getAtt(id, "DataSourceArn"), RoleName: ref(roleId) },
      Destination: parts.destination,
      Permissions: parts.permissions,
    },
    origin,
  );
  const node = draft({ Type: "AWS::Serverless::Connector", Properties: properties }, origin);
  const connector = { id: id + parts.connector, type: "AWS::Serverless::Connector", node, properties };
  return [made, role, ...expandConnector(connector, sam)];
}
