import type { Span } from "../../../source/span.js";
import type { Creations } from "./creations.js";
import { literalOf } from "./patterns.js";
import {
  aboutOf,
  childPath,
  fieldOf,
  instanceValue,
  joined,
  nameOf,
  textValue,
  UNKNOWN,
  type Instance,
  type Path,
  type Value,
} from "./values.js";

/** Library classes that hold constructs and have no resource of their own. */
export function isContainer(type: Value): boolean {
  return type.kind !== "library" || /\.(Construct|Stack|Stage)$/.test(type.name);
}

/** Keeps what `Stack.of` and the list of stacks are about; nested stacks are stacks to the former only. */
export function recordContainer(creations: Creations, type: Value, instance: Instance, span: Span): void {
  const [, kind] = (type.kind === "library" && /\.(Stack|NestedStack|Stage)$/.exec(type.name)) || [];
  if (kind === undefined || !instance.path) return;
  creations.containers.push({ kind: kind === "Stage" ? kind : "Stack", instance });
  if (kind === "Stack") creations.stacks.push({ path: instance.path, span });
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
  const instance = instanceValue({ path });
  recordContainer(creations, type, instance, span);
  return instance;
}

interface LibraryCall {
  readonly base: Value;
  /** What is called. */
  readonly target: Value;
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
export function callLibrary(creations: Creations, { base, target, method, args, span }: LibraryCall): Value {
  const [scope] = args;
  const [, kind] = (target.kind === "library" && /\.(Stack|Stage)\.of$/.exec(target.name)) || [];
  if (kind !== undefined && scope?.kind === "instance" && scope.path)
    return creations.container(kind, scope.path) ?? UNKNOWN;
  const path = scopedPath(args);
  if (path) {
    creations.add(path, { span });
    return instanceValue({ path });
  }
  const about = [...aboutOf(base), ...args.flatMap(aboutOf)].slice(0, 20);
  if (method === undefined || about.length === 0) return UNKNOWN;
  creations.calls.push({ method, about, span });
  const parent = base.kind === "instance" ? base.path : undefined;
  const child = parent && addedPath(parent, method, args[0] ?? UNKNOWN);
  if (!child) return instanceValue({ about });
  for (let depth = parent.length + 1; depth <= child.length; depth++) creations.add(child.slice(0, depth), { span });
  return instanceValue({ path: child });
}

/** The path of what a method adds to a construct; most take the id first, some make it up. */
function addedPath(path: Path, method: string, first: Value): Path | undefined {
  if (method === "addProxy") return childPath(path, textValue("{proxy+}"));
  if (method === "addRoutes")
    return childPath(path, joined([UNKNOWN, first.kind === "instance" ? fieldOf(first, "path") : UNKNOWN]));
  if (first.kind !== "text") return undefined;
  if (method === "addAlias") return childPath(path, joined([textValue("Alias"), first]));
  if (method === "resourceForPath") {
    const parts = nameOf(first)?.split("/").filter(Boolean);
    return parts ? parts.reduce<Path>((parent, part) => childPath(parent, textValue(part)), path) : undefined;
  }
  return /^add[A-Z]/.test(method) ? childPath(path, first) : undefined;
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
