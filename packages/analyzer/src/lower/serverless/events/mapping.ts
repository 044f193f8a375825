import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { roleResource } from "../functions/role.js";
import { jsonText } from "../json-text.js";
import type { Service, ServiceEvent } from "../service.js";
import { targetOf, type Drafts, type Stack } from "../stack.js";
import { isPresent, isTruthy, listOf } from "../text.js";

/** Adds an event source mapping for an event. */
export function addMapping(
  service: Service,
  stack: Stack,
  { fn, origin }: ServiceEvent,
  id: string,
  properties: Drafts,
  dependsOn: readonly Draft[] = [],
): void {
  stack.add(
    id,
    "AWS::Lambda::EventSourceMapping",
    origin,
    { FunctionName: targetOf(fn), ...properties },
    { DependsOn: [roleResource(service, fn), fn.alias?.id, ...dependsOn] },
  );
}

/** `filterPatterns`: each pattern as JSON text. */
export function filters(event: Node): Draft {
  const patterns = at(event, "filterPatterns");
  if (!isTruthy(patterns)) return undefined;
  return { Filters: listOf(patterns).map((pattern) => ({ Pattern: jsonText(pattern) })) };
}

/** A setting of an event that the framework passes on when it is not null. */
export function present(event: Node, key: string): Node | undefined {
  const value = at(event, key);
  return isPresent(value) ? value : undefined;
}

/** A setting of an event that the framework passes on when it is neither null nor empty, false or 0. */
export function truthy(event: Node, key: string): Node | undefined {
  const value = at(event, key);
  return isTruthy(value) ? value : undefined;
}
