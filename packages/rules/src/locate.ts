import { lineText, regionOf, type Origin, type Region, type SourceFile } from "@assay/analyzer";
import type { Location } from "./assessment.js";
import type { Evidence } from "./rule.js";

/** Places in the order in which they were named, each once. */
export function locations(evidence: readonly Evidence[]): readonly Location[] {
  const found: Location[] = [];
  for (const { origin, says } of evidence) {
    const place = placeOf(origin);
    const isThere = found.some((one) => one.says === says && sameStart(one, place));
    if (!isThere) found.push({ ...place, says });
  }
  return found;
}

type Place = Omit<Location, "says">;

/** Many findings rest on the same places: the function that they are about, a timeout in the globals. */
const places = new WeakMap<Origin, Place>();

function placeOf(origin: Origin): Place {
  const known = places.get(origin);
  if (known) return known;
  const { why, by, span, cause } = origin;
  const region = regionOf(span);
  const via = cause && regionOf(cause.key ?? cause.span);
  const excerpt = excerptOf(span.file, region.startLine);
  const place: Place = {
    ...region,
    ...(why === "authored" ? {} : { why }),
    ...(by === undefined ? {} : { by }),
    ...(via && !sameLine(via, region) ? { via } : {}),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
  places.set(origin, place);
  return place;
}

function sameStart(a: Place, b: Place): boolean {
  return sameLine(a, b) && a.startColumn === b.startColumn;
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
