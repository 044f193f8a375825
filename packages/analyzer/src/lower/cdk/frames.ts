/** The place that a frame of a stack trace names. */
export interface Frame {
  /** As recorded, with `/` as separator: absolute on the machine that synthesized, or relative. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1; `undefined` when the frame has none, or one that cannot be trusted. */
  readonly column: number | undefined;
}

/** Folders in which installed code lies: no frame of them is the author's. */
const INSTALLED = /(^|\/)(node_modules|site-packages|dist-packages)\//;

/**
 * The place of a frame as V8, and the jsii hosts of other languages, print it: `new Api (/app/lib/api.ts:12:5)`. Frames
 * that only say what was left out ("...aws-cdk-lib...") and frames outside the author's code have none.
 */
export function parseFrame(text: string): Frame | undefined {
  const frame = text.trim().replace(/^at /, "");
  if (frame.startsWith("...") || frame.startsWith("(no user code")) return undefined;
  const absolute = / \((?=\/|file:|[A-Za-z]:[\\/])/.exec(frame);
  const open = absolute ? absolute.index : frame.lastIndexOf(" (");
  const inside = open >= 0 && frame.endsWith(")");
  const place = placeOf(inside ? frame.slice(open + 2, -1) : frame);
  const before = inside ? frame.slice(0, open) : "";
  // A frame without a function name loses its last character in aws-cdk-lib 2.2xx: the column is cut, the line is not.
  const cut = /\/.*:\d+:?\d*$/.test(before);
  const named = place ?? (cut ? placeOf(before) : undefined);
  if (!named || INSTALLED.test(named.file) || named.file.startsWith("node:") || !/[./]/.test(named.file))
    return undefined;
  return cut ? { ...named, column: undefined } : named;
}

function placeOf(text: string): Frame | undefined {
  const match = /^(.+?):(\d{1,9})(?::(\d{1,9}))?:?$/.exec(text);
  const [, file, line, column] = match ?? [];
  if (file === undefined || line === undefined) return undefined;
  return { file: plainPath(file), line: Number(line), column: column === undefined ? undefined : Number(column) };
}

/** `file:` URLs (ES modules) and Windows paths in the form of the others. */
function plainPath(file: string): string {
  if (!file.startsWith("file://")) return file.replaceAll("\\", "/");
  const path = file.slice("file://".length);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Whether the trace was taken in a program that tsx compiled in memory: its positions are those of the compiled code. */
export function isTranspiledInMemory(frames: readonly string[]): boolean {
  return frames.some((frame) => /^\.\.\..*\b(tsx|esbuild-register|@swc-node)\b/.test(frame.trim()));
}
