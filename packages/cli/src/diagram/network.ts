import type { GraphResource } from "@assay/analyzer";
import { cardOf, displayName } from "./cards.js";
import type { Flows } from "./flows.js";
import type { Card, Subnet, Vpc } from "./model.js";

/** What runs where: a view per VPC, its subnets by zone, each with what has a network interface in it. */
export function networksOf(flows: Flows): readonly Vpc[] {
  const inSubnet = new Map<string, GraphResource[]>();
  for (const [id, networks] of flows.networks) {
    const resource = flows.resources.get(id);
    for (const network of networks) {
      if (!resource || network.kind !== "subnet") continue;
      inSubnet.set(network.id, [...(inSubnet.get(network.id) ?? []), resource]);
    }
  }
  const vpcs = new Map<string, GraphResource[]>();
  for (const resource of flows.resources.values()) {
    if (resource.kind !== "subnet" && resource.kind !== "vpc") continue;
    const vpc = resource.kind === "vpc" ? resource.id : (flows.containers.get(resource.id)?.id ?? "");
    const members = vpcs.get(vpc) ?? [];
    vpcs.set(vpc, resource.kind === "subnet" ? [...members, resource] : members);
  }
  return [...vpcs]
    .filter(([, subnets]) => subnets.length > 0)
    .map(([id, subnets]) => vpcOf(id, subnets, inSubnet, flows));
}

/** What runs there, by name: its configuration stands in the stacks' pictures. */
function memberCard(member: GraphResource, flows: Flows): Card {
  const { id, resource, kind, name, title, isOutside } = cardOf(member, 0, member.stack ?? "", flows);
  return { id, resource, kind, name, title, isOutside, details: [kind.replaceAll("-", " ")], badges: [] };
}

/** Subnets of a zone with the same members are drawn as one with both names. */
function withSubnet(subnets: readonly Subnet[], added: Subnet): Subnet[] {
  const ids = (subnet: Subnet) => subnet.cards.map(({ id }) => id).join("\n");
  const twin = subnets.find((subnet) => ids(subnet) === ids(added) && subnet.details.join() === added.details.join());
  if (!twin) return [...subnets, added];
  return subnets.map((subnet) => (subnet === twin ? { ...twin, title: `${twin.title}, ${added.title}` } : subnet));
}

function vpcOf(
  id: string,
  subnets: readonly GraphResource[],
  inSubnet: ReadonlyMap<string, readonly GraphResource[]>,
  flows: Flows,
): Vpc {
  const vpc = flows.resources.get(id);
  const zones = new Map<string, Subnet[]>();
  for (const subnet of subnets) {
    const zone = subnet.zone ?? "";
    const members = inSubnet.get(subnet.id) ?? [];
    const entry: Subnet = {
      title: displayName(subnet),
      details: [subnet.stack === undefined ? "outside the stacks" : "subnet"],
      cards: members.map((member) => memberCard(member, flows)),
    };
    zones.set(zone, withSubnet(zones.get(zone) ?? [], entry));
  }
  const contained = [...flows.containers].filter(([, container]) => container.id === id);
  const counts = ["security-group", "vpc-endpoint", "nat-gateway", "internet-gateway", "route-table"].flatMap(
    (kind) => {
      const names = contained.flatMap(([member]) => {
        const resource = flows.resources.get(member);
        return resource?.kind === kind ? [displayName(resource)] : [];
      });
      return names.length === 0 ? [] : [`${kind.replaceAll("-", " ")}: ${names.sort().join(", ")}`];
    },
  );
  return {
    id: id || "no-vpc",
    title: vpc ? `VPC ${displayName(vpc)}` : "VPC not named in the scanned inputs",
    notes: [...(vpc?.stack === undefined && vpc ? ["outside the stacks"] : []), ...counts],
    zones: [...zones]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([zone, members]) => ({
        title:
          zone === ""
            ? "zone not written in the scanned inputs"
            : zone.startsWith("zone ")
              ? `Z${zone.slice(1)} of the region`
              : `Zone ${zone}`,
        subnets: members,
      })),
  };
}
