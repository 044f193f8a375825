import { at, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../../draft.js";
import { generate, handedDown, type Expansion } from "../expansion.js";
import { hashable, hashedId } from "../logical-id.js";
import type { Drafts, Generated, RecordSets, SamResource } from "../model.js";
import { given, isTrue, present } from "../value.js";

/** How the records of a custom domain name point to it. */
export interface DomainRecords {
  readonly name: Node | undefined;
  readonly route53: Node;
  readonly target: Drafts;
}

/** The record set group of a custom domain: one of its own, or that of its hosted zone in `groups`. */
export function recordSetGroup(
  resource: SamResource,
  records: DomainRecords,
  groups: Map<string, RecordSets>,
  sam: Expansion,
): Generated[] {
  const { route53, name } = records;
  if (route53.kind !== "mapping") {
    sam.reject(resource.id, route53, "'Domain.Route53' has to be a map");
    return [];
  }
  const [zoneId, zoneName] = [present(route53, "HostedZoneId"), present(route53, "HostedZoneName")];
  if (!zoneId && !zoneName)
    sam.reject(resource.id, route53, "'Domain.Route53' needs 'HostedZoneId' or 'HostedZoneName'");
  const zone = zoneId ?? zoneName;
  const origin = generatedFrom(route53.origin, "SAM Domain");
  const sets = recordSets(records, route53).map((set) => draft(set, origin));
  const separate = given(route53, "SeparateRecordSetGroup");
  if (separate && !isTrue(separate))
    sam.reject(resource.id, separate, "'SeparateRecordSetGroup' has to be true or false");
  const zoneFields = { HostedZoneId: at(route53, "HostedZoneId"), HostedZoneName: at(route53, "HostedZoneName") };
  if (separate) {
    const id = hashedId("RecordSetGroup", [hashable(zone) ?? null, hashable(name) ?? null]);
    return [
      generate(
        id,
        "AWS::Route53::RecordSetGroup",
        { ...zoneFields, RecordSets: sets },
        origin,
        handedDown(resource.node),
      ),
    ];
  }
  const id = hashedId("RecordSetGroup", hashable(zone));
  const group: RecordSets = groups.get(id) ?? { owner: resource, zone: zoneFields, sets: [] };
  group.sets.push(...sets);
  groups.set(id, group);
  const properties = { ...group.zone, RecordSets: group.sets };
  return [generate(id, "AWS::Route53::RecordSetGroup", properties, origin, handedDown(group.owner.node))];
}

function recordSets({ name, target }: DomainRecords, route53: MappingNode): Draft[] {
  const record = (type: string): Draft => ({
    Name: name,
    Type: type,
    AliasTarget: { EvaluateTargetHealth: present(route53, "EvaluateTargetHealth"), ...target },
    Region: present(route53, "Region"),
    SetIdentifier: present(route53, "SetIdentifier"),
  });
  return isTrue(at(route53, "IpV6")) ? [record("A"), record("AAAA")] : [record("A")];
}
