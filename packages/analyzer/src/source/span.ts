/** A text file of the repository. Offsets count UTF-16 code units, as JavaScript strings do. */
export interface SourceFile {
  /** Repository-relative path with `/` as separator. */
  readonly path: string;
  readonly text: string;
}

/** A half-open range `[start, end)` of offsets in one file. Line and column are derived where they are shown. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A place as people and formats name it: lines and columns count from 1, `endColumn` is exclusive (as in SARIF). */
export interface Region {
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const lineTables = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which the lines of a file start; `\n`, `\r\n` and a lone `\r` end a line, as in YAML 1.2 §5.4. */
function lineStarts(file: SourceFile): readonly number[] {
  let starts = lineTables.get(file);
  if (!starts) {
    const found = [0];
    const { text } = file;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) found.push(i + 1);
    }
    starts = found;
    lineTables.set(file, starts);
  }
  return starts;
}

function position(file: SourceFile, offset: number): { line: number; column: number } {
  const starts = lineStarts(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The lines and columns of a span. */
export function regionOf(span: Span): Region {
  const start = position(span.file, span.start);
  const end = position(span.file, Math.max(span.start, span.end));
  return {
    file: span.file.path,
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

/** The offset of a line and column (both from 1), or `undefined` when the file has no such place. */
export function offsetAt(file: SourceFile, line: number, column: number): number | undefined {
  const start = lineStarts(file)[line - 1];
  const text = lineText(file, line);
  if (start === undefined || text === undefined || column < 1 || column > text.length + 1) return undefined;
  return start + column - 1;
}

/** The text of one line (from 1) without its line break, or `undefined` past the end. */
export function lineText(file: SourceFile, line: number): string | undefined {
  const starts = lineStarts(file);
  const start = starts[line - 1];
  if (start === undefined) return undefined;
  return file.text.slice(start, starts[line] ?? file.text.length).replace(/[\r\n]+$/, "");
}

/** The text from an offset to the end of its line, without trailing blanks. */
export function restOfLine(file: SourceFile, start: number): Span {
  const lineEnd = /[\r\n]/.exec(file.text.slice(start, start + MAX_LINE))?.index ?? MAX_LINE;
  const text = file.text.slice(start, start + lineEnd);
  return { file, start, end: start + text.trimEnd().length };
}

/** Longer lines are cut where one is shown. */
const MAX_LINE = 2_000;

/** The exact source text of a span. */
export function textOf(span: Span): string {
  return span.file.text.slice(span.start, span.end);
}

/** Orders spans by file, start, end: the order in which every output lists things. */
export function compareSpans(a: Span, b: Span): number {
  return compareText(a.file.path, b.file.path) || a.start - b.start || a.end - b.end;
}

/** Orders strings by code unit, the same on every machine and locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
