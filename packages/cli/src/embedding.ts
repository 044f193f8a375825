import { graphDocument, inventory, type Analysis } from "@assay/analyzer";
import { diagramOf } from "./diagram/diagram.js";
import { mermaid } from "./diagram/mermaid.js";

export { assessEvidence, assessInputs } from "./assessment.js";
export { findConfiguration, readConfiguration } from "./configuration.js";
export { findEvidence } from "./evidence.js";
export { remedyOf } from "./render/reported.js";

/** The diagrams of `assay diagram -f mermaid`: the overview of several stacks first, then one flowchart per stack. */
export function mermaidDiagrams({
  graph,
  statements,
}: Analysis): readonly { readonly title: string; readonly text: string }[] {
  return mermaid(diagramOf(graphDocument(graph), inventory(graph, statements)));
}
