import { at, type Node, type Origin } from "../../../../parse/node.js";
import { problem } from "../../../../source/problem.js";
import type { Draft } from "../../../draft.js";
import { eventsOf, functionNamed, type Service, type ServiceEvent } from "../../service.js";
import { targetOf } from "../../stack.js";
import { identifying, isPresent, isTruthy, listOf, literal } from "../../text.js";
import { corsOf } from "./cors.js";
import type { ProxyRoute } from "./proxy.js";
import type { Access, Authorizer, Proxy, Route } from "./rest-api.js";
import facts from "../../data/cors.json" with { type: "json" };

const COGNITO_ARN = /^arn:[a-zA-Z-]*:cognito-idp/;

/** The `http` events of a service. */
export function routesOf(service: Service): readonly Route[] {
  return [...eventsOf(service, "http")].map((event) => routeOf(service, event));
}

function routeOf(service: Service, { fn, value, origin }: ServiceEvent): Route {
  const config = value.kind === "mapping" ? value : undefined;
  const [shortMethod = "", shortPath = ""] = (literal(value) ?? "").split(" ");
  const path = config ? identifying(at(config, "path")) : shortPath;
  const method = config ? identifying(at(config, "method")) : shortMethod;
  const access = accessOf(service, path, method, config, origin, facts.restApi.headers);
  return { fn, ...access, integration: integrationOf(config) };
}

/** A route to another service, from a plugin. */
export function proxyOf(service: Service, route: ProxyRoute): Proxy {
  const { path, method, config, origin, integration, responses } = route;
  return { ...accessOf(service, path, method, config, origin, facts.proxies.headers), integration, responses };
}

function accessOf(
  service: Service,
  path: string,
  method: string,
  config: Node | undefined,
  origin: Origin,
  corsHeaders: readonly string[],
): Access {
  const lower = method.toLowerCase();
  const cors = at(config, "cors");
  const authorizer = at(config, "authorizer");
  return {
    origin,
    config,
    path: path.replace(/^\//, "").replace(/\/$/, ""),
    method: lower === "*" ? "any" : lower,
    authorizer: isTruthy(authorizer) ? authorizerOf(service, authorizer) : undefined,
    cors: isTruthy(cors) ? corsOf(cors, lower.toUpperCase(), corsHeaders) : undefined,
  };
}

function integrationOf(config: Node | undefined): Route["integration"] {
  const written = at(config, "integration");
  if (!isTruthy(written)) return isTruthy(at(config, "async")) ? "AWS" : "AWS_PROXY";
  const name = identifying(written).toUpperCase().replace("-", "_");
  if (name === "AWS" || name === "LAMBDA") return "AWS";
  return name === "HTTP" || name === "HTTP_PROXY" || name === "MOCK" ? name : "AWS_PROXY";
}

function authorizerOf(service: Service, written: Node): Authorizer | undefined {
  const { origin } = written;
  const own = written.kind === "mapping" ? written : undefined;
  const type = literal(at(own, "type"));
  const text = literal(written);
  const id = at(own, "authorizerId");
  const base = {
    type,
    name: "",
    arn: undefined,
    id: undefined,
    alias: undefined,
    origin,
    ...identityOf(own, type),
    validation: at(own, "identityValidationExpression"),
    scopes: listOf(at(own, "scopes")),
    managedExternally: isTruthy(at(own, "managedExternally")),
  } as const;
  if (type !== undefined && isTruthy(id)) return { ...base, kind: "external", id };
  if ((text ?? type)?.toUpperCase() === "AWS_IAM") return { ...base, kind: "iam" };
  const arn = text?.includes(":") ? written : at(own, "arn");
  const named = at(own, "name") ?? (text === undefined ? undefined : written);
  if (isTruthy(arn)) {
    const isCognito = type?.toUpperCase() === "COGNITO_USER_POOLS" || COGNITO_ARN.test(literal(arn) ?? "");
    const name = (own && literal(at(own, "name"))) ?? nameInArn(arn);
    return { ...base, kind: isCognito ? "cognito" : "lambda", name, arn };
  }
  const fn = named && functionNamed(service, named);
  if (fn) return { ...base, kind: "lambda", name: fn.key, arn: targetOf(fn), alias: fn.alias?.id };
  if (!named)
    service.report(problem("serverless-invalid", origin.span, { reason: "an authorizer needs a name or an ARN" }));
  return undefined;
}

/** `…:function:service-dev-check` is `check`. */
function nameInArn(arn: Node): string {
  return identifying(arn).split(":").at(-1)?.split("-").at(-1) ?? "";
}

function identityOf(own: Node | undefined, type: string | undefined): { identitySource: Draft; ttl: Draft } {
  const given = at(own, "resultTtlInSeconds");
  const ttl = own ? (isPresent(given) ? given : 300) : undefined;
  const source = at(own, "identitySource");
  if (isTruthy(source)) return { identitySource: source, ttl };
  const isUncached = type?.toUpperCase() === "REQUEST" && literal(given) === "0";
  return { identitySource: isUncached ? undefined : "method.request.header.Authorization", ttl };
}
