import { analyze, graphDocument, inventory } from "@assay/analyzer";
import { diagramOf } from "../diagram/diagram.js";
import { layout } from "../diagram/layout.js";
import { svg, svgOfAll } from "../diagram/svg.js";
import { openInputs, type InputOptions } from "../inputs.js";
import { exitCode, type Io } from "../io.js";
import { xml } from "../markup/serialize.js";
import { problemLines } from "../problems.js";
import { writePages } from "../output.js";

export interface DiagramOptions extends InputOptions {
  readonly format: "svg" | "json";
  readonly output?: string;
}

/** `assay diagram`: the architecture as pictures. */
export async function diagram(paths: readonly string[], options: DiagramOptions, io: Io): Promise<number> {
  const { repository, settings } = await openInputs(paths, options, io);
  const analysis = await analyze(repository, settings);
  io.err(problemLines(analysis.problems));
  const scenes = layout(diagramOf(graphDocument(analysis.graph), inventory(analysis.graph, analysis.statements)));
  if (options.output === undefined) io.out(`${xml(svgOfAll(scenes))}\n`);
  else
    writePages(
      options.output,
      scenes.map((scene) => `${xml(svg(scene))}\n`),
      io,
    );
  return analysis.projects.length > 0 ? exitCode.ok : exitCode.incomplete;
}
