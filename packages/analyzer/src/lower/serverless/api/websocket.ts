import { at, toJson, type Json, type Node, type Origin } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { alphanumericDigest } from "../digest.js";
import { addProviderLogGroup } from "../functions/logs.js";
import { ids, normalized, normalizedRoute } from "../names.js";
import { eventsOf, functionNamed, type Service, type ServiceEvent, type ServiceFunction } from "../service.js";
import { addPermission, aliasDependency, invocationUri, targetOf, type Stack } from "../stack.js";
import { identifying, isFalse, isTruthy, literal, text } from "../text.js";
import { addCloudWatchRole } from "./cloudwatch-role.js";

const STAGE = "WebsocketsDeploymentStage";
const LOG_GROUP = "WebsocketsLogGroup";
const LOG_FORMAT =
  '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.eventType $context.routeKey $context.connectionId" $context.requestId';

interface Authorizer {
  readonly name: string;
  /** The function of this service, or the ARN of another. */
  readonly target: ServiceFunction | Node;
  readonly identitySource: Draft;
}

interface Route {
  readonly fn: ServiceFunction;
  readonly origin: Origin;
  readonly key: Node;
  readonly responses: Node | undefined;
  readonly authorizer: Authorizer | undefined;
}

/** `websocket` events: https://www.serverless.com/framework/docs/providers/aws/events/websocket */
export function addWebsocketApi(service: Service, stack: Stack): void {
  const routes = [...eventsOf(service, "websocket")].map((event) => routeOf(service, event));
  const [first] = routes;
  if (!first) return;
  const external = at(service.provider, "apiGateway", "websocketApiId");
  const api = isTruthy(external) ? external : { Ref: ids.websocketsApi };
  const isOwn = !isTruthy(external);
  if (isOwn) addApi(service, stack, first.origin);
  for (const route of routes) addIntegration(stack, route, api);
  for (const route of routes) addResponse(stack, route, api);
  for (const { authorizer, origin } of routes) if (authorizer) addAuthorizer(stack, authorizer, origin, api);
  for (const route of routes) addPermissions(stack, route, isOwn);
  for (const route of routes) addRoute(stack, route, api);
  if (isOwn) addStage(service, stack, first.origin);
  addDeployment(service, stack, routes, api, isOwn);
}

function routeOf(service: Service, { fn, value, origin }: ServiceEvent): Route {
  const config = value.kind === "mapping" && value.entries.has("route") ? value : undefined;
  const responses = at(config, "routeResponseSelectionExpression");
  const authorizer = at(config, "authorizer");
  return {
    fn,
    origin,
    key: at(config, "route") ?? value,
    responses: isTruthy(responses) ? responses : undefined,
    authorizer: isTruthy(authorizer) ? authorizerOf(service, authorizer) : undefined,
  };
}

function authorizerOf(service: Service, written: Node): Authorizer | undefined {
  const own = written.kind === "mapping" ? written : undefined;
  const source = at(own, "identitySource");
  const identitySource = isTruthy(source) ? source : ["route.request.header.Auth"];
  const name = at(own, "name");
  const arn = own ? at(own, "arn") : literal(written)?.includes(":") ? written : undefined;
  if (isTruthy(arn)) {
    const inArn = literal(arn)?.split(":").at(-1);
    return { name: inArn ?? identifying(name ?? arn), target: arn, identitySource };
  }
  const named = own ? name : written;
  const fn = named && functionNamed(service, named);
  return fn && { name: fn.key, target: fn, identitySource };
}

function addApi(service: Service, stack: Stack, cause: Origin): void {
  const { provider, name, stage } = service;
  const own = at(provider, "websocketsApiName");
  const expression = at(provider, "websocketsApiRouteSelectionExpression");
  const tags = at(provider, "tags");
  stack.add(ids.websocketsApi, "AWS::ApiGatewayV2::Api", cause, {
    Name: isTruthy(own) ? own : text(cause, stage, "-", name, "-websockets"),
    RouteSelectionExpression: isTruthy(expression) ? expression : "$request.body.action",
    Description: description(service),
    ProtocolType: "WEBSOCKET",
    Tags: isTruthy(tags) && isTruthy(at(provider, "websocket", "useProviderTags")) ? tags : undefined,
  });
  stack.allow(cause, {
    Effect: "Allow",
    Action: ["execute-api:ManageConnections"],
    Resource: [{ "Fn::Sub": "arn:${AWS::Partition}:execute-api:*:*:*/@connections/*" }],
  });
}

function description(service: Service): Draft {
  const own = at(service.provider, "websocketsDescription");
  return isTruthy(own) ? own : "Serverless Websockets";
}

function routeId({ key }: Route): string {
  return `${normalizedRoute(identifying(key))}WebsocketsRoute`;
}

function integrationId({ fn }: Route): string {
  return `${normalized(fn.key)}WebsocketsIntegration`;
}

function addIntegration(stack: Stack, route: Route, api: Draft): void {
  const { fn, origin } = route;
  stack.add(
    integrationId(route),
    "AWS::ApiGatewayV2::Integration",
    origin,
    { ApiId: api, IntegrationType: "AWS_PROXY", IntegrationUri: invocationUri([targetOf(fn)]) },
    { DependsOn: aliasDependency(fn) },
  );
}

function addResponse(stack: Stack, route: Route, api: Draft): void {
  if (!route.responses) return;
  const response = { ApiId: api, RouteId: { Ref: routeId(route) }, RouteResponseKey: "$default" };
  stack.add(`${routeId(route)}Response`, "AWS::ApiGatewayV2::RouteResponse", route.origin, response);
}

function authorizerId({ name }: Authorizer): string {
  return `${normalized(name)}WebsocketsAuthorizer`;
}

/** The authorizer's function when it is one of this service, and its ARN. */
function targetIn({ target }: Authorizer): { fn: ServiceFunction | undefined; arn: Draft } {
  return "key" in target ? { fn: target, arn: targetOf(target) } : { fn: undefined, arn: target };
}

function addAuthorizer(stack: Stack, authorizer: Authorizer, cause: Origin, api: Draft): void {
  const { name, identitySource } = authorizer;
  const { fn, arn } = targetIn(authorizer);
  stack.add(
    authorizerId(authorizer),
    "AWS::ApiGatewayV2::Authorizer",
    cause,
    {
      ApiId: api,
      Name: name,
      AuthorizerType: "REQUEST",
      AuthorizerUri: invocationUri([arn]),
      IdentitySource: identitySource,
    },
    { DependsOn: fn?.alias?.id },
  );
}

function addPermissions(stack: Stack, { fn, origin, authorizer }: Route, isOwn: boolean): void {
  const api = isOwn ? ids.websocketsApi : undefined;
  const principal = "apigateway.amazonaws.com";
  const permission = `${normalized(fn.key)}LambdaPermissionWebsockets`;
  addPermission(stack, permission, fn, origin, principal, {}, { DependsOn: [api, fn.alias?.id ?? fn.id] });
  if (!authorizer) return;
  const { fn: target, arn } = targetIn(authorizer);
  stack.add(
    `${normalized(authorizer.name)}LambdaPermissionWebsockets`,
    "AWS::Lambda::Permission",
    origin,
    { Action: "lambda:InvokeFunction", Principal: principal, FunctionName: arn },
    { DependsOn: [api, target?.id, target?.alias?.id] },
  );
}

function addRoute(stack: Stack, route: Route, api: Draft): void {
  const { origin, key, responses, authorizer } = route;
  stack.add(routeId(route), "AWS::ApiGatewayV2::Route", origin, {
    ApiId: api,
    RouteKey: key,
    AuthorizationType: authorizer ? "CUSTOM" : "NONE",
    Target: { "Fn::Join": ["/", ["integrations", { Ref: integrationId(route) }]] },
    RouteResponseSelectionExpression: responses,
    AuthorizerId: authorizer && { Ref: authorizerId(authorizer) },
  });
}

function addStage(service: Service, stack: Stack, cause: Origin): void {
  const logs = at(service.provider, "logs", "websocket");
  const properties = {
    ApiId: { Ref: ids.websocketsApi },
    StageName: service.stage,
    Description: description(service),
  };
  if (!isTruthy(logs)) {
    stack.add(STAGE, "AWS::ApiGatewayV2::Stage", cause, properties);
    return;
  }
  const level = at(logs, "level");
  const format = at(logs, "format");
  const executes = !isFalse(at(logs, "executionLogging"));
  const group = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${${LOG_GROUP}}`;
  stack.add(STAGE, "AWS::ApiGatewayV2::Stage", cause, {
    ...properties,
    DefaultRouteSettings: {
      DataTraceEnabled: !isFalse(at(logs, "fullExecutionData")),
      LoggingLevel: executes ? (isTruthy(level) ? level : "INFO") : "OFF",
    },
    AccessLogSettings: isFalse(at(logs, "accessLogging"))
      ? undefined
      : { DestinationArn: { "Fn::Sub": group }, Format: isTruthy(format) ? format : LOG_FORMAT },
  });
  const name = text(logs.origin, "/aws/websocket/", service.name, "-", service.stage);
  addProviderLogGroup(service, stack, LOG_GROUP, name, logs.origin);
  addCloudWatchRole(service, stack, logs.origin);
}

/** What a deployment is made of: a change of it needs a new one, whose logical id the framework makes of its digest. */
function partsOf(stack: Stack): { readonly [id: string]: Json } {
  const parts: { [id: string]: Json } = {};
  for (const [id, resource] of stack.resources) {
    const dependsOn = at(resource, "DependsOn");
    const isPart =
      id === ids.websocketsApi ||
      literal(at(resource, "Properties", "ApiId", "Ref")) === ids.websocketsApi ||
      (dependsOn?.kind === "sequence" && dependsOn.items.some((one) => literal(one) === ids.websocketsApi));
    if (isPart) parts[id] = toJson(resource);
  }
  return parts;
}

function addDeployment(service: Service, stack: Stack, routes: readonly Route[], api: Draft, isOwn: boolean): void {
  const [first] = routes;
  if (!first) return;
  const id = `WebsocketsDeployment${alphanumericDigest(JSON.stringify(partsOf(stack)))}`;
  stack.add(
    id,
    "AWS::ApiGatewayV2::Deployment",
    first.origin,
    { ApiId: api, Description: description(service), StageName: isOwn ? undefined : service.stage },
    {
      DependsOn: routes.flatMap((route) => [...(route.responses ? [`${routeId(route)}Response`] : []), routeId(route)]),
    },
  );
  stack.change(STAGE, first.origin, { DeploymentId: { Ref: id } });
  stack.output("ServiceEndpointWebsocket", first.origin, "URL of the service endpoint", {
    "Fn::Join": [
      "",
      [
        "wss://",
        api,
        ".execute-api.",
        { Ref: "AWS::Region" },
        ".",
        { Ref: "AWS::URLSuffix" },
        text(first.origin, "/", service.stage),
      ],
    ],
  });
}
