import data from "./data/resource-types.json" with { type: "json" };

/** What a resource is to somebody who reads an architecture. */
export type ResourceKind = keyof typeof data.kinds;

/** What is known of a CloudFormation type. */
export interface ResourceType {
  readonly kind: ResourceKind;
  /** The AWS service as AWS writes it. */
  readonly service: string;
  /** The property that holds the physical name. */
  readonly name?: string;
}

const types = new Map<string, ResourceType>();
for (const [kind, members] of Object.entries(data.kinds)) {
  for (const [type, facts] of Object.entries(members as Record<string, { service: string; name?: string }>)) {
    types.set(type, { kind: kind as ResourceKind, ...facts });
  }
}

const arnServices: Readonly<Record<string, string>> = data.arnServices;

/** The services by the second part of their types, so that unlisted types of a listed service are called as it is. */
const namesakes = new Map([...types].map(([type, { service }]) => [type.split("::")[1] ?? "", service]));

/** The facts about a type; an unlisted one is `other`, and `Custom::…` a custom resource. */
export function resourceType(type: string): ResourceType {
  const known = types.get(type);
  if (known) return known;
  if (type.startsWith("Custom::")) return { kind: "custom-resource", service: "AWS CloudFormation" };
  const [vendor = "", service = ""] = type.split("::");
  if (vendor !== "AWS") return { kind: "other", service: `${vendor}::${service}` };
  return { kind: "other", service: arnServices[service.toLowerCase()] ?? namesakes.get(service) ?? `AWS ${service}` };
}

/** The AWS service of something outside the stacks: by the service in its ARN, else by what it is. */
export function outsideService(arnService: string, kind: ResourceKind): string | undefined {
  const [first] = Object.values(data.kinds[kind] as Record<string, { service: string }>);
  return arnServices[arnService] ?? first?.service;
}
