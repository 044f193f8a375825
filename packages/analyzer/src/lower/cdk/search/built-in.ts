import type { Evaluation } from "./evaluation.js";
import { literalOf, mapped } from "./patterns.js";
import {
  fieldOf,
  itemsOf,
  keysOf,
  nameOf,
  setField,
  textValue,
  UNKNOWN,
  type FunctionValue,
  type Instance,
  type Value,
} from "./values.js";

/** Methods of JavaScript's own values, as far as they decide which constructs exist and how they are called. */
export function callBuiltIn(
  evaluator: Evaluation,
  base: Value,
  method: string,
  args: readonly Value[],
): Value | undefined {
  const [first] = args;
  if (base.kind === "unknown" && first?.kind === "instance") return callObject(method, first);
  if (base.kind === "instance" && !base.path && !base.type) return callMap(base, method, args);
  if (base.kind === "list") return callList(evaluator, base, method, args);
  if (base.kind === "text") return callText(base.pattern, method, args);
  if (base.kind === "unknown" && first?.kind === "function" && LIST_CALLBACKS.has(method)) {
    // A list that is not known: its elements are taken as one that can be anything.
    return { kind: "list", items: [callOne(evaluator, first, UNKNOWN, UNKNOWN)] };
  }
  return undefined;
}

const LIST_CALLBACKS = new Set(["map", "forEach", "flatMap", "filter", "find", "reduce"]);

/** `set` and `get` of a `Map`: an object whose fields are its entries. */
function callMap(map: Instance, method: string, args: readonly Value[]): Value | undefined {
  const [key = UNKNOWN, value = UNKNOWN] = args;
  if (method === "get" && args.length === 1) return fieldOf(map, nameOf(key));
  if (method === "values" && args.length === 0)
    return { kind: "list", items: [...map.fields.values(), ...(map.rest.kind === "unknown" ? [] : [map.rest])] };
  if (method !== "set" || args.length !== 2) return undefined;
  setField(map, nameOf(key), value);
  return map;
}

/** `Object.entries(x)` and its relatives; `Object` is a name that the program does not declare. */
function callObject(method: string, object: Value): Value | undefined {
  if (object.kind !== "instance") return undefined;
  const keys = keysOf(object);
  const items = (of: (key: string, value: Value) => Value): Value =>
    keys ? { kind: "list", items: [...object.fields].map(([key, value]) => of(key, value)) } : UNKNOWN;
  if (method === "entries") return items((key, value) => ({ kind: "list", items: [textValue(key), value] }));
  if (method === "values") return items((_, value) => value);
  if (method === "keys") return items((key) => textValue(key));
  return undefined;
}

function callList(
  evaluator: Evaluation,
  list: Value & { kind: "list" },
  method: string,
  args: readonly Value[],
): Value | undefined {
  const [first] = args;
  if (method === "push") {
    list.items.push(...args);
    return UNKNOWN;
  }
  if (method === "concat")
    return { kind: "list", items: [...list.items, ...args.flatMap((arg) => itemsOf(arg) ?? [arg])] };
  if (["slice", "sort", "reverse", "entries"].includes(method)) {
    return method === "entries" ? { kind: "list", items: list.items.map((item, i) => pair(i, item)) } : list;
  }
  if (first?.kind !== "function") return UNKNOWN;
  const items = itemsOf(list) ?? [UNKNOWN];
  if (method === "reduce") {
    for (const [i, item] of items.entries())
      evaluator.invoke(first, [args[1] ?? UNKNOWN, item, textValue(String(i))], undefined);
    return args[1] ?? UNKNOWN;
  }
  const results = items.map((item, i) => callOne(evaluator, first, item, textValue(String(i))));
  if (method === "map") return { kind: "list", items: results };
  if (method === "flatMap") return { kind: "list", items: results.flatMap((result) => itemsOf(result) ?? [result]) };
  if (method === "find") return items[0] ?? UNKNOWN;
  return method === "filter" ? list : UNKNOWN;
}

function pair(index: number, item: Value): Value {
  return { kind: "list", items: [textValue(String(index)), item] };
}

function callOne(evaluator: Evaluation, callback: FunctionValue, item: Value, index: Value): Value {
  return evaluator.invoke(callback, [item, index], callback.scope.self);
}

function callText(pattern: readonly string[], method: string, args: readonly Value[]): Value {
  const change = TEXT_CHANGES.get(method);
  if (change) return { kind: "text", pattern: mapped(pattern, change) };
  const literal = literalOf(pattern);
  const [from, to] = args.map((arg) => (arg.kind === "text" ? literalOf(arg.pattern) : undefined));
  if (literal !== undefined && from !== undefined && to !== undefined) {
    if (method === "replace") return textValue(literal.replace(from, () => to));
    if (method === "replaceAll") return textValue(literal.replaceAll(from, () => to));
  }
  if (literal !== undefined && from !== undefined) {
    if (method === "split") return { kind: "list", items: literal.split(from).map((part) => textValue(part)) };
    if (method === "slice" || method === "substring")
      return textValue(literal.slice(Number(from), to === undefined ? undefined : Number(to)));
    if (method === "charAt") return textValue(literal.charAt(Number(from)));
  }
  return UNKNOWN;
}

const TEXT_CHANGES: ReadonlyMap<string, (text: string) => string> = new Map([
  ["toLowerCase", (text: string) => text.toLowerCase()],
  ["toUpperCase", (text: string) => text.toUpperCase()],
  ["toString", (text: string) => text],
  ["trim", (text: string) => text],
]);
