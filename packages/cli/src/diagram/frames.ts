import type { GraphDocument, GraphResource, GraphStack } from "@assay/analyzer";
import { cardOf, displayName, stackName } from "./cards.js";
import { isFunction, type Flow, type Flows } from "./flows.js";
import type { Card, Column, Frame, Group, Link } from "./model.js";
import { plain } from "./text.js";

const SOURCES = 0;
const TRIGGERS = 1;
const FUNCTIONS = 2;
const DATA = 3;
const TITLES = ["Sources", "Triggers", "Functions", "Data and egress", "Further targets"];

/** Functions of one picture at most. */
const MAX_FUNCTIONS = 40;
/** Cards of one column at most, counted with their arrows, so that a page stays legible on A4. */
const MAX_COLUMN = 1250;

/** One frame per stack that does anything; large ones in parts. */
export function stackFrames(graph: GraphDocument, flows: Flows): readonly Frame[] {
  const index = new FlowIndex(flows);
  return graph.stacks.flatMap((stack) => {
    const centers = index.centersOf(stack);
    const parts = partition(centers, index);
    return parts.map((part, number) => {
      const suffix = parts.length > 1 ? `, part ${number + 1} of ${parts.length}` : "";
      return new FrameMaker(stack, flows, index).frame(part, suffix);
    });
  });
}

/** The flows by their ends, and what stands in the middle of a stack's picture. */
class FlowIndex {
  readonly into = new Map<string, Flow[]>();
  readonly outOf = new Map<string, Flow[]>();
  readonly #centers = new Map<string, GraphResource[]>();

  constructor(flows: Flows) {
    for (const flow of [...flows.triggers, ...flows.uses, ...flows.between]) {
      add(this.outOf, flow.from.id, flow);
      add(this.into, flow.to.id, flow);
    }
    for (const resource of flows.resources.values()) {
      if (resource.stack !== undefined && this.#isCenter(resource)) add(this.#centers, resource.stack, resource);
    }
  }

  centersOf({ id }: GraphStack): readonly GraphResource[] {
    return this.#centers.get(id) ?? [];
  }

  /** Functions; and what uses other resources without any function before or behind it, such as an API on a table. */
  #isCenter(resource: GraphResource): boolean {
    if (isFunction(resource)) return true;
    const out = this.outOf.get(resource.id) ?? [];
    if (out.length === 0 || this.leadsToFunction(resource.id)) return false;
    return !(this.into.get(resource.id) ?? []).some(({ from }) => !this.leadsToFunction(from.id) || isFunction(from));
  }

  /** Whether events go from here to a function, perhaps through something else. */
  leadsToFunction(id: string, seen = new Set<string>()): boolean {
    if (seen.has(id)) return false;
    seen.add(id);
    return (this.outOf.get(id) ?? []).some(
      ({ from, to, meaning }) =>
        !isFunction(from) && meaning !== "access" && (isFunction(to) || this.leadsToFunction(to.id, seen)),
    );
  }
}

/** Splits the middle of a stack into pages: functions with the same event source stay together. */
function partition(centers: readonly GraphResource[], index: FlowIndex): readonly (readonly GraphResource[])[] {
  const keyed = centers.map((center) => ({ center, key: mainSource(center, index) }));
  keyed.sort((a, b) => compare(a.key, b.key) || compare(a.center.id, b.center.id));
  const parts: GraphResource[][] = [];
  let room = new ColumnRoom();
  for (const { center } of keyed) {
    const links = { into: index.into.get(center.id) ?? [], outOf: index.outOf.get(center.id) ?? [] };
    let part = parts.at(-1);
    if (!part || part.length >= MAX_FUNCTIONS || !room.takes(links)) {
      part = [];
      parts.push(part);
      room = new ColumnRoom();
      room.takes(links);
    }
    part.push(center);
  }
  return parts;
}

/** How far the columns of a page are filled. */
class ColumnRoom {
  #height = 0;
  readonly #before = new Set<string>();
  readonly #behind = new Set<string>();

  /** Adds a center with its links, unless that makes a column too long. */
  takes({ into, outOf }: { readonly into: readonly Flow[]; readonly outOf: readonly Flow[] }): boolean {
    const before = new Set([...this.#before, ...into.map(({ from }) => from.id)]);
    const behind = new Set([...this.#behind, ...outOf.map(({ to }) => to.id)]);
    const height = this.#height + Math.max(86, 20 + into.length * 18) + 14;
    if (Math.max(height, before.size * 62, behind.size * 62) > MAX_COLUMN) return false;
    this.#height = height;
    for (const id of before) this.#before.add(id);
    for (const id of behind) this.#behind.add(id);
    return true;
  }
}

function mainSource(center: GraphResource, index: FlowIndex): string {
  const [first] = (index.into.get(center.id) ?? [])
    .filter(({ from }) => !isFunction(from))
    .map(({ from }) => from.id)
    .sort();
  return first ?? "~";
}

/** Puts the cards of one frame into columns. */
class FrameMaker {
  readonly #columns: Map<string, Card>[] = TITLES.map(() => new Map<string, Card>());
  readonly #links = new Map<string, Link>();

  readonly stack: GraphStack;
  readonly flows: Flows;
  readonly index: FlowIndex;

  constructor(stack: GraphStack, flows: Flows, index: FlowIndex) {
    this.stack = stack;
    this.flows = flows;
    this.index = index;
  }

  frame(centers: readonly GraphResource[], suffix: string): Frame {
    for (const center of centers) this.#card(center, FUNCTIONS);
    for (const center of centers) this.#before(center);
    for (const center of centers) this.#behind(center);
    this.#further();
    const { id, framework, template } = this.stack;
    const functions = centers.filter(isFunction).length;
    return {
      id: `${id}${suffix}`,
      title: `Stack ${stackName(id)}${suffix}`,
      subtitle: plain(`${framework} · ${template} · ${functions} function${functions === 1 ? "" : "s"}`),
      columns: this.#columns.map((cards, column): Column => ({
        title: TITLES[column] ?? "",
        groups: this.#groups([...cards.values()], column),
      })),
      links: [...this.#links.values()],
    };
  }

  #card(resource: GraphResource, column: number): Card {
    const known = this.#columns[column]?.get(resource.id);
    if (known) return known;
    const card = cardOf(resource, column, this.stack.id, this.flows);
    this.#columns[column]?.set(resource.id, card);
    return card;
  }

  /** Event sources, and what feeds them. */
  #before(center: GraphResource): void {
    const into = this.index.into.get(center.id) ?? [];
    const events = into.filter(({ from, meaning }) => !isFunction(from) && meaning !== "access");
    const shown = events.length > 0 ? events : into.filter(({ from }) => isFunction(from));
    for (const flow of shown) {
      this.#link(flow, TRIGGERS, "target");
      if (isFunction(flow.from)) continue;
      for (const upstream of this.index.into.get(flow.from.id) ?? [])
        if (!isFunction(upstream.from) && upstream.meaning !== "access") this.#link(upstream, SOURCES, "target");
    }
  }

  #behind(center: GraphResource): void {
    for (const flow of this.index.outOf.get(center.id) ?? []) this.#link(flow, FUNCTIONS, "source");
  }

  /** Where the targets of this frame send on, unless that is what starts a function. */
  #further(): void {
    for (const id of this.#columns[DATA]?.keys() ?? []) {
      const resource = this.flows.resources.get(id);
      if (!resource || isFunction(resource)) continue;
      for (const flow of this.index.outOf.get(id) ?? [])
        if (!isFunction(flow.to) && !this.index.leadsToFunction(flow.to.id)) this.#link(flow, DATA, "source");
    }
    // A state machine that starts functions here may use other things itself.
    for (const id of this.#columns[TRIGGERS]?.keys() ?? []) {
      const uses = (this.index.outOf.get(id) ?? []).filter(
        ({ from, to }) => !isFunction(from) && !isFunction(to) && !this.index.leadsToFunction(to.id),
      );
      for (const flow of uses) {
        if (flow.from.stack !== this.stack.id) continue;
        this.#card(flow.from, FUNCTIONS);
        this.#link(flow, FUNCTIONS, "source");
      }
    }
  }

  #link(flow: Flow, column: number, labelAt: "source" | "target"): void {
    const [from, to] = [this.#card(flow.from, column), this.#card(flow.to, column + 1)];
    const [first = "", ...more] = flow.details;
    const label =
      labelAt === "source" ? (flow.meaning === "configured" ? "named in env" : flow.details.join(", ")) : first;
    this.#links.set(`${from.id}\n${to.id}`, {
      from: from.id,
      to: to.id,
      meaning: flow.meaning,
      label: plain(label) + (labelAt === "target" && more.length > 0 ? ` +${more.length}` : ""),
      labelAt,
      arrow: flow.meaning !== "access" ? "to" : flow.reads ? (flow.writes ? "both" : "from") : "to",
      title: plain(
        `${displayName(flow.from)} → ${displayName(flow.to)}: ${[flow.meaning, ...flow.details].join(", ")}`,
      ),
    });
  }

  /** Cards by the network that they are in; what does not go through a function stands apart. */
  #groups(cards: readonly Card[], column: number): readonly Group[] {
    const groups = new Map<string, Card[]>();
    for (const card of cards) {
      const isApart = column === FUNCTIONS && card.kind !== "function";
      add(groups, isApart ? APART : networkTitle(card, this.flows), card);
    }
    return [...groups]
      .sort(([a], [b]) => Number(a === APART) - Number(b === APART) || compare(a, b))
      .map(([title, members]): Group => {
        if (title === "") return { cards: members };
        return { frame: { kind: title === APART ? "apart" : "network", title }, cards: members };
      });
  }
}

const APART = "Not through a function";

function networkTitle({ resource }: Card, { networks, containers }: Flows): string {
  const subnets = (networks.get(resource) ?? []).filter(({ kind }) => kind === "subnet");
  if (subnets.length === 0) return "";
  const vpcs = new Set(subnets.map(({ id }) => containers.get(id)).filter((vpc) => vpc?.kind === "vpc"));
  const names = [...vpcs].flatMap((vpc) => (vpc ? [displayName(vpc)] : [])).join(", ");
  return `${`VPC ${names}`.trimEnd()}: ${subnets.map(displayName).sort(compare).join(", ")}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
