import type { Card, Frame } from "./model.js";

const SWEEPS = 6;
const NOBODY: ReadonlySet<string> = new Set();

/** The cards of every column from top to bottom, ordered so that few links cross. Groups stay together. */
export function orderColumns(frame: Frame): readonly (readonly (readonly Card[])[])[] {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of frame.links) {
    push(neighbours, from, to);
    push(neighbours, to, from);
  }
  let columns = frame.columns.map(({ groups }) => groups.map(({ cards }) => [...cards]));
  const place = new Map<string, number>();
  const number = (column: readonly (readonly Card[])[]) => {
    const cards = column.flat();
    cards.forEach(({ id }, index) => place.set(id, index / cards.length));
  };
  columns.forEach(number);
  const members = columns.map((column) => new Set(column.flat().map(({ id }) => id)));
  const center = (id: string, columnIds: ReadonlySet<string>) => {
    const others = (neighbours.get(id) ?? []).filter((other) => columnIds.has(other));
    if (others.length === 0) return place.get(id) ?? 0;
    return others.reduce((sum, other) => sum + (place.get(other) ?? 0), 0) / others.length;
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0;
    const indexes = columns.map((_, index) => index);
    for (const index of isForward ? indexes : indexes.reverse()) {
      const beside = members[index + (isForward ? -1 : 1)] ?? NOBODY;
      const column = (columns[index] ?? []).map((group) => sorted(group, (card) => center(card.id, beside)));
      columns = columns.with(index, column);
      number(column);
    }
  }
  return columns;
}

function sorted(cards: readonly Card[], value: (card: Card) => number): Card[] {
  return cards
    .map((card, index) => ({ card, index, value: value(card) }))
    .sort((a, b) => a.value - b.value || a.index - b.index)
    .map(({ card }) => card);
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/**
 * Places things of given heights below each other, in their order, as near as possible to where they want to be (least
 * squares: blocks that would overlap share their mean). Nothing is above 0. Returns the upper edges.
 */
export function spread(wanted: readonly number[], heights: readonly number[], gap: number): readonly number[] {
  const blocks: { start: number; count: number; sum: number; size: number }[] = [];
  wanted.forEach((want, index) => {
    let block = { start: index, count: 1, sum: want, size: (heights[index] ?? 0) + gap };
    for (
      let last = blocks.at(-1);
      last && last.sum / last.count + last.size > block.sum / block.count;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = {
        start: last.start,
        count: last.count + block.count,
        sum: last.sum + block.sum - block.count * last.size,
        size: last.size + block.size,
      };
    }
    blocks.push(block);
  });
  const tops: number[] = [];
  let floor = 0;
  for (const { start, count, sum, size } of blocks) {
    let top = Math.max(floor, sum / count);
    floor = top + size;
    for (let index = start; index < start + count; index++) {
      tops.push(top);
      top += (heights[index] ?? 0) + gap;
    }
  }
  return tops;
}
