import type { World } from "../evaluate/model.js";
import { both } from "../evaluate/scenario.js";
import { compareText } from "../source/span.js";
import type { Edge, EdgeData, EdgeKind, Resource, ResourceGraph } from "./model.js";
import type { ResourceKind } from "./resource-type.js";

/** What an edge needs beyond its two ends. */
export type EdgeDetails<K extends EdgeKind> = Pick<Edge<K>, "origin"> &
  Partial<Pick<Edge<K>, "when" | "confidence">> &
  EdgeData[K];

/** Collects resources and edges, and answers queries about those it has. */
export class GraphBuilder implements ResourceGraph {
  readonly world: World;
  private readonly byId = new Map<string, Resource>();
  private readonly byKind = new Map<ResourceKind, Resource[]>();
  private readonly byType = new Map<string, Resource[]>();
  private readonly byEdgeKind = new Map<EdgeKind, Edge[]>();
  private readonly outgoing = new Map<string, Edge[]>();
  private readonly incoming = new Map<string, Edge[]>();

  constructor(world: World) {
    this.world = world;
  }

  add(resource: Resource): Resource {
    this.byId.set(resource.id, resource);
    listed(this.byKind, resource.kind).push(resource);
    if (resource.type) listed(this.byType, resource.type).push(resource);
    return resource;
  }

  /** Joins two resources, unless they, and what makes the connection, can never exist together. */
  connect<K extends EdgeKind>(kind: K, from: Resource, to: Resource, details: EdgeDetails<K>): void {
    const ends = both(from.when, to.when);
    const existing = ends && both(ends, ("via" in details && details.via?.when) || []);
    const when = existing && both(existing, details.when ?? []);
    if (!when || !this.world.satisfiable(when)) return;
    const edge = { confidence: "certain", ...details, kind, from, to, when } as unknown as Edge;
    listed(this.byEdgeKind, kind).push(edge);
    listed(this.outgoing, `${kind}\0${from.id}`).push(edge);
    listed(this.incoming, `${kind}\0${to.id}`).push(edge);
  }

  get resources(): readonly Resource[] {
    return [...this.byId.values()].sort((a, b) => compareText(a.id, b.id));
  }

  resource(id: string): Resource | undefined {
    return this.byId.get(id);
  }

  ofKind(kind: ResourceKind): readonly Resource[] {
    return this.byKind.get(kind) ?? [];
  }

  ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  edges<K extends EdgeKind>(kind: K): readonly Edge<K>[] {
    return (this.byEdgeKind.get(kind) ?? []) as readonly Edge<K>[];
  }

  from<K extends EdgeKind>(resource: Resource, kind: K): readonly Edge<K>[] {
    return (this.outgoing.get(`${kind}\0${resource.id}`) ?? []) as readonly Edge<K>[];
  }

  to<K extends EdgeKind>(resource: Resource, kind: K): readonly Edge<K>[] {
    return (this.incoming.get(`${kind}\0${resource.id}`) ?? []) as readonly Edge<K>[];
  }
}

function listed<Key, Item>(map: Map<Key, Item[]>, key: Key): Item[] {
  const known = map.get(key);
  if (known) return known;
  const fresh: Item[] = [];
  map.set(key, fresh);
  return fresh;
}
