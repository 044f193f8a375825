import { at, mappingAt, type MappingNode, type Node, type Origin } from "../../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../../draft.js";
import { propertiesOrigin } from "../code.js";
import { becomes, generate, withAttributes, type Expansion } from "../expansion.js";
import { ref, sub } from "../intrinsics.js";
import { isAlphanumeric } from "../logical-id.js";
import type { Drafts, Generated, SamResource } from "../model.js";
import { checkProperties, resourceProperties } from "../properties.js";
import { propagateTags } from "../tags.js";
import { given, isIntrinsic, literal, present } from "../value.js";
import { authorizerPermission } from "./authorizer.js";
import { v2Domain } from "./v2-domain.js";

const TAG = "websocketapi:createdBy";
const CONNECT = "$connect";
const SPECIAL_ROUTES = [CONNECT, "$disconnect", "$default"];
const SAME = [
  "ApiKeySelectionExpression",
  "Description",
  "DisableExecuteApiEndpoint",
  "DisableSchemaValidation",
  "IpAddressType",
  "RouteSelectionExpression",
];
const STAGE = ["StageVariables", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings"];
const ROUTE = [
  "ApiKeyRequired",
  "ModelSelectionExpression",
  "OperationName",
  "RequestModels",
  "RouteResponseSelectionExpression",
];

/**
 * A WebSocket API with a route, integration and permission for every entry of `Routes`, and its stage.
 * SAM hands none of the resource's attributes down, not even its condition.
 */
export function expandWebSocketApi(resource: SamResource, sam: Expansion): Generated[] {
  const { id, properties } = resource;
  const owner = { id, prefix: "", origin: propertiesOrigin(resource) };
  checkProperties(properties, resourceProperties["AWS::Serverless::WebSocketApi"] ?? {}, owner, sam);
  const written = at(properties, "Routes");
  const routes = written && mappingAt(sam.values.parameters(written));
  const wanted = at(properties, "Auth");
  const auth = wanted && mappingAt(sam.values.parameters(wanted));
  checkApi(resource, routes, auth, sam);
  const stage = stageOf(resource);
  const made = [...(routes?.entries ?? [])].flatMap(([key, route]) => routeResources(key, route, resource, auth, sam));
  const routeIds = made
    .filter(({ node }) => literal(at(node, "Type")) === "AWS::ApiGatewayV2::Route")
    .map((route) => route.id);
  const dependent =
    given(properties, "RouteSettings") && routeIds.length > 0 ? withAttributes(stage, { DependsOn: routeIds }) : stage;
  const resources = [
    webSocketApi(resource),
    ...made,
    // SAM does not share records between WebSocket APIs: the last one of a hosted zone wins.
    ...v2Domain(resource, TAG, {}, new Map(), sam),
    dependent,
    ...(routes?.entries.has(CONNECT) && auth ? authorizer(resource, auth) : []),
  ];
  const tags = mappingAt(properties, "Tags");
  const all = tags && draft({ ...Object.fromEntries(tags.entries), [TAG]: "SAM" }, tags.origin);
  return given(properties, "PropagateTags") ? propagateTags(resources, all) : resources;
}

function checkApi(
  resource: SamResource,
  routes: MappingNode | undefined,
  auth: MappingNode | undefined,
  sam: Expansion,
): void {
  const { id, properties } = resource;
  const reject = (where: Node | Origin, reason: string) => sam.reject(id, where, reason);
  if (routes && !given(routes)) reject(routes, "a WebSocket API needs at least one route");
  const address = given(properties, "IpAddressType");
  if (address && !isIntrinsic(address) && !["ipv4", "dualstack"].includes(literal(address) ?? ""))
    reject(address, "'IpAddressType' has to be ipv4 or dualstack");
  const tls = given(properties, "Domain", "MutualTlsAuthentication");
  if (tls) reject(tls, "WebSocket APIs have no mutual TLS");
  const stage = at(properties, "StageName");
  if (literal(stage) === "$default" && stage) reject(stage, "the stage of a WebSocket API cannot be called $default");
  if (!auth || !given(auth)) return;
  if (routes && !routes.entries.has(CONNECT)) reject(auth, "'Auth' needs a $connect route");
  const type = given(auth, "AuthType");
  const name = literal(type)?.toUpperCase();
  if (!type) reject(auth, "'Auth' needs an 'AuthType'");
  else if (!["NONE", "AWS_IAM", "CUSTOM"].includes(name ?? ""))
    reject(type, "'AuthType' has to be AWS_IAM, CUSTOM or NONE");
  else if (name === "CUSTOM" && !given(auth, "AuthArn")) reject(auth, "'AuthType' CUSTOM needs an 'AuthArn'");
  else if (name !== "CUSTOM" && auth.entries.size > 1)
    reject(auth, `'AuthType' ${name ?? ""} goes with no other settings`);
}

function webSocketApi(resource: SamResource): Generated {
  const { id, node, properties } = resource;
  const tags = mappingAt(properties, "Tags");
  const made = becomes(resource, "AWS::ApiGatewayV2::Api", {
    ...Object.fromEntries(SAME.map((name) => [name, at(properties, name)])),
    Name: at(properties, "Name") ?? draft(id, generatedFrom(node.origin, "SAM WebSocketApi")),
    ProtocolType: "WEBSOCKET",
    Tags: draft(
      { ...Object.fromEntries(tags?.entries ?? []), [TAG]: "SAM" },
      tags?.origin ?? generatedFrom(node.origin, "SAM WebSocketApi"),
    ),
  });
  return withAttributes(made, { Condition: undefined, DeletionPolicy: undefined, UpdateReplacePolicy: undefined });
}

function checkRoute(key: string, route: Node, apiId: string, sam: Expansion): void {
  if (!SPECIAL_ROUTES.includes(key) && !isAlphanumeric(key))
    sam.rejectProperty(apiId, route, `the route key '${key}' has to be alphanumeric`);
  if (!at(route, "FunctionArn")) sam.reject(apiId, route, `the route '${key}' needs a 'FunctionArn'`);
  const parameters = given(route, "RequestParameters");
  if (parameters && key !== CONNECT)
    sam.rejectProperty(apiId, parameters, "only the $connect route can have 'RequestParameters'");
}

/** The route, what it invokes, and the permission for that. */
function routeResources(
  key: string,
  route: Node,
  resource: SamResource,
  auth: MappingNode | undefined,
  sam: Expansion,
): Generated[] {
  const { id, properties } = resource;
  checkRoute(key, route, id, sam);
  const fn = at(route, "FunctionArn");
  const name = key.replace("$", "");
  const base = id + name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase();
  const origin = generatedFrom(route.origin, "SAM WebSocketApi");
  const integration = {
    ApiId: ref(id),
    IntegrationType: "AWS_PROXY",
    IntegrationUri: sub(
      "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations",
      { FunctionArn: fn },
    ),
    TimeoutInMillis: present(route, "IntegrationTimeout"),
  };
  const fields: Drafts = {
    RouteKey: key,
    ApiId: ref(id),
    ...Object.fromEntries(ROUTE.map((property) => [property, present(route, property)])),
    RequestParameters: given(route, "RequestParameters"),
    Target: { "Fn::Join": ["/", ["integrations", ref(`${base}Integration`)]] },
    ...(key === CONNECT && auth && given(auth) ? connectAuth(id, auth) : {}),
  };
  const permission = {
    Action: "lambda:InvokeFunction",
    FunctionName: fn,
    Principal: "apigateway.amazonaws.com",
    SourceArn: routeArn(id, key, at(properties, "StageName")),
  };
  return [
    generate(`${base}Route`, "AWS::ApiGatewayV2::Route", fields, origin),
    generate(`${base}Integration`, "AWS::ApiGatewayV2::Integration", integration, origin),
    generate(`${base}Permission`, "AWS::Lambda::Permission", permission, origin),
  ];
}

function connectAuth(id: string, auth: MappingNode): Drafts {
  const type = literal(at(auth, "AuthType"));
  if (type === "CUSTOM") return { AuthorizationType: "CUSTOM", AuthorizerId: ref(`${id}ConnectAuthorizer`) };
  return { AuthorizationType: type === "AWS_IAM" ? "AWS_IAM" : "NONE" };
}

function routeArn(id: string, key: string, stage: Node | undefined): Draft {
  const api = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${id}.ApiId}`;
  const name = stage ? literal(stage) : "default";
  return name === undefined
    ? sub(`${api}/\${__StageName__}/${key}`, { __StageName__: stage })
    : sub(`${api}/${name}/${key}`);
}

function authorizer(resource: SamResource, auth: MappingNode): Generated[] {
  const { id } = resource;
  const arn = given(auth, "AuthArn");
  if (literal(at(auth, "AuthType")) !== "CUSTOM" || !arn) return [];
  const origin = generatedFrom(auth.origin, "SAM authorizer");
  const fields = {
    ApiId: ref(id),
    AuthorizerCredentialsArn: at(auth, "InvokeRole"),
    AuthorizerType: "REQUEST",
    AuthorizerUri: sub(
      "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${AuthArn}/invocations",
      { AuthArn: arn },
    ),
    IdentitySource: present(auth, "IdentitySource"),
    Name: given(auth, "Name") ?? `${id}ConnectAuthorizer`,
  };
  const made = generate(`${id}ConnectAuthorizer`, "AWS::ApiGatewayV2::Authorizer", fields, origin);
  if (given(auth, "InvokeRole")) return [made];
  return [made, authorizerPermission(`${id}AuthorizerPermission`, id, arn, "${AWS::Partition}", origin, {})];
}

function stageOf(resource: SamResource): Generated {
  const { id, node, properties } = resource;
  const written = at(properties, "StageName");
  const name = written ? (literal(written) ?? "") : "default";
  const fields: Drafts = {
    ApiId: ref(id),
    StageName: written ?? "default",
    ...Object.fromEntries(STAGE.map((property) => [property, at(properties, property)])),
    Tags: { [TAG]: "SAM" },
    AutoDeploy: true,
  };
  const stageId = name === "default" ? `${id}DefaultStage` : `${id}${name}Stage`;
  const origin = generatedFrom(written?.origin ?? node.origin, "SAM WebSocketApi");
  return generate(stageId, "AWS::ApiGatewayV2::Stage", fields, origin);
}
