import { at, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import { rejectEvent } from "../events/event.js";
import type { ApiRoute } from "../model.js";
import { given, literal, present } from "../value.js";
import { editOperation, securityOf } from "./openapi.js";
import { withResourcePolicy } from "./resource-policy.js";
import {
  API_KEY,
  API_KEY_SCHEME,
  IAM,
  IAM_SCHEME,
  NO_API_KEY,
  NONE,
  withScheme,
  type RestApi,
} from "./rest-schemes.js";

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
