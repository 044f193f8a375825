import { analyze, graphDocument } from "@assay/analyzer";
import { openInputs, type InputOptions } from "../inputs.js";
import { exitCode, type Io } from "../io.js";
import { NOTHING_FOUND, problemLines } from "../problems.js";

/** `assay graph`: the resource graph as JSON. */
export async function graph(paths: readonly string[], options: InputOptions, io: Io): Promise<number> {
  const { repository, settings } = await openInputs(paths, options, io);
  const analysis = await analyze(repository, settings);
  io.err(problemLines(analysis.problems));
  if (analysis.projects.length === 0) io.err(`Nothing to analyse: ${NOTHING_FOUND}`);
  io.out(`${JSON.stringify(graphDocument(analysis.graph), null, 2)}\n`);
  return analysis.projects.length > 0 ? exitCode.ok : exitCode.incomplete;
}
