import { regionOf, toJson, type Analysis, type Json, type Template } from "@assay/analyzer";
import type { ResourceImpact } from "@assay/rules";

/** What an update does, as cloudformation-diff names it; other impacts leave the resource in place. */
const IMPACTS: Readonly<Record<string, ResourceImpact["impact"] | undefined>> = {
  WILL_REPLACE: "replace",
  MAY_REPLACE: "may-replace",
  WILL_DESTROY: "destroy",
  WILL_ORPHAN: "orphan",
};

/** Frameworks make these anew at every change, under a new logical id: that is how they are updated. */
const REMADE: ReadonlySet<string> = new Set([
  "AWS::ApiGateway::Deployment",
  "AWS::Lambda::Version",
  "AWS::Lambda::LayerVersion",
]);

/** Kinds of the graph with which data is lost. */
const DATA: ReadonlySet<string> = new Set([
  "table",
  "bucket",
  "queue",
  "stream",
  "database",
  "search",
  "cache",
  "file-system",
  "user-pool",
  "secret",
  "key",
  "log-group",
]);

export interface Impacts {
  readonly resources: readonly ResourceImpact[];
  readonly notes: readonly string[];
}

/** Which resources CloudFormation would replace or destroy if the stacks of one version became those of the other. */
export async function impacts(before: Analysis, after: Analysis): Promise<Impacts> {
  const resources: ResourceImpact[] = [];
  const notes: string[] = [];
  const { pairs, gone } = pairTemplates(templatesOf(before), templatesOf(after));
  if (gone.length > 0) notes.push(goneNote(gone));
  const changed = pairs.map(([old, now]) => ({ old, now, from: toJson(old.root), to: toJson(now.root) }));
  const worthIt = changed.filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
  if (worthIt.length === 0) return { resources, notes };
  const { fullDiff } = await import("@aws-cdk/cloudformation-diff");
  for (const { old, now, from, to } of worthIt) {
    try {
      const { changes } = fullDiff(record(from), record(to)).resources;
      for (const [logicalId, change] of Object.entries(changes)) {
        const impact = IMPACTS[change.changeImpact];
        const type = change.oldResourceType ?? "";
        if (!impact || REMADE.has(type)) continue;
        const was = before.graph.resource(`${old.path}#${logicalId}`);
        const is = after.graph.resource(`${now.path}#${logicalId}`) ?? was;
        const policy: unknown = change.oldValue?.["UpdateReplacePolicy"];
        const isKept = impact !== "destroy" && (policy === "Retain" || policy === "Snapshot");
        resources.push({
          impact,
          id: `${now.path}#${logicalId}`,
          logicalId,
          type,
          properties: Object.entries(change.propertyUpdates)
            .filter(([, { changeImpact }]) => changeImpact === change.changeImpact)
            .map(([name]) => name)
            .sort(),
          losesData: DATA.has(was?.kind ?? "") && impact !== "orphan" && !isKept,
          ...(is ? { location: regionOf(is.origin.span) } : {}),
        });
      }
    } catch (error) {
      notes.push(
        `What would be replaced in ${now.path} is not known: its templates cannot be compared (${error instanceof Error ? error.message : String(error)}).`,
      );
    }
  }
  return { resources, notes };
}

function goneNote(gone: readonly Template[]): string {
  const names = gone.slice(0, 3).map(({ path }) => path);
  const more = gone.length > names.length ? ` and ${gone.length - names.length} more` : "";
  return `No more there: ${names.join(", ")}${more}. If the stack of a template is deleted, all of its resources are destroyed; they are not listed.`;
}

function templatesOf({ projects }: Analysis): readonly Template[] {
  return projects.flatMap(({ templates }) => templates);
}

function record(json: Json): Record<string, unknown> {
  return typeof json === "object" && json !== null ? Object.fromEntries(Object.entries(json)) : {};
}

/** Templates of the same path; one that is left over is the one that shares most of its resources. */
function pairTemplates(
  before: readonly Template[],
  after: readonly Template[],
): { readonly pairs: readonly (readonly [Template, Template])[]; readonly gone: readonly Template[] } {
  const pairs: (readonly [Template, Template])[] = [];
  const left = new Set(after);
  const rest = before.filter((old) => {
    const same = after.find(({ path }) => path === old.path);
    if (same) {
      pairs.push([old, same]);
      left.delete(same);
    }
    return !same;
  });
  const gone = rest.filter((old) => {
    const ids = idsOf(old);
    const [best] = [...left]
      .map((now) => ({ now, shared: idsOf(now).filter((id) => ids.includes(id)).length }))
      .sort((a, b) => b.shared - a.shared);
    if (!best || best.shared * 2 < ids.length) return true;
    pairs.push([old, best.now]);
    left.delete(best.now);
    return false;
  });
  return { pairs, gone };
}

function idsOf({ root }: Template): readonly string[] {
  const resources = root.entries.get("Resources");
  return resources?.kind === "mapping" ? [...resources.entries.keys()] : [];
}
