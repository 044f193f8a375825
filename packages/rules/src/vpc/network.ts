import {
  readString,
  readText,
  textKey,
  toJson,
  at as entryAt,
  vpcConfiguration,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import { named } from "../named.js";

/** Whether a function is in a VPC in some scenario at least. */
export function mayBeInVpc(fn: Resource): boolean {
  return vpcConfiguration(fn).some((value) => value.state !== "known" || value.value);
}

/** The VPCs of subnets, security groups and other members. */
export function vpcsOf(members: readonly Resource[], graph: ResourceGraph): ReadonlySet<Resource> {
  const containers = members.flatMap((member) => graph.to(member, "contains").map(({ from }) => from));
  return new Set(containers.filter(({ kind }) => kind === "vpc"));
}

/** One text for each zone; equal texts are equal zones. Undefined when it is not known. */
export function zoneOf(subnet: Resource): string | undefined {
  for (const key of ["AvailabilityZone", "AvailabilityZoneId"]) {
    const [zone] = readText(subnet.properties, key);
    if (zone?.state === "known") {
      const open = zone.value.some((part) => typeof part !== "string" && part.kind !== "pseudo");
      if (!open) return textKey(zone.value);
    }
    // `Fn::Select` of `Fn::GetAZs` is another zone for another index, whichever it is.
    const written = "node" in subnet.properties ? entryAt(subnet.properties.node, key) : undefined;
    const text = written && JSON.stringify(toJson(written));
    if (text?.includes("Fn::GetAZs")) return text.replace(/"(\d+)"/g, "$1");
  }
  return undefined;
}

interface Routing {
  readonly tables: ReadonlyMap<string, readonly Resource[]>;
  readonly routes: ReadonlyMap<string, readonly Resource[]>;
}

const found = new WeakMap<ResourceGraph, Routing>();

function routing(graph: ResourceGraph): Routing {
  const earlier = found.get(graph);
  if (earlier) return earlier;
  const tables = new Map<string, Resource[]>();
  const routes = new Map<string, Resource[]>();
  for (const association of graph.ofType("AWS::EC2::SubnetRouteTableAssociation"))
    for (const subnet of named(association, "SubnetId", graph))
      add(tables, subnet.id, named(association, "RouteTableId", graph));
  for (const route of graph.ofKind("route"))
    for (const table of named(route, "RouteTableId", graph)) add(routes, table.id, [route]);
  const result = { tables, routes };
  found.set(graph, result);
  return result;
}

function add(map: Map<string, Resource[]>, key: string, items: readonly Resource[]): void {
  map.set(key, [...(map.get(key) ?? []), ...items]);
}

/** The route tables that serve a subnet, as far as they are declared. */
export function routeTables(subnet: Resource, graph: ResourceGraph): readonly Resource[] {
  return routing(graph).tables.get(subnet.id) ?? [];
}

const WAYS_OUT = [
  "NatGatewayId",
  "TransitGatewayId",
  "InstanceId",
  "NetworkInterfaceId",
  "VpcPeeringConnectionId",
  "VpcEndpointId",
  "EgressOnlyInternetGatewayId",
  "CarrierGatewayId",
  "LocalGatewayId",
];

/** The routes from a subnet to everywhere that a function can use: an internet gateway is none for it. */
export function egress(subnet: Resource, graph: ResourceGraph): readonly Resource[] {
  return defaultRoutes(subnet, graph).filter((route) => leads(route, WAYS_OUT));
}

/** Whether a subnet is public: its route to everywhere leads to an internet gateway. */
export function isPublic(subnet: Resource, graph: ResourceGraph): boolean {
  return defaultRoutes(subnet, graph).some((route) => leads(route, ["GatewayId"]));
}

function defaultRoutes(subnet: Resource, graph: ResourceGraph): readonly Resource[] {
  return routeTables(subnet, graph)
    .flatMap((table) => routing(graph).routes.get(table.id) ?? [])
    .filter(isDefault);
}

/** Whether a route is one to everywhere, or may be. */
function isDefault({ properties }: Resource): boolean {
  const keys = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"];
  const written = keys.flatMap((key) => readString(properties, key)).filter(({ state }) => state !== "absent");
  return (
    written.length === 0 ||
    written.some((one) => one.state === "unknown" || (one.state === "known" && EVERYWHERE.test(one.value)))
  );
}

const EVERYWHERE = /^(0\.0\.0\.0|::)\/0$/;

function leads({ properties }: Resource, keys: readonly string[]): boolean {
  return keys.some((key) => readText(properties, key).some(({ state }) => state !== "absent"));
}
