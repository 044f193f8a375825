import {
  known,
  nameOf,
  readString,
  readText,
  resourceId,
  resourcesIn,
  showText,
  type Analysis,
  type Origin,
  type Resource,
  type Value,
} from "@assay/analyzer";
import { at, because, unknown, worst, type Finding } from "../rule.js";

/** A permission to invoke a function, as the author declares it. */
export interface Permission {
  readonly resource: Resource;
  readonly principal: Value<string>;
  readonly name: string;
}

/**
 * One finding for each permission to invoke a function. Permissions that a framework makes from a trigger are its own
 * business; a principal that is not known leaves the answer open.
 */
export function* judgePermissions(
  { graph }: Analysis,
  judge: (permission: Permission, principal: string) => Finding,
): Iterable<Finding> {
  for (const resource of graph.ofType("AWS::Lambda::Permission")) {
    if (!resource.stack || resource.owner !== undefined || resource.origin.why === "generated") continue;
    const name = nameOf(resource);
    const place = at(resource, name);
    const principal = readString(resource.properties, "Principal");
    const permission = { resource, principal, name };
    const found = worst(
      principal.map((value): Finding => {
        if (value.state === "known") return { ...judge(permission, value.value), when: value.when };
        return unknown(resource, {
          message: `Whom ${name} lets in is not known: ${because(value)}.`,
          evidence: [{ origin: value.origin, says: "principal" }, place],
          when: value.when,
        });
      }),
    );
    if (found) yield found;
  }
}

/** Whether a property of a permission is given in every case; `undefined` when nobody knows. */
export function isGiven(resource: Resource, property: string): boolean | undefined {
  const values = readText(resource.properties, property);
  if (values.every(({ state }) => state !== "absent")) return true;
  return values.some(({ state }) => state !== "absent") ? undefined : false;
}

/** What a permission names as its source, and the resource that it is when the scanned inputs declare it. */
export interface Source {
  readonly shown: string;
  readonly origin: Origin;
  readonly resource: Resource | undefined;
}

export function sourcesOf(permission: Resource, { graph }: Analysis): readonly Source[] {
  return known(readText(permission.properties, "SourceArn")).map(({ value, origin }) => {
    const [symbol] = resourcesIn(value);
    return {
      shown: showText(value),
      origin,
      resource: symbol && graph.resource(resourceId(symbol.stack, symbol.logicalId)),
    };
  });
}

/** The permissions of each function that is declared; those for an alias or version are the function's. */
export function permissionsByFunction({ graph }: Analysis): ReadonlyMap<Resource, readonly Resource[]> {
  const found = new Map<Resource, Resource[]>();
  for (const permission of graph.ofType("AWS::Lambda::Permission")) {
    const named = known(readText(permission.properties, "FunctionName")).flatMap(({ value }) => resourcesIn(value));
    for (const symbol of named) {
      const resource = graph.resource(resourceId(symbol.stack, symbol.logicalId));
      const fn = resource?.kind === "function" ? resource : resource && graph.to(resource, "contains")[0]?.from;
      if (fn) found.set(fn, [...(found.get(fn) ?? []), permission]);
    }
  }
  return found;
}
