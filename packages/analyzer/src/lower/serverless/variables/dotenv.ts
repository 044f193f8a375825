import type { Node, Origin } from "../../../parse/node.js";
import type { SourceFile } from "../../../source/span.js";

/**
 * The variables of a `.env` file: `NAME=value` lines, quotes removed, `#` begins a comment, `${NAME}` and `$NAME` stand
 * for earlier variables. https://github.com/motdotla/dotenv#what-rules-does-the-parsing-engine-follow
 */
export function readDotenv(file: SourceFile): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  const line = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^#\r\n]*)/gm;
  for (const match of file.text.matchAll(line)) {
    const [whole, name = "", raw = ""] = match;
    const trimmed = raw.trim();
    const start = match.index + whole.lastIndexOf(raw);
    const origin: Origin = { why: "included", span: { file, start, end: start + trimmed.length }, by: file.path };
    found.set(name, { kind: "scalar", value: valueOf(trimmed, found), origin });
  }
  return found;
}

function valueOf(raw: string, earlier: ReadonlyMap<string, Node>): string {
  const quote = raw.charAt(0);
  const isQuoted = raw.length > 1 && (quote === '"' || quote === "'" || quote === "`");
  const inner = isQuoted ? raw.slice(1, -1) : raw;
  if (quote === "'") return inner;
  const lines = quote === '"' ? inner.replaceAll("\\n", "\n").replaceAll("\\r", "\r") : inner;
  return lines.replace(/\\?\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole.startsWith("\\")) return whole.slice(1);
    const known = earlier.get(braced ?? bare ?? "");
    return known?.kind === "scalar" ? String(known.value) : "";
  });
}
