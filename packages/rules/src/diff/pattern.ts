import { overlap } from "../iam/overlap.js";

/** Yes, no, or `undefined` when it depends on what is known at deployment only. */
export type Truth = boolean | undefined;

/** A value that has a name instead of a text: equal names are equal values. */
export interface Symbolic {
  readonly symbol: string;
  /**
   * `resource`: one particular name that no other resource has; `pseudo`: a region, an account; `given`: a text without
   * wildcards that the deployment gives; `unknown`: any text.
   */
  readonly of: "resource" | "pseudo" | "given" | "unknown";
}

/** A run of wildcards: at least so many letters, and any number more when it is open. */
interface Gap {
  readonly gap: number;
}

type Token = string | Symbolic | Gap;

/** A text of IAM in which `*` stands for any letters and `?` for any one. */
export interface Pattern {
  /** Equal for equal patterns. */
  readonly key: string;
  readonly tokens: readonly Token[];
  readonly isLiteral: boolean;
  readonly hasGap: boolean;
  readonly hasUnknown: boolean;
  readonly hasResource: boolean;
}

/** A letter that no text contains. */
const ANY = "\u0001";

/** Makes a pattern of literal parts, in which wildcards count, and of symbols. */
export function patternOf(parts: readonly (string | Symbolic)[]): Pattern {
  const tokens: Token[] = [];
  for (const part of parts) {
    if (typeof part !== "string") {
      tokens.push(part);
      continue;
    }
    for (const run of part.match(/[*?]+|[^*?]/gsu) ?? []) {
      const letters = run.startsWith("*") || run.startsWith("?") ? run.replaceAll("*", "").length : undefined;
      if (letters === undefined) tokens.push(run);
      else if (run.includes("*")) tokens.push({ gap: letters });
      else tokens.push(...run.split("").map(() => ANY));
    }
  }
  const has = (test: (token: Token) => boolean) => tokens.some(test);
  const hasGap = has((token) => token === ANY || (typeof token === "object" && "gap" in token));
  const hasUnknown = has((token) => typeof token === "object" && "of" in token && token.of !== "resource");
  const hasResource = has((token) => typeof token === "object" && "of" in token && token.of === "resource");
  const key = parts.map((part) => (typeof part === "string" ? part : `\0${part.of}:${part.symbol}\0`)).join("");
  return { key, tokens, hasGap, hasUnknown, hasResource, isLiteral: !hasGap && !hasUnknown && !hasResource };
}

/** Whether every text that matches the second pattern matches the first. */
export function covers(wide: Pattern, narrow: Pattern): Truth {
  if (wide.key === narrow.key || wide.key === "*") return true;
  if (wide.isLiteral && narrow.isLiteral) return false;
  if (includes(wide.tokens, narrow.tokens, NO_LEEWAY)) return true;
  const isOpen = wide.hasUnknown || narrow.hasUnknown || (narrow.hasResource && wide.hasGap);
  // The name of a resource may fit a pattern, but it is never that of another resource.
  const leeway = { symbols: true, names: wide.hasGap && !wide.hasResource };
  return isOpen && includes(wide.tokens, narrow.tokens, leeway) ? undefined : false;
}

/** Whether some text matches both; a symbol may be any text unless it names a resource. */
export function overlaps(a: Pattern, b: Pattern): Truth {
  if (a.key === b.key || includes(a.tokens, b.tokens, NO_LEEWAY) || includes(b.tokens, a.tokens, NO_LEEWAY))
    return true;
  if (overlap(spelled(a, true, true), spelled(b, true, true))) return true;
  const isOpen = a.hasUnknown || b.hasUnknown || (a.hasResource && b.hasGap) || (b.hasResource && a.hasGap);
  const keepNames = a.hasResource && b.hasResource;
  return isOpen && overlap(spelled(a, keepNames, false), spelled(b, keepNames, false)) ? undefined : false;
}

/** The pattern as one text with wildcards; symbols are letters of their own where they are kept, else wildcards. */
function spelled({ tokens }: Pattern, keepNames: boolean, keepValues: boolean): string {
  return tokens
    .map((token) => {
      if (token === ANY) return "?";
      if (typeof token === "string") return token;
      if ("gap" in token) return `${"?".repeat(token.gap)}*`;
      const isKept = token.of === "resource" ? keepNames : keepValues;
      return isKept ? `\u0002${token.symbol.replace(/[*?]/g, "_")}\u0002` : "*";
    })
    .join("");
}

/** What symbols may stand for: with leeway, any text that makes it fit. */
interface Leeway {
  readonly symbols: boolean;
  readonly names: boolean;
}

const NO_LEEWAY: Leeway = { symbols: false, names: false };

/**
 * Language inclusion. A wildcard of the narrow pattern stands for letters that occur nowhere else, so only a wildcard of
 * the wide one can hold it. With leeway: whether symbols can have values for which it is so.
 */
function includes(wide: readonly Token[], narrow: readonly Token[], leeway: Leeway): boolean {
  const seen = new Set<number>();
  const most = wide.reduce((sum, token) => Math.max(sum, gapOf(token) ?? 0), 0);
  const stack: [number, number, number][] = [[0, 0, 0]];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const [i, j, held] = top;
    const state = (i * (narrow.length + 1) + j) * (most + 1) + held;
    if (seen.has(state)) continue;
    seen.add(state);
    const [w, n] = [wide[i], narrow[j]];
    if (w === undefined && n === undefined) return true;
    const gap = w === undefined ? undefined : gapOf(w);
    if (gap !== undefined) {
      if (held >= gap) stack.push([i + 1, j, 0]);
      if (n !== undefined) stack.push([i, j + 1, Math.min(gap, held + lettersOf(n))]);
    } else if (w !== undefined && n !== undefined && holds(w, n)) stack.push([i + 1, j + 1, 0]);
    if (n !== undefined && isLoose(n, leeway)) {
      stack.push([i, j + 1, held]);
      if (typeof w === "string" && fits(n, w)) stack.push([i + 1, j, 0]);
    }
    if (w !== undefined && isLoose(w, leeway) && !isName(w)) {
      stack.push([i + 1, j, 0]);
      if (n !== undefined && fits(w, n)) stack.push([i, j + 1, held]);
    }
  }
  return false;
}

function gapOf(token: Token): number | undefined {
  return typeof token === "object" && "gap" in token ? token.gap : undefined;
}

function isName(token: Token): boolean {
  return typeof token === "object" && "of" in token && token.of === "resource";
}

/** Whether a token is a symbol whose value may be chosen. */
function isLoose(token: Token, { symbols, names }: Leeway): boolean {
  return typeof token === "object" && "of" in token && (token.of === "resource" ? names : symbols);
}

/** Whether the value of a symbol may contain a token: what a deployment gives has no wildcards, a region no colons. */
function fits(symbol: Token, token: Token): boolean {
  if (typeof symbol !== "object" || !("of" in symbol) || symbol.of === "unknown") return true;
  if (gapOf(token) !== undefined || token === ANY) return false;
  return symbol.of !== "pseudo" || token !== ":";
}

/** How many letters a token stands for at least; a symbol may be empty. */
function lettersOf(token: Token): number {
  if (typeof token === "string") return 1;
  return "gap" in token ? token.gap : 0;
}

function holds(wide: Token, narrow: Token): boolean {
  if (typeof narrow === "string") return wide === ANY || wide === narrow;
  return (
    typeof wide === "object" &&
    "symbol" in wide &&
    "symbol" in narrow &&
    wide.of === narrow.of &&
    wide.symbol === narrow.symbol
  );
}

/** All of them true; one that is false decides, else one that is not known. */
export function every(truths: Iterable<Truth>): Truth {
  let result: Truth = true;
  for (const truth of truths) {
    if (truth === false) return false;
    if (truth === undefined) result = undefined;
  }
  return result;
}

/** One of them true; else one that is not known decides. */
export function some(truths: Iterable<Truth>): Truth {
  let result: Truth = false;
  for (const truth of truths) {
    if (truth === true) return true;
    if (truth === undefined) result = undefined;
  }
  return result;
}

export function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}
