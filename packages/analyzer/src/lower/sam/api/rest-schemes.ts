import { at, itemsAt, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import type { Expansion } from "../expansion.js";
import type { SamResource } from "../model.js";
import { given, literal, present } from "../value.js";
import { authorizersOf, identityItems, lambdaAuthorizerUri } from "./authorizer.js";

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
export const NONE = "NONE";

export const NO_API_KEY = "api_key_false";

export const API_KEY = "api_key";

export const IAM = "AWS_IAM";

export const IAM_SCHEME: Draft = {
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

export const API_KEY_SCHEME: Draft = { type: "apiKey", name: "x-api-key", in: "header" };

export function authorizerSchemes(
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
  if (literal(type) !== "REQUEST" || given(authorizer, "UserPoolArn")) return;
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
export function withScheme(
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
