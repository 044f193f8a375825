import {
  known as knownOf,
  nameOf,
  readItems,
  readText,
  showText,
  type FunctionRow,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import { at, type Evidence } from "../rule.js";
import { counted, resourcesOf, withUnreadRole, type Measure } from "./measure.js";
import { absent, functionTable, known, unknown } from "./table.js";

/** Whose role and policies can be read. */
export const iam: Measure = {
  id: "iam",
  counts: "functions whose execution role and its policies are declared in the scanned inputs",
  measure(input) {
    const { graph, statements } = input.analysis;
    const functions = resourcesOf(input);
    const roles = new Map<Resource, Resource[]>();
    const outside = withUnreadRole(input.analysis, functions).length;
    for (const fn of functions) {
      const declared = graph.from(fn, "assumes").filter(({ to }) => to.stack);
      for (const { to } of declared) roles.set(to, [...(roles.get(to) ?? []), fn]);
    }
    const held = [...roles.keys()].flatMap((role) => statements.get(role.id) ?? []);
    const own = held.filter(({ addedBy, managedPolicy }) => !addedBy && !managedPolicy);
    const managed = new Set([...roles.keys()].flatMap(managedPolicies)).size;
    const attached =
      managed > 0
        ? ` ${counted(managed, "AWS managed policy", "AWS managed policies")} ${managed === 1 ? "is" : "are"} attached.`
        : "";
    const shared = [...roles.values()].filter((users) => users.length > 1).length;
    const unread =
      outside > 0 ? `The role of ${counted(outside, "function")} is not declared in the scanned inputs.` : "";
    const readable = functions.length - outside;
    const allowed =
      readable === 0 && outside > 0
        ? ""
        : `${counted(readable, "function")} ${readable === 1 ? "assumes" : "assume"} ${counted(roles.size, "role")} (${shared} shared) with ${counted(held.length, "policy statement")}: ${own.length} spelled out in the templates, ${held.length - own.length} from the framework's or AWS's own policies.${attached}`;
    return {
      statement: [allowed, unread].filter((sentence) => sentence !== "").join(" "),
      count: { satisfied: readable, unknown: outside, total: functions.length },
      evidence: [...roles.keys()].map((role): Evidence => at(role, `role ${nameOf(role)}`)),
      table: functionTable(
        ["Role", "Shared with", "Statements", "Actions", "Wildcards", "AWS managed policies"],
        input.functions,
        (row) => cells(row, graph),
      ),
    };
  },
};

/** More actions than this are counted, not listed; the JSON of the function has all of them. */
const MAX_ACTIONS = 8;

function cells({ role, grants }: FunctionRow, graph: ResourceGraph) {
  if (!role) return ["not declared in the scanned inputs", "-", "-", "-", "-", "-"].map(unknown);
  const named = known(role.id.replace(/^.*[#/]/, ""), role.location);
  const shared = role.sharedWith.length > 0 ? known(counted(role.sharedWith.length, "function")) : absent("none");
  const resource = graph.resource(role.id);
  if (!resource?.stack) return [named, shared, ...["not in the scanned inputs", "-", "-", "-"].map(unknown)];
  const managed = managedPolicies(resource);
  const actions = [...new Set(grants.flatMap((grant) => grant.actions))].sort();
  const wild = grants.filter(
    ({ effect, actions: allowed, resources }) =>
      effect === "Allow" && (allowed.some((action) => action.endsWith("*")) || resources.includes("*")),
  );
  const more = actions.length > MAX_ACTIONS ? ` and ${actions.length - MAX_ACTIONS} more` : "";
  return [
    named,
    shared,
    known(String(grants.length)),
    actions.length > 0 ? known(actions.slice(0, MAX_ACTIONS).join(", ") + more) : absent("none"),
    wild.length > 0
      ? known(`${wild.length} of ${counted(grants.length, "statement")}`, wild[0]?.location)
      : absent("none"),
    managed.length > 0 ? known(managed.join(", ")) : absent("none"),
  ];
}

/** The names of AWS's own policies that a role has attached. */
function managedPolicies(role: Resource): readonly string[] {
  return readItems(role.properties, "ManagedPolicyArns").flatMap(({ view }) =>
    knownOf(readText(view)).flatMap(({ value }) => /:iam::aws:policy\/(.+)$/.exec(showText(value))?.[1] ?? []),
  );
}
