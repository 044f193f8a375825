import type { Json } from "../../parse/node.js";
import { problem } from "../../source/problem.js";
import { resolvePath } from "../../source/repository.js";
import type { LowerContext } from "../context.js";
import { isWithin, type Assembly } from "./assembly.js";
import { member, members, parseJson, textMember } from "./json.js";

/** A node of `tree.json`; the class is not known in assemblies of CDK v1. */
interface TreeNode {
  readonly path: string;
  /** The fully qualified class: `aws-cdk-lib.aws_lambda.Function`. A class of the author counts as its jsii base class. */
  readonly fqn: string | undefined;
}

/** What `tree.json` says of the constructs of an app. */
export interface ConstructTree {
  readonly nodes: ReadonlyMap<string, TreeNode>;
  /** Construct paths by logical id: several where stacks use the same one. */
  readonly pathsById: ReadonlyMap<string, readonly string[]>;
}

/** Reads the construct trees of an assembly, their parts in `trees-N.json` included. Nothing is recursive: trees are deep. */
export function readConstructTree(assembly: Assembly, context: LowerContext): ConstructTree {
  const nodes = new Map<string, TreeNode>();
  const pathsById = new Map<string, string[]>();
  const files = new TreeFiles(assembly, context);
  const open: Json[] = assembly.trees.flatMap((path) => member(files.content(path), "tree") ?? []);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const path = textMember(node, "path");
    if (path === undefined) continue;
    const subtree = files.subtree(node);
    if (subtree !== undefined) {
      open.push(subtree);
      continue;
    }
    nodes.set(path, { path, fqn: textMember(member(node, "constructInfo"), "fqn") });
    const id = textMember(member(node, "attributes"), "aws:cdk:cloudformation:logicalId");
    if (id !== undefined) pathsById.set(id, [...(pathsById.get(id) ?? []), path]);
    for (const [, child] of members(member(node, "children"))) open.push(child);
  }
  return { nodes, pathsById };
}

/** The files of a tree; each part is handed out once, so that parts which name each other end. */
class TreeFiles {
  private readonly read = new Map<string, Json | undefined>();
  private readonly used = new Set<string>();
  private readonly assembly: Assembly;
  private readonly context: LowerContext;

  constructor(assembly: Assembly, context: LowerContext) {
    this.assembly = assembly;
    this.context = context;
  }

  content(path: string): Json | undefined {
    if (this.read.has(path)) return this.read.get(path);
    const file = this.context.sources.read(path);
    const content = "unreadable" in file ? undefined : parseJson(file, this.context.report);
    if ("unreadable" in file) {
      const span = { file: this.assembly.manifest, start: 0, end: 0 };
      this.context.report(problem("assembly-file", span, { target: path, reason: file.unreadable }));
    }
    this.read.set(path, content);
    return content;
  }

  /** The subtree that a node stands for when it is only a reference into another file. */
  subtree(node: Json): Json | undefined {
    const fileName = textMember(node, "fileName");
    const id = textMember(node, "treeId");
    if (fileName === undefined || id === undefined) return undefined;
    const path = resolvePath(this.assembly.manifest.path, fileName);
    if (path === undefined || !isWithin(path, this.assembly.folder) || this.used.has(`${path}#${id}`)) return undefined;
    this.used.add(`${path}#${id}`);
    return member(member(this.content(path), "forest"), id);
  }
}
