import type { Sources } from "../../parse/sources.js";
import type { SourceKind } from "../template.js";
import { lineText, offsetAt, restOfLine, textOf, type Span } from "../../source/span.js";
import type { Checkout } from "./checkout.js";
import { isTranspiledInMemory, parseFrame, type Frame } from "./frames.js";
import { SourceMaps, type Place } from "./source-map.js";

/** A line of the author's program, and how it was found. */
export interface SourceLine {
  readonly span: Span;
  readonly kind: SourceKind;
}

/** Finds the author's line in recorded stack traces: the innermost frame that lies in the repository. */
export class CreationStacks {
  /** The first frame whose line no longer creates anything: the source was changed after the assembly was made. */
  stale: Span | undefined;
  private readonly sources: Sources;
  private readonly checkout: Checkout;
  private readonly maps: SourceMaps;

  constructor(sources: Sources, checkout: Checkout) {
    this.sources = sources;
    this.checkout = checkout;
    this.maps = new SourceMaps(sources);
  }

  async locate(frames: readonly string[]): Promise<SourceLine | undefined> {
    for (const [i, text] of frames.entries()) {
      const frame = parseFrame(text);
      const path = frame && this.checkout.locate(frame.file);
      if (!frame || path === undefined) continue;
      const line = await this.line(frame, path);
      if (!line) return undefined;
      if (isClassItself(line.place)) continue;
      const span = callAt(line.place);
      if (span) return isCreating(span, frames[i - 1]) ? { span, kind: line.kind } : undefined;
      if (!isTranspiledInMemory(frames)) this.stale ??= lineSpan(line.place);
      return undefined;
    }
    return undefined;
  }

  private async line(frame: Frame, path: string): Promise<{ place: Place; kind: SourceKind } | undefined> {
    const file = this.sources.read(path);
    if ("unreadable" in file) return undefined;
    const place: Place = { file, line: frame.line, column: frame.column };
    if (!/\.[cm]?js$/.test(path)) return { place, kind: "creation-stack" };
    const original = await this.maps.original(place);
    return original ? { place: original, kind: "source-map" } : { place, kind: "creation-stack" };
  }
}

/** The constructor of a class that declares none, as older versions of Node place it; who calls it is the next frame. */
function isClassItself({ file, line, column = 1 }: Place): boolean {
  return /^(export\s+)?(default\s+)?(abstract\s+)?class\b/.test(lineText(file, line)?.slice(column - 1) ?? "");
}

/** The call, or property, that stands at a place, up to the end of its line, or `undefined` when none does. */
function callAt(place: Place): Span | undefined {
  const text = lineText(place.file, place.line)?.trimEnd();
  if (text === undefined || text.trim() === "") return undefined;
  const column = place.column ?? text.length - text.trimStart().length + 1;
  const isTrusted = place.column !== undefined && SCRIPT.test(place.file.path);
  const isName = /(^|[^\w$])$/.test(text.slice(0, column - 1)) && !NO_NAME.test(text.slice(column - 1));
  if (isTrusted && !isName) return undefined;
  const start = offsetAt(place.file, place.line, column);
  return start === undefined ? undefined : restOfLine(place.file, start);
}

/** Nothing that is called, and no property, whose place V8 gives as that of its name, begins like this. */
const NO_NAME =
  /^([^\w$#(.]|$|(const|let|var|return|import|export|if|else|for|while|class|function|public|private|protected|readonly|static|type|interface|constructor)\b)/;
const SCRIPT = /\.[cm]?[jt]sx?$/;

/**
 * Whether the code names the class whose constructor, as the frame before says, was called from there, under its own or
 * an imported name: the source may have been changed since.
 */
function isCreating(span: Span, calledFrame: string | undefined): boolean {
  const [, called] = /\bnew ([\w$]+?)\d*( in [^,]+\.\.\.$| \(|$)/.exec(calledFrame ?? "") ?? [];
  const [, written] = /^new\s+(?:[\w$]+\s*\.\s*)*([\w$]+)\s*[(<]/.exec(textOf(span)) ?? [];
  if (called === undefined || written === undefined || called === written.replace(/\d+$/, "")) return true;
  const { text } = span.file;
  return ["as", ":"].some((renamed) =>
    new RegExp(`\\b${called.replaceAll("$", "\\$")}\\d*\\s*${renamed}\\s*${written.replaceAll("$", "\\$")}\\b`).test(
      text,
    ),
  );
}

function lineSpan(place: Place): Span {
  return restOfLine(place.file, offsetAt(place.file, place.line, 1) ?? place.file.text.length);
}
