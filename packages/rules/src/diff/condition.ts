import { follow, readItems, readText, showText, toJson, type Text, type View } from "@assay/analyzer";
import { covers, every, some, type Pattern, type Truth } from "./pattern.js";

/** One key of a condition block. All clauses of a block have to hold. */
export interface Clause {
  /** `StringEquals`, without qualifiers. */
  readonly operator: string;
  /** `ForAllValues:` or `ForAnyValue:`. */
  readonly set: string;
  readonly ifExists: boolean;
  readonly key: string;
  /** Any of them is enough for most operators; none of them may match for the negated ones. */
  readonly values: readonly Pattern[];
  /** The clause when it cannot be taken apart: only an equal one says the same. */
  readonly opaque: string | undefined;
  readonly shown: string;
}

type Read = (text: Text) => Pattern;

/** The clauses of a condition block. */
export function clausesOf(condition: View | undefined, read: Read): readonly Clause[] {
  if (!condition) return [];
  return follow(condition).flatMap(({ shape, when }): Clause[] => {
    if (shape.kind === "absent") return [];
    if (shape.kind !== "map" || when.length > 0)
      return [opaque(shape.kind === "map" ? JSON.stringify([...shape.entries].map(([k, v]) => [k, toJson(v)])) : "?")];
    return [...shape.entries].flatMap(([operator, node]) => {
      if (node.kind !== "mapping") return [opaque(`${operator} ${JSON.stringify(toJson(node))}`)];
      return [...node.entries].map(([key, value]) =>
        clauseOf(operator, key, { node: value, stack: shape.stack }, JSON.stringify(toJson(value)), read),
      );
    });
  });
}

function clauseOf(written: string, key: string, view: View, text: string, read: Read): Clause {
  const [, set = "", operator = "", ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/i.exec(written) ?? [];
  const items = readItems(view);
  const alternatives = items.flatMap((item) => readText(item.view));
  const known = alternatives.flatMap((value) =>
    value.state === "known" && value.when.length === 0 ? [value.value] : [],
  );
  const isWhole =
    known.length === alternatives.length && items.length > 0 && items.every(({ when }) => when.length === 0);
  if (!isWhole || !FAMILIES.has(operator.toLowerCase())) return opaque(`${written} ${key} ${text}`);
  const isGlob = /like$|^arn/i.test(operator);
  const values = known.map((value) => {
    const pattern = read(value);
    // Outside the operators that know wildcards a star is a star.
    return isGlob || !pattern.hasGap ? pattern : withoutWildcards(pattern);
  });
  return {
    operator: operator.toLowerCase(),
    set: set.toLowerCase(),
    ifExists: ifExists !== undefined,
    key: key.toLowerCase(),
    values,
    opaque: undefined,
    shown: `${written} ${key} ${known.map(showText).join(" or ")}`,
  };
}

function withoutWildcards(pattern: Pattern): Pattern {
  const { key } = pattern;
  return { ...pattern, key: `${key}\u0003`, tokens: Array.from(key), hasGap: false, isLiteral: !pattern.hasUnknown };
}

function opaque(text: string): Clause {
  return { operator: "", set: "", ifExists: false, key: "", values: [], opaque: text, shown: text };
}

/** What an operator compares, whether it is negated, and whether the wider side of it is a pattern. */
interface Family {
  readonly of: "string" | "ignorecase" | "arn" | "ip" | "less" | "greater" | "other";
  readonly isNegated: boolean;
}

const family = (of: Family["of"], isNegated = false): Family => ({ of, isNegated });

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ["stringequals", family("string")],
  ["stringlike", family("string")],
  ["stringnotequals", family("string", true)],
  ["stringnotlike", family("string", true)],
  ["stringequalsignorecase", family("ignorecase")],
  ["stringnotequalsignorecase", family("ignorecase", true)],
  ["arnequals", family("arn")],
  ["arnlike", family("arn")],
  ["arnnotequals", family("arn", true)],
  ["arnnotlike", family("arn", true)],
  ["ipaddress", family("ip")],
  ["notipaddress", family("ip", true)],
  ["numericlessthan", family("less")],
  ["numericlessthanequals", family("less")],
  ["numericgreaterthan", family("greater")],
  ["numericgreaterthanequals", family("greater")],
  ["datelessthan", family("less")],
  ["datelessthanequals", family("less")],
  ["dategreaterthan", family("greater")],
  ["dategreaterthanequals", family("greater")],
  ["bool", family("other")],
  ["null", family("other")],
  ["numericequals", family("other")],
  ["dateequals", family("other")],
  ["binaryequals", family("other")],
]);

/** Whether one block holds whenever the other does: it asks for nothing that the other does not imply. */
export function isWeaker(weak: readonly Clause[], strict: readonly Clause[]): Truth {
  return every(weak.map((clause) => some(strict.map((other) => implies(other, clause)))));
}

/** Whether the clause on the left holds only where the one on the right does. */
function implies(strict: Clause, weak: Clause): Truth {
  if (strict.opaque !== undefined || weak.opaque !== undefined) {
    if (strict.opaque !== undefined && strict.opaque === weak.opaque) return true;
    return undefined;
  }
  if (strict.key !== weak.key) return false;
  const [a, b] = [FAMILIES.get(strict.operator), FAMILIES.get(weak.operator)];
  if (!a || !b || a.of !== b.of || a.isNegated !== b.isNegated || strict.set !== weak.set)
    return strict.operator === weak.operator ? false : undefined;
  // A clause that lets a missing key pass is weaker than the same one that does not.
  if (strict.ifExists && !weak.ifExists) return false;
  if (a.of === "less" || a.of === "greater") return bounds(strict, weak, a.of === "less");
  if (a.of === "ip") return sets(strict, weak, a.isNegated, ipCovers);
  return sets(strict, weak, a.isNegated, covers);
}

/** Values in a row are alternatives; of a negated operator, more values exclude more. */
function sets(
  strict: Clause,
  weak: Clause,
  isNegated: boolean,
  holds: (wide: Pattern, narrow: Pattern) => Truth,
): Truth {
  const [narrow, wide] = isNegated ? [weak.values, strict.values] : [strict.values, weak.values];
  return every(narrow.map((value) => some(wide.map((other) => holds(other, value)))));
}

function bounds(strict: Clause, weak: Clause, isUpper: boolean): Truth {
  const [a, b] = [only(strict), only(weak)];
  if (strict.operator === weak.operator && strict.values[0]?.key === weak.values[0]?.key) return true;
  if (a === undefined || b === undefined) return undefined;
  if (a === b) return strict.operator.endsWith("equals") ? false : true;
  return isUpper ? a < b : a > b;
}

function only({ values, operator }: Clause): number | undefined {
  const [value, ...others] = values;
  if (!value?.isLiteral || others.length > 0) return undefined;
  const number = operator.startsWith("date") ? Date.parse(value.key) : Number(value.key);
  return Number.isNaN(number) ? undefined : number;
}

/** Whether an IPv4 range holds another one; anything else only when it is the same. */
function ipCovers(wide: Pattern, narrow: Pattern): Truth {
  if (wide.key === narrow.key) return true;
  const [a, b] = [range(wide.key), range(narrow.key)];
  return a && b ? a.from <= b.from && b.to <= a.to : undefined;
}

function range(text: string): { readonly from: number; readonly to: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const address = match.slice(1, 5).reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Math.min(32, Number(match[5] ?? 32)));
  const from = Math.floor(address / size) * size;
  return { from, to: from + size - 1 };
}

/** The alternatives of a block, each with one value per clause, so that they compare one by one. */
export function alternatives(clauses: readonly Clause[]): readonly (readonly Clause[])[] {
  let result: (readonly Clause[])[] = [[]];
  for (const clause of clauses) {
    const isSplit =
      clause.set === "" && clause.opaque === undefined && FAMILIES.get(clause.operator)?.isNegated === false;
    const each = isSplit ? clause.values.map((value) => ({ ...clause, values: [value] })) : [clause];
    if (result.length * each.length > MOST) return [clauses];
    result = result.flatMap((before) => each.map((one) => [...before, one]));
  }
  return result;
}

const MOST = 64;
