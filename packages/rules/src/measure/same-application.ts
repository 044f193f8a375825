import type { FunctionRow } from "@assay/analyzer";

/** Projects are the same application when at least this many functions have the same names … */
const LEAST = 2;
/** … and they are at least this share of the smaller project's. */
const SHARE = 0.5;

/** Functions that are there a second time, and the projects that they repeat. */
export interface Copies {
  readonly functions: readonly FunctionRow[];
  readonly of: readonly string[];
}

/** Functions without those of an application's second copy, which are given apart. */
export function countedOnce(functions: readonly FunctionRow[]): {
  readonly functions: readonly FunctionRow[];
  readonly copies: Copies;
} {
  const repeated = repeatedFunctions(functions);
  return {
    functions: functions.filter(({ id }) => !repeated.has(id)),
    copies: {
      functions: functions.filter(({ id }) => repeated.has(id)),
      of: [...new Set(repeated.values())].sort(),
    },
  };
}

/**
 * The functions that belong to an application which another framework of the repository deploys as well: a SAM template
 * beside the CDK app that replaced it, a service and its migrated twin. Projects of the same framework are never taken
 * for each other, since samples often have the same names. Ids of the repeated functions, with the project they repeat.
 */
function repeatedFunctions(functions: readonly FunctionRow[]): ReadonlyMap<string, string> {
  const projects = new Map<string, FunctionRow[]>();
  for (const row of functions) projects.set(row.project, [...(projects.get(row.project) ?? []), row]);
  const repeated = new Map<string, string>();
  const kept: {
    readonly project: string;
    readonly framework: string;
    readonly byName: ReadonlySet<string>;
    readonly size: number;
  }[] = [];
  const ordered = [...projects].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  for (const [project, rows] of ordered) {
    const framework = rows[0]?.framework ?? "";
    const names = rows.map((row) => ({ row, name: plainName(row.title) }));
    const twin = kept.find((other) => {
      if (other.framework === framework) return false;
      const same = names.filter(({ name }) => other.byName.has(name)).length;
      return same >= LEAST && same >= SHARE * Math.min(rows.length, other.size);
    });
    for (const { row, name } of names) if (twin?.byName.has(name)) repeated.set(row.id, twin.project);
    kept.push({ project, framework, byName: new Set(names.map(({ name }) => name)), size: rows.length });
  }
  return repeated;
}

/** A name without what frameworks add to it: `Orders/CreateFunction`, `CreateLambdaFunction` and `create` are one. */
function plainName(title: string): string {
  const segments = title.split("/");
  for (const segment of segments.reverse()) {
    const plain = segment.replace(/[^A-Za-z0-9]/g, "").replace(/(Lambda)?(Function|Handler|Lambda|Fn|Resource)$/i, "");
    if (plain !== "") return plain.toLowerCase();
  }
  return title.toLowerCase();
}
