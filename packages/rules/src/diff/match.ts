import type { FunctionRow, ResourceGraph, ShownValues } from "@assay/analyzer";
import { showText } from "@assay/analyzer";

/** A resource or function as far as its identity goes. */
export interface Identified {
  readonly id: string;
  readonly type: string;
  readonly logicalId: string;
  /** The physical name as written. */
  readonly name: string | undefined;
  readonly constructPath: string | undefined;
  /** What a function runs: its handler with its code, where both together name it. */
  readonly code: string | undefined;
}

/** The same thing in both versions, and what makes it certain. */
export interface Pair<T> {
  readonly before: T;
  readonly after: T;
  /** Undefined when it has the same id. */
  readonly because: string | undefined;
}

export interface Matched<T> {
  readonly pairs: readonly Pair<T>[];
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

interface Way {
  readonly because: string | undefined;
  readonly key: (item: Identified) => string | undefined;
}

/** What makes two resources the same, the surest first. Lines and files do not matter. */
const WAYS: readonly Way[] = [
  { because: undefined, key: ({ id, type }) => `${type} ${id}` },
  { because: "it has the same name", key: ({ name, type }) => name && `${type} ${name}` },
  {
    because: "it has the same construct path",
    key: ({ constructPath, type }) => constructPath && `${type} ${constructPath}`,
  },
  { because: "it has the same logical id", key: ({ logicalId, type }) => logicalId && `${type} ${logicalId}` },
  { because: "it runs the same handler", key: ({ code, type }) => code && `${type} ${code}` },
];

/**
 * Pairs what is the same in both versions. A way counts only where it names one thing on either side, over all that has
 * not the same id: a logical id that two stacks have says nothing.
 */
export function match<T>(before: readonly T[], after: readonly T[], identify: (item: T) => Identified): Matched<T> {
  const pairs: Pair<T>[] = [];
  let left = before.map((item) => ({ item, as: identify(item) }));
  let right = after.map((item) => ({ item, as: identify(item) }));
  for (const { because, key } of WAYS) {
    const [olds, news] = [unique(left, key), unique(right, key)];
    const taken = new Set<T>();
    for (const [name, old] of olds) {
      const now = news.get(name);
      if (old === undefined || now === undefined) continue;
      pairs.push({ before: old, after: now, because });
      taken.add(old).add(now);
    }
    left = left.filter(({ item }) => !taken.has(item));
    right = right.filter(({ item }) => !taken.has(item));
  }
  return { pairs, added: right.map(({ item }) => item), removed: left.map(({ item }) => item) };
}

/** The only item of each name; `undefined` for names that several have. */
function unique<T>(
  items: readonly { readonly item: T; readonly as: Identified }[],
  key: Way["key"],
): ReadonlyMap<string, T | undefined> {
  const found = new Map<string, T | undefined>();
  for (const { item, as } of items) {
    const name = key(as);
    if (name) found.set(name, found.has(name) ? undefined : item);
  }
  return found;
}

/** A function by its row in the inventory, which saved reports have, too. `code` says what it runs, where it is known. */
export function identifyFunction(row: FunctionRow, codeOf: (id: string) => string | undefined): Identified {
  const { id, logicalId, title } = row;
  return {
    id,
    type: "function",
    logicalId,
    name: only(row.name),
    constructPath: row.framework === "cdk" && title !== logicalId ? title : undefined,
    code: handlerOf(row, codeOf(id)),
  };
}

/** A handler names what runs only together with its code, or where it has a path. */
function handlerOf({ handler }: FunctionRow, code: string | undefined): string | undefined {
  const name = only(handler);
  if (name === undefined) return undefined;
  return code !== undefined || name.includes("/") ? `${code ?? ""} ${name}` : undefined;
}

function only(values: ShownValues): string | undefined {
  const [value, ...others] = values;
  return value?.state === "known" && others.length === 0 ? String(value.value) : undefined;
}

/** What is called differently in the newer version. */
export interface Renamed {
  /** Ids of the older version and those of the same resources now. */
  readonly ids: ReadonlyMap<string, string>;
  /** The ids, now, of resources whose physical name is another one. */
  readonly renamedPhysically: ReadonlySet<string>;
}

/** The ids of the older version under which the newer one knows the same resources. */
export function renamed(before: ResourceGraph, after: ResourceGraph, functions: readonly Pair<FunctionRow>[]): Renamed {
  const ids = new Map(functions.map(({ before: old, after: now }) => [old.id, now.id]));
  const paired = new Set(functions.flatMap(({ before: old, after: now }) => [`- ${old.id}`, `+ ${now.id}`]));
  const declared = (graph: ResourceGraph, sign: string) =>
    graph.resources.filter(({ stack, id }) => stack && !paired.has(`${sign} ${id}`));
  const found = match(declared(before, "-"), declared(after, "+"), (resource) => ({
    id: resource.id,
    type: resource.type,
    logicalId: resource.logicalId,
    name: resource.name && showText(resource.name),
    constructPath: resource.constructPath,
    code: undefined,
  }));
  for (const pair of found.pairs) ids.set(pair.before.id, pair.after.id);
  // Roles and the like that a framework makes for a function are called after it.
  const byId = new Map(found.added.map((resource) => [resource.id, resource]));
  for (const { before: old, after: now } of functions) {
    if (old.logicalId === now.logicalId) continue;
    for (const resource of found.removed) {
      if (!resource.logicalId.startsWith(old.logicalId)) continue;
      const place = resource.id.slice(0, resource.id.length - resource.logicalId.length);
      const moved = `${now.id.slice(0, now.id.length - now.logicalId.length)}${now.logicalId}${resource.logicalId.slice(old.logicalId.length)}`;
      const sameStack = place === old.id.slice(0, old.id.length - old.logicalId.length);
      if (sameStack && byId.get(moved)?.type === resource.type) ids.set(resource.id, moved);
    }
  }
  const renamedPhysically = new Set<string>();
  for (const [old, now] of ids) {
    const [a, b] = [before.resource(old)?.name, after.resource(now)?.name];
    if ((a && showText(a)) !== (b && showText(b))) renamedPhysically.add(now);
  }
  return { ids, renamedPhysically };
}
