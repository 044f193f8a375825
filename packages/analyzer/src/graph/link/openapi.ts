import type { Text, View } from "../../evaluate/model.js";
import {
  follow,
  known,
  originOf,
  readEntries,
  readItems,
  readNumber,
  readString,
  readText,
  type Member,
} from "../../evaluate/read.js";
import { both, type Scenario } from "../../evaluate/scenario.js";
import type { Origin } from "../../parse/node.js";
import { integrationTexts, integrationWait, invokesAsynchronously, withKey, type Route } from "./route.js";

const INTEGRATION = "x-amazon-apigateway-integration";
const AUTHORIZER = "x-amazon-apigateway-authorizer";
const ANY = "x-amazon-apigateway-any-method";
const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace", ANY]);

/**
 * The routes of the OpenAPI document under `Body`, with API Gateway's extensions:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function documentRoutes(api: View): readonly Route[] {
  const schemes = securitySchemes(api);
  const root = readItems(api, "Body", "security");
  return readEntries(api, "Body", "paths").flatMap((path) =>
    readEntries(path.view)
      .filter((operation) => METHODS.has(operation.key.toLowerCase()))
      .flatMap((operation) => operationRoutes(path, operation, schemes, root)),
  );
}

function operationRoutes(
  path: Member,
  operation: Member,
  schemes: ReadonlyMap<string, View>,
  root: readonly Member[],
): Route[] {
  const origin = originOf(operation.view);
  const verb = operation.key === ANY ? "ANY" : operation.key.toUpperCase();
  // The catch-all route of an HTTP API, which has no method: its route key is `$default` alone.
  const name = path.key === "$default" ? path.key : `${verb} ${path.key}`;
  const isSecured = follow(operation.view, "security").some(({ shape }) => shape.kind !== "absent");
  const authorization = authorizationOf(isSecured ? readItems(operation.view, "security") : root, schemes);
  const others = integrationTexts(operation.view, INTEGRATION);
  const isAsynchronous = invokesAsynchronously(readEntries(operation.view, INTEGRATION, "requestParameters"));
  const waits = integrationWait(
    readNumber(operation.view, INTEGRATION, "timeoutInMillis"),
    readString(operation.view, INTEGRATION, "responseTransferMode"),
  );
  const exists = both(path.when, operation.when);
  return known(readText(operation.view, INTEGRATION, "uri")).flatMap(({ value, when }): Route[] => {
    const scenario = exists && both(exists, when);
    return scenario ? [{ name, authorization, uri: value, others, isAsynchronous, waits, origin, when: scenario }] : [];
  });
}

/** Functions that the document names as authorizers. */
export function documentAuthorizers(
  api: View,
): readonly { readonly uri: Text; readonly origin: Origin; readonly when: Scenario }[] {
  return [...securitySchemes(api).values()].flatMap((scheme) =>
    known(readText(scheme, AUTHORIZER, "authorizerUri")).map(({ value, origin, when }) => ({
      uri: value,
      origin,
      when,
    })),
  );
}

/** Swagger 2 and OpenAPI 3 keep them in different places. */
function securitySchemes(api: View): ReadonlyMap<string, View> {
  const found = new Map<string, View>();
  for (const { key, view } of [
    ...readEntries(api, "Body", "securityDefinitions"),
    ...readEntries(api, "Body", "components", "securitySchemes"),
  ]) {
    found.set(key, view);
  }
  return found;
}

function authorizationOf(security: readonly Member[], schemes: ReadonlyMap<string, View>): string {
  let authorization = "NONE";
  let hasKey = false;
  for (const { key: name } of security.flatMap(({ view }) => readEntries(view))) {
    const scheme = schemes.get(name);
    if (!scheme) {
      if (name === "api_key") hasKey = true;
      else if (name !== "NONE") authorization = "OTHER";
      continue;
    }
    const isKey = text(scheme, "type") === "apiKey" && text(scheme, "name")?.toLowerCase() === "x-api-key";
    const kind = schemeKind(scheme);
    if (kind) authorization = kind;
    else if (isKey) hasKey = true;
    else authorization = "OTHER";
  }
  return withKey(authorization, hasKey);
}

function schemeKind(scheme: View): string | undefined {
  if (text(scheme, "x-amazon-apigateway-authtype") === "awsSigv4") return "IAM";
  const kinds: Record<string, string> = {
    cognito_user_pools: "COGNITO",
    jwt: "JWT",
    request: "LAMBDA",
    token: "LAMBDA",
  };
  return kinds[text(scheme, AUTHORIZER, "type") ?? ""];
}

function text(view: View, ...path: readonly string[]): string | undefined {
  return known(readString(view, ...path))[0]?.value;
}
