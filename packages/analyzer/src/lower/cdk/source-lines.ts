import type { Sources } from "../../parse/sources.js";
import type { Span } from "../../source/span.js";
import type { SourceKind } from "../template.js";
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
  private readonly stacks: CreationStacks;
  private readonly byAncestor = new Map<StackMetadata, ReadonlyMap<string, readonly string[]>>();
  private search: Promise<SourceSearch | undefined> | undefined;

  constructor(sources: Sources, assembly: Assembly, open: readonly OpenStack[]) {
    this.sources = sources;
    this.assembly = assembly;
    this.stacks = new CreationStacks(sources, new Checkout(sources, assembly.folder, recordedFiles(open)));
  }

  /** A line that no longer creates anything, although the assembly says that it did. */
  get stale(): Span | undefined {
    return this.stacks.stale;
  }

  /** The stacks that the program creates, when it had to be read. */
  async stacksOfProgram(): Promise<SourceSearch["stacks"]> {
    return (await this.search)?.stacks ?? [];
  }

  async of(open: OpenStack, path: string): Promise<FoundLine | undefined> {
    // The program never names what the framework makes for itself.
    return (await this.recorded(open, path)) ?? (ownerOf(path) ? undefined : await this.searched(open, path));
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

  private async searched(open: OpenStack, path: string): Promise<FoundLine | undefined> {
    this.search ??= SourceSearch.open(this.assembly.folder, this.sources);
    const found = (await this.search)?.find(path, open.stackPath);
    return found && { ...found, kind: "source-search" };
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
