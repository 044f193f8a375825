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
import { named } from "../named.js";

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
  if (found.length === 0)
    for (const { to, origin } of graph.from(fn, "reads"))
      if (to.kind === "file-system")
        found.push({ resource: to, how: "mounts", place: { origin, says: `mounts ${nameOf(to)}` } });
  return found;
}

/** Resources whose security group lets those of the function in, or that share one with it. */
function admitting(fn: Resource, graph: ResourceGraph): readonly Admission[] {
  const own = [...new Set(networkOf(fn, graph).securityGroups)];
  const { admissions } = indexOf(graph);
  const groups = own.flatMap((group): readonly Admission[] => [
    { resource: group, origin: group.origin },
    ...(admissions.get(group) ?? []),
  ]);
  return groups.flatMap(({ resource: group, origin }) =>
    graph.to(group, "runs-in").map(({ from }) => ({ resource: from, origin })),
  );
}

/** A security group that lets another one in, and where it says so. */
interface Admission {
  readonly resource: Resource;
  readonly origin: Evidence["origin"];
}

interface Index {
  /** The groups that let a group in. */
  readonly admissions: ReadonlyMap<Resource, readonly Admission[]>;
  /** What only a VPC offers, by stack. */
  readonly within: ReadonlyMap<Resource["stack"], readonly Resource[]>;
}

const indexes = new WeakMap<ResourceGraph, Index>();

function indexOf(graph: ResourceGraph): Index {
  const earlier = indexes.get(graph);
  if (earlier) return earlier;
  const admissions = new Map<Resource, Admission[]>();
  const admit = (source: Resource, admission: Admission) =>
    void admissions.set(source, [...(admissions.get(source) ?? []), admission]);
  for (const ingress of graph.ofType("AWS::EC2::SecurityGroupIngress"))
    for (const source of named(ingress, "SourceSecurityGroupId", graph))
      for (const group of named(ingress, "GroupId", graph)) admit(source, { resource: group, origin: ingress.origin });
  for (const group of graph.ofType("AWS::EC2::SecurityGroup"))
    for (const { view } of readItems(group.properties, "SecurityGroupIngress"))
      for (const { value, origin } of known(readText(view, "SourceSecurityGroupId")))
        for (const symbol of resourcesIn(value)) {
          const source = graph.resource(resourceId(symbol.stack, symbol.logicalId));
          if (source) admit(source, { resource: group, origin });
        }
  const within = new Map<Resource["stack"], Resource[]>();
  for (const type of data.onlyWithin)
    for (const resource of graph.ofType(type))
      within.set(resource.stack, [...(within.get(resource.stack) ?? []), resource]);
  const index = { admissions, within };
  indexes.set(graph, index);
  return index;
}

/** What stands in the stacks of VPCs and is reachable within them only, though nothing shows that a function uses it. */
export function neighbours(vpcs: readonly Resource[], graph: ResourceGraph): readonly Resource[] {
  const { within } = indexOf(graph);
  return [...new Set(vpcs.map(({ stack }) => stack))].flatMap((stack) => within.get(stack) ?? []);
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
