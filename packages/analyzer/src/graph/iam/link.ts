import { literalText } from "../../evaluate/text.js";
import type { Text } from "../../evaluate/model.js";
import { parseArn } from "../locate.js";
import type { LinkContext } from "../link/linker.js";
import type { Resource, Statement } from "../model.js";
import { accessKinds, actedOn, pattern, type AccessKind } from "./access.js";
import type { Statements } from "./policy.js";

/** Draws what roles allow: `grants` for each statement on a known resource, and the access that follows for who assumes the role. */
export function linkAccess(context: LinkContext, statements: Statements): void {
  const { graph } = context;
  for (const [roleId, held] of statements) {
    const role = graph.resource(roleId);
    if (!role) continue;
    const holders = graph.to(role, "assumes").map((edge) => edge.from);
    for (const statement of held) {
      if (statement.effect === "Deny") continue;
      const { origin, when } = statement;
      const byService = groupByService(statement.actions);
      for (const [service, actions] of byService) {
        for (const resource of resourcesOf(statement, service, context)) {
          graph.connect("grants", role, resource, { statement, origin, when });
          for (const holder of holders) access(holder, resource, statement, actions, context);
        }
        if (!isWide(statement) || isPlatform(statement)) continue;
        // A wildcard allows every resource of the service: access is drawn to those that the function is configured with.
        for (const holder of holders) {
          for (const { to } of graph.from(holder, "configures"))
            if (to.kind === actedOn(service)) access(holder, to, statement, actions, context);
        }
      }
    }
  }
}

function access(
  from: Resource,
  to: Resource,
  statement: Statement,
  actions: readonly string[],
  { graph }: LinkContext,
): void {
  const byKind = new Map<AccessKind, string[]>();
  for (const action of actions)
    for (const kind of accessKinds(action)) byKind.set(kind, [...(byKind.get(kind) ?? []), action]);
  for (const [kind, used] of byKind) {
    if (from !== to)
      graph.connect(kind, from, to, { statement, actions: used, origin: statement.origin, when: statement.when });
  }
}

function groupByService(actions: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    const service = action.split(":")[0]?.toLowerCase() ?? "";
    groups.set(service, [...(groups.get(service) ?? []), action]);
  }
  return groups;
}

/** The resources of the graph that a statement names for one service. */
function resourcesOf(statement: Statement, service: string, { graph, locator }: LinkContext): ReadonlySet<Resource> {
  const kind = actedOn(service);
  const found = new Set<Resource>();
  for (const text of statement.resources) {
    const declared = locator.declared(text, kind ? [kind] : undefined);
    if (declared) found.add(declared.resource);
    else if (kind) for (const resource of named(text, service, graph.ofKind(kind))) found.add(resource);
  }
  return found;
}

/** Resources whose literal name matches an ARN with wildcards. */
function named(text: Text, service: string, candidates: readonly Resource[]): readonly Resource[] {
  const arn = parseArn(text);
  const name = arn?.service === service ? arn.match(/([^:/]+)\/?\*?$/)?.[1] : undefined;
  if (name === undefined || name === "*" || !name.includes("*")) return [];
  const matches = pattern(name);
  return candidates.filter((resource) => {
    const literal = resource.name && literalText(resource.name);
    return literal !== undefined && matches(literal);
  });
}

/** What a role is allowed so that Lambda can poll and log for the function says nothing of what the function uses. */
function isPlatform({ addedBy, managedPolicy }: Statement): boolean {
  return addedBy !== undefined || managedPolicy?.startsWith("service-role/") === true;
}

function isWide(statement: Statement): boolean {
  return statement.resources.some(
    (text) => literalText(text) === "*" || parseArn(text)?.match(/^(\*|[a-z-]+[:/]\*)$/) !== undefined,
  );
}
