import {
  known,
  nameOf,
  networkOf,
  readBoolean,
  readEntries,
  readItems,
  readText,
  resourceId,
  resourcesIn,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import data from "../data/vpc.json" with { type: "json" };
import type { Evidence } from "../rule.js";
import { named, vpcsOf } from "./network.js";

/** What makes a function need its VPC: a resource in it, and how it is known that the function uses it. */
export interface Reason {
  readonly resource: Resource;
  /** "reads its events", "mounts it". */
  readonly how: string;
  readonly place: Evidence;
}

const isWithin = (resource: Resource) => data.onlyWithin.includes(resource.type);

/** What a function uses that only a VPC offers, with proof. */
export function reasons(fn: Resource, graph: ResourceGraph): readonly Reason[] {
  const found: Reason[] = [];
  const note = (resource: Resource, how: string, origin: Evidence["origin"]) => {
    if (isWithin(resource) && !found.some((reason) => reason.resource === resource))
      found.push({ resource, how, place: { origin, says: `${nameOf(fn)} ${how} ${nameOf(resource)}` } });
  };
  for (const { from, origin } of graph.to(fn, "triggers")) note(from, "is started by", origin);
  for (const kind of ["reads", "writes"] as const)
    for (const { to, origin, statement } of graph.from(fn, kind)) if (!statement) note(to, "mounts", origin);
  for (const { to, origin } of graph.from(fn, "configures")) note(to, "is configured with", origin);
  for (const { resource, origin } of admitting(fn, graph)) note(resource, "is let in by", origin);
  return found;
}

/** Resources whose security group lets those of the function in, or that share one with it. */
function admitting(fn: Resource, graph: ResourceGraph): readonly { resource: Resource; origin: Evidence["origin"] }[] {
  const own = new Set(networkOf(fn, graph).securityGroups);
  const admitted = new Map<Resource, Evidence["origin"]>();
  for (const group of own) admitted.set(group, group.origin);
  for (const ingress of graph.ofType("AWS::EC2::SecurityGroupIngress"))
    if (named(ingress, "SourceSecurityGroupId", graph).some((source) => own.has(source)))
      for (const group of named(ingress, "GroupId", graph)) admitted.set(group, ingress.origin);
  for (const group of graph.ofType("AWS::EC2::SecurityGroup"))
    for (const { view } of readItems(group.properties, "SecurityGroupIngress"))
      for (const { value, origin } of known(readText(view, "SourceSecurityGroupId"))) {
        const sources = resourcesIn(value).map((symbol) => graph.resource(resourceId(symbol.stack, symbol.logicalId)));
        if (sources.some((source) => source && own.has(source))) admitted.set(group, origin);
      }
  return [...admitted].flatMap(([group, origin]) =>
    graph.to(group, "runs-in").map(({ from }) => ({ resource: from, origin })),
  );
}

/** What stands in the same VPC as a function, though nothing shows that it is used. */
export function neighbours(fn: Resource, graph: ResourceGraph): readonly Resource[] {
  const vpcs = vpcsOf(networkOf(fn, graph).subnets, graph);
  const stacks = new Set([...vpcs].map(({ stack }) => stack));
  return graph.resources.filter((resource) => isWithin(resource) && stacks.has(resource.stack));
}

/** Endpoints without a public address that a function's variables hold. */
export function privateEndpoints(fn: Resource, graph: ResourceGraph): readonly Reason[] {
  return readEntries(fn.properties, "Environment", "Variables").flatMap(({ key, view }) =>
    known(readText(view)).flatMap(({ value, origin }) =>
      resourcesIn(value).flatMap((symbol): Reason[] => {
        const resource = graph.resource(resourceId(symbol.stack, symbol.logicalId));
        if (!resource || !/Endpoint|Address/.test(symbol.attribute) || !hasNoPublicAddress(resource)) return [];
        return [{ resource, how: "is configured with", place: { origin, says: `variable ${key}` } }];
      }),
    ),
  );
}

function hasNoPublicAddress(resource: Resource): boolean {
  if (data.withoutPublicEndpoint.includes(resource.type)) return true;
  if (resource.type !== "AWS::RDS::DBInstance") return false;
  return readBoolean(resource.properties, "PubliclyAccessible").some((one) => one.state === "known" && !one.value);
}
