import fs from "node:fs";
import path from "node:path";
import type { GraphDocument } from "@assay/analyzer";
import { exitCode, UsageError, type Io } from "../io.js";
import { print } from "../output.js";
import { binaryFormats, renderReport, type ReportFormat } from "../report/render.js";
import { readReport } from "../saved-report.js";

export interface RenderOptions {
  readonly format: ReportFormat;
  readonly graph?: string;
  readonly output?: string;
}

/** `assay render`: a saved report in another format, without the repository. */
export async function render(file: string, options: RenderOptions, io: Io): Promise<number> {
  const { format, graph, output } = options;
  if (binaryFormats.includes(format) && output === undefined)
    throw new UsageError(`-f ${format} needs a file to write to: -o FILE.`);
  const { assessment } = await readReport(file, io);
  const drawn = graph === undefined ? undefined : readGraph(graph, io);
  print(await renderReport(format, assessment, () => drawn, io), output, io);
  return exitCode.ok;
}

/** What `assay graph` wrote. */
function readGraph(given: string, io: Io): GraphDocument {
  let document: Partial<GraphDocument>;
  try {
    document = JSON.parse(fs.readFileSync(path.resolve(io.cwd, given), "utf8")) as Partial<GraphDocument>;
  } catch {
    throw new UsageError(`The graph ${given} cannot be read.`);
  }
  if (document.schema !== "https://assay.dev/schema/graph-1.json" || !document.resources || !document.edges)
    throw new UsageError(`${given} is not what assay graph writes.`);
  return document as GraphDocument;
}
