import { boxHeight, nameLines } from "./box.js";
import type { Card, Frame, Link } from "./model.js";
import { orderColumns, spread } from "./order.js";
import type { Arrow, Box, Region } from "./scene.js";
import { sizes } from "./scene.js";
import { fit, textWidth } from "./text.js";

/** Where the columns of a page stand. */
export interface Grid {
  /** The left edge of each column; what is empty on the whole page has no room. */
  readonly x: readonly number[];
  readonly width: number;
}

/** A frame with its boxes placed from 0 downwards, still without columns. */
export interface PlacedFrame {
  readonly frame: Frame;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly groups: readonly {
    readonly column: number;
    readonly title: string;
    readonly kind: "network" | "apart";
    readonly top: number;
    readonly height: number;
  }[];
  readonly ports: ReadonlyMap<Link, { readonly from: number; readonly to: number }>;
  /** Links that write their label; others leave through the same port. */
  readonly labelled: ReadonlySet<Link>;
  /** The room that labels need on the right and on the left side of each column. */
  readonly labelWidths: readonly { readonly right: number; readonly left: number }[];
}

interface PlacedBox {
  readonly card: Card;
  readonly column: number;
  readonly name: readonly string[];
  readonly top: number;
  readonly height: number;
}

const GROUP_HEAD = 22;
const GROUP_FOOT = 10;
const MAX_LABEL = 128;

/** The ports of a card: links with the same label leave together, labelled ones arrive apart. */
interface Sides {
  readonly left: readonly (readonly Link[])[];
  readonly right: readonly (readonly Link[])[];
}

/** Places the boxes of a frame vertically. */
export function placeFrame(frame: Frame): PlacedFrame {
  const columns = orderColumns(frame);
  const sides = sidesOf(frame.links);
  const heights = new Map<string, number>();
  const names = new Map<string, readonly string[]>();
  for (const card of columns.flat(2)) {
    const { left, right } = sides.get(card.id) ?? NO_SIDES;
    const lines = nameLines(card);
    names.set(card.id, lines);
    heights.set(card.id, boxHeight(card, lines.length, Math.max(left.length, right.length)));
  }
  const tops = placeColumns(frame, columns, heights);
  const middle = (id: string) => (tops.get(id) ?? 0) + (heights.get(id) ?? 0) / 2;
  const { ports, labelled } = placePorts(sides, middle);
  const boxes = columns.flatMap((groups, column) =>
    groups.flat().map((card): PlacedBox => ({
      card,
      column,
      name: names.get(card.id) ?? [],
      top: tops.get(card.id) ?? 0,
      height: heights.get(card.id) ?? 0,
    })),
  );
  const groups = frame.columns.flatMap(({ groups: own }, column) =>
    own.flatMap(({ frame: around, cards }) => {
      if (!around) return [];
      const first = Math.min(...cards.map(({ id }) => tops.get(id) ?? 0));
      const last = Math.max(...cards.map(({ id }) => (tops.get(id) ?? 0) + (heights.get(id) ?? 0)));
      return [{ column, ...around, top: first - GROUP_HEAD, height: last - first + GROUP_HEAD + GROUP_FOOT }];
    }),
  );
  const bottoms = [...boxes, ...groups].map(({ top, height }) => top + height);
  const labelWidths = frame.columns.map((_, column) => labelRoom(column, boxes, labelled));
  return { frame, height: Math.max(0, ...bottoms), boxes, groups, ports, labelled, labelWidths };
}

const NO_SIDES: Sides = { left: [], right: [] };

function sidesOf(links: readonly Link[]): ReadonlyMap<string, Sides> {
  const sides = new Map<string, { left: Map<string, Link[]>; right: Map<string, Link[]> }>();
  const sideOf = (id: string) => {
    const known = sides.get(id) ?? { left: new Map<string, Link[]>(), right: new Map<string, Link[]>() };
    sides.set(id, known);
    return known;
  };
  const add = (map: Map<string, Link[]>, key: string, link: Link) => map.set(key, [...(map.get(key) ?? []), link]);
  for (const link of links) {
    const { from, to, meaning, label, labelAt, arrow } = link;
    add(sideOf(from).right, labelAt === "source" ? `${meaning} ${label} ${arrow}` : "", link);
    add(sideOf(to).left, labelAt === "target" && label !== "" ? from : "", link);
  }
  return new Map(
    [...sides].map(([id, { left, right }]) => [id, { left: [...left.values()], right: [...right.values()] }]),
  );
}

/** The longest column is packed; the others go where their links lead. */
function placeColumns(
  frame: Frame,
  columns: readonly (readonly (readonly Card[])[])[],
  heights: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const tops = new Map<string, number>();
  const blocks = columns.map((groups, column) =>
    blocksOf(groups, frame.columns[column]?.groups.map((group) => group.frame?.title) ?? [], heights),
  );
  const lengths = blocks.map((column) => column.reduce((sum, { height }) => sum + height + sizes.gap, 0));
  const anchor = lengths.indexOf(Math.max(...lengths));
  const order = columns.map((_, index) => index).sort((a, b) => Math.abs(a - anchor) - Math.abs(b - anchor) || a - b);
  const linked = new Map<string, string[]>();
  for (const { from, to } of frame.links) {
    linked.set(from, [...(linked.get(from) ?? []), to]);
    linked.set(to, [...(linked.get(to) ?? []), from]);
  }
  for (const index of order) {
    const column = blocks[index] ?? [];
    const wanted = index === anchor ? column.map(() => 0) : column.map((block) => wish(block, linked, tops, heights));
    const placed = spread(
      wanted,
      column.map(({ height }) => height),
      sizes.gap,
    );
    column.forEach((block, position) => {
      for (const { id, offset } of block.cards) tops.set(id, (placed[position] ?? 0) + offset);
    });
  }
  return tops;
}

/** Cards without a group move alone, those of a group together. */
interface Block {
  readonly height: number;
  readonly cards: readonly { readonly id: string; readonly offset: number }[];
}

function blocksOf(
  groups: readonly (readonly Card[])[],
  titles: readonly (string | undefined)[],
  heights: ReadonlyMap<string, number>,
): readonly Block[] {
  return groups.flatMap((cards, index): Block[] => {
    if (titles[index] === undefined)
      return cards.map(({ id }) => ({ height: heights.get(id) ?? 0, cards: [{ id, offset: 0 }] }));
    let offset = GROUP_HEAD;
    const placed = cards.map(({ id }) => {
      const card = { id, offset };
      offset += (heights.get(id) ?? 0) + sizes.gap;
      return card;
    });
    return [{ height: offset - sizes.gap + GROUP_FOOT, cards: placed }];
  });
}

/** Where a block would like to have its upper edge: its middle at the mean of what it is linked with. */
function wish(
  { height, cards }: Block,
  linked: ReadonlyMap<string, readonly string[]>,
  tops: ReadonlyMap<string, number>,
  heights: ReadonlyMap<string, number>,
): number {
  const middles = cards.flatMap(({ id }) =>
    (linked.get(id) ?? []).flatMap((other) => {
      const top = tops.get(other);
      return top === undefined ? [] : [top + (heights.get(other) ?? 0) / 2];
    }),
  );
  if (middles.length === 0) return 0;
  return middles.reduce((sum, middle) => sum + middle, 0) / middles.length - height / 2;
}

function placePorts(sides: ReadonlyMap<string, Sides>, middle: (id: string) => number) {
  const ports = new Map<Link, { from: number; to: number }>();
  const labelled = new Set<Link>();
  const mean = (links: readonly Link[], end: "from" | "to") =>
    links.reduce((sum, link) => sum + middle(link[end]), 0) / links.length;
  for (const [id, { left, right }] of sides) {
    for (const [side, far, near] of [
      [left, "from", "to"],
      [right, "to", "from"],
    ] as const) {
      const ordered = [...side].sort((a, b) => mean(a, far) - mean(b, far));
      ordered.forEach((links, index) => {
        const y = middle(id) + (index - (ordered.length - 1) / 2) * sizes.port;
        for (const link of links) ports.set(link, { ...(ports.get(link) ?? { from: 0, to: 0 }), [near]: y });
        const [first] = links;
        if (first && first.label !== "" && first.labelAt === (side === left ? "target" : "source")) labelled.add(first);
      });
    }
  }
  return { ports, labelled };
}

function labelRoom(column: number, boxes: readonly PlacedBox[], labelled: ReadonlySet<Link>) {
  const here = new Set(boxes.filter((box) => box.column === column).map(({ card }) => card.id));
  const widest = (links: readonly Link[]) =>
    Math.max(0, ...links.map(({ label }) => Math.min(MAX_LABEL, textWidth(label, sizes.label) + 4)));
  const all = [...labelled];
  return {
    right: widest(all.filter(({ from, labelAt }) => labelAt === "source" && here.has(from))),
    left: widest(all.filter(({ to, labelAt }) => labelAt === "target" && here.has(to))),
  };
}

const INSET = 14;

/** Boxes, regions and arrows of a placed frame on a grid, `top` pixels down. */
export function sceneParts(placed: PlacedFrame, grid: Grid, top: number, prefix: string) {
  const left = (column: number) => grid.x[column] ?? 0;
  const boxes = placed.boxes.map((box): Box => ({
    id: `${prefix}${box.card.id}`,
    card: box.card,
    name: box.name,
    x: left(box.column),
    y: top + box.top,
    width: sizes.card,
    height: box.height,
  }));
  const groups = placed.groups.map((group): Region => ({
    kind: group.kind,
    title: fit(group.title, sizes.card, sizes.detail),
    subtitle: group.title,
    x: left(group.column) - INSET / 2,
    y: top + group.top,
    width: sizes.card + INSET,
    height: group.height,
  }));
  const byId = new Map(placed.boxes.map((box) => [box.card.id, box]));
  const arrows = placed.frame.links.flatMap((link): Arrow[] => {
    const [from, to, port] = [byId.get(link.from), byId.get(link.to), placed.ports.get(link)];
    if (!from || !to || !port) return [];
    return [
      arrowOf(link, placed, prefix, left(from.column), left(to.column), from.column, top + port.from, top + port.to),
    ];
  });
  return { boxes, groups, arrows };
}

function arrowOf(
  link: Link,
  placed: PlacedFrame,
  prefix: string,
  fromX: number,
  toX: number,
  column: number,
  y1: number,
  y2: number,
): Arrow {
  const start = fromX + sizes.card;
  const room = placed.labelWidths[column]?.right ?? 0;
  const roomAtTarget = placed.labelWidths[column + 1]?.left ?? 0;
  const bend = start + (room > 0 ? room + 18 : 8);
  const unbend = toX - (roomAtTarget > 0 ? roomAtTarget + 20 : 12);
  const label = placed.labelled.has(link) ? fit(link.label, MAX_LABEL, sizes.label) : undefined;
  const isAtSource = link.labelAt === "source";
  return {
    from: `${prefix}${link.from}`,
    to: `${prefix}${link.to}`,
    meaning: link.meaning,
    arrow: link.arrow,
    title: link.title,
    points: [
      { x: start, y: y1 },
      { x: bend, y: y1 },
      { x: unbend, y: y2 },
      { x: toX, y: y2 },
    ],
    ...(label === undefined
      ? {}
      : {
          label: isAtSource
            ? { x: start + 12, y: y1 - 3, text: label, anchor: "start" as const }
            : { x: toX - 14, y: y2 - 3, text: label, anchor: "end" as const },
        }),
  };
}
