import { at, mappingAt, type Node, type Origin } from "../../../parse/node.js";
import { generatedFrom } from "../../draft.js";
import type { Expansion } from "../expansion.js";
import type { Generated, SamEvent, SamResource } from "../model.js";
import { checkProperties, type PropertyOwner, type PropertyTable } from "../properties.js";
import { literal, withoutNulls } from "../value.js";

/** What an event adds to the template, and to a role that SAM makes for its function. */
export interface EventExpansion {
  readonly resources: readonly Generated[];
  readonly managed?: readonly Node[];
  readonly inline?: readonly Node[];
}

/** The events of a function or state machine in the order in which they are written, checked. */
export function readEvents(
  owner: SamResource,
  tables: Readonly<Record<string, PropertyTable>>,
  sam: Expansion,
): readonly SamEvent[] {
  const events: SamEvent[] = [];
  for (const [name, node] of mappingAt(owner.properties, "Events")?.entries ?? []) {
    const event = readEvent(owner, name, node);
    const table = event && Object.hasOwn(tables, event.type) ? tables[event.type] : undefined;
    if (!event || !table) {
      const type = at(node, "Type");
      sam.reject(
        owner.id,
        type ?? node,
        `event '${name}': '${literal(type) ?? ""}' is no type of event that SAM knows`,
      );
      continue;
    }
    const written = at(node, "Properties");
    if (written && written.kind !== "mapping") rejectEvent(event, written, "'Properties' has to be a map", sam);
    if (!/^[A-Za-z0-9]+$/.test(event.id))
      sam.reject(owner.id, node, `event '${name}': its name has to be alphanumeric, because logical ids begin with it`);
    checkProperties(event.properties, table, eventOwner(event), sam);
    events.push(event);
  }
  return events;
}

/** One entry of `Events`; `undefined` when it is not a mapping with a type. */
export function readEvent(owner: SamResource, name: string, node: Node): SamEvent | undefined {
  const type = literal(at(node, "Type"));
  if (node.kind !== "mapping" || type === undefined) return undefined;
  const written = mappingAt(node, "Properties");
  return {
    owner,
    name,
    id: owner.id + name,
    type,
    node,
    properties: written ? withoutNulls(written) : { kind: "mapping", entries: new Map(), origin: node.origin },
    origin: generatedFrom(node.origin, `SAM event ${type}`),
  };
}

/** How problems with an event are reported. */
export function eventOwner(event: SamEvent): PropertyOwner {
  return {
    id: event.owner.id,
    prefix: `event '${event.name}': `,
    origin: at(event.node, "Properties")?.origin ?? event.node.origin,
  };
}

/** Reports that SAM refuses an event because of the value at `where`. */
export function rejectEvent(event: SamEvent, where: Node | Origin | undefined, reason: string, sam: Expansion): void {
  sam.reject(event.owner.id, where ?? eventOwner(event).origin, `event '${event.name}': ${reason}`);
}
