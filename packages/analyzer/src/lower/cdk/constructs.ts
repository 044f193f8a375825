import { stringAt, type MappingNode } from "../../parse/node.js";
import { problem } from "../../source/problem.js";
import type { Span } from "../../source/span.js";
import type { LowerContext } from "../context.js";
import { resourcesOf } from "../template.js";
import type { StackMetadata } from "./metadata.js";
import type { ConstructTree } from "./tree.js";

/** Where the construct paths of a template are looked up besides the template itself. */
export interface PathSources {
  readonly metadata: StackMetadata;
  readonly tree: ConstructTree;
  /** The construct path of the stack whose template it is. */
  readonly stackPath: string;
}

/**
 * The construct path of each resource of a template: from the resource (`aws:cdk:path`), else from the metadata of the
 * stack, else from the tree. The first is the truth of the template; the others can belong to another synthesis.
 */
export function constructPaths(root: MappingNode, from: PathSources, context: LowerContext): Map<string, string> {
  const paths = new Map<string, string>();
  const owners = new Map<string, string>();
  const strangers: string[] = [];
  for (const [logicalId, resource] of resourcesOf(root)) {
    const path =
      stringAt(resource, "Metadata", "aws:cdk:path") ??
      nearest(from.metadata.pathsById.get(logicalId), from.stackPath) ??
      nearest(from.tree.pathsById.get(logicalId), from.stackPath);
    if (path === undefined) continue;
    paths.set(logicalId, path);
    const other = owners.get(path);
    if (other !== undefined) {
      const { key, span } = resource.origin;
      context.report(problem("construct-path-duplicate", key ?? span, { path, other }));
    } else owners.set(path, logicalId);
    if (from.tree.nodes.size > 0 && !from.tree.nodes.has(path)) strangers.push(logicalId);
  }
  const [example] = strangers;
  if (example !== undefined) {
    const span = resourcesOf(root).get(example)?.origin.key ?? root.origin.span;
    context.report(problem("construct-tree-differs", span, { count: strangers.length, example }));
  }
  return paths;
}

/** Of several constructs with one logical id (a stack and those nested in it), the one directly in this stack. */
function nearest(paths: readonly string[] | undefined, stackPath: string): string | undefined {
  if (!paths || paths.length < 2) return paths?.[0];
  const inside = paths.filter((path) => path.startsWith(`${stackPath}/`));
  return inside.length === 0 ? paths[0] : inside.reduce((a, b) => (b.split("/").length < a.split("/").length ? b : a));
}

/**
 * Construct paths after the SAM expansion: what it generates has the path of the resource that it is generated from, in
 * whose text its origin lies.
 */
export function pathsAfterExpansion(
  expanded: MappingNode,
  written: MappingNode,
  paths: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const before = resourcesOf(written);
  const all = new Map<string, string>();
  for (const [logicalId, { origin }] of resourcesOf(expanded)) {
    const { file, start } = origin.span;
    const own = paths.get(logicalId);
    const source =
      own === undefined ? [...before].find(([, node]) => contains(node.origin.span, { file, start })) : undefined;
    const path = own ?? (source && paths.get(source[0]));
    if (path !== undefined) all.set(logicalId, path);
  }
  return all;
}

function contains(span: Span, { file, start }: Pick<Span, "file" | "start">): boolean {
  return span.file === file && span.start <= start && start < span.end;
}
