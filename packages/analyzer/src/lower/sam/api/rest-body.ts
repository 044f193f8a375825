import { at, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import { rejectEvent } from "../events/event.js";
import type { Expansion } from "../expansion.js";
import { fnIf, ref } from "../intrinsics.js";
import type { ApiRoute } from "../model.js";
import { given, isIntrinsic, literal, present } from "../value.js";
import { withCors } from "./cors.js";
import { checkPaths, isDefinition, isOpenApi3, isUnknown, versionText } from "./openapi.js";
import type { ManagedPaths } from "./plan.js";
import { withApiAuth } from "./rest-auth.js";
import { withEventAuth } from "./rest-event-auth.js";
import { withRoute } from "./rest-routes.js";
import { NOT_METHODS, type RestApi } from "./rest-schemes.js";
import { methodKey } from "./route.js";

/** The definition of a REST API: SAM's or the author's, with what events and the API's properties add to it. */
export function restBody(api: RestApi, managed: ManagedPaths | undefined): MappingNode | undefined {
  const { resource, sam } = api;
  const { id, properties } = resource;
  const written = managed ? skeleton(api, managed) : given(properties, "DefinitionBody");
  let body = written?.kind === "mapping" ? written : undefined;
  const routes = sam.routes.get(id) ?? [];
  if (body) body = withEvents(body, routes, managed !== undefined, api);
  const cors = given(properties, "Cors");
  if (cors && needsDefinition(body, cors, "Cors", api)) body = withCors(body, cors, id, sam);
  if (body && isDefinition(body, "rest") && editsBody(api)) checkPaths(body, NOT_METHODS, id, sam);
  const { auth } = api;
  if (auth && needsDefinition(body, auth, "Auth", api)) body = withApiAuth(body, auth, api);
  const responses = given(properties, "GatewayResponses");
  if (responses && needsDefinition(body, responses, "GatewayResponses", api))
    body = withGatewayResponses(body, responses, id, sam);
  const binary = given(properties, "BinaryMediaTypes");
  if (binary && body && !isUnknown(body)) body = withBinaryMediaTypes(body, sam.values.parameters(binary));
  const models = given(properties, "Models");
  if (models && needsDefinition(body, models, "Models", api)) body = withModels(body, models, id, sam);
  const disabled = at(properties, "DisableExecuteApiEndpoint");
  if (disabled && needsDefinition(body, disabled, "DisableExecuteApiEndpoint", api))
    body = withoutEndpoint(body, disabled);
  return body && inOpenApi3(body, api);
}

/** Whether anything makes SAM look into the definition. */
function editsBody({ resource, auth, sam }: RestApi): boolean {
  const names = ["Cors", "GatewayResponses", "BinaryMediaTypes", "Models"];
  return (
    auth !== undefined ||
    (sam.routes.get(resource.id)?.length ?? 0) > 0 ||
    names.some((name) => given(resource.properties, name))
  );
}

function needsBody(body: MappingNode | undefined, where: Node, property: string, api: RestApi): body is MappingNode {
  if (!body) api.sam.reject(api.resource.id, where, `'${property}' only works with a definition in 'DefinitionBody'`);
  return body !== undefined;
}

function needsDefinition(
  body: MappingNode | undefined,
  where: Node,
  property: string,
  api: RestApi,
): body is MappingNode {
  if (!needsBody(body, where, property, api)) return false;
  if (isDefinition(body, "rest")) return true;
  if (isUnknown(body)) return false;
  api.sam.reject(api.resource.id, where, `'${property}' needs a valid definition in 'DefinitionBody'`);
  return false;
}

/** The definition that SAM starts from, with the paths of all events but nothing behind them yet. */
function skeleton(api: RestApi, managed: ManagedPaths): MappingNode {
  const origin = generatedFrom(api.resource.node.origin, "SAM Api");
  const version = at(api.resource.properties, "OpenApiVersion");
  const isNew = isOpenApi3(versionText(version));
  const head = isNew ? { openapi: versionText(version) } : { swagger: "2.0" };
  return draft(
    { ...head, info: { version: "1.0", title: ref("AWS::StackName") }, paths: managedPathItems(managed) },
    origin,
  );
}

/** Paths with their methods, each path under its condition. */
export function managedPathItems(managed: ManagedPaths): Draft {
  const items = [...managed].map(([path, { methods, condition, origin }]) => {
    const item = draft(Object.fromEntries([...methods].map((method) => [method, {}])), origin);
    return [path, condition === undefined ? item : draft(fnIf(condition, item), origin)] as const;
  });
  return Object.fromEntries(items);
}

function withEvents(body: MappingNode, routes: readonly ApiRoute[], isManaged: boolean, api: RestApi): MappingNode {
  const merges = given(api.resource.properties, "MergeDefinitions");
  let made = body;
  for (const route of routes) {
    const auth = given(route.event.properties, "Auth");
    if (merges && route.credentials === undefined) made = withMergedRoute(made, route, api);
    else if (isManaged) made = withRoute(made, route, api);
    if (!given(auth, "OverrideApiAuth") || route.credentials !== undefined) continue;
    if (!["Authorizer", "ApiKeyRequired", "ResourcePolicy"].some((name) => given(auth, name)))
      rejectEvent(
        route.event,
        auth,
        "'OverrideApiAuth' needs 'Authorizer', 'ApiKeyRequired' or 'ResourcePolicy'",
        api.sam,
      );
    if (auth && needsDefinition(made, auth, "OverrideApiAuth", api)) made = withEventAuth(made, route, api);
  }
  return made;
}

/** `MergeDefinitions`: the operation of the event is laid over that of the author. */
function withMergedRoute(body: MappingNode, route: ApiRoute, api: RestApi): MappingNode {
  const { path, method, event } = route;
  const empty = draft({ swagger: "2.0", paths: {} }, event.origin);
  const operation = mappingAt(withRoute(empty, route, api), "paths", path, methodKey(method));
  const paths = present(body, "paths");
  const item = at(paths, path);
  const before = present(item, method);
  for (const value of [paths, present(item), before])
    if (value && value.kind !== "mapping")
      api.sam.reject(
        api.resource.id,
        value,
        "the definition cannot be merged with an event here: this has to be a map",
      );
  if (paths?.kind !== "mapping" || !operation) return body;
  const merged = withEntries(mappingAt(before) ?? draft({}, event.origin), Object.fromEntries(operation.entries));
  const itemWith = withEntries(mappingAt(item) ?? draft({}, event.origin), { [method]: merged });
  return withEntries(body, { paths: withEntries(paths, { [path]: itemWith }) });
}

const RESPONSE_PROPERTIES = ["ResponseParameters", "ResponseTemplates", "StatusCode"];
const RESPONSE_PARAMETERS: readonly (readonly [string, string])[] = [
  ["Headers", "header."],
  ["Paths", "path."],
  ["QueryStrings", "querystring."],
];

/** What API Gateway answers itself, for instance when authorization fails. */
function withGatewayResponses(body: MappingNode, responses: Node, apiId: string, sam: Expansion): MappingNode {
  const extension = "x-amazon-apigateway-gateway-responses";
  let made = mappingAt(body, extension) ?? draft({}, responses.origin);
  for (const [type, response] of mappingAt(responses)?.entries ?? []) {
    if (isIntrinsic(response) || response.kind !== "mapping") {
      sam.reject(apiId, response, `'GatewayResponses.${type}' has to be a map, not an intrinsic function`);
      continue;
    }
    for (const [name, value] of response.entries)
      if (!RESPONSE_PROPERTIES.includes(name))
        sam.rejectProperty(apiId, value, `'GatewayResponses.${type}' has no property '${name}'`);
    const parameters = given(response, "ResponseParameters");
    const code = present(response, "StatusCode");
    const codeText = versionText(code);
    if (code && given(code) && !/^[0-9]{1,3}$/.test(codeText ?? ""))
      sam.reject(apiId, code, "'StatusCode' has to be a number of up to three digits");
    const settings = {
      responseParameters: gatewayParameters(parameters, `GatewayResponses.${type}.ResponseParameters`, apiId, sam),
      responseTemplates: given(response, "ResponseTemplates") ?? {},
      statusCode: codeText || undefined,
    };
    made = withEntries(made, { [type]: draft(settings, generatedFrom(response.origin, "SAM GatewayResponses")) });
  }
  return withEntries(body, { [extension]: made });
}

function gatewayParameters(parameters: Node | undefined, path: string, apiId: string, sam: Expansion): Draft {
  if (parameters && parameters.kind !== "mapping") {
    sam.reject(apiId, parameters, `'${path}' has to be a map`);
    return {};
  }
  for (const [name, value] of parameters?.entries ?? [])
    if (!RESPONSE_PARAMETERS.some(([known]) => known === name))
      sam.rejectProperty(apiId, value, `'${path}' has no property '${name}'`);
  const all = RESPONSE_PARAMETERS.flatMap(([name, prefix]) => {
    const values = at(parameters, name);
    if (values && values.kind !== "mapping") sam.reject(apiId, values, `'${path}.${name}' has to be a map`);
    return [...(mappingAt(values)?.entries ?? [])].map(
      ([key, value]) => [`gatewayresponse.${prefix}${key}`, value] as const,
    );
  });
  return Object.fromEntries(all);
}

/** `~1` stands for `/`, as in JSON pointers. */
function withBinaryMediaTypes(body: MappingNode, types: Node): MappingNode {
  const unescaped = (node: Node): Node => {
    if (node.kind === "sequence") return { ...node, items: node.items.map(unescaped) };
    const text = literal(node);
    return text === undefined ? node : { ...node, kind: "scalar", value: text.replaceAll("~1", "/") };
  };
  return withEntries(body, { "x-amazon-apigateway-binary-media-types": unescaped(types) });
}

function withModels(body: MappingNode, models: Node, apiId: string, sam: Expansion): MappingNode {
  let definitions = mappingAt(body, "definitions") ?? draft({}, models.origin);
  for (const [name, model] of mappingAt(models)?.entries ?? []) {
    if (model.kind !== "mapping") sam.reject(apiId, model, `the model '${name}' has to be a map`);
    else if (!given(model, "type")) sam.reject(apiId, model, `the model '${name}' needs a 'type'`);
    definitions = withEntries(definitions, { [name.toLowerCase()]: model });
  }
  return withEntries(body, { definitions });
}

/** Callers have to use the API's own domain. */
function withoutEndpoint(body: MappingNode, disabled: Node): MappingNode {
  const name = "x-amazon-apigateway-endpoint-configuration";
  const origin = generatedFrom(disabled.origin, "SAM DisableExecuteApiEndpoint");
  const configured = (owner: MappingNode) =>
    withEntries(owner, {
      [name]: withEntries(mappingAt(owner, name) ?? draft({}, origin), { disableExecuteApiEndpoint: disabled }),
    });
  if (!isOpenApi3(versionText(at(body, "openapi")))) return configured(body);
  const servers = at(body, "servers") ?? draft([{}], origin);
  if (servers.kind !== "sequence") return body;
  const items = servers.items.map((server) => (server.kind === "mapping" ? configured(server) : server));
  return withEntries(body, { servers: { ...servers, items } });
}

/** A definition of version 3 keeps schemes and models under `components`, and types of headers in schemas. */
function inOpenApi3(body: MappingNode, api: RestApi): MappingNode {
  if (present(body, "swagger")) return body;
  const wanted = at(body, "openapi") ?? at(api.resource.properties, "OpenApiVersion");
  if (!isOpenApi3(versionText(wanted))) return body;
  let made = body;
  for (const [from, to] of [
    ["securityDefinitions", "securitySchemes"],
    ["definitions", "schemas"],
  ] as const) {
    const moved = given(made, from);
    if (!moved) continue;
    const components = mappingAt(made, "components") ?? draft({}, moved.origin);
    made = withEntries(made, { [from]: undefined, components: withEntries(components, { [to]: moved }) });
  }
  const paths = mappingAt(made, "paths");
  if (!paths) return made;
  const { resource, sam } = api;
  const entries = [...paths.entries].map(([path, item]) => {
    const options = mappingAt(item, "options");
    if (item.kind !== "mapping") sam.reject(resource.id, item, `the path '${path}' of the definition has to be a map`);
    if (item.kind !== "mapping" || !options) return [path, item] as const;
    const plain = withEntries(options, { consumes: undefined, produces: undefined });
    return [path, withEntries(item, { options: withHeaderSchemas(plain, path, api) })] as const;
  });
  return withEntries(made, { paths: { ...paths, entries: new Map(entries) } });
}

function withHeaderSchemas(options: MappingNode, path: string, api: RestApi): MappingNode {
  const headers = given(options, "responses", "200", "headers");
  for (const value of [present(options, "responses"), present(options, "responses", "200"), headers])
    if (value && value.kind !== "mapping")
      api.sam.reject(api.resource.id, value, `in the OPTIONS method of '${path}' this has to be a map`);
  const [responses, ok] = [mappingAt(options, "responses"), mappingAt(options, "responses", "200")];
  if (!responses || !ok || headers?.kind !== "mapping") return options;
  const wrapped = new Map(
    [...headers.entries].map(([name, header]) => [name, draft({ schema: header }, header.origin)] as const),
  );
  return withEntries(options, {
    responses: withEntries(responses, { "200": withEntries(ok, { headers: { ...headers, entries: wrapped } }) }),
  });
}
