import type { Text, View } from "../../evaluate/model.js";
import { follow } from "../../evaluate/read.js";
import type { Scenario } from "../../evaluate/scenario.js";
import type { Origin } from "../../parse/node.js";

/** One way into an API and what it leads to. */
export interface Route {
  /** `GET /orders/{id}`, `$connect`. */
  readonly name: string;
  /** NONE, IAM, COGNITO, LAMBDA, JWT, OTHER; `+ key` when an API key is required as well. */
  readonly authorization: string;
  readonly uri: Text;
  /** Other texts of the integration: a service integration names its target there. */
  readonly others: readonly Text[];
  readonly origin: Origin;
  readonly when: Scenario;
}

/** An API key identifies a caller, it does not authenticate one; so it is said beside the authorization. */
export function withKey(authorization: string, hasKey: boolean): string {
  return hasKey ? `${authorization} + key` : authorization;
}

/** All texts in an integration, wherever they stand. */
export function integrationTexts(view: View, ...path: readonly string[]): readonly Text[] {
  return follow(view, ...path).flatMap(({ shape }): readonly Text[] => {
    if (shape.kind === "text") return [shape.text];
    if (shape.kind === "scalar") return typeof shape.value === "string" ? [[shape.value]] : [];
    if (shape.kind === "list") return shape.items.flatMap((item) => integrationTexts(item));
    if (shape.kind === "map") {
      const { entries, stack } = shape;
      return [...entries.values()].flatMap((node) => integrationTexts({ node, stack }));
    }
    return [];
  });
}
