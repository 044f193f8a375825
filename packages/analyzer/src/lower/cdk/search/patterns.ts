/**
 * The texts that a value of a program can be: alternatives, in each of which `WILD` stands for any text. Matching takes
 * time in proportion to the lengths, whatever the program says; regular expressions made of it would not.
 */
export type Pattern = readonly string[];

/** Stands for any text within a pattern. */
const WILD = "\0";
/** Matches everything. */
export const ANY: Pattern = [WILD];
const MAX_ALTERNATIVES = 16;
const MAX_LENGTH = 500;

/** The one text that a pattern matches, if there is only one. */
export function literalOf(pattern: Pattern): string | undefined {
  const [only, ...others] = pattern;
  return others.length === 0 && only !== undefined && !only.includes(WILD) ? only : undefined;
}

/** Texts one after the other. */
export function concatenated(parts: readonly Pattern[]): Pattern {
  let result: string[] = [""];
  for (const part of parts) {
    const combined = result.flatMap((head) => part.map((tail) => (head + tail).replaceAll(WILD + WILD, WILD)));
    result = limited(combined).length > 0 ? [...limited(combined)] : [WILD];
  }
  return result;
}

/** One or the other. */
export function alternatives(a: Pattern, b: Pattern): Pattern {
  return limited([...new Set([...a, ...b])]);
}

function limited(pattern: Pattern): Pattern {
  return pattern.length > MAX_ALTERNATIVES || pattern.some((text) => text.length > MAX_LENGTH) ? ANY : pattern;
}

/** The same change made to every alternative; what is not known stays so. */
export function mapped(pattern: Pattern, change: (text: string) => string): Pattern {
  return pattern.map((text) => text.split(WILD).map(change).join(WILD));
}

export function matches(pattern: Pattern, text: string): boolean {
  return pattern.some((alternative) => matchesOne(alternative, text));
}

/** Greedy: each part is taken at its first place after the one before. */
function matchesOne(pattern: string, text: string): boolean {
  const parts = pattern.split(WILD);
  const first = parts[0] ?? "";
  if (parts.length === 1) return first === text;
  const last = parts.at(-1) ?? "";
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
