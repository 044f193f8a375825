import { el, round, type Element } from "../markup/element.js";
import { badgeRow } from "./box.js";
import { categories, lookOf } from "./kinds.js";
import type { Meaning } from "./model.js";
import { sizes, type Arrow, type Box, type Caption, type Point, type Region, type Scene } from "./scene.js";
import { fit, plain, textWidth } from "./text.js";

const FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif";
const INK = "#17202a";
const QUIET = "#4a5561";

/** How each meaning is drawn: colour and dashes both, so that it survives a black-and-white print. */
const LINES: Readonly<Record<Meaning, { readonly colour: string; readonly dash?: string; readonly title: string }>> = {
  sync: { colour: "#1459b8", title: "request and response" },
  async: { colour: "#b85400", dash: "7 4", title: "asynchronous event" },
  stream: { colour: "#7a3ff0", dash: "2 3", title: "stream or queue, polled" },
  workflow: { colour: "#d6156c", dash: "10 3 2 3", title: "step of a workflow" },
  access: { colour: "#4a5561", title: "access that IAM allows (arrow: where data goes)" },
  configured: { colour: "#7c8894", dash: "1 4", title: "named in the environment, no access found" },
};
const TONES: Readonly<Record<string, { readonly fill: string; readonly ink: string; readonly line: string }>> = {
  good: { fill: "#e3f2e6", ink: "#14532d", line: "#4d9362" },
  gap: { fill: "#fdecea", ink: "#8f1d15", line: "#c4554d" },
  plain: { fill: "#eef1f4", ink: "#2b3640", line: "#8793a0" },
};

/** One picture with its legend. It needs nothing from outside and may stand in a page beside others. */
export function svg(scene: Scene): Element {
  const legend = legendOf(scene);
  return canvas(scene.title, scene.width, scene.height + legend.height, [...sceneElements(scene), legend.element]);
}

/** All pictures below each other, for where there can be only one. */
export function svgOfAll(scenes: readonly Scene[]): Element {
  const width = Math.max(320, ...scenes.map((scene) => scene.width));
  let y = 0;
  const groups = scenes.map((scene) => {
    const legend = legendOf(scene);
    const group = el("g", { transform: `translate(0 ${round(y)})` }, sceneElements(scene), legend.element);
    y += scene.height + legend.height + 12;
    return group;
  });
  return canvas(scenes[0]?.title ?? "", width, Math.max(y, 60), groups);
}

function canvas(title: string, width: number, height: number, children: readonly Element[]): Element {
  return el(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: round(width),
      height: round(height),
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      "font-family": FONT,
      role: "img",
      "aria-label": plain(title),
    },
    el("title", {}, plain(title)),
    el("rect", { width: round(width), height: round(height), fill: "#ffffff" }),
    children,
  );
}

function sceneElements(scene: Scene): readonly Element[] {
  return [
    text({ x: 18, y: 38, text: scene.title }, { size: 17, weight: "bold" }),
    ...scene.regions.map(region),
    ...scene.headings.map((heading) => text(heading, { size: sizes.detail, fill: QUIET })),
    ...scene.arrows.flatMap(arrow),
    ...scene.boxes.map(box),
    ...scene.arrows.flatMap(({ label }) => (label ? [arrowLabel(label)] : [])),
  ];
}

interface TextStyle {
  readonly size: number;
  readonly weight?: string;
  readonly fill?: string;
  readonly anchor?: string;
}

/** Text of the width that the layout counted with, whatever font there is. */
function text({ x, y, text: content }: Caption, { size, weight, fill, anchor }: TextStyle): Element {
  return el(
    "text",
    {
      x: round(x),
      y: round(y),
      "font-size": size,
      "font-weight": weight,
      fill: fill ?? INK,
      "text-anchor": anchor,
      textLength: round(textWidth(content, size, weight !== undefined)) || undefined,
      lengthAdjust: "spacingAndGlyphs",
    },
    content,
  );
}

const REGIONS: Readonly<
  Record<Region["kind"], { readonly fill: string; readonly line: string; readonly dash?: string }>
> = {
  stack: { fill: "#fafbfc", line: "#8793a0" },
  network: { fill: "#f3effe", line: "#7a3ff0" },
  apart: { fill: "#f1f3f5", line: "#8793a0", dash: "3 3" },
  zone: { fill: "#ffffff", line: "#2b6cb0", dash: "5 4" },
  subnet: { fill: "#eef6ee", line: "#4f7a0c" },
};

function region(area: Region): Element {
  const { kind, title, subtitle, x, y, width, height } = area;
  const { fill, line, dash } = REGIONS[kind];
  const isSmall = kind === "apart" || (kind === "network" && width < 260);
  const titleStyle = isSmall
    ? { size: sizes.detail, fill: kind === "apart" ? QUIET : "#4b1fb0" }
    : { size: kind === "stack" ? 13 : sizes.name, weight: "bold" };
  return el(
    "g",
    {},
    el("title", {}, [title, subtitle].filter((line) => line !== "").join("\n")),
    el("rect", {
      x: round(x),
      y: round(y),
      width: round(width),
      height: round(height),
      rx: 6,
      fill,
      stroke: line,
      "stroke-dasharray": dash,
    }),
    text({ x: x + (isSmall ? 7 : 12), y: y + (isSmall ? 14 : 20), text: title }, titleStyle),
    kind === "network" || kind === "apart"
      ? undefined
      : text({ x: x + width - 12, y: y + 20, text: subtitle }, { size: sizes.detail, fill: QUIET, anchor: "end" }),
  );
}

function box({ card, name, x, y, width, height }: Box): Element {
  const { colour, glyph } = lookOf(card.kind);
  const left = x + sizes.padding;
  const textX = left + sizes.icon + 8;
  const details = card.details.map((detail, index) =>
    text(
      {
        x: textX,
        y: y + 19 + name.length * 15 + index * sizes.line,
        text: fit(detail, x + width - textX - 6, sizes.detail),
      },
      { size: sizes.detail, fill: QUIET },
    ),
  );
  const failureHeight = card.failure ? 18 : 0;
  return el(
    "g",
    {},
    el("title", {}, card.title),
    el("rect", {
      x: round(x),
      y: round(y),
      width,
      height: round(height),
      rx: 5,
      fill: "#ffffff",
      stroke: colour,
      "stroke-width": 1.3,
      "stroke-dasharray": card.isOutside ? "5 3" : undefined,
    }),
    el("rect", { x: round(left - 1), y: round(y + 8), width: sizes.icon, height: sizes.icon, rx: 4, fill: colour }),
    el("path", {
      d: glyph,
      transform: `translate(${round(left)} ${round(y + 9)})`,
      fill: "none",
      stroke: "#ffffff",
      "stroke-width": 1.7,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
    name.map((line, index) =>
      text({ x: textX, y: y + 19 + index * 15, text: line }, { size: sizes.name, weight: "bold" }),
    ),
    details,
    badgeRow(card).map((badge) =>
      chip(left + badge.x, y + height - failureHeight - 20, badge.width, badge.text, badge.tone),
    ),
    card.failure ? strip(x, y + height - 18, width, card.failure.text, card.failure.tone) : undefined,
  );
}

function chip(x: number, y: number, width: number, content: string, tone: string): Element {
  const { fill, ink, line } = TONES[tone] ?? { fill: "#fff", ink: INK, line: INK };
  const frame = {
    x: round(x),
    y: round(y),
    width: round(width),
    height: 15,
    rx: 7,
    fill,
    stroke: line,
    "stroke-width": 0.8,
  };
  return el(
    "g",
    {},
    el("rect", { ...frame, "stroke-dasharray": tone === "gap" ? "3 2" : undefined }),
    text({ x: x + 5, y: y + 11, text: content }, { size: sizes.badge, fill: ink }),
  );
}

/** The failure path at the foot of a card. */
function strip(x: number, y: number, width: number, content: string, tone: string): Element {
  const { fill, ink, line } = TONES[tone] ?? { fill: "#fff", ink: INK, line: INK };
  const [l, r, b] = [round(x + 0.7), round(x + width - 0.7), round(y + 17.3)];
  return el(
    "g",
    {},
    el("title", {}, content),
    el("path", { d: `M${l} ${round(y)}H${r}V${b - 4}a4 4 0 0 1 -4 4H${l + 4}a4 4 0 0 1 -4 -4z`, fill }),
    el("path", {
      d: `M${l} ${round(y)}H${r}`,
      stroke: line,
      "stroke-width": 0.8,
      "stroke-dasharray": tone === "gap" ? "3 2" : undefined,
    }),
    text(
      { x: x + sizes.padding, y: y + 12.5, text: fit(content, width - 2 * sizes.padding, sizes.badge) },
      { size: sizes.badge, fill: ink },
    ),
  );
}

function arrow({ meaning, arrow: direction, points, title }: Arrow): readonly Element[] {
  const { colour, dash } = LINES[meaning];
  const [a, b, c, d] = points;
  const bend = Math.max(18, (c.x - b.x) / 2);
  const start = direction === "to" ? a.x : a.x + 7;
  const end = direction === "from" ? d.x : d.x - 7;
  const path = `M${at({ x: start, y: a.y })}L${at(b)}C${at({ x: b.x + bend, y: b.y })} ${at({ x: c.x - bend, y: c.y })} ${at(c)}L${at({ x: end, y: d.y })}`;
  return [
    el(
      "path",
      { d: path, fill: "none", stroke: colour, "stroke-width": 1.4, "stroke-dasharray": dash },
      el("title", {}, title),
    ),
    ...(direction === "from" ? [] : [head(d, -1, colour)]),
    ...(direction === "to" ? [] : [head(a, 1, colour)]),
  ];
}

function head({ x, y }: Point, direction: 1 | -1, colour: string): Element {
  const base = round(x + direction * 8);
  return el("path", { d: `M${round(x)} ${round(y)}L${base} ${round(y - 3.6)}V${round(y + 3.6)}z`, fill: colour });
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** The halo keeps the text legible where it stands near another line. */
function arrowLabel({ x, y, text: content, anchor }: Caption & { readonly anchor: string }): Element {
  const label = text({ x, y, text: content }, { size: sizes.label, anchor });
  return {
    ...label,
    attributes: { ...label.attributes, stroke: "#fafbfc", "stroke-width": "2.5", "paint-order": "stroke" },
  };
}

/** Something to be put beside others of its kind. */
interface Entry {
  readonly width: number;
  readonly draw: (x: number, y: number) => Element;
}

const NOTE = "RC reserved, PC provisioned concurrency; dashed box: not declared in the scanned inputs";

const ENTRIES: readonly Entry[] = [
  ...Object.values(LINES).map(({ colour, dash, title }): Entry => ({
    width: 38 + textWidth(title, sizes.label) + 16,
    draw: (x, y) =>
      el(
        "g",
        {},
        el("path", {
          d: `M${round(x)} ${round(y - 3)}h26`,
          stroke: colour,
          "stroke-width": 1.6,
          "stroke-dasharray": dash,
        }),
        head({ x: x + 32, y: y - 3 }, -1, colour),
        text({ x: x + 38, y, text: title }, { size: sizes.label }),
      ),
  })),
  ...categories.map(({ title, colour }): Entry => ({
    width: 16 + textWidth(title, sizes.label) + 16,
    draw: (x, y) =>
      el(
        "g",
        {},
        el("rect", { x: round(x), y: round(y - 9), width: 11, height: 11, rx: 2, fill: colour }),
        text({ x: x + 16, y, text: title }, { size: sizes.label }),
      ),
  })),
  {
    width: textWidth(NOTE, sizes.label),
    draw: (x, y) => text({ x, y, text: NOTE }, { size: sizes.label, fill: QUIET }),
  },
];

/** What lines, colours and signs mean, below the picture. */
function legendOf({ width, height: top }: Scene): { readonly element: Element; readonly height: number } {
  let x = 18;
  let y = top + 12;
  const drawn = ENTRIES.map(({ width: own, draw }) => {
    if (x + own > width - 18 && x > 18) {
      x = 18;
      y += 17;
    }
    const element = draw(x, y);
    x += own;
    return element;
  });
  return { element: el("g", {}, drawn), height: y + 16 - top };
}
