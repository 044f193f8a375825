import { known, readString, readText } from "../../evaluate/read.js";
import { eventOfPrincipal, invocationOf } from "../invocation.js";
import type { Edge, Resource } from "../model.js";
import type { LinkContext } from "./linker.js";

/**
 * A permission lets a service or account invoke a function. Where nothing else in the scanned inputs makes that service
 * a trigger, the permission is all that shows of one. Runs after all other linkers.
 */
export function linkPermission(permission: Resource, { graph, locator }: LinkContext): void {
  const { properties, origin } = permission;
  const [principal] = known(readText(properties, "Principal"));
  if (!principal) return;
  const service = known(readString(properties, "Principal"))[0]?.value;
  const event = eventOfPrincipal(service ?? "");
  const sources = known(readText(properties, "SourceArn"));
  for (const target of known(readText(properties, "FunctionName"))) {
    const { resource: fn, qualifier, confidence } = locator.find(target.value, target.origin, ["function"]);
    const [source] = sources;
    const declared = source && locator.declared(source.value)?.resource;
    const isKnown = graph
      .to(fn, "triggers")
      .some((edge) => explains(edge, event, service) && (!declared || edge.from === declared || edge.via === declared));
    if (isKnown) continue;
    const details = {
      event,
      invocation: invocationOf(event),
      via: permission,
      qualifier,
      detail: undefined,
      authorization: undefined,
    };
    const from = declared ?? locator.find((source ?? principal).value, (source ?? principal).origin).resource;
    if (from !== fn) graph.connect("triggers", from, fn, { ...details, confidence, origin, when: target.when });
  }
}

/** Whether a trigger that is known already is the one that a permission of this principal is for. */
function explains(edge: Edge<"triggers">, event: string, principal: string | undefined): boolean {
  if (principal === "apigateway.amazonaws.com") return edge.event === "api" || edge.event === "authorizer";
  if (principal === "events.amazonaws.com") return edge.event === "eventbridge" || edge.event === "schedule";
  if (principal === "elasticloadbalancing.amazonaws.com") return edge.event === "alb";
  if (!principal?.includes("amazon")) return edge.event === "function-url";
  return edge.event === event;
}
