import data from "./data/invocations.json" with { type: "json" };

/** What kind of event starts a function. */
export type EventKind = keyof typeof data.events;

/** How the function is started, which decides what happens when it fails. */
export type Invocation = "sync" | "async" | "queue" | "stream" | "orchestrated";

/** How an event invokes. */
export function invocationOf(event: EventKind): Invocation {
  return data.events[event] as Invocation;
}

const principals: Readonly<Record<string, string>> = data.principals;

/** The event that a principal sends: `direct` for accounts and roles, `other-service` for a service that is not listed. */
export function eventOfPrincipal(principal: string): EventKind {
  const known = principals[principal] as EventKind | undefined;
  return known ?? (/\.amazon(aws)?\.com(\.cn)?$/.test(principal) ? "other-service" : "direct");
}
