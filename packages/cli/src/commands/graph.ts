import { analyze, graphDocument } from "@assay/analyzer";
import { openRepository, settingsOf, type InputOptions } from "../inputs.js";
import { exitCode, type Io } from "../io.js";
import { problemLines } from "../problems.js";

/** `assay graph`: the resource graph as JSON. */
export async function graph(paths: readonly string[], options: InputOptions, io: Io): Promise<number> {
  const analysis = await analyze(await openRepository(paths, options, io), settingsOf(options, io));
  io.err(problemLines(analysis.problems));
  io.out(`${JSON.stringify(graphDocument(analysis.graph), null, 2)}\n`);
  return analysis.projects.length > 0 ? exitCode.ok : exitCode.incomplete;
}
