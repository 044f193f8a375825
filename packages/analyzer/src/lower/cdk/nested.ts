import { at, itemsAt, stringAt, type MappingNode, type Node } from "../../parse/node.js";
import { problem } from "../../source/problem.js";
import { resolvePath } from "../../source/repository.js";
import type { LowerContext } from "../context.js";
import { isWithin, type Stack } from "./assembly.js";
import { member, members, parseJson, textMember } from "./json.js";
import type { StackMetadata } from "./metadata.js";

/**
 * Finds the template file of a nested stack. A nested stack's template is an asset: the resource names its file
 * (`aws:asset:path`, when the CLI asked for it), the metadata do (from manifest 55 on), or the asset manifest does, by
 * the object key at the end of `TemplateURL`.
 */
export class NestedTemplates {
  private readonly stack: Stack;
  private readonly metadata: StackMetadata;
  private readonly context: LowerContext;
  /** The assembly of the app: an asset of a stage lies beside the folder of the stage. */
  private readonly root: string;
  private keys: ReadonlyMap<string, string> | undefined;

  constructor(stack: Stack, metadata: StackMetadata, root: string, context: LowerContext) {
    this.stack = stack;
    this.metadata = metadata;
    this.root = root;
    this.context = context;
  }

  /** The repository path of the template, or `undefined` with a problem reported. */
  find(logicalId: string, resource: MappingNode, constructPath: string | undefined): string | undefined {
    const candidates = [
      stringAt(resource, "Metadata", "aws:asset:path"),
      constructPath === undefined ? undefined : this.metadata.templateFiles.get(nestedStackPath(constructPath)),
      ...this.byUrl(at(resource, "Properties", "TemplateURL")),
    ];
    for (const target of candidates) {
      if (target === undefined) continue;
      const path = resolvePath(`${this.stack.folder}/manifest.json`.replace(/^\//, ""), target);
      if (path === undefined || !isWithin(path, this.root)) {
        this.context.report(problem("assembly-path-escapes", resource.origin.span, { target }));
        return undefined;
      }
      if (this.context.sources.exists(path)) return path;
    }
    this.context.report(
      problem("nested-template-unknown", resource.origin.key ?? resource.origin.span, { resource: logicalId }),
    );
    return undefined;
  }

  private byUrl(url: Node | undefined): (string | undefined)[] {
    return literals(url).map((text) => {
      const key = text.slice(text.lastIndexOf("/") + 1);
      return this.objectKeys().get(key) ?? this.metadata.assetPaths.get(text);
    });
  }

  private objectKeys(): ReadonlyMap<string, string> {
    if (this.keys) return this.keys;
    const keys = new Map<string, string>();
    for (const path of this.stack.assetManifests) {
      const file = this.context.sources.read(path);
      const content = "unreadable" in file ? undefined : parseJson(file, this.context.report);
      for (const [, asset] of members(member(content, "files"))) {
        const source = textMember(member(asset, "source"), "path");
        for (const [, destination] of members(member(asset, "destinations"))) {
          const key = textMember(destination, "objectKey");
          if (key !== undefined && source !== undefined) keys.set(key.slice(key.lastIndexOf("/") + 1), source);
        }
      }
    }
    return (this.keys = keys);
  }
}

/** The path of the nested stack construct whose `AWS::CloudFormation::Stack` resource has this path. */
export function nestedStackPath(constructPath: string): string {
  return constructPath.replace(/\.NestedStack\/[^/]*$/, "");
}

/** The strings in a value and the names that it refers to. */
function literals(node: Node | undefined): string[] {
  const found: string[] = [];
  const open = node ? [node] : [];
  for (let here = open.pop(); here; here = open.pop()) {
    const text = stringAt(here);
    if (text !== undefined) found.push(text);
    else if (here.kind === "mapping") open.push(...here.entries.values());
    else open.push(...itemsAt(here));
  }
  return found;
}
