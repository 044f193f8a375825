import type { Text, View } from "../../evaluate/model.js";
import { follow, known, readString, type Member, type Value } from "../../evaluate/read.js";
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
  /** API Gateway does not wait for the function. */
  readonly isAsynchronous?: boolean;
  /** Milliseconds that API Gateway waits, where the integration says so. */
  readonly waits?: number | undefined;
  readonly origin: Origin;
  readonly when: Scenario;
}

/**
 * Whether an integration invokes its function asynchronously, by the header that it sends:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integration-async.html
 */
export function invokesAsynchronously(parameters: readonly Member[]): boolean {
  return parameters.some(
    ({ key, view }) =>
      /^integration\.request\.header\.x-amz-invocation-type$/i.test(key) &&
      known(readString(view)).some(({ value }) => value === "'Event'"),
  );
}

/** A response that is streamed may take this many milliseconds: response-transfer-mode.html of the API Gateway guide. */
const STREAMING = 900_000;

/** How long an integration waits: its timeout, else the limit of streams when it sends its response as one. */
export function integrationWait(timeout: Value<number>, mode: Value<string>): number | undefined {
  const isStream = known(mode).some(({ value }) => value === "STREAM");
  return known(timeout)[0]?.value ?? (isStream ? STREAMING : undefined);
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
