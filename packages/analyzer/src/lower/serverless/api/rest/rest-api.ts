import type { Node, Origin } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";
import type { Service, ServiceFunction } from "../../service.js";
import type { ProxyResponse } from "./proxy.js";

/** What all methods of the API share, whether they call a function or another service. */
export interface Access {
  readonly origin: Origin;
  /** The event's settings; `undefined` for the short form. */
  readonly config: Node | undefined;
  /** Without slashes at its ends; empty for the root. */
  readonly path: string;
  /** In lower case. */
  readonly method: string;
  readonly authorizer: Authorizer | undefined;
  readonly cors: Cors | undefined;
}

/** One `http` event, its several spellings made one. */
export interface Route extends Access {
  readonly fn: ServiceFunction;
  readonly integration: "AWS" | "AWS_PROXY" | "HTTP" | "HTTP_PROXY" | "MOCK";
}

export interface Authorizer {
  readonly kind: "iam" | "external" | "cognito" | "lambda";
  /** As it is written, for API Gateway. */
  readonly type: string | undefined;
  readonly name: string;
  /** The ARN of the function or user pool; `undefined` for one that is there already. */
  readonly arn: Draft;
  readonly id: Node | undefined;
  /** The alias of the authorizing function. */
  readonly alias: string | undefined;
  readonly origin: Origin;
  readonly identitySource: Draft;
  readonly ttl: Draft;
  readonly validation: Node | undefined;
  readonly scopes: readonly Node[];
  readonly managedExternally: boolean;
}

/** What a route allows to other origins. */
export interface Cors {
  readonly origin: string | undefined;
  readonly origins: readonly string[];
  readonly headers: readonly string[];
  readonly methods: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge: string | undefined;
  readonly cacheControl: string | undefined;
  readonly cause: Origin;
}

/** A route to another AWS service. */
export interface Proxy extends Access {
  readonly responses: readonly ProxyResponse[];
  readonly integration: { readonly [key: string]: Draft };
}

/** A resource of the API: a reference to it, and its path as it appears in logical ids. */
export interface PathResource {
  readonly id: Draft;
  readonly name: string;
}

/** The REST API under construction. */
export interface Rest {
  readonly service: Service;
  /** `provider.apiGateway`. */
  readonly settings: Node | undefined;
  readonly routes: readonly Route[];
  readonly proxies: readonly Proxy[];
  readonly apiId: Draft;
  readonly deploymentId: string;
  /** The methods so far, on which the deployment depends. */
  readonly methodIds: Set<string>;
  readonly resource: (path: string) => PathResource;
  readonly methodId: (resourceName: string, method: string) => string;
}
