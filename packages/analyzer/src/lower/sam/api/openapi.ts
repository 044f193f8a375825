import { at, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { textOf } from "../../../source/span.js";
import { draft, withEntries } from "../../draft.js";
import type { Expansion } from "../expansion.js";
import type { ApiRoute } from "../model.js";
import { isGiven, isNoValue } from "../value.js";
import { methodKey } from "./route.js";

/** The extension that says what API Gateway calls for an operation. */
export const INTEGRATION = "x-amazon-apigateway-integration";

/** The alternatives of a value under `Fn::If`, less AWS::NoValue; the value itself when it is not under one. */
export function alternatives(node: Node): readonly Node[] {
  const branches = at(node, "Fn::If");
  if (!branches) return [node];
  return branches.kind === "sequence" ? branches.items.slice(1).filter((item) => !isNoValue(item)) : [];
}

/** The same value with each of its alternatives replaced. */
function mapAlternatives(node: Node, edit: (node: Node) => Node): Node {
  const branches = at(node, "Fn::If");
  if (!branches || node.kind !== "mapping") return edit(node);
  if (branches.kind !== "sequence") return node;
  const items = branches.items.map((item, i) => (i === 0 || isNoValue(item) ? item : edit(item)));
  return withEntries(node, { "Fn::If": { ...branches, items } });
}

/** The same definition with every alternative of every path item replaced. */
export function mapPathItems(body: MappingNode, edit: (item: MappingNode, path: string) => Node): MappingNode {
  const paths = mappingAt(body, "paths");
  if (!paths) return body;
  const entries = new Map<string, Node>();
  for (const [path, item] of paths.entries)
    entries.set(
      path,
      mapAlternatives(item, (one) => (one.kind === "mapping" ? edit(one, path) : one)),
    );
  return withEntries(body, { paths: { ...paths, entries } });
}

/** The same definition with every operation that has an integration replaced. Methods are spelt as in a definition. */
export function mapOperations(
  body: MappingNode,
  notMethods: readonly string[],
  edit: (operation: MappingNode, method: string, path: string) => MappingNode,
): MappingNode {
  return mapPathItems(body, (item, path) => {
    const entries = new Map<string, Node>();
    for (const [method, operation] of item.entries) {
      if (notMethods.includes(method)) entries.set(method, operation);
      else
        entries.set(
          method,
          mapAlternatives(operation, (one) => (hasIntegration(one) ? edit(one, methodKey(method), path) : one)),
        );
    }
    return { ...item, entries };
  });
}

function hasIntegration(operation: Node): operation is MappingNode {
  return operation.kind === "mapping" && isGiven(at(operation, INTEGRATION));
}

/** Whether a place of the definition is taken: every alternative of the path has the method with an integration. */
export function isTaken(body: MappingNode, path: string, method: string): boolean {
  const item = at(body, "paths", path);
  if (!item) return false;
  return alternatives(item).every((one) => {
    const operation = at(one, methodKey(method));
    return operation !== undefined && alternatives(operation).some(hasIntegration);
  });
}

/** The same definition with every alternative of one path item replaced; an empty item when there is none. */
export function editPath(body: MappingNode, route: ApiRoute, edit: (item: MappingNode) => Node): MappingNode {
  const paths = mappingAt(body, "paths") ?? draft({}, body.origin);
  const item = at(paths, route.path) ?? draft({}, route.event.origin);
  const edited = mapAlternatives(item, (one) => (one.kind === "mapping" ? edit(one) : one));
  return withEntries(body, { paths: withEntries(paths, { [route.path]: edited }) });
}

/** The same definition with the operation of a route changed. */
export function editOperation(body: MappingNode, route: ApiRoute, edit: (operation: MappingNode) => Node): MappingNode {
  return editPath(body, route, (item) => mapOperation(item, route.method, edit));
}

/** The same path item with each alternative of an operation that has an integration replaced. */
function mapOperation(item: MappingNode, method: string, edit: (operation: MappingNode) => Node): MappingNode {
  const operation = at(item, methodKey(method));
  if (!operation) return item;
  return withEntries(item, {
    [methodKey(method)]: mapAlternatives(operation, (one) => (hasIntegration(one) ? edit(one) : one)),
  });
}

/** The text of a version, which YAML may have read as a number. */
export function versionText(node: Node | undefined): string | undefined {
  if (node?.kind !== "scalar" || node.value === null) return undefined;
  const written = textOf(node.origin.span);
  return typeof node.value === "number" && Number(written) === node.value ? written : String(node.value);
}

export function isOpenApi3(version: string | undefined): boolean {
  return version !== undefined && /^3(\.\d)(\.\d)?$/.test(version);
}

/** Whether SAM can add to a definition: it has paths and a version. */
export function isDefinition(body: Node | undefined, kind: "rest" | "http"): body is MappingNode {
  if (body?.kind !== "mapping" || !mappingAt(body, "paths")) return false;
  if (kind === "rest" && isGiven(at(body, "swagger"))) return true;
  return isGiven(at(body, "openapi")) && isOpenApi3(versionText(at(body, "openapi")));
}

/** Whether a definition is the result of a macro that could not be applied: nothing is known of it then. */
export function isUnknown(body: Node | undefined): boolean {
  return at(body, "Fn::Transform") !== undefined;
}

/** Reports path items and operations that are no maps; SAM looks at them as soon as it changes anything. */
export function checkPaths(body: MappingNode, notMethods: readonly string[], apiId: string, sam: Expansion): void {
  for (const [path, item] of mappingAt(body, "paths")?.entries ?? []) {
    for (const one of alternatives(item)) {
      if (one.kind !== "mapping") {
        sam.reject(apiId, one, `the path '${path}' of the definition has to be a map`);
        continue;
      }
      for (const [method, operation] of one.entries) {
        if (notMethods.includes(method)) continue;
        for (const choice of alternatives(operation))
          if (choice.kind !== "mapping")
            sam.reject(apiId, choice, `the method '${method}' of the path '${path}' has to be a map`);
      }
    }
  }
}

/** The requirements of an operation; reported when they are no list of maps. */
export function securityOf(operation: MappingNode, apiId: string, sam: Expansion): readonly MappingNode[] {
  const security = at(operation, "security");
  if (!security) return [];
  if (security.kind !== "sequence") {
    sam.reject(apiId, security, "the 'security' of an operation has to be a list");
    return [];
  }
  return security.items.filter((item): item is MappingNode => {
    if (item.kind === "mapping") return true;
    sam.reject(apiId, item, "an entry of the 'security' of an operation has to be a map");
    return false;
  });
}
