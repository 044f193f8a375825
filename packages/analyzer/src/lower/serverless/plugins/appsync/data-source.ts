import { at, type Node } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";
import type { Drafts } from "../../stack.js";
import { isTrue, isTruthy, listOf, literal } from "../../text.js";
import { apiId, logicalId, serviceRole, type GraphApi } from "./api.js";
import actions from "../../data/appsync.json" with { type: "json" };

/** A data source, and the role by which AppSync uses it. */
export function dataSourceResources(api: GraphApi, name: string, source: Node): Readonly<Record<string, Drafts>> {
  const id = logicalId.dataSource(name);
  const config = at(source, "config");
  const own = at(config, "serviceRoleArn");
  const statements = at(config, "iamRoleStatements") ?? defaultStatements(api, name, source);
  const roleId = logicalId.dataSource(`${name}Role`);
  const needsRole = !isTruthy(own) && statements !== undefined;
  const resource = {
    Type: "AWS::AppSync::DataSource",
    Properties: {
      ApiId: apiId,
      Name: name,
      Description: at(source, "description"),
      Type: at(source, "type"),
      ...settings(api, name, source),
      ServiceRoleArn: isTruthy(own) ? own : needsRole ? { "Fn::GetAtt": [roleId, "Arn"] } : undefined,
    },
  };
  if (!needsRole) return { [id]: resource };
  const policy = {
    PolicyName: `AppSync-Datasource-${name}`,
    PolicyDocument: { Version: "2012-10-17", Statement: statements },
  };
  return { [id]: resource, [roleId]: { Type: "AWS::IAM::Role", Properties: serviceRole([policy]) } };
}

function regionOf(config: Node | undefined): Draft {
  return at(config, "region") ?? { Ref: "AWS::Region" };
}

function settings(api: GraphApi, name: string, source: Node): Drafts {
  const config = at(source, "config");
  const AwsRegion = regionOf(config);
  switch (literal(at(source, "type"))) {
    case "AWS_LAMBDA":
      return { LambdaConfig: { LambdaFunctionArn: api.functionArn(config, name) } };
    case "AMAZON_DYNAMODB":
      return {
        DynamoDBConfig: {
          AwsRegion,
          TableName: at(config, "tableName"),
          UseCallerCredentials: isTrue(at(config, "useCallerCredentials")),
        },
      };
    case "AMAZON_OPENSEARCH_SERVICE":
      return { OpenSearchServiceConfig: { AwsRegion, Endpoint: searchEndpoint(config) } };
    case "RELATIONAL_DATABASE":
      return {
        RelationalDatabaseConfig: {
          RdsHttpEndpointConfig: {
            AwsRegion,
            DbClusterIdentifier: clusterArn(config),
            DatabaseName: at(config, "databaseName"),
            Schema: at(config, "schema"),
            AwsSecretStoreArn: at(config, "awsSecretStoreArn"),
          },
          RelationalDatabaseSourceType: at(config, "relationalDatabaseSourceType") ?? "RDS_HTTP_ENDPOINT",
        },
      };
    case "HTTP":
      return { HttpConfig: { Endpoint: at(config, "endpoint"), AuthorizationConfig: signing(config) } };
    case "AMAZON_EVENTBRIDGE":
      return { EventBridgeConfig: { EventBusArn: at(config, "eventBusArn") } };
    default:
      return {};
  }
}

function signing(config: Node | undefined): Draft {
  const authorization = at(config, "authorizationConfig");
  if (!authorization) return undefined;
  const iam = at(authorization, "awsIamConfig");
  return {
    AuthorizationType: at(authorization, "authorizationType"),
    AwsIamConfig: {
      SigningRegion: at(iam, "signingRegion") ?? { Ref: "AWS::Region" },
      SigningServiceName: at(iam, "signingServiceName"),
    },
  };
}

function searchEndpoint(config: Node | undefined): Draft {
  const domain = at(config, "domain");
  const attribute = { "Fn::GetAtt": [domain, "DomainEndpoint"] };
  return at(config, "endpoint") ?? (domain && { "Fn::Join": ["", ["https://", attribute]] });
}

function arnOf(service: string, region: Draft, ...rest: readonly Draft[]): Draft {
  return { "Fn::Join": [":", ["arn", { Ref: "AWS::Partition" }, service, region, { Ref: "AWS::AccountId" }, ...rest]] };
}

function clusterArn(config: Node | undefined): Draft {
  return arnOf("rds", regionOf(config), "cluster", at(config, "dbClusterIdentifier"));
}

/** The statements that the plugin gives the role of each type of data source. */
function defaultStatements(api: GraphApi, name: string, source: Node): readonly Draft[] | undefined {
  const config = at(source, "config");
  const allow = (list: readonly string[], resources: readonly Draft[]) => ({
    Effect: "Allow",
    Action: list,
    Resource: resources,
  });
  const andBelow = (arn: Draft) => [arn, { "Fn::Join": [":", [arn, "*"]] }];
  switch (literal(at(source, "type"))) {
    case "AWS_LAMBDA":
      return [allow(["lambda:invokeFunction"], andBelow(api.functionArn(config, name)))];
    case "AMAZON_DYNAMODB": {
      const table = arnOf("dynamodb", regionOf(config), "table");
      const named = (...rest: readonly Draft[]) => ({ "Fn::Join": ["/", [table, at(config, "tableName"), ...rest]] });
      return [allow(actions.dynamodb, [named(), named("*")])];
    }
    case "RELATIONAL_DATABASE":
      return [
        allow(actions.database, andBelow(clusterArn(config))),
        allow(["secretsmanager:GetSecretValue"], andBelow(at(config, "awsSecretStoreArn"))),
      ];
    case "AMAZON_OPENSEARCH_SERVICE":
      return [allow(actions.search, [searchArn(config)])];
    case "AMAZON_EVENTBRIDGE":
      return [allow(["events:PutEvents"], [at(config, "eventBusArn")])];
    case "AMAZON_BEDROCK_RUNTIME": {
      const models = listOf(at(config, "models")).flatMap((model) => modelArns(model, regionOf(config)));
      return [allow(["bedrock:InvokeModel", "bedrock:Converse"], models.length > 0 ? models : ["*"])];
    }
    default:
      return undefined;
  }
}

function searchArn(config: Node | undefined): Draft {
  const domain = at(config, "domain");
  const endpoint = /^https:\/\/([a-z0-9-]+\.(\w{2}-[a-z]+-\d)\.es\.amazonaws\.com)$/.exec(
    literal(at(config, "endpoint")) ?? "",
  );
  if (endpoint) return arnOf("es", endpoint[2], `domain/${endpoint[1] ?? ""}/*`);
  return domain ? { "Fn::Join": ["/", [{ "Fn::GetAtt": [domain, "Arn"] }, "*"]] } : "*";
}

/** A model is called directly, or through an inference profile, which needs the model in every region. */
function modelArns(model: Node, region: Draft): readonly Draft[] {
  const written = literal(model);
  if (written === undefined || written.startsWith("arn:")) return [model];
  const foundation = (where: Draft, name: string): Draft => ({
    "Fn::Join": [":", ["arn", { Ref: "AWS::Partition" }, "bedrock", where, "", `foundation-model/${name}`]],
  });
  const profile = /^(us-gov|us|eu|apac|global)\.(.*)$/.exec(written);
  if (!profile) return [foundation(region, written)];
  return [arnOf("bedrock", region, `inference-profile/${written}`), foundation("*", profile[2] ?? "")];
}
