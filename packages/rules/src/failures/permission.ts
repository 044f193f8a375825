import { readItems, readText, resourcesIn, roleAllows, showText, type Analysis, type Resource } from "@assay/analyzer";
import data from "../data/failure-permissions.json" with { type: "json" };
import type { Evidence } from "../rule.js";

/** The action that puts something into a target, by what the target is. */
export function sendAction(target: Resource): string | undefined {
  return (data.actions as Readonly<Record<string, string>>)[target.kind];
}

/** What is known of a permission, in words where it is not known. */
export interface Permission {
  readonly state: "allowed" | "not-allowed" | "unknown";
  readonly because: string;
  readonly evidence: readonly Evidence[];
}

/** Whether one of the roles allows an action on a target. */
export function permission(
  { graph, statements }: Analysis,
  roles: readonly Resource[],
  action: string,
  target: Resource,
): Permission {
  const [outside] = roles.filter((role) => !role.stack);
  if (roles.length === 0 || outside)
    return {
      state: "unknown",
      because: `the role ${outside ? showText(outside.name ?? []) : ""} is not declared in the scanned inputs`.replace(
        "  ",
        " ",
      ),
      evidence: [],
    };
  const found = roles.map((role) => roleAllows(role, action, target, graph, statements.get(role.id) ?? []));
  const [decisive] = [...found].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const statement = decisive?.statement;
  const evidence = statement ? [{ origin: statement.origin, says: `allows ${statement.actions.join(", ")}` }] : [];
  if (decisive?.state === "allowed") return { state: "allowed", because: "", evidence };
  if (decisive?.state === "unknown")
    return {
      state: "unknown",
      because: "a statement with that action names a resource that is known at deployment only",
      evidence,
    };
  const [open] = roles.flatMap(unreadPolicies);
  if (open !== undefined)
    return { state: "unknown", because: `what the policy ${open} allows is not known here`, evidence: [] };
  return {
    state: "not-allowed",
    because: "",
    evidence: roles.map((role) => ({ origin: role.origin, says: `role ${role.logicalId}` })),
  };
}

const ORDER = ["allowed", "unknown", "not-allowed"];

/** Managed policies of a role that are not declared here and may allow more than is known. */
function unreadPolicies(role: Resource): readonly string[] {
  return readItems(role.properties, "ManagedPolicyArns").flatMap(({ view }) =>
    readText(view).flatMap((text) => {
      if (text.state !== "known") return text.state === "unknown" ? [text.because] : [];
      const name = showText(text.value).split("/").at(-1) ?? "";
      return resourcesIn(text.value).length > 0 || data.managedPoliciesWithout.includes(name) ? [] : [name];
    }),
  );
}
