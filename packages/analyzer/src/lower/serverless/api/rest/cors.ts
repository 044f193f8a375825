import { at, type Node } from "../../../../parse/node.js";
import type { Stack } from "../../stack.js";
import { isTruthy, listOf, literal, identifying } from "../../text.js";
import type { Cors, Rest } from "./rest-api.js";

/** Reads `cors: true` or its settings; the headers are those of the framework or of the plugin that has the route. */
export function corsOf(config: Node, method: string, byDefault: readonly string[]): Cors {
  const texts = (key: string) => listOf(at(config, key)).map(identifying);
  const own = config.kind === "mapping" ? texts("methods") : [];
  const methods = own.length > 0 || at(config, "methods") ? own : ["OPTIONS"];
  const headers = isTruthy(at(config, "headers")) ? texts("headers") : byDefault;
  const origins = texts("origins");
  return {
    origin: literal(at(config, "origin")) ?? (origins.length > 0 ? undefined : "*"),
    origins,
    headers,
    methods: [...new Set([...methods, "OPTIONS", method])],
    allowCredentials: isTruthy(at(config, "allowCredentials")),
    maxAge: literal(at(config, "maxAge")),
    cacheControl: literal(at(config, "cacheControl")),
    cause: config.origin,
  };
}

/** Adds an `OPTIONS` method to every path that allows other origins anything. */
export function addPreflights(rest: Rest, stack: Stack): void {
  const byPath = new Map<string, Cors>();
  for (const { path, cors } of [...rest.routes, ...rest.proxies]) {
    if (!cors) continue;
    const earlier = byPath.get(path);
    byPath.set(path, earlier ? joined(cors, earlier) : cors);
  }
  for (const [path, cors] of byPath) {
    const resource = rest.resource(path);
    const headers = preflightHeaders(cors);
    const id = rest.methodId(resource.name, "options");
    stack.add(id, "AWS::ApiGateway::Method", cors.cause, {
      AuthorizationType: "NONE",
      HttpMethod: "OPTIONS",
      MethodResponses: [
        {
          StatusCode: "200",
          ResponseParameters: Object.fromEntries(headers.map(([name]) => [`method.response.header.${name}`, true])),
          ResponseModels: {},
        },
      ],
      RequestParameters: {},
      Integration: {
        Type: "MOCK",
        RequestTemplates: { "application/json": "{statusCode:200}" },
        ContentHandling: "CONVERT_TO_TEXT",
        IntegrationResponses: [
          {
            StatusCode: "200",
            ResponseParameters: Object.fromEntries(
              headers.map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
            ),
          },
        ],
      },
      ResourceId: resource.id,
      RestApiId: rest.apiId,
    });
    rest.methodIds.add(id);
  }
}

function joined(later: Cors, earlier: Cors): Cors {
  const union = (key: "headers" | "methods" | "origins") => [...new Set([...later[key], ...earlier[key]])];
  return {
    ...later,
    headers: union("headers"),
    methods: union("methods"),
    origins: union("origins"),
    allowCredentials: earlier.allowCredentials || later.allowCredentials,
    maxAge: later.maxAge ?? earlier.maxAge,
    cacheControl: later.cacheControl ?? earlier.cacheControl,
  };
}

function preflightHeaders(cors: Cors): [string, string][] {
  const origins = cors.origin?.includes(",") ? cors.origin.split(",").map((one) => one.trim()) : cors.origins;
  const methods = cors.methods.join(",").replace("ANY", "DELETE,GET,HEAD,PATCH,POST,PUT");
  const headers: [string, string | undefined][] = [
    ["Access-Control-Allow-Origin", origins[0] ?? cors.origin],
    ["Access-Control-Allow-Headers", cors.headers.join(",")],
    ["Access-Control-Allow-Methods", methods],
    ["Access-Control-Allow-Credentials", cors.allowCredentials ? "true" : undefined],
    ["Access-Control-Max-Age", cors.maxAge],
    ["Cache-Control", cors.cacheControl],
  ];
  return headers.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
}
