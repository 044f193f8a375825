import { literalText, textKey } from "../../evaluate/text.js";
import type { Edge, Resource, ResourceGraph, Statement } from "../model.js";
import { pattern } from "./access.js";

/** Whether an action is allowed, with the statement that says so or that leaves it open. */
export interface Allowance {
  readonly state: "allowed" | "not-allowed" | "unknown";
  readonly statement: Statement | undefined;
}

/** Whether the statements that a role holds allow an action on a resource; `Deny` and conditions are not weighed. */
export function roleAllows(
  role: Resource,
  action: string,
  resource: Resource,
  graph: ResourceGraph,
  statements: readonly Statement[],
): Allowance {
  const granted = graph
    .from(role, "grants")
    .find((edge: Edge<"grants">) => edge.to === resource && acts(edge.statement, action));
  if (granted) return { state: "allowed", statement: granted.statement };
  const about = statements.filter((statement) => statement.effect === "Allow" && acts(statement, action));
  const wide = about.find((statement) =>
    statement.resources.some((text) => reaches(literalText(text), resource, action)),
  );
  if (wide) return { state: "allowed", statement: wide };
  const open =
    about.find(
      (statement) =>
        !resource.stack ||
        statement.unknown.length > 0 ||
        statement.notResources.length > 0 ||
        statement.resources.some((text) => isOpen(textKey(text))),
    ) ??
    statements.find(
      ({ effect, unknown, notActions }) =>
        effect === "Allow" && (notActions.length > 0 || unknown.some((text) => text.startsWith("Action"))),
    );
  return open ? { state: "unknown", statement: open } : { state: "not-allowed", statement: undefined };
}

/** Whether the policy of a resource lets a service do something with it; conditions are not weighed. */
export function policyAllows(service: string, actions: readonly string[], statements: readonly Statement[]): Allowance {
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  const found = allowing.find(
    (statement) =>
      actions.some((action) => acts(statement, action)) &&
      statement.principals.some(
        (principal) => principal === `Service:${service}` || principal === "AWS:*" || principal === "Service:*",
      ),
  );
  if (found) return { state: "allowed", statement: found };
  const open = allowing.find(
    ({ principals, unknown }) =>
      unknown.some((text) => text.startsWith("Action")) || principals.some((principal) => principal.includes("${")),
  );
  return open ? { state: "unknown", statement: open } : { state: "not-allowed", statement: undefined };
}

function acts({ actions }: Statement, action: string): boolean {
  return actions.some((written) => pattern(written)(action));
}

/** A literal that covers everything of the service. */
function reaches(literal: string | undefined, resource: Resource, action: string): boolean {
  if (literal === "*") return true;
  const service = action.split(":")[0] ?? "";
  if (literal === undefined || !literal.startsWith("arn:")) return false;
  if (new RegExp(`^arn:[^:]*:${service}:[^:]*:[^:]*:(\\*|[a-z-]+[:/]\\*)$`).test(literal)) return true;
  return resource.name !== undefined && literalText(resource.name) === literal;
}

/** A resource that the deployment decides, or a pattern that may match. */
function isOpen(key: string): boolean {
  return /\$\{(parameter|import|unresolved|dynamic)/.test(key) || /[*?]/.test(key);
}
