import { follow, readEntries, readItems, type View } from "@assay/analyzer";

/** An event pattern as JSON, with a mark where a value is known at deployment only. */
export type Pattern =
  string | number | boolean | null | typeof UNKNOWN | readonly Pattern[] | { readonly [key: string]: Pattern };

/** What is known at deployment only. */
export const UNKNOWN = Symbol("unknown");

/** Reads a pattern that a template holds as a mapping or as JSON text. */
export function readPattern(view: View): Pattern {
  const shape = follow(view)[0]?.shape;
  switch (shape?.kind) {
    case "map": {
      const entries = readEntries(view).map(({ key, view: entry }) => [key, readPattern(entry)] as const);
      return Object.fromEntries(entries);
    }
    case "list":
      return readItems(view).map((item) => readPattern(item.view));
    case "scalar":
      return shape.value;
    case "absent":
      return null;
    default:
      return UNKNOWN;
  }
}

/** The JSON of a text, or `undefined` for what is none. */
export function parsePattern(text: string): Pattern | undefined {
  try {
    return JSON.parse(text) as Pattern;
  } catch {
    return undefined;
  }
}

function isList(pattern: Pattern): pattern is readonly Pattern[] {
  return Array.isArray(pattern);
}

function isMapping(pattern: Pattern): pattern is { readonly [key: string]: Pattern } {
  return typeof pattern === "object" && pattern !== null && !Array.isArray(pattern);
}

/** What is wrong with a pattern, as ends of sentences: "source is a text, not a list". */
export function flaws(pattern: Pattern, operators: readonly string[]): readonly string[] {
  if (pattern === UNKNOWN) return [];
  if (!isMapping(pattern)) return ["it is no JSON object"];
  if (Object.keys(pattern).length === 0) return ["it is empty"];
  return fieldFlaws(pattern, "", operators);
}

function fieldFlaws(
  fields: { readonly [key: string]: Pattern },
  above: string,
  operators: readonly string[],
): string[] {
  return Object.entries(fields).flatMap(([key, value]) => {
    const path = `${above}${key}`;
    if (value === UNKNOWN) return [];
    if (key === "$or")
      return isList(value) ? value.flatMap((branch) => branchFlaws(branch, above, operators)) : [`${path} is no list`];
    if (isList(value)) {
      if (value.length === 0) return [`${path} is an empty list`];
      return value.flatMap((item) => valueFlaws(item, path, operators));
    }
    return isMapping(value)
      ? fieldFlaws(value, `${path}.`, operators)
      : [`${path} is ${JSON.stringify(value)}, not a list`];
  });
}

function branchFlaws(branch: Pattern, above: string, operators: readonly string[]): string[] {
  if (branch === UNKNOWN) return [];
  return isMapping(branch) ? fieldFlaws(branch, above, operators) : [`${above}$or has a branch that is no object`];
}

function valueFlaws(item: Pattern, path: string, operators: readonly string[]): string[] {
  if (isList(item)) return [`${path} has a list inside its list`];
  if (!isMapping(item)) return [];
  return Object.keys(item)
    .filter((operator) => !operators.includes(operator))
    .map((operator) => `${path} compares with ${operator}, which does not exist`);
}

/** The paths of a pattern below which an operator stands: `dynamodb.NewImage.age.N`. */
export function pathsWith(operator: string, pattern: Pattern, above = ""): readonly string[] {
  if (isList(pattern)) return pattern.some((item: Pattern) => isMapping(item) && operator in item) ? [above] : [];
  if (!isMapping(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, value]) =>
    pathsWith(operator, value, above === "" ? key : `${above}.${key}`),
  );
}

/** The names at the top of a pattern, those of `$or` included. */
export function topKeys(pattern: Pattern): readonly string[] {
  if (!isMapping(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, value]) =>
    key === "$or" && isList(value) ? value.flatMap((branch: Pattern) => topKeys(branch)) : [key],
  );
}
