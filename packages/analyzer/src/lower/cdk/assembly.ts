import { at, itemsAt, mappingAt, stringAt, toJson, type Json, type MappingNode, type Node } from "../../parse/node.js";
import { problem } from "../../source/problem.js";
import { baseName, folderOf, resolvePath } from "../../source/repository.js";
import type { SourceFile, Span } from "../../source/span.js";
import type { LowerContext } from "../context.js";
import { inFolder } from "./apps.js";
import { parseJson } from "./json.js";

/** The newest version of the manifest whose content is known: @aws-cdk/cloud-assembly-schema 55.x. */
const KNOWN_VERSION = 55;

/** A stack of an assembly or of one that is nested in it. */
export interface Stack {
  /** The artifact id, unique within its manifest. */
  readonly id: string;
  /** The construct path of the stack: `Prod/Api`. */
  readonly constructPath: string;
  /** The folder of the manifest that declares it: what its paths are relative to. */
  readonly folder: string;
  readonly template: string;
  /** Where the manifest names the template. */
  readonly declaredAt: Span;
  readonly name: string;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** Construct metadata by construct path (with a leading slash), and the file that holds it. */
  readonly metadata: Json | undefined;
  readonly metadataFile: SourceFile;
  readonly assetManifests: readonly string[];
}

export interface Assembly {
  readonly folder: string;
  readonly manifest: SourceFile;
  readonly stacks: readonly Stack[];
  readonly trees: readonly string[];
}

/**
 * Reads the manifest of a cloud assembly and of those that are nested in it (stages). Versions from CDK v1 on are alike
 * in what is needed here; what changed is where metadata lies (inside the manifest, from 53 on in files beside it).
 * https://github.com/cdklabs/cloud-assembly-schema
 */
export function readAssembly(entry: string, context: LowerContext): Assembly | undefined {
  const manifest = context.sources.read(entry);
  if ("unreadable" in manifest) {
    const nowhere = { file: { path: entry, text: "" }, start: 0, end: 0 };
    context.report(problem("unreadable-file", nowhere, { reason: manifest.unreadable }));
    return undefined;
  }
  const reader = new ManifestReader(context, folderOf(entry));
  reader.read(manifest);
  return { folder: folderOf(entry), manifest, stacks: reader.stacks, trees: reader.trees };
}

/** Follows nested assemblies; a class because what was found and what is open has to be followed. */
class ManifestReader {
  readonly stacks: Stack[] = [];
  readonly trees: string[] = [];
  private readonly visited = new Set<string>();
  private readonly context: LowerContext;
  private readonly root: string;

  constructor(context: LowerContext, root: string) {
    this.context = context;
    this.root = root;
  }

  read(file: SourceFile): void {
    this.visited.add(file.path);
    const tree = this.context.sources.tree(file);
    const artifacts = mappingAt(tree, "artifacts");
    if (!tree || !artifacts) {
      if (tree) this.invalid(tree, "it has no mapping 'artifacts'"); // else it was reported as a syntax error
      this.withoutManifest(file);
      return;
    }
    this.checkVersion(tree);
    this.checkMissing(tree);
    for (const [id, artifact] of artifacts.entries) {
      if (artifact.kind !== "mapping") this.invalid(artifact, `the artifact '${id}' is not a mapping`);
      else this.artifact(file, id, artifact, artifacts);
    }
  }

  private checkVersion(tree: Node): void {
    const written = at(tree, "version");
    const version = stringAt(written);
    if (!written || version === undefined) return;
    if (Number.parseInt(version, 10) > KNOWN_VERSION)
      this.context.report(problem("assembly-version", written.origin.span, { version, known: KNOWN_VERSION }));
  }

  private checkMissing(tree: Node): void {
    const missing = itemsAt(tree, "missing");
    const keys = missing.flatMap((item) => stringAt(item, "key") ?? []).join(", ");
    const [first] = missing;
    if (first) this.context.report(problem("assembly-missing-context", first.origin.span, { keys }));
  }

  private artifact(file: SourceFile, id: string, artifact: MappingNode, artifacts: MappingNode): void {
    switch (stringAt(artifact, "type")) {
      case "aws:cloudformation:stack":
        this.stack(file, id, artifact, artifacts);
        break;
      case "cdk:cloud-assembly":
        this.nested(file, id, artifact);
        break;
      case "cdk:tree": {
        const tree = this.pathOf(file, at(artifact, "properties", "file"));
        if (tree !== undefined) this.trees.push(tree);
        break;
      }
    }
  }

  private nested(file: SourceFile, id: string, artifact: MappingNode): void {
    const directory = at(artifact, "properties", "directoryName");
    if (!directory) this.invalid(artifact, `the nested assembly '${id}' names no directory`);
    const path = this.pathOf(file, directory);
    if (!directory || path === undefined) return;
    const manifest = path === "" ? "manifest.json" : `${path}/manifest.json`;
    if (this.visited.has(manifest)) {
      this.context.report(problem("assembly-cycle", directory.origin.span, { target: stringAt(directory) ?? id }));
      return;
    }
    const read = this.context.sources.read(manifest);
    if ("unreadable" in read) {
      this.unusable(directory, manifest, read.unreadable);
      return;
    }
    this.context.included.add(manifest);
    this.read(read);
  }

  private stack(file: SourceFile, id: string, artifact: MappingNode, artifacts: MappingNode): void {
    const written = at(artifact, "properties", "templateFile");
    if (!written) this.invalid(artifact, `the stack '${id}' names no template`);
    const template = this.pathOf(file, written);
    if (!written || template === undefined) return;
    const [accountId, region] = environmentOf(stringAt(artifact, "environment"));
    const metadata = this.metadata(file, artifact);
    this.stacks.push({
      id,
      constructPath: displayPath(stringAt(artifact, "displayName")) ?? id,
      folder: folderOf(file.path),
      template,
      declaredAt: written.origin.span,
      name: stringAt(artifact, "properties", "stackName") ?? id,
      accountId,
      region,
      metadata: metadata.content,
      metadataFile: metadata.file,
      assetManifests: this.assetManifests(file, artifact, artifacts),
    });
  }

  /** What lies beside a manifest that cannot be read, by the names that the CDK gives its files. */
  private withoutManifest(file: SourceFile): void {
    const folder = folderOf(file.path);
    const beside = (name: string) => inFolder(folder, name);
    for (const template of this.context.sources.paths) {
      const [, id] = /^(.+)\.template\.json$/.exec(baseName(template)) ?? [];
      if (id === undefined || id.endsWith(".nested") || folderOf(template) !== folder) continue;
      const metadata = this.context.sources.exists(beside(`${id}.metadata.json`))
        ? this.context.sources.read(beside(`${id}.metadata.json`))
        : undefined;
      this.stacks.push({
        id,
        constructPath: id,
        folder,
        template,
        declaredAt: { file, start: 0, end: 0 },
        name: id,
        accountId: undefined,
        region: undefined,
        metadata: metadata && "text" in metadata ? parseJson(metadata, this.context.report) : undefined,
        metadataFile: metadata && "text" in metadata ? metadata : file,
        assetManifests: [beside(`${id}.assets.json`)].filter((path) => this.context.sources.exists(path)),
      });
    }
    if (this.context.sources.exists(beside("tree.json"))) this.trees.push(beside("tree.json"));
  }

  private metadata(file: SourceFile, artifact: MappingNode): { content: Json | undefined; file: SourceFile } {
    const inline = mappingAt(artifact, "metadata");
    const beside = at(artifact, "additionalMetadataFile");
    if (!beside) return { content: inline && toJson(inline), file };
    const path = this.pathOf(file, beside);
    const read = path === undefined ? undefined : this.context.sources.read(path);
    if (!read || "unreadable" in read) {
      if (read) this.unusable(beside, path ?? "", read.unreadable);
      return { content: inline && toJson(inline), file };
    }
    return { content: parseJson(read, this.context.report), file: read };
  }

  private assetManifests(file: SourceFile, stack: MappingNode, artifacts: MappingNode): string[] {
    const found: string[] = [];
    for (const dependency of itemsAt(stack, "dependencies")) {
      const artifact = mappingAt(artifacts, stringAt(dependency) ?? "");
      if (stringAt(artifact, "type") !== "cdk:asset-manifest") continue;
      const path = this.pathOf(file, at(artifact, "properties", "file"));
      if (path !== undefined) found.push(path);
    }
    return found;
  }

  /** A path as a manifest names it, confined to the assembly. */
  private pathOf(file: SourceFile, written: Node | undefined): string | undefined {
    const target = stringAt(written);
    if (!written || target === undefined) return undefined;
    const path = resolvePath(file.path, target);
    if (path !== undefined && isWithin(path, this.root)) return path;
    this.context.report(problem("assembly-path-escapes", written.origin.span, { target }));
    return undefined;
  }

  private invalid(node: Node, reason: string): void {
    this.context.report(problem("assembly-invalid", node.origin.span, { reason }));
  }

  private unusable(node: Node, target: string, reason: string): void {
    this.context.report(problem("assembly-file", node.origin.span, { target, reason }));
  }
}

/** Whether a path lies in a folder (`""` is the root of the repository). */
export function isWithin(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

/** Account and region of `aws://ACCOUNT/REGION`, where they are known. */
function environmentOf(text = ""): readonly [string | undefined, string | undefined] {
  const match = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(text);
  const [, account, region] = match ?? [];
  return [account === "unknown-account" ? undefined : account, region === "unknown-region" ? undefined : region];
}

/** The display name is the construct path, with the stack name in parentheses when that differs. */
function displayPath(name: string | undefined): string | undefined {
  return name?.replace(/ \([^)]*\)$/, "");
}
