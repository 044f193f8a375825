import { at, type Node } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";
import { normalized } from "../../names.js";
import { invocationUri, type Drafts, type Stack } from "../../stack.js";
import { identifying, isPresent, isTruthy, literal } from "../../text.js";
import { authorizerId } from "./authorizers.js";
import type { Access, Proxy, Rest, Route } from "./rest-api.js";
import statusCodes from "../../data/status-codes.json" with { type: "json" };

/**
 * Adds the methods of the routes. The framework's own mapping templates for `integration: lambda`, which are the same for
 * every service, are left out.
 */
export function addMethods(rest: Rest, stack: Stack): void {
  for (const route of rest.routes) {
    const { fn, config, origin } = route;
    const resource = rest.resource(route.path);
    const id = rest.methodId(resource.name, route.method);
    const authorization = authorizationOf(route);
    stack.add(
      id,
      "AWS::ApiGateway::Method",
      origin,
      {
        HttpMethod: route.method.toUpperCase(),
        RequestParameters: Object.fromEntries(parameters(route).map(([name, value]) => [name, isRequired(value)])),
        ResourceId: resource.id,
        RestApiId: rest.apiId,
        OperationName: at(config, "operationId"),
        ApiKeyRequired: isTruthy(at(config, "private")) ? at(config, "private") : false,
        ...authorization.properties,
        Integration: integrationOf(rest, route),
        MethodResponses: methodResponses(route),
      },
      // The framework merges lists item by item, so the authorizer takes the permission's place.
      {
        DependsOn: [authorization.dependsOn ?? `${normalized(fn.key)}LambdaPermissionApiGateway`, fn.alias?.id],
      },
    );
    rest.methodIds.add(id);
  }
}

/** Adds the methods that call another service than Lambda. */
export function addProxyMethods(rest: Rest, stack: Stack): void {
  for (const proxy of rest.proxies) {
    const resource = rest.resource(proxy.path);
    const id = rest.methodId(resource.name, proxy.method);
    const authorization = authorizationOf(proxy);
    stack.add(
      id,
      "AWS::ApiGateway::Method",
      proxy.origin,
      {
        HttpMethod: proxy.method.toUpperCase(),
        RequestParameters: at(proxy.config, "acceptParameters") ?? {},
        ...authorization.properties,
        ApiKeyRequired: isTruthy(at(proxy.config, "private")),
        ResourceId: resource.id,
        RestApiId: rest.apiId,
        Integration: {
          ...proxy.integration,
          IntegrationResponses: proxy.responses.map(({ code, pattern }) => ({
            StatusCode: code,
            SelectionPattern: pattern,
            ResponseParameters: proxyHeaders(proxy),
          })),
        },
        MethodResponses: proxy.responses.map(({ code }) => ({
          StatusCode: code,
          ResponseParameters: proxyHeaders(proxy),
          ResponseModels: {},
        })),
      },
      { DependsOn: authorization.dependsOn },
    );
    rest.methodIds.add(id);
  }
}

function proxyHeaders({ cors }: Proxy): Drafts {
  if (!cors) return {};
  const origin = cors.origins.length > 0 ? cors.origins.join(",") : (cors.origin ?? "*");
  return { "method.response.header.Access-Control-Allow-Origin": `'${origin}'` };
}

function authorizationOf({ authorizer }: Access): { properties: Drafts; dependsOn?: string } {
  if (!authorizer) return { properties: { AuthorizationType: "NONE" } };
  const scopes = authorizer.scopes.length > 0 ? authorizer.scopes : undefined;
  const type = authorizer.type?.toUpperCase();
  switch (authorizer.kind) {
    case "iam":
      return { properties: { AuthorizationType: "AWS_IAM" } };
    case "external":
      return {
        properties: {
          AuthorizationType: type === "TOKEN" || type === "REQUEST" ? "CUSTOM" : authorizer.type,
          AuthorizerId: authorizer.id,
          AuthorizationScopes: type === "COGNITO_USER_POOLS" ? scopes : undefined,
        },
      };
    default: {
      const isCognito = authorizer.kind === "cognito";
      const id = authorizerId(authorizer);
      return {
        properties: {
          AuthorizationType: isCognito ? "COGNITO_USER_POOLS" : "CUSTOM",
          AuthorizerId: { Ref: id },
          AuthorizationScopes: isCognito ? scopes : undefined,
        },
        dependsOn: id,
      };
    }
  }
}

const LOCATIONS = [
  ["querystrings", "querystring"],
  ["paths", "path"],
  ["headers", "header"],
] as const;

/** The parameters that a route declares, under their names in the method request. */
export function parameters({ config }: Route): [string, Node][] {
  return LOCATIONS.flatMap(([plural, singular]) => {
    const declared = at(config, "request", "parameters", plural);
    return declared?.kind === "mapping"
      ? [...declared.entries].map(([name, value]): [string, Node] => [`method.request.${singular}.${name}`, value])
      : [];
  });
}

/** `true`, or `{required: …}`, which is true unless it says otherwise. */
export function isRequired(value: Node): Draft {
  if (value.kind !== "mapping") return value;
  const required = at(value, "required");
  return isPresent(required) ? required : true;
}

function integrationOf(rest: Rest, route: Route): Draft {
  const { config, integration, method } = route;
  const request = at(config, "request");
  const own = at(config, "timeoutInMillis");
  const general = at(rest.settings, "timeoutInMillis");
  const hasTemplates = integration === "AWS" || integration === "HTTP" || integration === "MOCK";
  const isHttp = integration === "HTTP" || integration === "HTTP_PROXY";
  const connection = at(config, "connectionType");
  return {
    IntegrationHttpMethod: isHttp ? (literal(at(request, "method")) ?? method).toUpperCase() : "POST",
    Type: integration,
    TimeoutInMillis: [own, general].find(isTruthy),
    Uri: isHttp ? at(request, "uri") : integration === "MOCK" ? undefined : lambdaUri(route),
    ConnectionType:
      isHttp && isTruthy(connection) ? identifying(connection).toUpperCase().replace("-", "_") : undefined,
    ConnectionId: isHttp && isTruthy(connection) ? at(config, "connectionId") : undefined,
    PassthroughBehavior: hasTemplates ? passthrough(route) : undefined,
    ContentHandling: hasTemplates ? at(request, "contentHandling") : undefined,
    RequestTemplates: hasTemplates ? requestTemplates(request) : undefined,
    IntegrationResponses: hasTemplates ? integrationResponses(route) : undefined,
    RequestParameters: requestParameters(route),
    ResponseTransferMode: hasTemplates ? undefined : transferMode(config),
  };
}

function transferMode(config: Node | undefined): string | undefined {
  const mode = at(config, "response", "transferMode");
  return isTruthy(mode) ? identifying(mode).toUpperCase() : undefined;
}

function lambdaUri({ fn, config, integration }: Route): Draft {
  const target = [{ "Fn::GetAtt": [fn.id, "Arn"] }, ...(fn.alias ? [":", fn.alias.name] : [])];
  return integration === "AWS_PROXY" && transferMode(config) === "STREAM"
    ? invocationUri(target, "2021-11-15", "/response-streaming-invocations")
    : invocationUri(target);
}

function passthrough({ config, integration }: Route): Draft {
  const own = at(config, "request", "passThrough");
  if (isTruthy(own)) return own;
  return integration === "AWS" ? "NEVER" : undefined;
}

function requestTemplates(request: Node | undefined): Draft {
  const templates = at(request, "template");
  return templates?.kind === "mapping" && templates.entries.size > 0 ? templates : undefined;
}

function requestParameters(route: Route): Draft {
  const { config, integration } = route;
  const isAsync = isTruthy(at(config, "async"));
  const declared = integration === "AWS_PROXY" || integration === "MOCK" ? [] : parameters(route);
  if (declared.length === 0 && !isAsync) return undefined;
  const mapped = (isAsync ? parameters(route) : declared).map(([name, value]): [string, Draft] => {
    const target = at(value, "mappedValue");
    return [`integration.${name.slice("method.".length)}`, isTruthy(target) ? target : name];
  });
  if (isAsync) mapped.push(["integration.request.header.X-Amz-Invocation-Type", "'Event'"]);
  return Object.fromEntries(mapped);
}

interface StatusCode {
  readonly code: string;
  readonly config: Node | undefined;
  readonly pattern: string;
}

/** The responses that a route distinguishes: its own, else the framework's. */
function responsesOf({ config, integration }: Route): readonly StatusCode[] {
  const response = at(config, "response");
  const own = at(response, "statusCodes");
  const defaults = Object.entries(statusCodes.patterns).map(([code, pattern]) => ({
    code,
    config: undefined,
    pattern,
  }));
  if (own?.kind === "mapping") {
    const stated = [...own.entries].map(([code, settings]) => ({
      code,
      config: settings,
      pattern: literal(at(settings, "pattern")) ?? "",
    }));
    const hasDefault = [...own.entries.values()].some((settings) => literal(at(settings, "pattern")) === "");
    return hasDefault
      ? stated
      : [{ code: "200", config: undefined, pattern: "" }, ...stated.filter(({ code }) => code !== "200")];
  }
  return isTruthy(response) || integration === "AWS" ? defaults : [];
}

function responseHeaders({ config, cors }: Route, status: StatusCode): [string, Draft][] {
  const headers = new Map<string, Draft>();
  if (cors) {
    headers.set(
      "Access-Control-Allow-Origin",
      `'${cors.origins.length > 0 ? cors.origins.join(",") : (cors.origin ?? "*")}'`,
    );
    if (cors.allowCredentials) headers.set("Access-Control-Allow-Credentials", "true");
  }
  for (const source of [at(config, "response", "headers"), at(status.config, "headers")])
    if (source?.kind === "mapping") for (const [name, value] of source.entries) headers.set(name, value);
  return [...headers].map(([name, value]) => [`method.response.header.${name}`, value]);
}

function integrationResponses(route: Route): readonly Draft[] {
  const response = at(route.config, "response");
  return responsesOf(route).map((status) => {
    const template = at(response, "template");
    const own = at(status.config, "template");
    const templates: { [type: string]: Draft } = isTruthy(template) ? { "application/json": template } : {};
    if (own?.kind === "mapping") Object.assign(templates, Object.fromEntries(own.entries));
    else if (isTruthy(own)) templates["application/json"] = own;
    return {
      StatusCode: status.code,
      SelectionPattern: status.pattern,
      ResponseParameters: Object.fromEntries(responseHeaders(route, status)),
      ResponseTemplates: templates,
      ContentHandling: status.code.startsWith("2") ? at(response, "contentHandling") : undefined,
    };
  });
}

function methodResponses(route: Route): readonly Draft[] {
  if (route.integration === "AWS_PROXY" || route.integration === "HTTP_PROXY") return [];
  return responsesOf(route).map((status) => ({
    StatusCode: status.code,
    ResponseParameters: Object.fromEntries(responseHeaders(route, status).map(([name]) => [name, true])),
    ResponseModels: {},
  }));
}
