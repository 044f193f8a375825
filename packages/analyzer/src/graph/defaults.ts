import type { Alternative, Value } from "../evaluate/read.js";
import type { Origin } from "../parse/node.js";
import data from "./data/defaults.json" with { type: "json" };
import type { Resource } from "./model.js";

/** AWS's documented defaults of properties that a template may leave out. */
export const defaults = data;

/** A value in which the documented default stands wherever nobody wrote one. */
export function withDefault<T>(value: Value<T>, resource: Resource, fallback: T, by: string): Value<T> {
  return value.map((alternative): Alternative<T> => {
    if (alternative.state !== "absent") return alternative;
    return { when: alternative.when, state: "known", value: fallback, origin: defaultOrigin(resource, by) };
  });
}

/** The place of a value that nobody wrote: the resource that lacks it. */
export function defaultOrigin(resource: Resource, by: string): Origin {
  return { why: "default", span: resource.origin.span, key: undefined, cause: resource.origin, by };
}
