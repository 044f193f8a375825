import type { Origin } from "../../../parse/node.js";
import type { Interpreter } from "./interpreter.js";
import { list, native, scalar, textOf, truth, unknown, type ListValue, type Value } from "./values.js";

type Arguments = readonly Value[];

/** A method of a text, list, pattern or object that this evaluation knows, bound to its owner. */
export function method(_: Interpreter, owner: Value, name: string, origin: Origin): Value | undefined {
  if (owner.kind === "list") {
    const known = Object.hasOwn(listMethods, name) ? listMethods[name] : undefined;
    return known && native((args, at) => known(owner, args, at) ?? notKnown(name, at), origin);
  }
  if (owner.kind === "pattern" && name === "test")
    return native(([value], at) => scalar(owner.pattern.test(textOf(value) ?? ""), at), origin);
  if (owner.kind === "object") return objectMethod(owner, name, origin);
  if (owner.kind !== "scalar" || owner.value === undefined || owner.value === null) return undefined;
  const value = String(owner.value);
  const known = Object.hasOwn(textMethods, name) ? textMethods[name] : undefined;
  return known && native((args, at) => known(value, args, at) ?? notKnown(name, at), origin);
}

function notKnown(name: string, origin: Origin): Value {
  return unknown(`.${name}()`, "its arguments are not known", origin);
}

function objectMethod(owner: Value & { kind: "object" }, name: string, origin: Origin): Value | undefined {
  if (name === "hasOwnProperty") return native(([key], at) => scalar(owner.entries.has(textOf(key) ?? ""), at), origin);
  return name === "toString" ? native((_, at) => scalar("[object Object]", at), origin) : undefined;
}

function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === "scalar" && typeof value.value === "number" ? value.value : undefined;
}

const textMethods: Readonly<Record<string, (value: string, args: Arguments, at: Origin) => Value | undefined>> = {
  toString: (value: string, _: Arguments, at: Origin) => scalar(value, at),
  toLowerCase: (value, _, at) => scalar(value.toLowerCase(), at),
  toUpperCase: (value, _, at) => scalar(value.toUpperCase(), at),
  trim: (value, _, at) => scalar(value.trim(), at),
  split: (value, [by], at) => {
    const parts = by?.kind === "pattern" ? value.split(by.pattern) : value.split(textOf(by) ?? "");
    return list(
      parts.map((part) => scalar(part, at)),
      at,
    );
  },
  substring: (value, [from, to], at) => scalar(value.substring(numberOf(from) ?? 0, numberOf(to)), at),
  substr: (value, [from, length], at) => {
    const start = numberOf(from) ?? 0;
    return scalar(value.slice(start, length ? start + (numberOf(length) ?? 0) : undefined), at);
  },
  slice: (value, [from, to], at) => scalar(value.slice(numberOf(from), numberOf(to)), at),
  charAt: (value, [index], at) => scalar(value.charAt(numberOf(index) ?? 0), at),
  replace: (value, [what, by], at) => replaced(value, what, by, at, false),
  replaceAll: (value, [what, by], at) => replaced(value, what, by, at, true),
  startsWith: (value, [start], at) => scalar(value.startsWith(textOf(start) ?? ""), at),
  endsWith: (value, [end], at) => scalar(value.endsWith(textOf(end) ?? ""), at),
  includes: (value, [part], at) => scalar(value.includes(textOf(part) ?? ""), at),
  indexOf: (value, [part], at) => scalar(value.indexOf(textOf(part) ?? ""), at),
  lastIndexOf: (value, [part], at) => scalar(value.lastIndexOf(textOf(part) ?? ""), at),
  concat: (value, args, at) =>
    args.every((arg) => textOf(arg) !== undefined) ? scalar(value + args.map(textOf).join(""), at) : undefined,
  padStart: (value, [length, by], at) =>
    scalar(value.padStart(Math.min(numberOf(length) ?? 0, 1000), textOf(by) ?? " "), at),
  toFixed: (value, [digits], at) => scalar(Number(value).toFixed(Math.min(numberOf(digits) ?? 0, 20)), at),
};

function replaced(
  value: string,
  what: Value | undefined,
  by: Value | undefined,
  at: Origin,
  isAll: boolean,
): Value | undefined {
  const replacement = textOf(by);
  if (replacement === undefined) return undefined;
  if (what?.kind === "pattern") return scalar(value.replace(what.pattern, replacement), at);
  const plain = textOf(what);
  if (plain === undefined) return undefined;
  return scalar(isAll ? value.replaceAll(plain, replacement) : value.replace(plain, replacement), at);
}

/** Calls a function for every item, as `map` and its kin do. */
function each(owner: ListValue, fn: Value | undefined, at: Origin): Value[] | undefined {
  if (fn?.kind !== "function") return undefined;
  return owner.items.map((item, i) => fn.call([item, scalar(i, at), owner], at));
}

function chosen(owner: ListValue, fn: Value | undefined, at: Origin): Value[] | undefined {
  const answers = each(owner, fn, at)?.map(truth);
  return answers && !answers.includes(undefined) ? owner.items.filter((_, i) => answers[i]) : undefined;
}

const listMethods: Readonly<Record<string, (owner: ListValue, args: Arguments, at: Origin) => Value | undefined>> = {
  map: (owner, [fn], at) => listOrNothing(each(owner, fn, at), at),
  forEach: (owner, [fn], at) => (each(owner, fn, at) ? scalar(undefined, at) : undefined),
  filter: (owner, [fn], at) => listOrNothing(chosen(owner, fn, at), at),
  find: (owner, [fn], at) => {
    const found = chosen(owner, fn, at);
    return found && (found[0] ?? scalar(undefined, at));
  },
  some: (owner, [fn], at) => {
    const found = chosen(owner, fn, at);
    return found && scalar(found.length > 0, at);
  },
  every: (owner, [fn], at) => {
    const found = chosen(owner, fn, at);
    return found && scalar(found.length === owner.items.length, at);
  },
  flatMap: (owner, [fn], at) => listOrNothing(each(owner, fn, at)?.flatMap(unwrapped), at),
  flat: (owner, _, at) => list(owner.items.flatMap(unwrapped), at),
  concat: (owner, args, at) => list([...owner.items, ...args.flatMap(unwrapped)], at),
  slice: (owner, [from, to], at) => list(owner.items.slice(numberOf(from), numberOf(to)), at),
  reverse: (owner) => {
    owner.items.reverse();
    return owner;
  },
  push: (owner, args, at) => scalar(owner.items.push(...args), at),
  at: (owner, [index], at) => owner.items.at(numberOf(index) ?? 0) ?? scalar(undefined, at),
  pop: (owner, _, at) => owner.items.pop() ?? scalar(undefined, at),
  includes: (owner, [item], at) => position(owner, item, at, (found) => found >= 0),
  indexOf: (owner, [item], at) => position(owner, item, at, (found) => found),
  join: (owner, [by], at) => {
    const texts = owner.items.map(textOf);
    return texts.includes(undefined) ? undefined : scalar(texts.join(textOf(by) ?? ","), at);
  },
  reduce: (owner, [fn, ...initial], at) => {
    if (fn?.kind !== "function") return undefined;
    const [start, items] = initial.length > 0 ? [initial[0], owner.items] : [owner.items[0], owner.items.slice(1)];
    return items.reduce(
      (all, item, i) => fn.call([all, item, scalar(i, at), owner], at),
      start ?? scalar(undefined, at),
    );
  },
  sort: (owner, [fn]) => {
    const texts = owner.items.map(textOf);
    if (fn || texts.includes(undefined)) return undefined;
    owner.items.sort((a, b) => ((textOf(a) ?? "") < (textOf(b) ?? "") ? -1 : 1));
    return owner;
  },
};

function listOrNothing(items: Value[] | undefined, at: Origin): Value | undefined {
  return items && list(items, at);
}

function unwrapped(value: Value): readonly Value[] {
  return value.kind === "list" ? value.items : [value];
}

function position(
  owner: ListValue,
  item: Value | undefined,
  at: Origin,
  answer: (found: number) => number | boolean,
): Value | undefined {
  const wanted = textOf(item);
  if (wanted === undefined) return undefined;
  return scalar(answer(owner.items.findIndex((one) => textOf(one) === wanted)), at);
}
