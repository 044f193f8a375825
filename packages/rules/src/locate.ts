import { lineText, regionOf, type Origin, type Region, type SourceFile } from "@assay/analyzer";
import type { Location } from "./assessment.js";
import type { Evidence } from "./rule.js";

/** Places in the order in which they were named, each once. */
export function locations(evidence: readonly Evidence[]): readonly Location[] {
  const found = new Map<string, Location>();
  for (const { origin, says } of evidence) {
    const location = locate(origin, says);
    const key = JSON.stringify([location.file, location.startLine, location.startColumn, says]);
    if (!found.has(key)) found.set(key, location);
  }
  return [...found.values()];
}

function locate(origin: Origin, says: string): Location {
  const { why, by, span, cause } = origin;
  const region = regionOf(span);
  const via = cause && regionOf(cause.key ?? cause.span);
  const excerpt = excerptOf(span.file, region.startLine);
  return {
    ...region,
    says,
    ...(why === "authored" ? {} : { why }),
    ...(by === undefined ? {} : { by }),
    ...(via && !sameLine(via, region) ? { via } : {}),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}

function sameLine(a: Region, b: Region): boolean {
  return a.file === b.file && a.startLine === b.startLine;
}

/** Longer lines are machine-made, or tell less than the sentence does. */
const MAX_EXCERPT = 120;
const SECRET =
  /((?:secret|password|passwd|token|api_?key|access_?key|credential)\w*["']?\s*[:=]\s*)(?![!{[$])(["']?)[^"'\s]+\2/gi;

/** One line as it stands in the file; literal values of what is called a secret are blanked. */
function excerptOf(file: SourceFile, line: number): string | undefined {
  const text = lineText(file, line)?.trim();
  if (!text || text.length > MAX_EXCERPT) return undefined;
  return text.replace(SECRET, "$1***");
}
