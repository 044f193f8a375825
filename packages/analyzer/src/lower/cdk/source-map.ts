import type { TraceMap } from "@jridgewell/trace-mapping";
import type { Sources } from "../../parse/sources.js";
import { resolvePath } from "../../source/repository.js";
import type { SourceFile } from "../../source/span.js";

/** A place in a file of the repository; line and column count from 1. */
export interface Place {
  readonly file: SourceFile;
  readonly line: number;
  readonly column: number | undefined;
}

const MAP_COMMENT = /\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/;
const INLINE = /^data:application\/json;(?:charset=[\w-]+;)?base64,/;

/** Follows compiled JavaScript to its source, through maps beside it or inside it; the maps are read once. */
export class SourceMaps {
  private readonly sources: Sources;
  private readonly maps = new Map<string, TraceMap | undefined>();

  constructor(sources: Sources) {
    this.sources = sources;
  }

  /** The place in the source, or `undefined` when there is no map, or it leads out of the repository. */
  async original(place: Place): Promise<Place | undefined> {
    const { path } = place.file;
    if (!this.maps.has(path)) this.maps.set(path, await this.load(place.file));
    const map = this.maps.get(path);
    if (!map) return undefined;
    const { originalPositionFor } = await import("@jridgewell/trace-mapping");
    const found = originalPositionFor(map, { line: place.line, column: Math.max(0, (place.column ?? 1) - 1) });
    if (found.source === null) return undefined;
    const target = resolvePath(path, found.source);
    const file = target === undefined ? undefined : this.sources.read(target);
    if (!file || "unreadable" in file) return undefined;
    return { file, line: found.line, column: found.column + 1 };
  }

  private async load(file: SourceFile): Promise<TraceMap | undefined> {
    const tail = file.text.slice(file.text.lastIndexOf("\n//") + 1);
    const [, url] = MAP_COMMENT.exec(tail) ?? [];
    if (url === undefined) return undefined;
    const text = INLINE.test(url) ? decodeBase64(url.replace(INLINE, "")) : this.beside(file, url);
    if (text === undefined) return undefined;
    const { TraceMap: Map } = await import("@jridgewell/trace-mapping");
    try {
      return new Map(text);
    } catch {
      return undefined; // not a source map: the compiled line stands
    }
  }

  private beside(file: SourceFile, url: string): string | undefined {
    const path = resolvePath(file.path, url);
    const read = path === undefined ? undefined : this.sources.read(path);
    return read && "text" in read ? read.text : undefined;
  }
}

function decodeBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
