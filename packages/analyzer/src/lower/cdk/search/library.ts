import type { Span } from "../../../source/span.js";
import type { Creations } from "./creations.js";
import { concatenated, literalOf } from "./patterns.js";
import { aboutOf, childPath, instanceValue, joined, patternOf, UNKNOWN, type Path, type Value } from "./values.js";

/** Library classes that hold constructs and have no resource of their own. */
export function isContainer(type: Value): boolean {
  return type.kind !== "library" || /\.(Construct|Stack|Stage)$/.test(type.name);
}

/** A stack of its own: what `cdk deploy` knows by name. */
export function isStack(type: Value): boolean {
  return type.kind === "library" && /\.Stack$/.test(type.name);
}

export function isApp(type: Value): boolean {
  return type.kind === "library" && /\.App$/.test(type.name);
}

interface LibraryCreation {
  readonly type: Value;
  readonly args: readonly Value[];
  readonly span: Span;
}

/** `new Queue(scope, "Id", …)` of a class that is not the author's. */
export function createByLibrary(creations: Creations, { type, args, span }: LibraryCreation): Value {
  if (isApp(type)) return instanceValue({ path: [] });
  const path = scopedPath(args);
  if (!path) return instanceValue({ about: args.flatMap(aboutOf) });
  creations.add(path, { span });
  if (isStack(type)) creations.stacks.push({ path, span });
  return instanceValue({ path });
}

interface LibraryCall {
  readonly base: Value;
  readonly method: string | undefined;
  readonly args: readonly Value[];
  readonly span: Span;
}

/**
 * A call of something that is not the author's. Given a scope and an id, it creates a construct there
 * (`metric.createAlarm(this, "Id")`); a method of a construct that takes a text first creates a child with that id
 * (`api.root.addResource("orders")`), or none, which is seen when nothing lies at that path. Every call of a construct's
 * method is kept: grants and event sources add resources to constructs.
 */
export function callLibrary(creations: Creations, { base, method, args, span }: LibraryCall): Value {
  const path = scopedPath(args);
  if (path) {
    creations.add(path, { span });
    return instanceValue({ path });
  }
  const about = [...aboutOf(base), ...args.flatMap(aboutOf)].slice(0, 20);
  if (method === undefined || about.length === 0) return UNKNOWN;
  creations.calls.push({ method, about, span });
  const [first] = args;
  if (base.kind === "instance" && base.path && method === "addRoutes") {
    const route = first?.kind === "instance" ? (first.fields.get("path") ?? UNKNOWN) : UNKNOWN;
    creations.add(childPath(base.path, joined([UNKNOWN, route])), { span });
  }
  if (base.kind === "instance" && base.path && /^add[A-Z]/.test(method)) {
    const id = first?.kind === "text" ? first : method === "addProxy" ? PROXY : undefined;
    if (id) {
      const child = method === "addAlias" ? [...base.path, aliasId(id)] : childPath(base.path, id);
      creations.add(child, { span });
      return instanceValue({ path: child });
    }
  }
  return instanceValue({ about });
}

const PROXY: Value = { kind: "text", pattern: ["{proxy+}"] };

/** `fn.addAlias("live")` makes `Aliaslive`. */
function aliasId(name: Value) {
  return concatenated([["Alias"], patternOf(name)]);
}

/** The path that a construct gets whose scope and id are the first two arguments. */
function scopedPath(args: readonly Value[]): Path | undefined {
  const [scope, id] = args;
  if (scope?.kind !== "instance" || !scope.path || !id) return undefined;
  if (id.kind !== "text" && id.kind !== "unknown") return undefined;
  // An argument that is not known may be anything; it is taken for an id only where nothing else can be meant.
  if (id.kind === "unknown" && args.length === 1) return undefined;
  return id.kind === "text" && literalOf(id.pattern) === "" ? undefined : childPath(scope.path, id);
}
