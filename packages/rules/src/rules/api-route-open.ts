import {
  follow,
  known,
  nameOf,
  namedResources,
  readBoolean,
  readString,
  readText,
  referrers,
  showText,
  type Alternative,
  type Edge,
  type Resource,
  type ResourceGraph,
  type Value,
} from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, worst, type Finding } from "../rule.js";

export const apiRouteOpen = defineRule({
  id: "api-route-open",
  title: "A route can be called by anybody",
  topic: "security",
  severity: "medium",
  why: "Who calls a route without an authorizer is not known to API Gateway: whoever finds the URL starts the function. Some routes are meant to be open; the others rely on the function's code alone, which this analysis does not see. An API key identifies an application for quotas; it does not authenticate anybody.",
  remedy: {
    sam: "Set `Auth.DefaultAuthorizer` of the API, and `Auth.Authorizer: NONE` of the routes that are meant to be open.",
    serverless: "Set `authorizer` of the http or httpApi event.",
    cdk: "Set `defaultMethodOptions: { authorizer }` or `defaultAuthorizer` of the API.",
    cloudformation: "Set `AuthorizationType` and `AuthorizerId` of the method or route.",
  },
  references: [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
  ],
  aliases: [
    "checkov:CKV_AWS_59",
    "cdk-nag:AwsSolutions-APIG4",
    "cfn_nag:W59",
    "trivy:AWS-0004",
    "securityhub:APIGateway.8",
  ],
  differs:
    "Routes that are usually open (option publicRoutes), OPTIONS, and APIs that are private or have a resource policy are not reported. A method without AuthorizationType is open and is reported, which Checkov lets pass.",
  options: {
    publicRoutes: {
      default: [
        "health",
        "healthz",
        "healthcheck",
        "health-check",
        "heartbeat",
        "status",
        "ping",
        "livez",
        "readyz",
        "version",
        "webhook",
        "webhooks",
        "hook",
        "hooks",
        "callback",
        "login",
        "signin",
        "sign-in",
        "logout",
        "signup",
        "sign-up",
        "register",
        "auth",
        "oauth",
        "oauth2",
        "authorize",
        "token",
        ".well-known",
        "docs",
        "openapi",
        "swagger",
        "favicon.ico",
        "robots.txt",
      ],
      describes: "path segments of routes that are open on purpose",
    },
  },
  covers: ["X6"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: orders.handler
      CodeUri: src/
      Events:
        List: { Type: Api, Properties: { Path: /orders, Method: GET } }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: orders.handler
      CodeUri: src/
      Events:
        List: { Type: Api, Properties: { Path: /orders, Method: GET, Auth: { Authorizer: AWS_IAM } } }
`,
    },
  ],
  *check({ graph }, options) {
    const publicRoutes = new Set(options.list("publicRoutes"));
    const routesByResource = new Map<string, string>();
    for (const edge of graph.edges("triggers")) {
      if (edge.event !== "api") continue;
      if (edge.via) routesByResource.set(edge.via.id, edge.detail ?? "");
      else if (edge.from.stack && edge.from.owner === undefined && edge.authorization !== undefined)
        yield documented(edge, graph, publicRoutes);
    }
    for (const type of ["AWS::ApiGateway::Method", "AWS::ApiGatewayV2::Route"]) {
      for (const route of graph.ofType(type)) {
        if (!route.stack || route.owner !== undefined) continue;
        const found = declared(route, routesByResource.get(route.id) ?? ownName(route), graph, publicRoutes);
        if (found) yield found;
      }
    }
  },
});

/** A route of an OpenAPI document, SAM's among them. */
function documented(edge: Edge<"triggers">, graph: ResourceGraph, publicRoutes: ReadonlySet<string>): Finding {
  const { from: api, to, detail = "", authorization = "", origin, when } = edge;
  const key = detail;
  const said = {
    key,
    when,
    evidence: [{ origin, says: `${detail}: ${authorization}` }, at(api, nameOf(api))] as const,
  };
  const name = `${detail} of ${nameOf(api)}, which calls ${nameOf(to)},`;
  const exemption = exempt(detail, api, publicRoutes, graph);
  if (exemption !== undefined)
    return notApplicable(api, { ...said, message: `${detail} of ${nameOf(api)} ${exemption}.` });
  if (authorization === "NONE + key")
    return fail(api, { ...said, message: `${name} asks for an API key and no authorization.`, confidence: "likely" });
  if (authorization === "NONE")
    return fail(api, { ...said, message: `${name} has no authorizer.`, confidence: "likely" });
  return pass(api, { ...said, message: `${name} asks for authorization: ${authorization}.` });
}

/** A route that is a resource of its own. */
function declared(
  route: Resource,
  name: string,
  graph: ResourceGraph,
  publicRoutes: ReadonlySet<string>,
): Finding | undefined {
  const { properties } = route;
  const path = route.type === "AWS::ApiGateway::Method" ? "RestApiId" : "ApiId";
  const [owner] = known(readText(properties, path)).flatMap(({ value }) => namedResources(value, graph));
  const title = `${name || nameOf(route)}${owner ? ` of ${nameOf(owner)}` : ""}`;
  const exemption = exempt(name, owner, publicRoutes, graph);
  if (exemption !== undefined)
    return notApplicable(route, { message: `${title} ${exemption}.`, evidence: [at(route, name)] });
  const hasKey = known(readBoolean(properties, "ApiKeyRequired")).some(({ value }) => value);
  const types: Value<string> = readString(properties, "AuthorizationType");
  return worst(types.map((type) => judge(route, title, type, hasKey)));
}

function judge(route: Resource, title: string, type: Alternative<string>, hasKey: boolean): Finding {
  const isAbsent = type.state === "absent";
  const origin = isAbsent ? route.origin : type.origin;
  const said = { when: type.when, evidence: [{ origin, says: "authorization" }, at(route, nameOf(route))] as const };
  if (type.state === "unknown")
    return unknown(route, {
      ...said,
      message: `Whether ${title} asks for authorization is not known: ${type.because}.`,
    });
  if (isAbsent || type.value.toUpperCase() === "NONE") {
    const but = hasKey ? "asks for an API key and no authorization" : "has no authorizer";
    return fail(route, { ...said, message: `${title} ${but}.`, confidence: "likely" });
  }
  return pass(route, { ...said, message: `${title} asks for authorization: ${type.value}.` });
}

/** Whether a domain of the API asks clients for a certificate. */
function asksForCertificate(api: Resource, graph: ResourceGraph): boolean {
  const mappings = [
    ...referrers(api, graph, "AWS::ApiGatewayV2::ApiMapping", "ApiId"),
    ...referrers(api, graph, "AWS::ApiGateway::BasePathMapping", "RestApiId"),
  ];
  return mappings
    .flatMap(({ properties }) => known(readText(properties, "DomainName")))
    .flatMap(({ value }) => namedResources(value, graph))
    .some(({ properties }) => follow(properties, "MutualTlsAuthentication").some(({ shape }) => shape.kind === "map"));
}

/** `github-webhook` is a webhook, `order-status` no status. */
function isPublic(segment: string, publicRoutes: ReadonlySet<string>): boolean {
  return (
    publicRoutes.has(segment) ||
    publicRoutes.has(segment.replaceAll("_", "-")) ||
    /[-_](callback|webhooks?)$/.test(segment)
  );
}

/** Why a route need not ask for authorization. */
function exempt(
  name: string,
  api: Resource | undefined,
  publicRoutes: ReadonlySet<string>,
  graph: ResourceGraph,
): string | undefined {
  const [verb = "", path = ""] = name.split(" ");
  if (verb === "OPTIONS") return "answers preflight requests, which browsers send without credentials";
  const segment = path.split("/").find((part) => isPublic(part.toLowerCase(), publicRoutes));
  if (segment !== undefined) return `is a route that is usually open (${segment})`;
  if (!api) return undefined;
  const isSocket = known(readString(api.properties, "ProtocolType")).some(({ value }) => value === "WEBSOCKET");
  if (isSocket && name !== "$connect") return "is reached over a connection that $connect has let in";
  if (follow(api.properties, "Policy").some(({ shape }) => shape.kind !== "absent"))
    return "is behind the resource policy of the API, which decides who may call it";
  if (asksForCertificate(api, graph)) return "asks clients for a certificate (mutual TLS)";
  const isPrivate = follow(api.properties, "EndpointConfiguration", "Types").some(
    ({ shape }) => shape.kind === "list" && shape.items.some((item) => known(readString(item))[0]?.value === "PRIVATE"),
  );
  return isPrivate ? "is part of a private API" : undefined;
}

/** A method's verb or a route's key, for those that start no function. */
function ownName(route: Resource): string {
  const verb = known(readString(route.properties, "HttpMethod"))[0]?.value;
  const key = known(readText(route.properties, "RouteKey"))[0]?.value;
  return verb?.toUpperCase() ?? (key ? showText(key) : "");
}
