import { el, round, type Element } from "../markup/element.js";
import { lookOf } from "./kinds.js";
import type { Meaning } from "./model.js";
import type { Arrow, Box, Rectangle, Region, Scene } from "./scene.js";

const LINES: Readonly<Record<Meaning, string>> = {
  sync: "strokeColor=#1459b8",
  async: "strokeColor=#b85400;dashed=1",
  stream: "strokeColor=#7a3ff0;dashed=1;dashPattern=1 2",
  workflow: "strokeColor=#d6156c;strokeWidth=2",
  access: "strokeColor=#4a5561",
  configured: "strokeColor=#7c8894;dashed=1;dashPattern=1 4",
};
const REGIONS: Readonly<Record<Region["kind"], string>> = {
  stack: "fillColor=#fafbfc;strokeColor=#8793a0",
  network: "fillColor=#f3effe;strokeColor=#7a3ff0",
  apart: "fillColor=#f1f3f5;strokeColor=#8793a0;dashed=1",
  zone: "fillColor=#ffffff;strokeColor=#2b6cb0;dashed=1",
  subnet: "fillColor=#eef6ee;strokeColor=#4f7a0c",
};

/** A diagrams.net file with a page per picture: the same places, every box and arrow to be moved and changed. */
export function drawio(scenes: readonly Scene[]): Element {
  return el("mxfile", { host: "assay" }, scenes.map(page));
}

function page(scene: Scene): Element {
  const ids = new Map(scene.boxes.map(({ id }, index) => [id, `box${index}`]));
  return el(
    "diagram",
    { id: scene.id, name: scene.title },
    el(
      "mxGraphModel",
      { pageWidth: round(scene.width), pageHeight: round(scene.height), grid: 1, gridSize: 10 },
      el(
        "root",
        {},
        el("mxCell", { id: "0" }),
        el("mxCell", { id: "1", parent: "0" }),
        scene.regions.map((region, index) =>
          vertex(
            `region${index}`,
            region.title,
            `verticalAlign=top;align=left;spacingLeft=8;fontStyle=1;${REGIONS[region.kind]}`,
            region,
          ),
        ),
        scene.boxes.map((box, index) => vertex(`box${index}`, labelOf(box), boxStyle(box), box)),
        scene.arrows.map((arrow, index) => edge(arrow, index, ids)),
      ),
    ),
  );
}

/** `html=0`: a value is text, whatever it looks like. */
function vertex(id: string, value: string, style: string, { x, y, width, height }: Rectangle): Element {
  return el(
    "mxCell",
    { id, value, style: `rounded=1;arcSize=4;html=0;whiteSpace=wrap;fontSize=10;${style}`, vertex: 1, parent: "1" },
    el("mxGeometry", { x: round(x), y: round(y), width: round(width), height: round(height), as: "geometry" }),
  );
}

function labelOf({ card }: Box): string {
  const signs = [...card.badges, ...(card.failure ? [card.failure] : [])].map(({ text }) => text).join("; ");
  return [card.name, ...card.details, signs].filter((line) => line !== "").join("\n");
}

function boxStyle({ card }: Box): string {
  return `fillColor=#ffffff;strokeColor=${lookOf(card.kind).colour}${card.isOutside ? ";dashed=1" : ""}`;
}

function edge({ from, to, meaning, arrow, label }: Arrow, index: number, ids: ReadonlyMap<string, string>): Element {
  const ends = `startArrow=${arrow === "to" ? "none" : "block"};endArrow=${arrow === "from" ? "none" : "block"}`;
  const style = `edgeStyle=entityRelationEdgeStyle;html=0;fontSize=9;exitX=1;exitY=0.5;entryX=0;entryY=0.5;${ends};${LINES[meaning]}`;
  return el(
    "mxCell",
    {
      id: `edge${index}`,
      value: label?.text ?? "",
      style,
      edge: 1,
      parent: "1",
      source: ids.get(from),
      target: ids.get(to),
    },
    el("mxGeometry", { relative: 1, as: "geometry" }),
  );
}
