import { at, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import type { Expansion } from "../expansion.js";
import type { Drafts } from "../model.js";
import { given, isIntrinsic, isTrue, literal, present } from "../value.js";
import { INTEGRATION, mapPathItems } from "./openapi.js";
import { ANY_METHOD } from "./route.js";

const PROPERTIES = ["AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge", "AllowCredentials"];
const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const ANY_ORIGIN = "'*'";

/** The definition with an OPTIONS method on every path that has none, answering as `Cors` says. */
export function withCors(body: MappingNode, cors: Node, apiId: string, sam: Expansion): MappingNode {
  const settings = literal(cors) !== undefined || isIntrinsic(cors) ? undefined : cors;
  if (settings && settings.kind !== "mapping") sam.reject(apiId, settings, "'Cors' has to be a string or a map");
  for (const [name, value] of mappingAt(settings)?.entries ?? [])
    if (!PROPERTIES.includes(name)) sam.rejectProperty(apiId, value, `'Cors' has no property '${name}'`);
  const origins = settings ? at(settings, "AllowOrigin") : cors;
  if (origins && !given(origins)) sam.reject(apiId, origins, "'Cors.AllowOrigin' cannot be empty");
  const credentials = present(settings, "AllowCredentials");
  if (credentials && isTrue(credentials) && (!origins || literal(origins) === ANY_ORIGIN))
    sam.reject(apiId, credentials, "'Cors.AllowCredentials' cannot be true for all origins");
  const origin = generatedFrom(cors.origin, "SAM Cors");
  const done = new Set<string>();
  const methods = new Map<string, string>();
  return mapPathItems(body, (item, path) => {
    // API Gateway takes a path with and without a slash at its end for the same.
    const plain = path === "/" ? path : path.replace(/\/+$/, "");
    if ((done.has(plain) && !done.has(`${plain} ${path}`)) || item.entries.has("options")) return item;
    done.add(plain).add(`${plain} ${path}`);
    // Where a condition chooses between alternatives of a path, SAM lists the methods of the first for all.
    if (!methods.has(path)) methods.set(path, methodsOf(item));
    const headers = responseHeaders(settings, origins ?? ANY_ORIGIN, methods.get(path));
    return withEntries(item, { options: draft(preflight(headers), origin) });
  });
}

type Header = readonly [name: string, value: Draft, type: string];

function responseHeaders(settings: Node | undefined, origins: Draft, methods: string | undefined): Header[] {
  const headers: Header[] = [["Access-Control-Allow-Origin", origins, "string"]];
  const allowed = given(settings, "AllowHeaders");
  if (allowed) headers.push(["Access-Control-Allow-Headers", allowed, "string"]);
  headers.push(["Access-Control-Allow-Methods", given(settings, "AllowMethods") ?? methods, "string"]);
  const age = present(settings, "MaxAge");
  if (age) headers.push(["Access-Control-Max-Age", age, "integer"]);
  if (isTrue(at(settings, "AllowCredentials"))) headers.push(["Access-Control-Allow-Credentials", "'true'", "string"]);
  return headers;
}

/** The methods of a path as a header value. */
function methodsOf(item: MappingNode): string {
  const own = [...item.entries.keys()].map((method) => method.toUpperCase());
  const methods = item.entries.has(ANY_METHOD) ? ALL_METHODS : [...new Set([...own, "OPTIONS"])].sort();
  return `'${methods.join(",")}'`;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html */
function preflight(headers: readonly Header[]): Draft {
  const parameters: Drafts = Object.fromEntries(
    headers.map(([name, value]) => [`method.response.header.${name}`, value]),
  );
  return {
    summary: "CORS support",
    consumes: ["application/json"],
    produces: ["application/json"],
    [INTEGRATION]: {
      type: "mock",
      requestTemplates: { "application/json": '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: "200",
          responseParameters: parameters,
          responseTemplates: { "application/json": "{}\n" },
        },
      },
    },
    responses: {
      "200": {
        description: "Default response for CORS method",
        headers: Object.fromEntries(headers.map(([name, , type]) => [name, { type }])),
      },
    },
  };
}
