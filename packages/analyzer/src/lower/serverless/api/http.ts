import { at, type Node, type Origin } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { addProviderLogGroup } from "../functions/logs.js";
import { ids, normalized, normalizedPath } from "../names.js";
import { eventsOf, functionNamed, type Service, type ServiceEvent, type ServiceFunction } from "../service.js";
import { addPermission, aliasDependency, arn, invocationUri, targetOf, type Drafts, type Stack } from "../stack.js";
import { identifying, isPresent, isTrue, isTruthy, listOf, literal, text } from "../text.js";
import cors from "../data/cors.json" with { type: "json" };

const METHODS = ["ANY", "OPTIONS", "GET", "POST", "PUT", "PATCH", "HEAD", "DELETE"];
const INTEGRATION_TIMEOUT_MS = 30_000;

interface Route {
  readonly fn: ServiceFunction;
  readonly origin: Origin;
  /** In upper case; `ANY` for the catch-all route. */
  readonly method: string;
  /** `*` is the catch-all route, `GET /users` any other. */
  readonly key: string;
  readonly authorizer: Node | undefined;
}

/** `httpApi` events: https://www.serverless.com/framework/docs/providers/aws/events/http-api */
export function addHttpApi(service: Service, stack: Stack): void {
  const routes = new Map<string, Route>();
  for (const event of eventsOf(service, "httpApi")) {
    const route = routeOf(service, event);
    if (route.key !== "*" && routes.has(route.key)) {
      const reason = `there are two routes '${route.key}'`;
      service.report(problem("serverless-invalid", event.origin.span, { reason }));
    }
    routes.set(route.key, route);
  }
  const [first] = routes.values();
  if (!first) return;
  const settings = at(service.provider, "httpApi");
  const external = at(settings, "id");
  const api = isTruthy(external) ? external : { Ref: ids.httpApi };
  if (!isTruthy(external)) addApi(service, stack, [...routes.values()], first.origin);
  addAuthorizers(service, stack, api);
  for (const route of routes.values()) addRoute(service, stack, route, api);
}

function routeOf(service: Service, { fn, value, origin }: ServiceEvent): Route {
  const config = value.kind === "mapping" ? value : undefined;
  const [shortMethod = "", shortPath] = identifying(config ? undefined : value).split(" ");
  const path = config ? identifying(at(config, "path")) : (shortPath ?? shortMethod);
  const written = (
    config ? identifying(at(config, "method")) : shortPath === undefined ? "" : shortMethod
  ).toUpperCase();
  const authorizer = at(config, "authorizer");
  const base = { fn, origin, authorizer: isTruthy(authorizer) ? authorizer : undefined };
  if (path === "*") return { ...base, method: "ANY", key: "*" };
  const method = written === "*" ? "ANY" : written;
  if (!METHODS.includes(method)) {
    const reason = written === "" ? `the route '${path}' has no method` : `'${written}' is not an HTTP method`;
    service.report(problem("serverless-invalid", origin.span, { reason }));
  }
  return { ...base, method, key: `${method} ${path}` };
}

function addApi(service: Service, stack: Stack, routes: readonly Route[], cause: Origin): void {
  const { provider, name, stage } = service;
  const settings = at(provider, "httpApi");
  const own = at(settings, "name");
  const isServiceFirst = isTruthy(at(settings, "shouldStartNameWithService"));
  const description = at(settings, "description");
  const disabled = at(settings, "disableDefaultEndpoint");
  const tags = at(provider, "tags");
  const logs = at(provider, "logs", "httpApi");
  const Tags = isTruthy(tags) ? tags : undefined;
  stack.add(ids.httpApi, "AWS::ApiGatewayV2::Api", cause, {
    Name: isTruthy(own) ? own : isServiceFirst ? text(cause, name, "-", stage) : text(cause, stage, "-", name),
    Description: isTruthy(description) ? description : undefined,
    ProtocolType: "HTTP",
    DisableExecuteApiEndpoint: isPresent(disabled) ? disabled : undefined,
    Tags,
    CorsConfiguration: corsOf(at(settings, "cors"), routes),
  });
  if (isTruthy(logs)) {
    const group = text(logs.origin, "/aws/http-api/", stackName(service));
    addProviderLogGroup(service, stack, "HttpApiLogGroup", group, logs.origin);
  }
  const metrics = at(settings, "metrics");
  stack.add(
    "HttpApiStage",
    "AWS::ApiGatewayV2::Stage",
    cause,
    {
      ApiId: { Ref: ids.httpApi },
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { DetailedMetricsEnabled: isTruthy(metrics) ? metrics : false },
      Tags,
      AccessLogSettings: isTruthy(logs)
        ? { DestinationArn: { "Fn::GetAtt": ["HttpApiLogGroup", "Arn"] }, Format: logFormat(at(logs, "format")) }
        : undefined,
    },
    { DependsOn: isTruthy(logs) ? "HttpApiLogGroup" : undefined },
  );
  stack.output("HttpApiId", cause, "Id of the HTTP API", { Ref: ids.httpApi });
  stack.output("HttpApiUrl", cause, "URL of the HTTP API", {
    "Fn::Join": [
      "",
      ["https://", { Ref: ids.httpApi }, ".execute-api.", { Ref: "AWS::Region" }, ".", { Ref: "AWS::URLSuffix" }],
    ],
  });
}

/** The name of the service's stack. */
export function stackName(service: Service): Node {
  const own = at(service.provider, "stackName");
  return isTruthy(own) ? own : text(service.origin, service.name, "-", service.stage);
}

/** The fields that the framework logs when the author names none. */
const LOG_FIELDS: readonly (readonly [string, string])[] = [
  ["requestId", "$context.requestId"],
  ["ip", "$context.identity.sourceIp"],
  ["requestTime", "$context.requestTime"],
  ["httpMethod", "$context.httpMethod"],
  ["routeKey", "$context.routeKey"],
  ["status", "$context.status"],
  ["protocol", "$context.protocol"],
  ["responseLength", "$context.responseLength"],
];

function logFormat(own: Node | undefined): Draft {
  return isTruthy(own) ? own : JSON.stringify(Object.fromEntries(LOG_FIELDS));
}

function corsOf(config: Node | undefined, routes: readonly Route[]): Draft {
  if (!isTruthy(config)) return undefined;
  const own = (key: string) => (isTruthy(at(config, key)) ? listOf(at(config, key)) : undefined);
  const used = routes.flatMap(({ method }) => (method === "ANY" ? METHODS.slice(1) : [method]));
  return {
    AllowCredentials: isTruthy(at(config, "allowCredentials")) ? true : undefined,
    AllowHeaders: own("allowedHeaders") ?? cors.httpApi.allowedHeaders,
    AllowMethods: own("allowedMethods") ?? [...new Set(["OPTIONS", ...used])],
    AllowOrigins: own("allowedOrigins") ?? cors.httpApi.allowedOrigins,
    ExposeHeaders: own("exposedResponseHeaders"),
    MaxAge: at(config, "maxAge"),
  };
}

function authorizerId(name: string): string {
  return `HttpApiAuthorizer${normalized(name)}`;
}

/** The name by which an authorizer is known to API Gateway: its own, else its key. */
function authorizerName(key: string, config: Node): string {
  return literal(at(config, "name")) ?? key;
}

function addAuthorizers(service: Service, stack: Stack, api: Draft): void {
  const authorizers = at(service.provider, "httpApi", "authorizers");
  for (const [key, config] of authorizers?.kind === "mapping" ? authorizers.entries : []) {
    const name = authorizerName(key, config);
    const source = at(config, "identitySource");
    const common = { ApiId: api, Name: name, IdentitySource: listOf(source) };
    if (literal(at(config, "type")) === "request") addRequestAuthorizer(service, stack, api, name, config, common);
    else {
      stack.add(authorizerId(name), "AWS::ApiGatewayV2::Authorizer", config.origin, {
        ...common,
        AuthorizerType: "JWT",
        JwtConfiguration: { Audience: listOf(at(config, "audience")), Issuer: at(config, "issuerUrl") },
      });
    }
  }
}

function addRequestAuthorizer(
  service: Service,
  stack: Stack,
  api: Draft,
  name: string,
  config: Node,
  common: Drafts,
): void {
  const arnOf = at(config, "functionArn");
  const named = at(config, "functionName");
  const fn = isTruthy(named) ? functionNamed(service, named) : undefined;
  const target = isTruthy(arnOf) ? arnOf : fn && targetOf(fn);
  const version = at(config, "payloadVersion");
  stack.add(
    authorizerId(name),
    "AWS::ApiGatewayV2::Authorizer",
    config.origin,
    {
      ...common,
      AuthorizerType: "REQUEST",
      EnableSimpleResponses: at(config, "enableSimpleResponses"),
      AuthorizerResultTtlInSeconds: at(config, "resultTtlInSeconds"),
      AuthorizerPayloadFormatVersion: isTruthy(version) ? version : "2.0",
      AuthorizerUri: invocationUri([target]),
    },
    { DependsOn: fn?.alias?.id },
  );
  if (isTrue(at(config, "managedExternally"))) return;
  stack.add(
    `${normalized(name)}LambdaAuthorizerPermissionHttpApi`,
    "AWS::Lambda::Permission",
    config.origin,
    {
      FunctionName: target,
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: arn("execute-api", api, "/*"),
    },
    { DependsOn: fn?.alias?.id },
  );
}

function addRoute(service: Service, stack: Stack, { fn, origin, key, authorizer }: Route, api: Draft): void {
  const integration = `HttpApiIntegration${normalized(fn.key)}`;
  const payload = [at(fn.config, "httpApi", "payload"), at(service.provider, "httpApi", "payload")].find(isTruthy);
  stack.add(
    integration,
    "AWS::ApiGatewayV2::Integration",
    origin,
    {
      ApiId: api,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: targetOf(fn),
      PayloadFormatVersion: payload ?? "2.0",
      TimeoutInMillis: INTEGRATION_TIMEOUT_MS,
    },
    { DependsOn: aliasDependency(fn) },
  );
  addPermission(stack, `${normalized(fn.key)}LambdaPermissionHttpApi`, fn, origin, "apigateway.amazonaws.com", {
    SourceArn: arn("execute-api", api, "/*"),
  });
  stack.add(
    key === "*" ? "HttpApiRouteDefault" : `HttpApiRoute${normalizedPath(key)}`,
    "AWS::ApiGatewayV2::Route",
    origin,
    {
      ApiId: api,
      RouteKey: key === "*" ? "$default" : key,
      Target: { "Fn::Join": ["/", ["integrations", { Ref: integration }]] },
      ...(authorizer ? authorization(service, authorizer) : {}),
    },
    { DependsOn: integration },
  );
}

function authorization(service: Service, authorizer: Node): Drafts {
  const details = authorizer.kind === "mapping" ? authorizer : undefined;
  const id = at(details, "id");
  const type = literal(at(details, "type"));
  if (type === "aws_iam") return { AuthorizationType: "AWS_IAM" };
  const scopes = at(details, "scopes");
  const AuthorizationScopes = isTruthy(scopes) ? listOf(scopes) : undefined;
  if (isTruthy(id))
    return { AuthorizationType: type === "request" ? "CUSTOM" : "JWT", AuthorizerId: id, AuthorizationScopes };
  const name = details ? at(details, "name") : authorizer;
  const key = identifying(name);
  const declared = at(service.provider, "httpApi", "authorizers", key);
  if (!declared)
    service.report(problem("serverless-reference", authorizer.origin.span, { what: "authorizer", name: key }));
  return {
    AuthorizationType: literal(at(declared, "type")) === "request" ? "CUSTOM" : "JWT",
    AuthorizerId: { Ref: authorizerId(declared ? authorizerName(key, declared) : key) },
    AuthorizationScopes,
  };
}
