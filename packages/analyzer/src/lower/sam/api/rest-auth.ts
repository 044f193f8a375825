import { at, itemsAt, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import { rejectEvent } from "../events/event.js";
import type { Expansion } from "../expansion.js";
import { given, isIntrinsic, literal, present } from "../value.js";
import { identityItems, lambdaAuthorizerUri } from "./authorizer.js";
import { editOperation, mapOperations, securityOf } from "./openapi.js";
import { withResourcePolicy } from "./resource-policy.js";
import type { ApiRoute, SamResource } from "../model.js";

/** A REST API whose definition is being completed. */
export interface RestApi {
  readonly resource: SamResource;
  /** Its `Auth` with parameters resolved. */
  readonly auth: MappingNode | undefined;
  readonly sam: Expansion;
}

/** What may stand in a path item beside methods. */
export const NOT_METHODS: readonly string[] = ["summary", "description", "parameters"];

/** Marks an operation that the API's default does not apply to, until the default has been applied. */
const NONE = "NONE";
const NO_API_KEY = "api_key_false";
const API_KEY = "api_key";
const IAM = "AWS_IAM";

const AUTH_PROPERTIES = [
  "Authorizers",
  "DefaultAuthorizer",
  "InvokeRole",
  "AddDefaultAuthorizerToCorsPreflight",
  "AddApiKeyRequiredToCorsPreflight",
  "ApiKeyRequired",
  "ResourcePolicy",
  "UsagePlan",
];

/** The definition with what the `Auth` of an event says about its operation. */
export function withEventAuth(body: MappingNode, route: ApiRoute, api: RestApi): MappingNode {
  const { event, path } = route;
  const auth = given(event.properties, "Auth");
  if (!auth) return body;
  checkEventAuth(auth, route, api);
  let made = withEventSecurity(body, auth, route, api);
  const policy = given(auth, "ResourcePolicy");
  if (policy && policy.kind !== "mapping") rejectEvent(event, policy, "'Auth.ResourcePolicy' has to be a map", api.sam);
  const stage = literal(at(api.resource.properties, "StageName")) ?? "Stage";
  if (policy?.kind === "mapping") made = withResourcePolicy(made, policy, [path], stage, api.resource.id, api.sam);
  return made;
}

function withEventSecurity(body: MappingNode, auth: Node, route: ApiRoute, api: RestApi): MappingNode {
  const origin = generatedFrom(auth.origin, "SAM Auth");
  const authorizer = given(auth, "Authorizer");
  const name = literal(authorizer);
  const keyRequired = present(auth, "ApiKeyRequired");
  const added: Draft[] = [];
  if (name !== undefined) added.push({ [name]: scopesOf(name, auth, api) });
  if (keyRequired) added.push({ [given(keyRequired) ? API_KEY : NO_API_KEY]: [] });
  if (added.length === 0) return body;
  const secured = editOperation(body, route, (operation) =>
    withEntries(operation, { security: draft([...securityOf(operation, api.resource.id, api.sam), ...added], origin) }),
  );
  const defined = name === IAM ? withScheme(secured, IAM, IAM_SCHEME, origin) : secured;
  return given(keyRequired) ? withScheme(defined, API_KEY, API_KEY_SCHEME, origin) : defined;
}

/** The scopes that an operation asks for: its own, else those of the authorizer. */
function scopesOf(name: string, auth: Node, api: RestApi): Draft {
  const authorizer = name === NONE ? undefined : present(api.auth, "Authorizers", name);
  const scopes = present(auth, "AuthorizationScopes") ?? present(authorizer, "AuthorizationScopes");
  return authorizer && scopes ? scopes : [];
}

function checkEventAuth(auth: Node, route: ApiRoute, api: RestApi): void {
  const { event } = route;
  const reject = (where: Node, reason: string) => rejectEvent(event, where, reason, api.sam);
  const authorizer = given(auth, "Authorizer");
  const name = literal(authorizer);
  const authorizers = given(api.auth, "Authorizers");
  if (authorizers && authorizers.kind !== "mapping")
    api.sam.reject(api.resource.id, authorizers, "'Auth.Authorizers' has to be a map");
  if (authorizer && name === NONE) {
    if (!given(api.auth, "DefaultAuthorizer"))
      reject(authorizer, "the authorizer NONE needs a 'DefaultAuthorizer' on the API");
  } else if (authorizer && name !== IAM) {
    if (!authorizers) reject(authorizer, "'Authorizer' is given, but the API defines no authorizers");
    else if (name === undefined) reject(authorizer, "'Authorizer' has to be the name of an authorizer of the API");
    else if (!given(authorizers, name)) reject(authorizer, `the API has no authorizer '${name}'`);
  }
  const scopes = given(auth, "AuthorizationScopes");
  if (scopes && scopes.kind !== "sequence") reject(scopes, "'AuthorizationScopes' has to be a list");
  if (scopes && !authorizer) reject(scopes, "'AuthorizationScopes' needs an 'Authorizer'");
  const key = present(auth, "ApiKeyRequired");
  if (key && !given(key) && !given(api.auth, "ApiKeyRequired"))
    reject(key, "'ApiKeyRequired' can only be false when the API asks for keys");
}

/** The definition with the authorizers of the API, its defaults and its resource policy. */
export function withApiAuth(body: MappingNode, auth: MappingNode, api: RestApi): MappingNode {
  const { resource, sam } = api;
  for (const [name, value] of auth.entries)
    if (!AUTH_PROPERTIES.includes(name)) sam.rejectProperty(resource.id, value, `'Auth' has no property '${name}'`);
  const origin = generatedFrom(auth.origin, "SAM Auth");
  const written = present(auth, "DefaultAuthorizer");
  const defaultName = literal(given(written));
  const schemes = authorizerSchemes(auth, defaultName, api);
  const defined = at(body, "securityDefinitions");
  if (schemes.size > 0 && defined && defined.kind !== "mapping")
    sam.reject(resource.id, defined, "the 'securityDefinitions' of the definition have to be a map");
  let made = body;
  for (const [name, scheme] of schemes) made = withScheme(made, name, scheme, origin, true);
  if (schemes.size > 0 && given(written)) made = withDefaultAuthorizer(made, written, auth, schemes, api);
  if (given(auth, "ApiKeyRequired")) {
    made = withScheme(made, API_KEY, API_KEY_SCHEME, origin);
    made = withDefaultApiKey(made, isNotFalse(auth, "AddApiKeyRequiredToCorsPreflight"), origin, api);
  }
  const policy = given(auth, "ResourcePolicy");
  if (!policy) return made;
  if (policy.kind !== "mapping") {
    sam.reject(resource.id, policy, "'Auth.ResourcePolicy' has to be a map");
    return made;
  }
  const paths = [...(mappingAt(made, "paths")?.entries.keys() ?? [])];
  return withResourcePolicy(made, policy, paths, at(resource.properties, "StageName"), resource.id, sam);
}

/** SAM's switches for preflight requests are on unless they say false. */
function isNotFalse(auth: Node, name: string): boolean {
  const value = at(auth, name);
  return value === undefined || given(value) !== undefined;
}

function authorizerSchemes(
  auth: MappingNode,
  defaultName: string | undefined,
  api: RestApi,
): ReadonlyMap<string, Draft> {
  const schemes = new Map<string, Draft>();
  if (defaultName === IAM) schemes.set(IAM, IAM_AUTHORIZER_SCHEME);
  for (const [name, authorizer] of authorizersOf(auth, api.resource.id, api.sam)) {
    checkAuthorizer(name, authorizer, api);
    schemes.set(name, draft(scheme(authorizer, api.sam), generatedFrom(authorizer.origin, "SAM authorizer")));
  }
  return schemes;
}

/** The authorizers of an API by name. */
export function authorizersOf(auth: Node, apiId: string, sam: Expansion): ReadonlyMap<string, MappingNode> {
  const authorizers = given(auth, "Authorizers");
  if (authorizers && authorizers.kind !== "mapping")
    sam.reject(apiId, authorizers, "'Auth.Authorizers' has to be a map");
  const found = new Map<string, MappingNode>();
  for (const [name, authorizer] of mappingAt(authorizers)?.entries ?? []) {
    if (authorizer.kind === "mapping") found.set(name, authorizer);
    else sam.reject(apiId, authorizer, `'Auth.Authorizers.${name}' has to be a map`);
  }
  return found;
}

function checkAuthorizer(name: string, authorizer: MappingNode, api: RestApi): void {
  const reject = (where: Node, reason: string) =>
    api.sam.reject(api.resource.id, where, `the authorizer '${name}': ${reason}`);
  const type = present(authorizer, "FunctionPayloadType");
  const identity = given(authorizer, "Identity");
  if (type && !["TOKEN", "REQUEST"].includes(literal(type) ?? ""))
    reject(type, "'FunctionPayloadType' has to be TOKEN or REQUEST");
  if (literal(type) === "REQUEST" && lacksIdentity(identity))
    reject(
      identity ?? authorizer,
      "'Identity' needs Headers, QueryStrings, StageVariables or Context for the type REQUEST",
    );
  if (identity && identity.kind !== "mapping") reject(identity, "'Identity' has to be a map");
  const scopes = present(authorizer, "AuthorizationScopes");
  if (scopes && scopes.kind !== "sequence") reject(scopes, "'AuthorizationScopes' has to be a list");
  const noPermission = present(authorizer, "DisableFunctionDefaultPermissions");
  if (noPermission && !(noPermission.kind === "scalar" && typeof noPermission.value === "boolean"))
    reject(noPermission, "'DisableFunctionDefaultPermissions' has to be true or false");
  for (const property of ["Headers", "QueryStrings", "StageVariables", "Context"]) {
    const list = given(identity, property);
    if (list && list.kind !== "sequence") reject(list, `'Identity.${property}' has to be a list`);
    for (const item of itemsAt(list))
      if (literal(item) === undefined) reject(item, `'Identity.${property}' has to hold strings`);
  }
}

/** An authorizer for requests has to look at something, unless its decisions are not cached. */
function lacksIdentity(identity: Node | undefined): boolean {
  if (["Headers", "QueryStrings", "StageVariables", "Context"].some((name) => given(identity, name))) return false;
  const ttl = present(identity, "ReauthorizeEvery");
  const seconds = ttl?.kind === "scalar" ? Number(ttl.value) : Number.NaN;
  return !(Number.isInteger(seconds) && seconds <= 0);
}

const IAM_SCHEME: Draft = {
  "x-amazon-apigateway-authtype": "awsSigv4",
  type: "apiKey",
  name: "Authorization",
  in: "header",
};
const IAM_AUTHORIZER_SCHEME: Draft = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};
const API_KEY_SCHEME: Draft = { type: "apiKey", name: "x-api-key", in: "header" };

/** The security scheme of an authorizer: a user pool, or a function that gets a token or the request. */
function scheme(authorizer: MappingNode, sam: Expansion): Draft {
  const identity = given(authorizer, "Identity");
  const pool = given(authorizer, "UserPoolArn");
  const isRequest = literal(at(authorizer, "FunctionPayloadType")) === "REQUEST";
  const header = given(identity, "Header") ?? "Authorization";
  const validation = given(identity, "ValidationExpression");
  if (pool)
    return {
      type: "apiKey",
      name: header,
      in: "header",
      "x-amazon-apigateway-authtype": "cognito_user_pools",
      "x-amazon-apigateway-authorizer": {
        type: "cognito_user_pools",
        providerARNs: pool.kind === "sequence" ? pool : [pool],
        identityValidationExpression: validation,
      },
    };
  const role = given(authorizer, "FunctionInvokeRole");
  return {
    type: "apiKey",
    name: isRequest ? "Unused" : header,
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: isRequest ? "request" : "token",
      authorizerUri: lambdaAuthorizerUri(present(authorizer, "FunctionArn"), sam.partition),
      authorizerResultTtlInSeconds: present(identity, "ReauthorizeEvery"),
      authorizerCredentials: literal(role) === NONE ? undefined : role,
      identitySource: isRequest ? identityItems(identity, REST_IDENTITY).join(", ") || undefined : undefined,
      identityValidationExpression: isRequest ? undefined : validation,
    },
  };
}

const REST_IDENTITY: readonly (readonly [string, string])[] = [
  ["Headers", "method.request.header."],
  ["QueryStrings", "method.request.querystring."],
  ["StageVariables", "stageVariables."],
  ["Context", "context."],
];

/** The definition with a security scheme, unless it has one of that name that is to be kept. */
function withScheme(
  body: MappingNode,
  name: string,
  value: Draft,
  origin: Node["origin"],
  replace = false,
): MappingNode {
  const schemes = mappingAt(body, "securityDefinitions") ?? draft({}, origin);
  if (!replace && schemes.entries.has(name)) return body;
  return withEntries(body, { securityDefinitions: withEntries(schemes, { [name]: draft(value, origin) }) });
}

/** Gives every operation the default authorizer, unless it has one or says NONE. */
function withDefaultAuthorizer(
  body: MappingNode,
  written: Node | undefined,
  auth: MappingNode,
  schemes: ReadonlyMap<string, Draft>,
  api: RestApi,
): MappingNode {
  const { resource, sam } = api;
  const name = literal(written);
  if (!written || name === undefined || (!schemes.has(name) && name !== IAM)) {
    const reason =
      name === undefined ? "'DefaultAuthorizer' has to be a string" : `'${name}' is not one of the 'Authorizers'`;
    sam.reject(resource.id, written ?? auth, reason);
    return body;
  }
  const origin = generatedFrom(written.origin, "SAM DefaultAuthorizer");
  const forPreflight = isNotFalse(auth, "AddDefaultAuthorizerToCorsPreflight");
  const known = new Set([IAM, ...schemes.keys()]);
  const scopes = present(auth, "Authorizers", name, "AuthorizationScopes") ?? [];
  const used = new Set<string>();
  const secured = mapOperations(body, NOT_METHODS, (operation, method) => {
    if (method === "options" && !forPreflight) return operation;
    const security = securityOf(operation, resource.id, sam);
    const own = security.filter((item) => [...item.entries.keys()].some((key) => known.has(key)));
    const others = security.filter((item) => !own.includes(item));
    const none = others.findIndex((item) => item.entries.has(NONE));
    const rest = none < 0 ? others : others.filter((_, i) => i !== none);
    const chosen: Draft[] = none >= 0 ? [] : own.length > 0 ? own : [{ [name]: scopes }];
    const all = draft([...rest, ...chosen], origin);
    if (all.items.length === 0) return operation;
    for (const scheme of mappingAt(all.items[0])?.entries.keys() ?? []) used.add(scheme);
    return withEntries(operation, { security: all });
  });
  return used.has(IAM) ? withScheme(secured, IAM, IAM_SCHEME, origin) : secured;
}

/** Asks for an API key on every operation that does not say otherwise. */
function withDefaultApiKey(
  body: MappingNode,
  forPreflight: boolean,
  origin: Node["origin"],
  api: RestApi,
): MappingNode {
  return mapOperations(body, NOT_METHODS, (operation, method) => {
    const security = securityOf(operation, api.resource.id, api.sam);
    const others = security.filter((item) => !item.entries.has(API_KEY) && !item.entries.has(NO_API_KEY));
    const isRefused = security.some((item) => item.entries.has(NO_API_KEY)) || (method === "options" && !forPreflight);
    const wanted: Draft[] = isRefused ? others : [...others, { [API_KEY]: [] }];
    if (wanted.length === 0 && security.length === 0) return operation;
    return withEntries(operation, { security: draft(wanted, origin) });
  });
}

/** The `Auth` of an API with parameters resolved; anything but a map is of no use. */
export function resolvedAuth(auth: Node | undefined, sam: Expansion): MappingNode | undefined {
  const resolved = given(auth) && auth ? sam.values.parameters(auth) : undefined;
  return resolved?.kind === "mapping" && !isIntrinsic(resolved) ? resolved : undefined;
}
