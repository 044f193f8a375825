import type ts from "typescript";
import type { SourceFile, Span } from "../../../source/span.js";
import { alternatives, ANY, concatenated, literalOf, mapped, type Pattern } from "./patterns.js";

/**
 * What is known of a value of the author's program without running it. A text is known as the pattern of the texts that
 * it can be; an instance of a construct class has the construct path that it would get.
 */
export type Value =
  | { readonly kind: "unknown" }
  /** `undefined`: a property or argument that is not given. */
  | { readonly kind: "nothing" }
  | { readonly kind: "text"; readonly pattern: Pattern }
  | { readonly kind: "list"; readonly items: Value[] }
  | Instance
  | FunctionValue
  | ClassValue
  | { readonly kind: "module"; readonly module: Module }
  /** Something of an installed package, by its name there: `aws-cdk-lib/aws-sqs.Queue`. */
  | { readonly kind: "library"; readonly name: string };

/** An object: a literal, or an instance of a class of the author or of a library. */
export interface Instance {
  readonly kind: "instance";
  readonly fields: Map<string, Value>;
  /** Whether `fields` is everything there is: an object literal without unknown parts. */
  isComplete: boolean;
  /** What was put under names that are not known. */
  rest: Value;
  /** The class of the author's program that it is an instance of. */
  readonly type: ClassValue | undefined;
  /** The construct path; `undefined` for anything that is no construct. */
  path: Path | undefined;
  /** Constructs that were handed to it when it was made: what a call with it is about. */
  readonly about: readonly Path[];
}

export interface FunctionValue {
  readonly kind: "function";
  readonly node: ts.FunctionLikeDeclaration;
  readonly scope: Scope;
}

export interface ClassValue {
  readonly kind: "class";
  readonly node: ts.ClassLikeDeclaration;
  readonly scope: Scope;
}

/** A construct path, segment by segment. */
export type Path = readonly Pattern[];

/** What `this` is: in a static method the class. */
export type Self = Instance | ClassValue;

/** The names of a block, function or module, and `this`. A name whose value was not asked for yet is a function. */
export interface Scope {
  readonly names: Map<string, Value | (() => Value)>;
  readonly parent: Scope | undefined;
  readonly self: Self | undefined;
  readonly module: Module;
}

/** A source file of the author's program. */
export interface Module {
  readonly file: SourceFile;
  readonly source: ts.SourceFile;
  /** The names of its top level, and what it exports under another name than it has there. */
  readonly names: Map<string, Value | (() => Value)>;
  readonly exports: Map<string, Value | (() => Value)>;
  /** Modules of which everything is exported again. */
  readonly exportsAll: (() => Value)[];
}

/** A call of a method of a construct that adds to it: a grant, an event source, a subscription. */
export interface MethodCall {
  readonly method: string;
  readonly about: readonly Path[];
  readonly span: Span;
}

export const UNKNOWN: Value = { kind: "unknown" };
export const NOTHING: Value = { kind: "nothing" };

export function textValue(...pattern: string[]): Value {
  return { kind: "text", pattern };
}

export function instanceValue(parts: Partial<Omit<Instance, "kind">> = {}): Instance {
  return {
    kind: "instance",
    fields: new Map(),
    isComplete: false,
    rest: UNKNOWN,
    type: undefined,
    path: undefined,
    about: [],
    ...parts,
  };
}

/** A value that is one of several. */
export function anyOf(values: readonly Value[]): Value {
  return values.length > MAX_ITERATIONS ? UNKNOWN : values.reduce(either, NOTHING);
}

/** The value of a field; where the name is not known (`undefined`), of any field. */
export function fieldOf(instance: Instance, name: string | undefined): Value {
  if (name !== undefined) return instance.fields.get(name) ?? (instance.isComplete ? NOTHING : instance.rest);
  return anyOf([instance.rest, ...instance.fields.values()]);
}

export function setField(instance: Instance, name: string | undefined, value: Value): void {
  if (name !== undefined) instance.fields.set(name, value);
  else {
    instance.isComplete = false;
    instance.rest = either(instance.rest, value);
  }
}

/** The text of a value that is used as a name, if it is known. */
export function nameOf(value: Value): string | undefined {
  return value.kind === "text" ? literalOf(value.pattern) : undefined;
}

/** The texts that a value can be when it is put into one. */
function patternOf(value: Value): Pattern {
  return value.kind === "text" ? value.pattern : ANY;
}

export function joined(parts: readonly Value[]): Value {
  return { kind: "text", pattern: concatenated(parts.map(patternOf)) };
}

/** A value that is one or the other: of two texts both, of two objects the first. */
export function either(a: Value, b: Value): Value {
  if (a.kind === "nothing") return b;
  if (b.kind === "nothing") return a;
  if (a.kind === "text" || b.kind === "text") {
    if (a.kind === "unknown" || b.kind === "unknown") return { kind: "text", pattern: ANY };
    if (a.kind === "text" && b.kind === "text") return { kind: "text", pattern: alternatives(a.pattern, b.pattern) };
  }
  return a.kind === "unknown" ? b : a;
}

/** The value, or what stands in for it where it is not given. */
export function orElse(value: Value, fallback: () => Value): Value {
  if (value.kind === "nothing") return fallback();
  return value.kind === "unknown" ? either(fallback(), value) : value;
}

/** The path of a child. A slash in an id becomes two dashes, as in the constructs library. */
export function childPath(scope: Path, id: Value): Path {
  return [...scope, mapped(patternOf(id), (text) => text.replaceAll("/", "--"))];
}

/** The constructs that a value stands for: its own path, or those that it was made with. */
export function aboutOf(value: Value): readonly Path[] {
  if (value.kind === "list") return value.items.slice(0, 50).flatMap(aboutOf);
  if (value.kind !== "instance") return [];
  return value.path ? [value.path] : value.about;
}

/** A loop over more elements than this is followed once, with an unknown element. */
const MAX_ITERATIONS = 100;

/** The elements of a list that is known and not too long. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  return value.kind === "list" && value.items.length <= MAX_ITERATIONS ? value.items : undefined;
}

/** The keys of an object that is known. */
export function keysOf(value: Value): readonly Value[] | undefined {
  if (value.kind !== "instance" || !value.isComplete || value.fields.size > MAX_ITERATIONS) return undefined;
  return [...value.fields.keys()].map((key) => textValue(key));
}

/** The value of a name; one that was not asked for yet is computed now, and is unknown while that goes on. */
export function resolved(names: Map<string, Value | (() => Value)>, name: string): Value | undefined {
  const found = names.get(name);
  if (typeof found !== "function") return found;
  names.set(name, UNKNOWN);
  const value = found();
  names.set(name, value);
  return value;
}
