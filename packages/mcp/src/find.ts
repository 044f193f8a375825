import { nameOf, showText, type Edge, type Resource, type ResourceGraph } from "@assay/analyzer";
import { code, visible } from "assay";
import { Refused } from "./confine.js";
import type { Start } from "./trace.js";

const MOST_NAMED = 20;

/** The one resource that is meant: by its id, else by what people call it, else by the end of its id. */
export function findResource(given: string, among: readonly Resource[], suggested = among): Resource {
  const found = named(given, among);
  if (found.length === 1 && found[0]) return found[0];
  if (found.length > 1) throw new Refused(`Several are called so: ${ids(found.map(({ id }) => id))}. Ask by the id.`);
  throw new Refused(
    `Nothing is called so. There are, among ${suggested.length}: ${ids(suggested.map(({ id }) => id))}.`,
  );
}

/** Where an event is followed from: a resource, or a trigger by its detail (`GET /orders`, `rate(5 minutes)`). */
export function findStart(given: string, graph: ResourceGraph): Start {
  const triggers = graph.edges("triggers").filter(({ detail }) => detail !== undefined && same(detail, given));
  const distinct = [...new Map(triggers.map((edge) => [edge.from.id, edge])).values()];
  const [trigger] = distinct;
  if (distinct.length > 1)
    throw new Refused(
      `Several send this event: ${ids(distinct.map(({ from }: Edge) => from.id))}. Ask by one of the ids.`,
    );
  if (trigger && named(given, graph.resources).length === 0) return { resource: trigger.from, trigger };
  const senders = new Set([...graph.edges("triggers"), ...graph.edges("publishes")].map(({ from }) => from));
  const suggested = graph.resources.filter((resource) => senders.has(resource));
  return { resource: findResource(given, graph.resources, suggested) };
}

function named(given: string, among: readonly Resource[]): readonly Resource[] {
  const ways: readonly ((resource: Resource) => boolean)[] = [
    ({ id }) => same(id, given),
    (resource) =>
      [resource.logicalId, nameOf(resource), resource.name ? showText(resource.name) : ""].some((name) =>
        same(name, given),
      ),
    ({ id }) => visible(id).endsWith(`#${given}`) || visible(id).endsWith(`/${given}`),
  ];
  for (const way of ways) {
    const found = among.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}

/** Names are given back as they were shown. */
function same(name: string, given: string): boolean {
  return name === given || visible(name) === given;
}

function ids(all: readonly string[]): string {
  const shown = all.slice(0, MOST_NAMED).map((id) => code(id));
  return `${shown.join(", ")}${all.length > MOST_NAMED ? " …" : ""}`;
}
