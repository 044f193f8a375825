import data from "../data/access.json" with { type: "json" };
import type { ResourceKind } from "../resource-type.js";

/** What an action does to the resource that it names. */
export type AccessKind = "reads" | "writes" | "publishes" | "invokes";

interface ServiceAccess {
  readonly kind: ResourceKind;
  readonly invokes?: readonly string[];
  readonly publishes?: readonly string[];
}

const services = data.services as Readonly<Record<string, ServiceAccess>>;

/** The kind of resource that the actions of a service act on, for the services that the graph knows. */
export function actedOn(service: string): ResourceKind | undefined {
  return services[service]?.kind;
}

/** What an action, possibly with wildcards, lets its holder do: `dynamodb:*` both reads and writes. */
export function accessKinds(action: string): readonly AccessKind[] {
  const [service = "", name = ""] = action.split(":");
  const known = services[service.toLowerCase()];
  const matches = pattern(name);
  const kinds: AccessKind[] = [];
  if (known?.invokes?.some(matches)) kinds.push("invokes");
  if (known?.publishes?.some(matches)) kinds.push("publishes");
  const star = name.indexOf("*");
  if (star === 0) return [...kinds, "reads", "writes"];
  if (kinds.length > 0 && star < 0) return kinds;
  const verb = star < 0 ? name : name.slice(0, star);
  const isRead = data.reads.some((read) => verb.toLowerCase().startsWith(read.toLowerCase()));
  return [...kinds, isRead ? "reads" : "writes"];
}

/** Matches names as IAM does: `*` and `?` are wildcards, case does not count. */
export function pattern(glob: string): (name: string) => boolean {
  const known = patterns.get(glob);
  if (known) return known;
  const made = compile(glob);
  patterns.set(glob, made);
  return made;
}

/** The same few patterns are asked for again and again. */
const patterns = new Map<string, (name: string) => boolean>();

function compile(glob: string): (name: string) => boolean {
  const lower = glob.toLowerCase();
  if (!/[*?]/.test(glob)) return (name) => name.length === lower.length && name.toLowerCase() === lower;
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${source}$`, "i");
  return (name) => expression.test(name);
}
