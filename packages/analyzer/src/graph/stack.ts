import { resourceId, type Stack } from "../evaluate/model.js";
import { ALWAYS } from "../evaluate/scenario.js";
import type { Resource, ResourceGraph } from "./model.js";

/** A stack as something that can be spoken of: the resource that nests it, or for a root stack one that stands for it. */
export function stackResource(stack: Stack, graph: ResourceGraph): Resource {
  const { parent, template } = stack;
  const nesting = parent && graph.resource(resourceId(parent.stack, parent.logicalId));
  if (nesting) return nesting;
  const { origin } = template.root;
  const { file, start } = origin.span;
  const end = file.text.indexOf("\n", start);
  const span = { file, start, end: end < 0 ? origin.span.end : end };
  return {
    id: stack.id,
    kind: "stack",
    type: "AWS::CloudFormation::Stack",
    logicalId: "",
    stack,
    origin: { ...origin, span },
    when: ALWAYS,
    name: undefined,
    properties: { cases: [{ when: ALWAYS, shape: { kind: "absent", origin } }] },
    constructPath: undefined,
    owner: undefined,
  };
}
