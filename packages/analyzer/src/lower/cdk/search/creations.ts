import type { Span } from "../../../source/span.js";
import { literalOf, matches, type Pattern } from "./patterns.js";
import type { Instance, MethodCall, Path } from "./values.js";

/** A place in the author's program that creates a construct. */
export interface Creation {
  readonly span: Span;
}

interface TreeNode {
  creation: Creation | undefined;
  /** How many segments of the path are only known in part: fewer are better. */
  readonly literal: Map<string, TreeNode>;
  readonly patterns: { readonly pattern: Pattern; readonly node: TreeNode }[];
}

/** The creation that fits a construct path best. */
export interface Match {
  readonly creation: Creation;
  /** How many segments of the path it covers. */
  readonly depth: number;
}

/** The creations of a program by construct path, and the method calls that add to constructs. */
export class Creations {
  readonly calls: MethodCall[] = [];
  /** Where stacks are created, those that are nested in others left out. */
  readonly stacks: { readonly path: Path; readonly span: Span }[] = [];
  /** Stacks and stages by construct path: what `Stack.of` can mean. */
  readonly containers: { readonly kind: string; readonly instance: Instance }[] = [];
  private readonly root: TreeNode = emptyNode();

  /** The first creation at a path counts: a loop that runs on an unknown list makes the same path again. */
  add(path: Path, creation: Creation): void {
    let node = this.root;
    for (const pattern of path) node = child(node, pattern);
    node.creation ??= creation;
  }

  /** The nearest stack or stage around a path. */
  container(kind: string, path: Path): Instance | undefined {
    let best: Instance | undefined;
    for (const { kind: found, instance } of this.containers)
      if (found === kind && isAround(instance.path, path) && depthOf(instance) >= depthOf(best)) best = instance;
    return best;
  }

  /** The deepest creation on a path; literal ids are preferred to patterns. */
  find(path: readonly string[]): Match | undefined {
    return search(this.root, path, 0);
  }
}

function search(node: TreeNode, path: readonly string[], depth: number): Match | undefined {
  const here = node.creation && { creation: node.creation, depth };
  const segment = path[depth];
  if (segment === undefined) return here;
  let best: Match | undefined;
  const exact = node.literal.get(segment);
  if (exact) best = search(exact, path, depth + 1);
  if (!best)
    for (const { pattern, node: next } of node.patterns) {
      if (!matches(pattern, segment)) continue;
      const found = search(next, path, depth + 1);
      if (found && (!best || found.depth > best.depth)) best = found;
    }
  return best ?? here;
}

function child(node: TreeNode, pattern: Pattern): TreeNode {
  const literal = literalOf(pattern);
  const known =
    literal === undefined
      ? node.patterns.find((entry) => entry.pattern.join() === pattern.join())?.node
      : node.literal.get(literal);
  if (known) return known;
  const made = emptyNode();
  if (literal === undefined) node.patterns.push({ pattern, node: made });
  else node.literal.set(literal, made);
  return made;
}

function emptyNode(): TreeNode {
  return { creation: undefined, literal: new Map(), patterns: [] };
}

function isAround(outer: Path | undefined, path: Path): boolean {
  return outer !== undefined && outer.every((pattern, i) => pattern === path[i] || pattern.join() === path[i]?.join());
}

function depthOf(instance: Instance | undefined): number {
  return instance?.path?.length ?? -1;
}
