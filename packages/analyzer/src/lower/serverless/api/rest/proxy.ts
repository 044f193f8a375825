import type { Node, Origin } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";

export interface ProxyResponse {
  readonly code: number;
  /** What the status of the service has to match for this response. */
  readonly pattern: number | string;
}

/** A route that leads to another AWS service; plugins make them. */
export interface ProxyRoute {
  readonly path: string;
  readonly method: string;
  readonly origin: Origin;
  /** `cors`, `authorizer` and `private` mean what they mean for a function's route. */
  readonly config: Node | undefined;
  readonly integration: { readonly [key: string]: Draft };
  readonly responses: readonly ProxyResponse[];
}
