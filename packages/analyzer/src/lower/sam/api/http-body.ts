import { at, itemsAt, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import { rejectEvent } from "../events/event.js";
import type { Expansion } from "../expansion.js";
import { fnIf, ref, sub } from "../intrinsics.js";
import type { ApiRoute, SamResource } from "../model.js";
import { given, isIntrinsic, isTrue, literal, present, refOf } from "../value.js";
import { withEventAuthorizer, withHttpAuth } from "./http-auth.js";
import { editOperation, editPath, INTEGRATION, isDefinition, isTaken, isUnknown } from "./openapi.js";
import type { ManagedPaths } from "./plan.js";
import { managedPathItems } from "./rest-body.js";
import { integrationUri } from "./rest-routes.js";
import { ANY_METHOD, DEFAULT_PATH, methodKey } from "./route.js";

/** The tag by which HTTP APIs made by SAM are known. */
export const HTTP_API_TAG = "httpapi:createdBy";

/** The definition of an HTTP API: SAM's or the author's, with what events and the API's properties add to it. */
export function httpBody(
  resource: SamResource,
  managed: ManagedPaths | undefined,
  sam: Expansion,
): MappingNode | undefined {
  const { id, properties } = resource;
  const written = managed ? skeleton(resource, managed) : given(properties, "DefinitionBody");
  let body = written?.kind === "mapping" ? written : undefined;
  for (const route of sam.routes.get(id) ?? []) {
    if (!body) continue;
    if (isDefinition(body, "http")) body = withHttpRoute(body, route, resource, managed !== undefined, sam);
    else if (!isUnknown(body)) sam.reject(id, body, "'DefinitionBody' has to be an OpenAPI 3 definition with paths");
  }
  const cors = given(properties, "CorsConfiguration");
  if (cors && needs(body, cors, "CorsConfiguration", resource, sam))
    body = withHttpCors(body, sam.values.parameters(cors), id, sam);
  const auth = given(properties, "Auth");
  if (auth && needs(body, auth, "Auth", resource, sam)) body = withHttpAuth(body, auth, resource, sam);
  const tags = given(properties, "Tags");
  if (tags && needs(body, tags, "Tags", resource, sam)) body = withTags(body, tags, resource, sam);
  else if (body && isDefinition(body, "http")) body = withTags(body, undefined, resource, sam);
  const disabled = at(properties, "DisableExecuteApiEndpoint");
  if (disabled && needs(body, disabled, "DisableExecuteApiEndpoint", resource, sam))
    body = withoutEndpoint(body, disabled);
  body = withInfo(body, "title", given(properties, "Name"), "Name", resource, sam);
  body = withInfo(body, "description", given(properties, "Description"), "Description", resource, sam);
  return body && given(properties, "FailOnWarnings") ? withPlainDefaultPath(body) : body;
}

function needs(
  body: MappingNode | undefined,
  where: Node,
  property: string,
  resource: SamResource,
  sam: Expansion,
): body is MappingNode {
  if (!body) sam.reject(resource.id, where, `'${property}' only works with a definition in 'DefinitionBody'`);
  else if (!isDefinition(body, "http"))
    sam.reject(resource.id, where, `'${property}' needs a valid OpenAPI 3 definition in 'DefinitionBody'`);
  return body !== undefined && isDefinition(body, "http");
}

function skeleton(resource: SamResource, managed: ManagedPaths): MappingNode {
  const origin = generatedFrom(resource.node.origin, "SAM HttpApi");
  const info = { version: "1.0", title: ref("AWS::StackName") };
  return draft({ openapi: "3.0.1", info, paths: managedPathItems(managed) }, origin);
}

function withHttpRoute(
  body: MappingNode,
  route: ApiRoute,
  resource: SamResource,
  isManaged: boolean,
  sam: Expansion,
): MappingNode {
  const { event, path, method } = route;
  const taken = isTaken(body, path, method);
  if (taken && isManaged) {
    rejectEvent(event, at(event.properties, "Path"), `${method.toUpperCase()} ${path} is defined more than once`, sam);
    return body;
  }
  const integrated = taken ? body : withIntegration(body, route);
  const auth = given(event.properties, "Auth");
  const secured = auth ? withEventAuthorizer(integrated, auth, route, resource, sam) : integrated;
  return editOperation(secured, route, (operation) => withSettings(operation, route));
}

function withIntegration(body: MappingNode, route: ApiRoute): MappingNode {
  const { event, target, path, method } = route;
  const key = methodKey(method);
  const uri = sub(integrationUri(route, "${AWS::Partition}"));
  const integration = {
    type: "aws_proxy",
    httpMethod: "POST",
    payloadFormatVersion: "2.0",
    uri: target.condition === undefined ? uri : fnIf(target.condition, uri),
  };
  return editPath(body, route, (item) => {
    const before = mappingAt(item, key) ?? draft({}, event.origin);
    const isDefault = path === DEFAULT_PATH && key === ANY_METHOD ? { isDefaultRoute: true } : {};
    const responses = at(before, "responses") ?? {};
    const operation = withEntries(before, { [INTEGRATION]: integration, ...isDefault, responses }, event.origin);
    return withEntries(item, {
      [key]: target.condition === undefined ? operation : draft(fnIf(target.condition, operation), event.origin),
    });
  });
}

function withSettings(operation: MappingNode, { event, path }: ApiRoute): MappingNode {
  const integration = mappingAt(operation, INTEGRATION) ?? draft({}, event.origin);
  const timeout = given(event.properties, "TimeoutInMillis");
  const format = given(event.properties, "PayloadFormatVersion");
  const names = [...path.matchAll(/\{(.*?)\}/g)].map(([, name = ""]) => name);
  const written = itemsAt(operation, "parameters");
  const known = written.map((parameter) => {
    const isPathParameter = parameter.kind === "mapping" && names.includes(literal(at(parameter, "name")) ?? "");
    return isPathParameter ? withEntries(parameter, { in: "path", required: true }) : parameter;
  });
  const missing = names.filter((name) => !written.some((parameter) => literal(at(parameter, "name")) === name));
  const parameters = [...known, ...missing.map((name) => ({ name, in: "path", required: true }))];
  return withEntries(
    operation,
    {
      [INTEGRATION]: withEntries(integration, {
        ...(timeout ? { timeoutInMillis: timeout } : {}),
        ...(format ? { payloadFormatVersion: format } : {}),
      }),
      ...(names.length > 0 ? { parameters } : {}),
    },
    event.origin,
  );
}

const CORS: readonly (readonly [string, string])[] = [
  ["AllowOrigins", "allowOrigins"],
  ["AllowHeaders", "allowHeaders"],
  ["AllowMethods", "allowMethods"],
  ["ExposeHeaders", "exposeHeaders"],
  ["MaxAge", "maxAge"],
  ["AllowCredentials", "allowCredentials"],
];

function withHttpCors(body: MappingNode, cors: Node, apiId: string, sam: Expansion): MappingNode {
  const extension = "x-amazon-apigateway-cors";
  const origin = generatedFrom(cors.origin, "SAM CorsConfiguration");
  const before = at(body, extension);
  if (before && before.kind !== "mapping") sam.reject(apiId, before, `'${extension}' has to be a map`);
  const known = mappingAt(before) ?? draft({}, origin);
  if (isTrue(cors))
    return withEntries(body, { [extension]: withEntries(known, { allowOrigins: draft(["*"], origin) }) });
  if (cors.kind !== "mapping") {
    sam.reject(apiId, cors, "'CorsConfiguration' has to be true or a map");
    return body;
  }
  if (isIntrinsic(cors)) {
    const settings = renamed(cors);
    const entries = settings.kind === "mapping" ? Object.fromEntries(settings.entries) : {};
    return withEntries(body, { [extension]: withEntries(known, entries) });
  }
  for (const [name, value] of cors.entries)
    if (!CORS.some(([property]) => property === name))
      sam.rejectProperty(apiId, value, `'CorsConfiguration' has no property '${name}'`);
  const origins = itemsAt(cors, "AllowOrigins");
  const credentials = at(cors, "AllowCredentials");
  if (credentials && isTrue(credentials) && origins.length === 1 && literal(origins[0]) === "*")
    sam.reject(apiId, credentials, "'AllowCredentials' cannot be true for all origins");
  const settings: Record<string, Draft> = {};
  for (const [property, name] of CORS) {
    const value = property === "MaxAge" ? present(cors, property) : given(cors, property);
    if (value && (property !== "AllowCredentials" || isTrue(value))) settings[name] = value;
  }
  return withEntries(body, { [extension]: withEntries(known, settings) });
}

/** Under an intrinsic function the names of the settings are translated wherever they stand. */
function renamed(node: Node): Node {
  if (node.kind === "sequence") return { ...node, items: node.items.map(renamed) };
  if (node.kind === "scalar") return node;
  const names = new Map(CORS);
  return {
    ...node,
    entries: new Map([...node.entries].map(([key, value]) => [names.get(key) ?? key, renamed(value)])),
  };
}

function withTags(body: MappingNode, tags: Node | undefined, resource: SamResource, sam: Expansion): MappingNode {
  const origin = generatedFrom(tags?.origin ?? resource.node.origin, "SAM HttpApi");
  const written = given(body, "tags");
  if (written && written.kind !== "sequence")
    sam.reject(resource.id, written, "the 'tags' of the definition have to be a list");
  const wanted = new Map<string, Draft>([...(mappingAt(tags)?.entries ?? []), [HTTP_API_TAG, "SAM"]]);
  const known = itemsAt(written).map((tag) => {
    const name = literal(at(tag, "name")) ?? "";
    const value = wanted.get(name);
    wanted.delete(name);
    return value !== undefined && tag.kind === "mapping" ? withEntries(tag, { [TAG_VALUE]: value }, origin) : tag;
  });
  const added = [...wanted].map(([name, value]) => ({ name, [TAG_VALUE]: value }));
  return withEntries(body, { tags: draft([...known, ...added], origin) });
}

const TAG_VALUE = "x-amazon-apigateway-tag-value";

function withoutEndpoint(body: MappingNode, disabled: Node): MappingNode {
  const name = "x-amazon-apigateway-endpoint-configuration";
  const origin = generatedFrom(disabled.origin, "SAM DisableExecuteApiEndpoint");
  const servers = at(body, "servers") ?? draft([{}], origin);
  const items = itemsAt(servers).map((server) =>
    server.kind === "mapping"
      ? withEntries(server, {
          [name]: withEntries(mappingAt(server, name) ?? draft({}, origin), { disableExecuteApiEndpoint: disabled }),
        })
      : server,
  );
  return withEntries(body, { servers: draft(items, servers.origin) });
}

/** Name and description go into the definition, unless it has its own. */
function withInfo(
  body: MappingNode | undefined,
  field: "title" | "description",
  value: Node | undefined,
  property: string,
  resource: SamResource,
  sam: Expansion,
): MappingNode | undefined {
  if (!value || !needs(body, value, property, resource, sam)) return body;
  const info = at(body, "info");
  if (info && info.kind !== "mapping") sam.reject(resource.id, info, "the 'info' of the definition has to be a map");
  const written = present(info, field);
  const isOwn = field === "title" ? refOf(written) !== "AWS::StackName" : given(written) !== undefined;
  if (isOwn) {
    sam.rejectProperty(resource.id, value, `'${property}' cannot be given: the definition has a ${field} of its own`);
    return body;
  }
  return withEntries(body, { info: withEntries(mappingAt(info) ?? draft({}, value.origin), { [field]: value }) });
}

/** A path that does not begin with a slash is a warning when API Gateway imports the definition. */
function withPlainDefaultPath(body: MappingNode): MappingNode {
  const paths = mappingAt(body, "paths");
  const item = at(paths, DEFAULT_PATH);
  return paths && item
    ? withEntries(body, { paths: withEntries(paths, { [DEFAULT_PATH]: undefined, [`/${DEFAULT_PATH}`]: item }) })
    : body;
}
