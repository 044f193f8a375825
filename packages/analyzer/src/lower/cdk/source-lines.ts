import { stringAt } from "../../parse/node.js";
import type { Sources } from "../../parse/sources.js";
import type { Span } from "../../source/span.js";
import { resourcesOf, type SourceKind } from "../template.js";
import type { Assembly } from "./assembly.js";
import { Checkout } from "./checkout.js";
import { CreationStacks } from "./creation-stacks.js";
import { parseFrame } from "./frames.js";
import type { StackMetadata } from "./metadata.js";
import { ownerOf } from "./owners.js";
import { SourceSearch } from "./search/search.js";
import type { OpenStack } from "./stacks.js";

/** The author's line for a resource. */
export interface FoundLine {
  readonly span: Span;
  readonly kind: SourceKind;
  /** Known when the program itself was read. */
  readonly authoredPath?: string;
}

/** Finds the lines of the author's program that create the resources of an assembly, by the best source there is. */
export class SourceLines {
  private readonly sources: Sources;
  private readonly assembly: Assembly;
  private readonly open: readonly OpenStack[];
  private readonly stacks: CreationStacks;
  private readonly byAncestor = new Map<StackMetadata, ReadonlyMap<string, readonly string[]>>();
  private search: SourceSearch | undefined;

  constructor(sources: Sources, assembly: Assembly, open: readonly OpenStack[]) {
    this.sources = sources;
    this.assembly = assembly;
    this.open = open;
    this.stacks = new CreationStacks(sources, new Checkout(sources, assembly.folder, recordedFiles(open)));
  }

  /** A line that no longer creates anything, although the assembly says that it did. */
  get stale(): Span | undefined {
    return this.stacks.stale;
  }

  /** The stacks that the program creates, when it had to be read. */
  get stacksOfProgram(): SourceSearch["stacks"] {
    return this.search?.stacks ?? [];
  }

  /** The lines of every resource by construct path. The program is read only when something of the author's needs it. */
  async all(): Promise<ReadonlyMap<OpenStack, ReadonlyMap<string, FoundLine>>> {
    const found = new Map<OpenStack, Map<string, FoundLine>>();
    const missing: { open: OpenStack; path: string; type: string | undefined }[] = [];
    for (const open of this.open) {
      const lines = new Map<string, FoundLine>();
      const resources = resourcesOf(open.root);
      for (const [logicalId, path] of open.paths) {
        const line = await this.recorded(open, path);
        if (line) lines.set(path, line);
        else missing.push({ open, path, type: stringAt(resources.get(logicalId), "Type") });
      }
      found.set(open, lines);
    }
    if (missing.every(({ path }) => ownerOf(path))) return found;
    this.search = await SourceSearch.open(this.assembly.folder, this.sources);
    for (const { open, path, type } of missing) {
      const line = this.search?.find(path, type, open.stackPath);
      if (line) found.get(open)?.set(path, { ...line, kind: "source-search" });
    }
    return found;
  }

  /**
   * From the resource's own stack trace; where that shows no code of the author (a resource made while another is being
   * prepared for synthesis) from that of the construct around it.
   */
  private async recorded(open: OpenStack, path: string): Promise<FoundLine | undefined> {
    const own = open.metadata.constructs.get(path)?.creationStack;
    if (own && own.length > 0) {
      const line = await this.stacks.locate(own);
      if (line) return line;
    }
    const around = this.ancestorsOf(open.metadata);
    for (let here = parentOf(path); here.length > open.stackPath.length; here = parentOf(here)) {
      const frames = around.get(here);
      const line = frames && (await this.stacks.locate(frames));
      if (line) return line;
    }
    return undefined;
  }

  /** By construct path: the first stack trace with code of the author at or below it. */
  private ancestorsOf(metadata: StackMetadata): ReadonlyMap<string, readonly string[]> {
    const known = this.byAncestor.get(metadata);
    if (known) return known;
    const first = new Map<string, readonly string[]>();
    for (const [path, { creationStack }] of metadata.constructs) {
      if (!creationStack.some(parseFrame)) continue;
      for (let here = path; here !== "" && !first.has(here); here = parentOf(here)) first.set(here, creationStack);
    }
    this.byAncestor.set(metadata, first);
    return first;
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function* recordedFiles(open: readonly OpenStack[]): Iterable<string> {
  for (const metadata of new Set(open.map((stack) => stack.metadata)))
    for (const { creationStack } of metadata.constructs.values())
      for (const frame of creationStack) {
        const place = parseFrame(frame);
        if (place) yield place.file;
      }
}
