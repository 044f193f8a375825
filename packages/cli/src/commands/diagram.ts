import { analyze, graphDocument, inventory } from "@assay/analyzer";
import { diagramOf } from "../diagram/diagram.js";
import { layout } from "../diagram/layout.js";
import type { Diagram } from "../diagram/model.js";
import type { Scene } from "../diagram/scene.js";
import { svg, svgOfAll } from "../diagram/svg.js";
import { openInputs, type InputOptions } from "../inputs.js";
import { exitCode, UsageError, type Io } from "../io.js";
import { xml } from "../markup/serialize.js";
import { writeOutput, writePages } from "../output.js";
import { problemLines } from "../problems.js";

export type DiagramFormat = "svg" | "mermaid" | "dot" | "drawio" | "json" | "png";

export interface DiagramOptions extends InputOptions {
  readonly format: DiagramFormat;
  readonly output?: string;
}

/** `assay diagram`: the architecture as pictures. */
export async function diagram(paths: readonly string[], options: DiagramOptions, io: Io): Promise<number> {
  const { format, output } = options;
  if (format === "png" && output === undefined) throw new UsageError("-f png needs a file to write to: -o FILE.");
  const { repository, settings } = await openInputs(paths, options, io);
  const analysis = await analyze(repository, settings);
  io.err(problemLines(analysis.problems.filter(({ level }) => level !== "note")));
  const drawn = diagramOf(graphDocument(analysis.graph), inventory(analysis.graph, analysis.statements));
  const scenes = layout(drawn);
  if (scenes.length === 0) {
    io.err("There is nothing to draw: no function and no connection is declared in the scanned inputs.\n");
    return exitCode.incomplete;
  }
  const { pages, whole } = await render(drawn, scenes, format, io);
  if (output === undefined) io.out(whole() as string);
  else if (pages) writePages(output, pages(), io);
  else writeOutput(output, whole(), io);
  return analysis.projects.length > 0 ? exitCode.ok : exitCode.incomplete;
}

/** Formats with pages of their own write one file; the others one per page. */
interface Rendered {
  readonly whole: () => string | Uint8Array;
  readonly pages?: () => readonly (string | Uint8Array)[];
}

async function render(drawn: Diagram, scenes: readonly Scene[], format: DiagramFormat, io: Io): Promise<Rendered> {
  switch (format) {
    case "svg":
      return {
        whole: () => `${xml(svgOfAll(scenes))}\n`,
        pages: () => scenes.map((scene) => `${xml(svg(scene))}\n`),
      };
    case "png": {
      const { pngOf } = await import("../chromium.js");
      return { whole: () => "", pages: () => scenes.map((scene) => pngOfScene(scene, pngOf, io)) };
    }
    case "mermaid": {
      const { mermaid } = await import("../diagram/mermaid.js");
      const charts = mermaid(drawn);
      return {
        whole: () => charts.map(({ text }) => `\`\`\`mermaid\n${text}\`\`\`\n`).join("\n"),
        pages: () => charts.map(({ text }) => text),
      };
    }
    case "dot": {
      const { dot } = await import("../diagram/dot.js");
      return { whole: () => dot(drawn) };
    }
    case "drawio": {
      const { drawio } = await import("../diagram/drawio.js");
      return { whole: () => `${xml(drawio(scenes))}\n` };
    }
    case "json":
      return {
        whole: () => `${JSON.stringify({ schema: "https://assay.dev/schema/diagram-1.json", scenes }, null, 2)}\n`,
      };
  }
}

type PaintPng = (svg: string, width: number, height: number, io: Io) => Uint8Array;

function pngOfScene(scene: Scene, paint: PaintPng, io: Io): Uint8Array {
  const picture = svg(scene);
  return paint(xml(picture), Number(picture.attributes["width"]), Number(picture.attributes["height"]), io);
}
