import { analyze, memoryRepository } from "@assay/analyzer";
import { assess } from "../../src/assess.js";
import type { ChangeSet, Grant, GrantChange } from "../../src/diff/change-set.js";
import { diff, type State } from "../../src/diff/diff.js";
import { packs } from "../../src/packs.generated.js";
import { rules } from "../../src/rules.generated.js";

export type Files = Readonly<Record<string, string>>;

async function stateOf(name: string, files: Files): Promise<State> {
  const analysis = await analyze(memoryRepository(files), { parameters: new Map() });
  const chosen = packs.filter(({ id }) => id === "aws-lambda-sdp-2018-v2.0");
  const how = { rules, packs: chosen, version: "1", today: "2026-11-22" };
  return { name, analysis, assessment: assess(analysis, { ...how, configuration: { profile: "recommended" } }) };
}

/** What the change from one repository to another does. */
export async function changes(before: Files | string, after: Files | string): Promise<ChangeSet> {
  const files = (given: Files | string) => (typeof given === "string" ? { "template.yaml": given } : given);
  const [a, b] = await Promise.all([stateOf("before", files(before)), stateOf("after", files(after))]);
  return diff(a, b, { version: "1", resources: [], notes: [] });
}

/** The same without the graphs, as saved reports have it. */
export async function savedChanges(before: Files, after: Files): Promise<ChangeSet> {
  const [a, b] = await Promise.all([stateOf("before", before), stateOf("after", after)]);
  const saved = (state: State): State => ({ ...state, analysis: undefined });
  return diff(saved(a), saved(b), { version: "1", resources: [], notes: [] });
}

/** Permissions, one line a role: `broadened A: + s3:* on *`. */
export function permissions({ permissions: all }: ChangeSet): string[] {
  return all.map(({ direction, holders, gained, lost, uncertain, unknown }) => {
    const parts = [
      ...gained.map((grant) => `+ ${written(grant)}`),
      ...lost.map((grant) => `- ${written(grant)}`),
      ...uncertain.map((grant) => `? ${written(grant)}`),
      ...unknown.map((text) => `! ${text}`),
    ];
    return `${direction} ${holders.map(({ name }) => name).join(", ")}: ${parts.join("; ")}`;
  });
}

function written(grant: GrantChange): string {
  const moved = grant.moved.length > 0 ? ` [${grant.moved.join(", ")}]` : "";
  return `${text(grant)}${moved}`;
}

function text({ effect, actions, resources, condition, when }: Grant): string {
  const effects = { Allow: "", Deny: "deny ", Boundary: "boundary " };
  const on = effect === "Boundary" ? "" : " on ";
  return `${effects[effect]}${actions.join(" ")}${on}${resources.join(" ")}${condition === undefined ? "" : ` if ${condition}`}${when === undefined ? "" : ` when ${when}`}`;
}

/** Everything but permissions and findings, one line each. */
export function architecture({ functions, exposure }: ChangeSet): string[] {
  return [
    ...functions.flatMap((fn) => [
      ...(fn.change === "changed" && !fn.was ? [] : [`${fn.change} ${fn.name}${fn.was ? ` was ${fn.was.name}` : ""}`]),
      ...fn.settings.map(({ setting, before, after }) => `${fn.name}: ${setting} ${before} -> ${after}`),
      ...fn.triggers.map(
        ({ change, event, source, detail, settings, failurePath }) =>
          `${fn.name}: ${change} ${[event, detail ?? source.name].join(" ")}${failurePath === undefined ? "" : ` (${failurePath})`}${settings.map((each) => `, ${each.setting} ${each.before} -> ${each.after}`).join("")}`,
      ),
      ...fn.failurePaths.map(({ change, trigger }) => `${fn.name}: failure path ${change} for ${trigger}`),
      ...fn.integrations.map(({ change, how, resource }) => `${fn.name}: ${change} ${how.join("+")} ${resource.name}`),
    ]),
    ...exposure.map(({ change, kind, resource, certain }) => `${change} ${kind} ${resource.name}${certain ? "" : "?"}`),
  ];
}
