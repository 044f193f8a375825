import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { diagramOf } from "../../src/diagram/diagram.js";
import { dot } from "../../src/diagram/dot.js";
import { drawio } from "../../src/diagram/drawio.js";
import { layout } from "../../src/diagram/layout.js";
import { mermaid } from "../../src/diagram/mermaid.js";
import type { Rectangle, Scene } from "../../src/diagram/scene.js";
import { svg, svgOfAll } from "../../src/diagram/svg.js";
import { xml } from "../../src/markup/serialize.js";
import { syntheticGraph } from "../synthetic.js";

function scenesOf(nodes: number, stacks = 1): readonly Scene[] {
  const { graph, functions } = syntheticGraph({ nodes, stacks });
  return layout(diagramOf(graph, functions));
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function parse(document: string): void {
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(document).close();
}

const sizes = [
  [10, 1],
  [80, 2],
  [400, 5],
  [600, 1],
] as const;

describe.each(sizes)("a diagram of %i resources in %i stacks", (nodes, stacks) => {
  const scenes = scenesOf(nodes, stacks);

  it("puts no box over another and all of them into the picture", () => {
    for (const { boxes, width, height } of scenes) {
      boxes.forEach((box, index) => {
        expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
        for (const other of boxes.slice(index + 1)) expect(overlap(box, other), `${box.id} ${other.id}`).toBe(false);
      });
    }
  });

  it("leads no arrow through a box", () => {
    for (const { arrows, boxes } of scenes)
      for (const { points } of arrows) {
        const [start, , , end] = points;
        const gap = { x: start.x + 0.5, width: end.x - start.x - 1 };
        expect(gap.width).toBeGreaterThan(0);
        for (const box of boxes) expect(gap.x < box.x + box.width && box.x < gap.x + gap.width).toBe(false);
      }
  });

  it("writes no label over another", () => {
    for (const { arrows } of scenes) {
      const labels = arrows.flatMap(({ label }) => (label ? [label] : []));
      const places = new Set(labels.map(({ x, anchor }) => `${x} ${anchor}`));
      for (const place of places) {
        const ys = labels
          .filter(({ x, anchor }) => `${x} ${anchor}` === place)
          .map(({ y }) => y)
          .sort((a, b) => a - b);
        ys.slice(1).forEach((y, index) => expect(y - (ys[index] ?? 0)).toBeGreaterThanOrEqual(12));
      }
    }
  });

  it("draws every function once as a function", () => {
    const drawn = scenes.filter(({ id }) => id.startsWith("stacks")).flatMap(({ boxes }) => boxes);
    const functions = drawn.filter(({ card }) => card.id.startsWith("2:") && card.kind === "function");
    expect(functions.length).toBe(nodes / 2);
    expect(new Set(functions.map(({ card }) => card.resource)).size).toBe(nodes / 2);
  });

  it("puts at most 40 functions on a page, which A4 shows legibly", () => {
    for (const { boxes, height } of scenes.filter(({ id }) => id.startsWith("stacks"))) {
      expect(boxes.filter(({ card }) => card.id.startsWith("2:")).length).toBeLessThanOrEqual(40);
      expect(height).toBeLessThan(1700);
    }
  });

  it("comes out the same again", () => {
    expect(scenes.map((scene) => xml(svg(scene)))).toEqual(scenesOf(nodes, stacks).map((scene) => xml(svg(scene))));
  });
});

describe("a diagram with hostile names", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom(
      '<&">',
      "\u202eevil\u2066",
      "=cmd|' /C calc'!A0",
      "]]>",
      '"];end',
      "x".repeat(300),
      "`*_|#",
      "\ud800",
    ),
  );

  it("is well-formed SVG and draw.io, and keeps its structure in mermaid and dot", () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 6 }), (names) => {
        const { graph, functions } = syntheticGraph({ nodes: 16, name: (index) => names[index % names.length] ?? "" });
        const drawn = diagramOf(graph, functions);
        const scenes = layout(drawn);
        parse(xml(svgOfAll(scenes)));
        parse(xml(drawio(scenes)));
        for (const { text } of mermaid(drawn)) {
          for (const line of text.split("\n")) expect(line).toMatch(MERMAID);
        }
        for (const line of dot(drawn).split("\n")) expect(line).toMatch(DOT);
      }),
      { numRuns: 60 },
    );
  });

  const QUOTED = `"[^"\\]\\[{}\`]*"`;
  const MERMAID = new RegExp(
    `^(|flowchart LR|direction LR|end|classDef .*|subgraph \\w+\\[${QUOTED}\\]|n\\d+[\\[(]${QUOTED}[\\])]:::\\w+|n\\d+ \\S+(\\|${QUOTED}\\|)? n\\d+)$`,
    "u",
  );
  const DOT_QUOTED = `"(?:[^"\\\\]|\\\\.)*"`;
  const DOT = new RegExp(
    `^(|\\}|  \\}|  (graph|node|edge) \\[.*\\];|digraph ${DOT_QUOTED} \\{|  subgraph cluster_\\d+ \\{|  label=${DOT_QUOTED};|  ${DOT_QUOTED}( -> ${DOT_QUOTED})? \\[label=${DOT_QUOTED}, .*\\];)$`,
    "su",
  );
});
