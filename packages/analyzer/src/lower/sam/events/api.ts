import { at } from "../../../parse/node.js";
import { apiIdOf, pathInArn, placeOf } from "../api/route.js";
import type { Expansion } from "../expansion.js";
import { getAtt, ref, sub } from "../intrinsics.js";
import { suffixedId } from "../logical-id.js";
import type { ApiRoute, SamEvent, Target } from "../model.js";
import { role } from "../role.js";
import { given, literal } from "../value.js";
import type { EventExpansion } from "./event.js";
import { permission } from "./permission.js";
import { startExecution } from "./schedule-v2.js";

/** `Api` of a function: an operation of a REST API, and the permission for API Gateway to call the function. */
export function apiOfFunction(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const route = addRoute(event, target, sam);
  if (!route) return { resources: [] };
  const { apiId, path, method } = route;
  const verb = method === "any" ? "*" : method.toUpperCase();
  const sourceArn = sub(
    `arn:${sam.partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}/${verb}${pathInArn(path, event.type)}`,
    { __ApiId__: at(event.properties, "RestApiId") ?? ref(apiId), __Stage__: "*" },
  );
  const id = suffixedId(`${event.id}Permission`, stageSuffix(apiId, sam));
  return { resources: [permission(event, target, { id, principal: "apigateway.amazonaws.com", sourceArn })] };
}

/** `Api` of a state machine: an operation that starts an execution, with a role of its own. */
export function apiOfStateMachine(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const id = `${event.id}Role`;
  const made = role(
    {
      id,
      trust: "apigateway.amazonaws.com",
      policies: [{ inline: [startExecution(event, target, id)] }],
      permissionsBoundary: given(event.owner.properties, "PermissionsBoundary"),
    },
    event.origin,
    target.attributes,
  );
  addRoute(event, target, sam, { credentials: getAtt(id, "Arn") });
  return { resources: [made] };
}

/** `HttpApi`: a route of an HTTP API, and a permission unless the function's `$default` route covers it. */
export function httpApi(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const apiId = apiIdOf(event);
  const isCovered = apiId !== undefined && hasDefaultRoute(apiId, target, sam);
  const route = addRoute(event, target, sam);
  if (!route) return { resources: [] };
  const { path, method } = route;
  const isDefault = path === "$default";
  if (isCovered && !isDefault) return { resources: [] };
  const place = isDefault ? "" : pathInArn(path, event.type);
  const verb = method === "any" || method.startsWith("x-amazon") ? "*" : method.toUpperCase();
  const resource = method === "any" && place === "/$default" ? place : `/${verb}${place}`;
  const sourceArn = sub(
    `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}${resource}`,
    { __ApiId__: at(event.properties, "ApiId") ?? ref(route.apiId), __Stage__: "*" },
  );
  return { resources: [permission(event, target, { principal: "apigateway.amazonaws.com", sourceArn })] };
}

/** Notes the operation for the API, which is expanded later; `undefined` when the event names no API or place. */
function addRoute(
  event: SamEvent,
  target: Target,
  sam: Expansion,
  more: Pick<ApiRoute, "credentials"> = {},
): { apiId: string; path: string; method: string } | undefined {
  const apiId = apiIdOf(event);
  const { path, method } = placeOf(event);
  if (apiId === undefined || path === undefined || method === undefined) return undefined;
  const routes = sam.routes.get(apiId) ?? [];
  routes.push({ event, target, path, method, ...more });
  sam.routes.set(apiId, routes);
  return { apiId, path, method };
}

/** The stage in the id of a permission: its name if that is literal. Permissions hold for all stages. */
function stageSuffix(apiId: string, sam: Expansion): string {
  const api = sam.sources.get(apiId)?.properties ?? at(sam.authored(apiId), "Properties");
  const name = at(api, "StageName");
  if (literal(name) === "" && name) sam.reject(apiId, name, "'StageName' cannot be empty");
  return literal(name) ?? "Stage";
}

/** Whether the same function already takes everything that no other route of the API takes. */
function hasDefaultRoute(apiId: string, target: Target, sam: Expansion): boolean {
  // An alias is spelt differently in an integration, so SAM never recognises it.
  if (target.id !== target.owner.id) return false;
  const own = sam.routes.get(apiId)?.find((route) => route.path === "$default" && route.method.startsWith("x-amazon"));
  if (own) return own.target.id === target.id;
  return authoredDefaultRoute(sam, apiId, target.id);
}

function authoredDefaultRoute(sam: Expansion, apiId: string, functionId: string): boolean {
  const paths = at(sam.sources.get(apiId)?.properties, "DefinitionBody", "paths");
  const uri = at(paths, "$default", "x-amazon-apigateway-any-method", "x-amazon-apigateway-integration", "uri");
  const text = literal(at(uri, "Fn::Sub")) ?? "";
  return /([A-Za-z0-9]+)\.Arn/.exec(text)?.[1] === functionId;
}
