import { placeFrame, sceneParts, type Grid, type PlacedFrame } from "./layout-frame.js";
import { networkPage } from "./layout-network.js";
import type { Diagram, Frame } from "./model.js";
import { sizes, type Arrow, type Box, type Caption, type Region, type Scene } from "./scene.js";
import { fit } from "./text.js";

const MARGIN = 18;
const TITLE = 40;
const FRAME_HEAD = 46;
const FRAME_FOOT = 14;
const FRAME_GAP = 16;
/** Frames share a page up to this height, which an A4 page shows legibly. */
const PAGE = 1330;
const CURVE = 54;

/** The pages of a diagram: the overview of stacks, the stacks, the networks. A pure function: same input, same places. */
export function layout({ overview, stacks, networks }: Diagram): readonly Scene[] {
  const pages = paginate(stacks.map(placeFrame));
  const isSingle = pages.length === 1;
  return [
    ...(overview ? [page([placeFrame(overview)], "overview", "Overview of the stacks")] : []),
    ...pages.map((frames, index) =>
      page(
        frames,
        `stacks-${index + 1}`,
        isSingle ? "Architecture" : `Architecture, page ${index + 1} of ${pages.length}`,
      ),
    ),
    ...networks.map((vpc, index) => networkPage(vpc, `network-${index + 1}`)),
  ];
}

/** Fills pages with frames in their order. */
function paginate(frames: readonly PlacedFrame[]): readonly (readonly PlacedFrame[])[] {
  const pages: PlacedFrame[][] = [];
  let used = 0;
  for (const frame of frames) {
    const height = frame.height + FRAME_HEAD + FRAME_FOOT + FRAME_GAP;
    const current = pages.at(-1);
    if (current && used + height <= PAGE) {
      current.push(frame);
      used += height;
    } else {
      pages.push([frame]);
      used = height;
    }
  }
  return pages;
}

function page(frames: readonly PlacedFrame[], id: string, title: string): Scene {
  const grid = gridOf(frames);
  const regions: Region[] = [];
  const headings: Caption[] = [];
  const boxes: Box[] = [];
  const arrows: Arrow[] = [];
  let y = MARGIN + TITLE;
  frames.forEach((placed, index) => {
    const { frame, height } = placed;
    const parts = sceneParts(placed, grid, y + FRAME_HEAD, `${index}:`);
    regions.push(stackRegion(frame, y, grid.width, height), ...parts.groups);
    frame.columns.forEach((column, position) => {
      if (column.groups.length > 0)
        headings.push({ x: grid.x[position] ?? 0, y: y + FRAME_HEAD - 8, text: column.title });
    });
    boxes.push(...parts.boxes);
    arrows.push(...parts.arrows);
    y += height + FRAME_HEAD + FRAME_FOOT + FRAME_GAP;
  });
  return {
    id,
    title,
    width: grid.width + 2 * MARGIN,
    height: y - FRAME_GAP + MARGIN,
    regions,
    headings,
    boxes,
    arrows,
  };
}

function stackRegion({ title, subtitle }: Frame, y: number, width: number, height: number): Region {
  return {
    kind: "stack",
    title: fit(title, width * 0.5, 13, true),
    subtitle: fit(subtitle, width * 0.44, sizes.detail),
    x: MARGIN,
    y,
    width,
    height: height + FRAME_HEAD + FRAME_FOOT,
  };
}

/** Columns at the same place in all frames of a page, as far apart as their labels need. */
function gridOf(frames: readonly PlacedFrame[]): Grid {
  const count = Math.max(0, ...frames.map(({ frame }) => frame.columns.length));
  const x: number[] = [];
  let right = MARGIN + 22;
  let isFirst = true;
  for (let column = 0; column < count; column++) {
    const isUsed = frames.some(({ frame }) => (frame.columns[column]?.groups.length ?? 0) > 0);
    if (!isUsed) {
      x.push(right);
      continue;
    }
    if (!isFirst) right += CURVE + room(frames, column - 1, "right") + room(frames, column, "left");
    isFirst = false;
    x.push(right);
    right += sizes.card;
  }
  return { x, width: Math.max(right + 22 - MARGIN, 560) };
}

function room(frames: readonly PlacedFrame[], column: number, side: "left" | "right"): number {
  const widest = Math.max(0, ...frames.map(({ labelWidths }) => labelWidths[column]?.[side] ?? 0));
  return widest > 0 ? widest + 20 : 12;
}
