import { stringAt, type MappingNode } from "../../parse/node.js";
import { problem } from "../../source/problem.js";
import type { LowerContext } from "../context.js";
import { applyMacros, transformsOf } from "../macros.js";
import { parameterDefault, parameterValues } from "../parameters.js";
import { expandSam } from "../sam/lower.js";
import { resourcesOf, type Environment, type Template } from "../template.js";
import type { Assembly, Stack } from "./assembly.js";
import { constructPaths, pathsAfterExpansion } from "./constructs.js";
import { readMetadata, type StackMetadata } from "./metadata.js";
import { NestedTemplates, nestedStackPath } from "./nested.js";
import type { ConstructTree } from "./tree.js";

/** A stack's template before its resources are linked to the author's program. */
export interface OpenStack {
  readonly stack: Stack;
  readonly metadata: StackMetadata;
  /** The construct path of the stack, or of the nested stack. */
  readonly stackPath: string;
  readonly path: string;
  readonly root: MappingNode;
  readonly environment: Environment;
  readonly parameterValues: Template["parameterValues"];
  /** Construct paths by logical id. */
  readonly paths: ReadonlyMap<string, string>;
  readonly nested: ReadonlyMap<string, string>;
}

/** Opens the templates of an assembly, those of nested stacks included, each once. */
export class StackReader {
  readonly open: OpenStack[] = [];
  private readonly seen = new Set<string>();
  private readonly assembly: Assembly;
  private readonly tree: ConstructTree;
  private readonly context: LowerContext;

  constructor(assembly: Assembly, tree: ConstructTree, context: LowerContext) {
    this.assembly = assembly;
    this.tree = tree;
    this.context = context;
  }

  read(stack: Stack): void {
    const metadata = readMetadata(stack);
    const environment: Environment = {
      region: stack.region ?? this.context.settings.region,
      accountId: stack.accountId,
      stackName: stack.name,
    };
    const file = this.context.sources.read(stack.template);
    if ("unreadable" in file)
      this.context.report(
        problem("assembly-file", stack.declaredAt, { target: stack.template, reason: file.unreadable }),
      );
    else
      this.template({ stack, metadata, environment, path: stack.template, stackPath: stack.constructPath, chain: [] });
  }

  private template(at: {
    readonly stack: Stack;
    readonly metadata: StackMetadata;
    readonly environment: Environment;
    readonly path: string;
    readonly stackPath: string;
    /** The templates in which this one is nested. */
    readonly chain: readonly string[];
  }): void {
    if (this.seen.has(at.path)) return;
    this.seen.add(at.path);
    this.context.included.add(at.path);
    const file = this.context.sources.read(at.path);
    const tree = "unreadable" in file ? undefined : this.context.sources.tree(file);
    if (tree?.kind !== "mapping") return;
    const values = parameterValues(tree, this.context.settings, new Map());
    const parameter = (name: string) => values.get(name)?.value ?? parameterDefault(tree, name);
    const processed = applyMacros(tree, this.context, parameter);
    const from = { metadata: at.metadata, tree: this.tree, stackPath: at.stackPath };
    const written = constructPaths(processed, from, this.context);
    const isSam = usesSam(processed);
    const root = isSam ? expandSam(processed, { environment: at.environment, parameter }, this.context) : processed;
    const paths = isSam ? pathsAfterExpansion(root, processed, written) : written;
    const finder = new NestedTemplates(at.stack, at.metadata, this.assembly.folder, this.context);
    const nested = new Map<string, string>();
    const chain = [...at.chain, at.path];
    const opened = this.open.length;
    for (const [logicalId, resource] of resourcesOf(root)) {
      if (stringAt(resource, "Type") !== "AWS::CloudFormation::Stack") continue;
      const constructPath = paths.get(logicalId);
      const child = finder.find(logicalId, resource, constructPath);
      if (child === undefined) continue;
      if (chain.includes(child)) {
        this.context.report(problem("assembly-cycle", resource.origin.key ?? resource.origin.span, { target: child }));
        continue;
      }
      nested.set(logicalId, child);
      const stackPath = constructPath === undefined ? `${at.stackPath}/${logicalId}` : nestedStackPath(constructPath);
      this.template({
        ...at,
        path: child,
        stackPath,
        chain,
        environment: { region: at.environment.region, accountId: at.environment.accountId },
      });
    }
    // Parents stand before their children.
    this.open.splice(opened, 0, { ...at, root, parameterValues: values, paths, nested });
  }
}

function usesSam(root: MappingNode): boolean {
  if (transformsOf(root).some((name) => name.startsWith("AWS::Serverless"))) return true;
  return [...resourcesOf(root).values()].some((node) => stringAt(node, "Type")?.startsWith("AWS::Serverless::"));
}
