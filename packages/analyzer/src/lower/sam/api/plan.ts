import { at, mappingAt, stringAt, type MappingNode, type Node, type Origin } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries } from "../../draft.js";
import { readEvent, rejectEvent } from "../events/event.js";
import type { Expansion } from "../expansion.js";
import { anyOf, fnIf } from "../intrinsics.js";
import type { SamEvent, SamResource } from "../model.js";
import { given, isIntrinsic, literal } from "../value.js";
import { apiIdOf, API_PROPERTY, IMPLICIT_API, methodKey, placeOf } from "./route.js";

/** The paths that SAM itself puts into a definition, with their methods and the condition for each path. */
export type ManagedPaths = ReadonlyMap<
  string,
  { readonly methods: ReadonlySet<string>; readonly condition?: string; readonly origin: Origin }
>;

interface PlannedRoute {
  readonly event: SamEvent;
  readonly apiId: string;
  readonly path: string;
  readonly method: string;
  readonly condition: string | undefined;
}

const KINDS = [
  { event: "Api", resource: "AWS::Serverless::Api", properties: { StageName: "Prod" } },
  { event: "HttpApi", resource: "AWS::Serverless::HttpApi", properties: {} },
] as const;

/**
 * Looks at the API events of all functions and state machines before anything is expanded: adds the APIs that they
 * imply to the resources, and says which paths SAM itself manages.
 */
export function planApis(resources: Map<string, MappingNode>, sam: Expansion): ReadonlyMap<string, ManagedPaths> {
  const managed = new Map<string, ManagedPaths>();
  for (const kind of KINDS) {
    const implicitId = IMPLICIT_API[kind.event] ?? "";
    const routes = plannedRoutes(kind.event, kind.resource, resources, sam);
    const implicit = routes.filter((route) => route.apiId === implicitId);
    if (implicit.length > 0)
      resources.set(implicitId, implicitApi(implicitId, kind.resource, kind.properties, implicit, sam));
    for (const [id, node] of resources) {
      if (stringAt(node, "Type") !== kind.resource || !isManaged(id, node, implicitId, implicit.length > 0)) continue;
      managed.set(
        id,
        managedPaths(
          id,
          routes.filter((route) => route.apiId === id),
          sam,
        ),
      );
    }
    if (kind.event === "HttpApi") addRouteSettings(routes, resources, sam);
  }
  return managed;
}

/** SAM writes the definition of an API unless the author does. */
function isManaged(id: string, node: MappingNode, implicitId: string, isImplied: boolean): boolean {
  if (id === implicitId && isImplied) return true;
  return !given(node, "Properties", "DefinitionBody") && !given(node, "Properties", "DefinitionUri");
}

function plannedRoutes(
  type: string,
  apiType: string,
  resources: ReadonlyMap<string, MappingNode>,
  sam: Expansion,
): PlannedRoute[] {
  const routes: PlannedRoute[] = [];
  for (const [id, node] of resources) {
    const owner = stringAt(node, "Type");
    if (owner !== "AWS::Serverless::Function" && owner !== "AWS::Serverless::StateMachine") continue;
    const properties = mappingAt(node, "Properties") ?? draft({}, node.origin);
    const resource: SamResource = { id, type: owner, node, properties };
    for (const [name, written] of mappingAt(properties, "Events")?.entries ?? []) {
      const event = readEvent(resource, name, written);
      if (event?.type !== type) continue;
      const route = plannedRoute(event, apiType, resources, sam);
      if (route) routes.push(route);
    }
  }
  return routes;
}

function plannedRoute(
  event: SamEvent,
  apiType: string,
  resources: ReadonlyMap<string, MappingNode>,
  sam: Expansion,
): PlannedRoute | undefined {
  const property = API_PROPERTY[event.type] ?? "";
  const apiId = apiIdOf(event);
  const { path, method } = placeOf(event);
  checkPlace(event, path, method, sam);
  if (apiId === undefined)
    rejectEvent(
      event,
      at(event.properties, property),
      `'${property}' has to be a string or refer to an API of the same template`,
      sam,
    );
  if (apiId === undefined || path === undefined || method === undefined) return undefined;
  const api = resources.get(apiId) ?? sam.authored(apiId);
  const isHttpApi = literal(at(api, "Type")) === "AWS::Serverless::HttpApi";
  if (apiId !== IMPLICIT_API[event.type] && (!api || (isHttpApi && event.type === "Api"))) {
    rejectEvent(
      event,
      at(event.properties, property),
      `'${property}' has to refer to an ${apiType} of the same template`,
      sam,
    );
    return undefined;
  }
  return { event, apiId, path, method, condition: literal(at(event.owner.node, "Condition")) };
}

/** SAM has to read path and method; an HTTP API event has both or neither. */
function checkPlace(event: SamEvent, path: string | undefined, method: string | undefined, sam: Expansion): void {
  for (const [name, value] of Object.entries({ Path: path, Method: method })) {
    const written = at(event.properties, name);
    if (isIntrinsic(written))
      rejectEvent(event, written, `'${name}' has to be a string, not an intrinsic function`, sam);
    else if (event.type === "HttpApi" && value === undefined && !written)
      rejectEvent(event, written, `'${name}' is required`, sam);
  }
}

function implicitApi(
  id: string,
  type: string,
  properties: Readonly<Record<string, string>>,
  routes: readonly PlannedRoute[],
  sam: Expansion,
): MappingNode {
  const [first] = routes;
  const origin = generatedFrom(first?.event.node.origin ?? sam.root.origin, "SAM implicit API");
  const attributes = {
    Condition: implicitCondition(id, routes, origin, sam),
    DeletionPolicy: strongest(routes, "DeletionPolicy", ["Retain", "Delete"]),
    UpdateReplacePolicy: strongest(routes, "UpdateReplacePolicy", ["Retain", "Snapshot", "Delete"]),
  };
  const tags = propagatedTags(routes, sam);
  const tagging =
    tags.size > 0 ? { Tags: { kind: "mapping", entries: tags, origin } as const, PropagateTags: true } : {};
  return draft({ Type: type, ...attributes, Properties: { ...properties, ...tagging } }, origin);
}

/** An API that only conditional functions imply exists when one of them does. */
function implicitCondition(
  id: string,
  routes: readonly PlannedRoute[],
  origin: Origin,
  sam: Expansion,
): string | undefined {
  return combined(
    byMethod(routes).map((route) => route.condition),
    `${id}Condition`,
    origin,
    sam,
  );
}

/** The last event for the same path and method counts. */
function byMethod(routes: readonly PlannedRoute[]): PlannedRoute[] {
  return [
    ...new Map(
      routes.map((route) => [`${stringAt(route.event.properties, "Method") ?? ""} ${route.path}`, route]),
    ).values(),
  ];
}

/** The condition that one of these holds; none when one of them is no condition at all. */
function combined(
  conditions: readonly (string | undefined)[],
  name: string,
  origin: Origin,
  sam: Expansion,
): string | undefined {
  const names = new Set<string>();
  for (const condition of conditions) {
    if (condition === undefined) return undefined;
    names.add(condition);
  }
  if (names.size < 2) return [...names][0];
  for (const [made, value] of anyOf([...names].sort(), name)) sam.addCondition(made, value, origin);
  return name;
}

function strongest(routes: readonly PlannedRoute[], attribute: string, order: readonly string[]): Node | undefined {
  const written = routes.flatMap(({ event }) => at(event.owner.node, attribute) ?? []);
  for (const wanted of order) {
    const found = written.find((value) => literal(value) === wanted);
    if (found) return found;
  }
  return undefined;
}

function propagatedTags(routes: readonly PlannedRoute[], sam: Expansion): Map<string, Node> {
  const tags = new Map<string, Node>();
  for (const { event } of routes) {
    if (at(event.properties, API_PROPERTY[event.type] ?? "")) continue;
    const section = event.owner.type.replace("AWS::Serverless::", "");
    const value = (name: string) => given(event.owner.properties, name) ?? given(sam.root, "Globals", section, name);
    if (!value("PropagateTags")) continue;
    for (const [key, tag] of mappingAt(value("Tags"))?.entries ?? []) tags.set(key, tag);
  }
  return tags;
}

function managedPaths(apiId: string, routes: readonly PlannedRoute[], sam: Expansion): ManagedPaths {
  const byPath = new Map<string, PlannedRoute[]>();
  for (const route of routes) byPath.set(route.path, [...(byPath.get(route.path) ?? []), route]);
  return new Map(
    [...byPath].map(([path, onPath]) => {
      const origin = onPath[0]?.event.origin ?? sam.root.origin;
      const name = `${apiId}${path.replaceAll("/", "SLASH").replaceAll("{", "OB").replaceAll("}", "CB")}PathCondition`;
      const condition = combined(
        byMethod(onPath).map((route) => route.condition),
        name,
        origin,
        sam,
      );
      const methods = new Set(onPath.map((route) => methodKey(route.method)));
      return [path, condition === undefined ? { methods, origin } : { methods, origin, condition }] as const;
    }),
  );
}

/** Settings of routes are written with the events and belong to the stage of the API. */
function addRouteSettings(routes: readonly PlannedRoute[], resources: Map<string, MappingNode>, sam: Expansion): void {
  for (const { event, apiId, path, method, condition } of routes) {
    const settings = at(event.node, "Properties", "RouteSettings");
    const api = resources.get(apiId);
    if (!settings || !api) continue;
    const properties = mappingAt(api, "Properties") ?? draft({}, api.origin);
    const known = at(properties, "RouteSettings");
    if (known && known.kind !== "mapping") sam.reject(apiId, known, "'RouteSettings' has to be a map");
    if (settings.kind !== "mapping") {
      rejectEvent(event, settings, "'RouteSettings' has to be a map", sam);
      continue;
    }
    const route = methodKey(method) === methodKey("any") && method !== "any" ? path : `${method.toUpperCase()} ${path}`;
    const own = condition === undefined ? settings : draft(fnIf(condition, settings), event.origin);
    const before = mappingAt(known, route) ?? draft({}, settings.origin);
    const merged = withEntries(before, Object.fromEntries(own.entries));
    const all = withEntries(mappingAt(known) ?? draft({}, event.origin), { [route]: merged });
    resources.set(apiId, withEntries(api, { Properties: withEntries(properties, { RouteSettings: all }) }));
  }
}
