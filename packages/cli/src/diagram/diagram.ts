import type { FunctionRow, GraphDocument } from "@assay/analyzer";
import { flowsOf } from "./flows.js";
import { stackFrames } from "./frames.js";
import type { Diagram } from "./model.js";
import { networksOf } from "./network.js";
import { overviewOf } from "./overview.js";

/** What there is to draw of a repository. The same graph gives the same diagram. */
export function diagramOf(graph: GraphDocument, functions: readonly FunctionRow[]): Diagram {
  const flows = flowsOf(graph, functions);
  const overview = overviewOf(graph, flows);
  return { ...(overview ? { overview } : {}), stacks: stackFrames(graph, flows), networks: networksOf(flows) };
}
