import type { Node, Origin, Scalar } from "../../../parse/node.js";
import { Scope } from "./scope.js";
import { ENDS } from "./statements.js";
import {
  list,
  native,
  nodeOf,
  object,
  scalar,
  textOf,
  unknown,
  valueOf,
  type FunctionValue,
  type Value,
} from "./values.js";
import { toJson } from "../../../parse/node.js";

/** The folder that a script sees its repository in: any absolute path serves, as long as it is the same everywhere. */
export const ROOT = "/repository";

/** JavaScript's own names, and those that Node.js adds, as far as a configuration needs them. */
export function globalScope(folder: string, environment: ReadonlyMap<string, Node>, origin: Origin): Scope {
  const scope = new Scope();
  const fn = (call: FunctionValue["call"], properties: Readonly<Record<string, FunctionValue["call"]>> = {}) =>
    native(call, origin, new Map(Object.entries(properties).map(([name, own]) => [name, native(own, origin)])));
  const cwd = folder === "" ? ROOT : `${ROOT}/${folder}`;
  scope.declare("process", processObject(cwd, environment, origin));
  scope.declare(
    "Object",
    fn((args, at) => args[0] ?? object(new Map(), at), objectFunctions),
  );
  scope.declare(
    "Array",
    fn((_, at) => list([], at), arrayFunctions),
  );
  scope.declare(
    "JSON",
    object(new Map(Object.entries(jsonFunctions).map(([name, own]) => [name, native(own, origin)])), origin),
  );
  scope.declare("Math", object(new Map(MATH.map((name) => [name, native(mathFunction(name), origin)])), origin));
  scope.declare(
    "Promise",
    fn((_, at) => unknown("Promise", "it is not evaluated", at), promiseFunctions),
  );
  scope.declare(
    "String",
    fn(([value], at) => converted(value, at, String)),
  );
  scope.declare(
    "Number",
    fn(([value], at) => converted(value, at, Number)),
  );
  scope.declare(
    "Boolean",
    fn(([value], at) => converted(value, at, Boolean)),
  );
  scope.declare(
    "parseInt",
    fn(([value], at) => converted(value, at, (plain) => Number.parseInt(String(plain), 10))),
  );
  scope.declare(
    "parseFloat",
    fn(([value], at) => converted(value, at, (plain) => Number.parseFloat(String(plain)))),
  );
  scope.declare(
    "console",
    object(
      new Map(["log", "info", "warn", "error", "debug"].map((name) => [name, fn((_, at) => scalar(undefined, at))])),
      origin,
    ),
  );
  return scope;
}

function processObject(cwd: string, environment: ReadonlyMap<string, Node>, origin: Origin): Value {
  const env = new EnvironmentEntries(environment, origin);
  return object(
    new Map<string, Value>([
      ["env", { kind: "object", entries: env, origin }],
      ["cwd", native((_, at) => scalar(cwd, at), origin)],
      ["argv", list([], origin)],
      ["exit", native((_, at) => unknown("process.exit()", ENDS, at), origin)],
    ]),
    origin,
  );
}

/** `process.env`: what is given, and for every other name a value that counts as missing. */
class EnvironmentEntries extends Map<string, Value> {
  private readonly at: Origin;

  constructor(environment: ReadonlyMap<string, Node>, at: Origin) {
    super([...environment].map(([name, node]) => [name, valueOf(node)] as const));
    this.at = at;
  }

  override get(name: string): Value {
    const known = super.get(name);
    if (known) return known;
    const reason = "it is an environment variable of the deployment";
    return { kind: "unknown", what: `env:${name}`, source: "env", reason, origin: this.at };
  }
}

function converted(value: Value | undefined, at: Origin, convert: (plain: Scalar | undefined) => Scalar): Value {
  if (!value) return scalar(convert(undefined), at);
  if (value.kind === "scalar") return scalar(convert(value.value), at);
  if (value.kind === "unknown") return { ...value, origin: at };
  return unknown("a conversion", "its argument is not known", at);
}

type Functions = Readonly<Record<string, FunctionValue["call"]>>;

const objectFunctions: Functions = {
  keys: ([of], at) => eachEntry(of, at, ([key]) => scalar(key, at)),
  values: ([of], at) => eachEntry(of, at, ([, value]) => value),
  entries: ([of], at) => eachEntry(of, at, ([key, value]) => list([scalar(key, at), value], at)),
  freeze: ([of], at) => of ?? scalar(undefined, at),
  assign: ([target, ...sources], at) => {
    if (target?.kind !== "object") return unknown("Object.assign()", "its target is not known", at);
    for (const source of sources)
      if (source.kind === "object") for (const [key, value] of source.entries) target.entries.set(key, value);
    return target;
  },
  fromEntries: ([pairs], at) => {
    if (pairs?.kind !== "list") return unknown("Object.fromEntries()", "its argument is not known", at);
    const entries = new Map<string, Value>();
    for (const pair of pairs.items) {
      const [key, value] = pair.kind === "list" ? pair.items : [];
      const name = textOf(key);
      if (name !== undefined && value) entries.set(name, value);
    }
    return object(entries, at);
  },
};

function eachEntry(of: Value | undefined, at: Origin, make: (entry: [string, Value]) => Value): Value {
  if (of?.kind === "object") return list([...of.entries].map(make), at);
  if (of?.kind === "list")
    return list(
      [...of.items.entries()].map(([i, item]) => make([String(i), item])),
      at,
    );
  return of?.kind === "unknown" ? { ...of, origin: at } : unknown("an object", "it is not known", at);
}

const arrayFunctions: Functions = {
  isArray: ([value], at) => scalar(value?.kind === "list", at),
  from: ([value, fn], at) => {
    if (value?.kind !== "list") return unknown("Array.from()", "its argument is not known", at);
    return list(
      fn?.kind === "function" ? value.items.map((item, i) => fn.call([item, scalar(i, at)], at)) : [...value.items],
      at,
    );
  },
  of: (items, at) => list([...items], at),
};

const jsonFunctions: Functions = {
  stringify: ([value, , indent], at) => {
    const node = value && nodeOf(value);
    if (!node) return scalar(undefined, at);
    if (holdsUnknown(value)) return unknown("JSON.stringify()", "a part of its argument is not known", at);
    return scalar(JSON.stringify(toJson(node), null, Number(textOf(indent) ?? 0)), at);
  },
  parse: ([value], at) => {
    try {
      return plainValue(JSON.parse(textOf(value) ?? "") as unknown, at);
    } catch {
      return unknown("JSON.parse()", "its argument is not JSON or not known", at);
    }
  },
};

function holdsUnknown(value: Value): boolean {
  if (value.kind === "object") return [...value.entries.values()].some(holdsUnknown);
  return value.kind === "list" ? value.items.some(holdsUnknown) : value.kind === "unknown" || value.kind === "node";
}

function plainValue(value: unknown, at: Origin): Value {
  if (Array.isArray(value))
    return list(
      value.map((item) => plainValue(item, at)),
      at,
    );
  if (typeof value === "object" && value !== null)
    return object(new Map(Object.entries(value).map(([key, item]) => [key, plainValue(item, at)] as const)), at);
  return scalar(value as Scalar, at);
}

const promiseFunctions: Functions = {
  resolve: ([value], at) => value ?? scalar(undefined, at),
  all: ([value], at) => value ?? scalar(undefined, at),
};

const MATH = ["min", "max", "floor", "ceil", "round", "abs"] as const;

function mathFunction(name: (typeof MATH)[number]): FunctionValue["call"] {
  return (args, at) => {
    const numbers = args.map((arg) => Number(textOf(arg)));
    return scalar(Math[name](...(numbers as [number])), at);
  };
}
