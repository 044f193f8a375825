import { at, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import type { Expansion } from "../expansion.js";
import { given, isIntrinsic, literal, present } from "../value.js";
import { mapOperations, securityOf } from "./openapi.js";
import { withResourcePolicy } from "./resource-policy.js";
import {
  API_KEY,
  API_KEY_SCHEME,
  authorizerSchemes,
  IAM,
  IAM_SCHEME,
  NO_API_KEY,
  NONE,
  NOT_METHODS,
  withScheme,
  type RestApi,
} from "./rest-schemes.js";

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
