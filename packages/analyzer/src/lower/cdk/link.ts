import { mappingAt, withOrigin, type MappingNode, type Node } from "../../parse/node.js";
import type { ConstructInfo, Template } from "../template.js";
import { authoredPathOf } from "./authored.js";
import { ownerOf } from "./owners.js";
import type { FoundLine } from "./source-lines.js";
import type { OpenStack } from "./stacks.js";
import type { ConstructTree } from "./tree.js";

/** The template with every resource linked to the line of the author's program that made it. */
export function linkToSource(
  open: OpenStack,
  tree: ConstructTree,
  lines: ReadonlyMap<string, FoundLine> | undefined,
): Template {
  const constructs = new Map<string, ConstructInfo>();
  const resources = new Map<string, Node>(mappingAt(open.root, "Resources")?.entries);
  for (const [logicalId, path] of open.paths) {
    const node = resources.get(logicalId);
    if (!node) continue;
    const line = lines?.get(path);
    const source = line?.span ?? node.origin.span;
    constructs.set(logicalId, {
      path,
      authoredPath: line?.authoredPath ?? authoredPathOf(path, open.stackPath, tree),
      owner: ownerOf(path),
      source,
      sourceKind: line?.kind ?? "template",
    });
    resources.set(logicalId, withOrigin(node, { why: "construct", span: source, cause: node.origin, by: path }));
  }
  return {
    path: open.path,
    framework: "cdk",
    root: withResources(open.root, resources),
    parameterValues: open.parameterValues,
    environment: open.environment,
    constructs,
    nested: open.nested,
  };
}

function withResources(root: MappingNode, resources: ReadonlyMap<string, Node>): MappingNode {
  const before = mappingAt(root, "Resources");
  if (!before) return root;
  return { ...root, entries: new Map(root.entries).set("Resources", { ...before, entries: resources }) };
}
