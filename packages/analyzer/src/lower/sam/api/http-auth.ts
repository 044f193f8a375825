import { at, itemsAt, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import { rejectEvent } from "../events/event.js";
import type { Expansion } from "../expansion.js";
import type { ApiRoute, SamResource } from "../model.js";
import { given, isNoValue, isTrue, literal, present } from "../value.js";
import { authorizersOf, identityItems, lambdaAuthorizerUri } from "./authorizer.js";
import { checkPaths, editOperation, mapOperations, securityOf } from "./openapi.js";

const PROPERTIES = ["Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer"];
const IAM = "AWS_IAM";
const NONE = "NONE";

/** The definition with the authorizers of the API and its default. */
export function withHttpAuth(body: MappingNode, auth: Node, resource: SamResource, sam: Expansion): MappingNode {
  for (const [name, value] of mappingAt(auth)?.entries ?? [])
    if (!PROPERTIES.includes(name)) sam.rejectProperty(resource.id, value, `'Auth' has no property '${name}'`);
  const schemes = schemesOf(auth, resource, sam);
  const origin = generatedFrom(auth.origin, "SAM Auth");
  const components = mappingAt(body, "components") ?? draft({}, origin);
  const known = mappingAt(components, "securitySchemes") ?? draft({}, origin);
  const defined =
    schemes.size === 0
      ? body
      : withEntries(body, {
          components: withEntries(components, { securitySchemes: withEntries(known, Object.fromEntries(schemes)) }),
        });
  const name = given(auth, "DefaultAuthorizer");
  if (!name || isNoValue(name)) return defined;
  const text = literal(name);
  if (text === undefined) sam.reject(resource.id, name, "'DefaultAuthorizer' has to be a string");
  else if (!schemes.has(text)) sam.reject(resource.id, name, `'${text}' is not one of the 'Authorizers'`);
  return text === undefined ? defined : withDefault(defined, text, name, auth, resource, sam);
}

function withDefault(
  body: MappingNode,
  name: string,
  written: Node,
  auth: Node,
  resource: SamResource,
  sam: Expansion,
): MappingNode {
  checkPaths(body, ["parameters", "options"], resource.id, sam);
  for (const [path, item] of mappingAt(body, "paths")?.entries ?? [])
    for (const [method, operation] of mappingAt(item)?.entries ?? [])
      if (method.toLowerCase() === "any")
        sam.reject(
          resource.id,
          operation,
          `the path '${path}' spells the method for all '${method}' instead of x-amazon-apigateway-any-method`,
        );
  const scopes = present(auth, "Authorizers", name, "AuthorizationScopes") ?? [];
  const origin = generatedFrom(written.origin, "SAM DefaultAuthorizer");
  return mapOperations(body, ["parameters"], (operation, method) =>
    method === "options" || given(operation, "security")
      ? operation
      : withEntries(operation, { security: draft([{ [name]: scopes }], origin) }),
  );
}

/** The security schemes of the authorizers by name. */
function schemesOf(auth: Node, resource: SamResource, sam: Expansion): ReadonlyMap<string, Draft> {
  const schemes = new Map<string, Draft>();
  if (isTrue(at(auth, "EnableIamAuthorizer"))) schemes.set(IAM, IAM_SCHEME);
  for (const [name, authorizer] of authorizersOf(auth, resource.id, sam)) {
    checkAuthorizer(name, authorizer, resource, sam);
    schemes.set(name, draft(scheme(authorizer, sam), generatedFrom(authorizer.origin, "SAM authorizer")));
  }
  return schemes;
}

const IAM_SCHEME: Draft = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

const JWT_ONLY = ["AuthorizationScopes", "JwtConfiguration", "IdentitySource"];
const LAMBDA_ONLY = [
  "FunctionArn",
  "FunctionInvokeRole",
  "Identity",
  "AuthorizerPayloadFormatVersion",
  "EnableSimpleResponses",
  "EnableFunctionDefaultPermissions",
];

function checkAuthorizer(name: string, authorizer: MappingNode, resource: SamResource, sam: Expansion): void {
  const reject = (where: Node, reason: string) => sam.reject(resource.id, where, `the authorizer '${name}': ${reason}`);
  const jwt = given(authorizer, "JwtConfiguration");
  if (jwt && jwt.kind !== "mapping") reject(jwt, "'JwtConfiguration' has to be a map");
  for (const property of jwt ? LAMBDA_ONLY : JWT_ONLY) {
    const value = present(authorizer, property);
    if (value && given(value)) reject(value, `'${property}' is for ${jwt ? "Lambda" : "OAuth2"} authorizers`);
  }
  const required = jwt ? ["IdentitySource"] : ["FunctionArn", "AuthorizerPayloadFormatVersion"];
  for (const property of required)
    if (!given(authorizer, property)) reject(at(authorizer, property) ?? authorizer, `'${property}' is required`);
  const old = at(authorizer, "OpenIdConnectUrl");
  if (old) reject(old, "'OpenIdConnectUrl' is no longer supported");
  const scopes = present(authorizer, "AuthorizationScopes");
  if (scopes && scopes.kind !== "sequence") reject(scopes, "'AuthorizationScopes' has to be a list");
  const permission = present(authorizer, "EnableFunctionDefaultPermissions");
  if (permission && !(permission.kind === "scalar" && typeof permission.value === "boolean"))
    reject(permission, "'EnableFunctionDefaultPermissions' has to be true or false");
  const identity = given(authorizer, "Identity");
  if (identity && identity.kind !== "mapping") reject(identity, "'Identity' has to be a map");
  for (const [property] of HTTP_IDENTITY) {
    const list = given(identity, property);
    if (list && list.kind !== "sequence") reject(list, `'Identity.${property}' has to be a list`);
    for (const item of itemsAt(list))
      if (literal(item) === undefined) reject(item, `'Identity.${property}' has to hold strings`);
  }
}

/** A token from an issuer, or a function that gets the request. */
function scheme(authorizer: MappingNode, sam: Expansion): Draft {
  const jwt = given(authorizer, "JwtConfiguration");
  if (jwt) {
    const configuration = [...(mappingAt(jwt)?.entries ?? [])].map(([key, value]) => [key.toLowerCase(), value]);
    return {
      type: "oauth2",
      "x-amazon-apigateway-authorizer": {
        jwtConfiguration: draft(Object.fromEntries(configuration) as Record<string, Node>, jwt.origin),
        identitySource: at(authorizer, "IdentitySource"),
        type: "jwt",
      },
    };
  }
  const identity = given(authorizer, "Identity");
  const role = given(authorizer, "FunctionInvokeRole");
  return {
    type: "apiKey",
    name: "Unused",
    in: "header",
    "x-amazon-apigateway-authorizer": {
      type: "request",
      authorizerUri: lambdaAuthorizerUri(present(authorizer, "FunctionArn"), sam.partition),
      authorizerCredentials: literal(role) === NONE ? undefined : role,
      authorizerResultTtlInSeconds: present(identity, "ReauthorizeEvery"),
      identitySource: identity && identityItems(identity, HTTP_IDENTITY),
      authorizerPayloadFormatVersion: at(authorizer, "AuthorizerPayloadFormatVersion"),
      enableSimpleResponses: given(authorizer, "EnableSimpleResponses"),
    },
  };
}

const HTTP_IDENTITY: readonly (readonly [string, string])[] = [
  ["Headers", "$request.header."],
  ["QueryStrings", "$request.querystring."],
  ["StageVariables", "$stageVariables."],
  ["Context", "$context."],
];

/** The definition with the authorizer that the `Auth` of an event names; without a name it is the default. */
export function withEventAuthorizer(
  body: MappingNode,
  auth: Node,
  route: ApiRoute,
  resource: SamResource,
  sam: Expansion,
): MappingNode {
  const { event } = route;
  const apiAuth = given(resource.properties, "Auth");
  const authorizer = given(auth, "Authorizer") ?? given(apiAuth, "DefaultAuthorizer");
  if (!authorizer) {
    rejectEvent(event, auth, "'Auth' needs an 'Authorizer', or a 'DefaultAuthorizer' on the API", sam);
    return body;
  }
  const name = literal(authorizer);
  checkEventAuthorizer(authorizer, name, route, apiAuth, sam);
  const scopes = given(auth, "AuthorizationScopes");
  if (scopes && scopes.kind !== "sequence") rejectEvent(event, scopes, "'AuthorizationScopes' has to be a list", sam);
  if (name === undefined) return body;
  const own = scopes ?? given(apiAuth, "Authorizers", name, "AuthorizationScopes");
  const requirement = { [name]: name === NONE || name === IAM ? [] : (own ?? []) };
  const origin = generatedFrom(auth.origin, "SAM Auth");
  return editOperation(body, route, (operation) =>
    withEntries(operation, { security: draft([...securityOf(operation, resource.id, sam), requirement], origin) }),
  );
}

function checkEventAuthorizer(
  authorizer: Node,
  name: string | undefined,
  { event }: ApiRoute,
  apiAuth: Node | undefined,
  sam: Expansion,
): void {
  const reject = (reason: string) => rejectEvent(event, authorizer, reason, sam);
  if (name === NONE) {
    if (!given(apiAuth, "DefaultAuthorizer")) reject("the authorizer NONE needs a 'DefaultAuthorizer' on the API");
    return;
  }
  if (name === IAM && isTrue(at(apiAuth, "EnableIamAuthorizer"))) return;
  const authorizers = given(apiAuth, "Authorizers");
  if (name === undefined) reject("'Authorizer' has to be the name of an authorizer of the API");
  else if (!authorizers) reject(`'${name}' is given as the authorizer, but the API defines none`);
  else if (!given(authorizers, name)) reject(`the API has no authorizer '${name}'`);
}
