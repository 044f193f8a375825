import { at } from "../../../parse/node.js";
import type { SamEvent } from "../model.js";
import { literal, refOf } from "../value.js";

/** The method that stands for all in a definition. */
export const ANY_METHOD = "x-amazon-apigateway-any-method";

/** The path of an HTTP API that takes whatever no other takes. */
export const DEFAULT_PATH = "$default";

/** The logical id of the API that SAM implies for events which name none. */
export const IMPLICIT_API: Readonly<Record<string, string>> = {
  Api: "ServerlessRestApi",
  HttpApi: "ServerlessHttpApi",
};

/** The property of an event that names its API. */
export const API_PROPERTY: Readonly<Record<string, string>> = { Api: "RestApiId", HttpApi: "ApiId" };

/** The logical id of the API that an event names, or implies; `undefined` when it is not in the template. */
export function apiIdOf(event: SamEvent): string | undefined {
  const written = at(event.properties, API_PROPERTY[event.type] ?? "");
  return written ? (refOf(written) ?? literal(written)) : IMPLICIT_API[event.type];
}

/** Where an event is in its API. An HTTP API event without path and method takes everything. */
export function placeOf(event: SamEvent): { readonly path: string | undefined; readonly method: string | undefined } {
  const [path, method] = [literal(at(event.properties, "Path")), literal(at(event.properties, "Method"))];
  const isDefault = event.type === "HttpApi" && !path && !method;
  return isDefault ? { path: DEFAULT_PATH, method: ANY_METHOD } : { path, method: method?.toLowerCase() };
}

/** How a method is spelt in a definition. */
export function methodKey(method: string): string {
  const lower = method.toLowerCase();
  return lower === "any" ? ANY_METHOD : lower;
}

/** Path parameters, which ARNs of execute-api spell as wildcards; HTTP APIs know no greedy one but `{proxy+}`. */
const PARAMETERS: Readonly<Record<string, RegExp>> = {
  Api: /\{[a-zA-Z0-9._-]+\+?\}/g,
  HttpApi: /\{([a-zA-Z0-9._-]+|proxy\+)\}/g,
};

/** A path as ARNs of execute-api spell it: parameters as wildcards, no slash at its end. */
export function pathInArn(path: string, type: string): string {
  return path.replace(/^(.+)\/$/, "$1").replace(PARAMETERS[type] ?? "", "*");
}
