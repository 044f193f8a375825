import { at, type Node } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";
import { alphanumeric, camelCase, ids, startCase } from "../../names.js";
import type { Stack } from "../../stack.js";
import { identifying, isFalse, isTruthy, literal, text } from "../../text.js";
import { isRequired, parameters } from "./methods.js";
import type { Rest, Route } from "./rest-api.js";

/** Adds what validates requests: one validator, and a model for every schema. */
export function addValidators(rest: Rest, stack: Stack): void {
  for (const route of rest.routes) {
    const methodId = rest.methodId(rest.resource(route.path).name, route.method);
    const schemas = at(route.config, "request", "schemas") ?? at(route.config, "request", "schema");
    const models: { [type: string]: Draft } = {};
    for (const [type, schema] of schemas?.kind === "mapping" ? schemas.entries : [])
      models[type] = { Ref: modelOf(rest, stack, methodId, type, schema) };
    const hasModels = Object.keys(models).length > 0;
    if (!hasModels && !parameters(route).some(([, value]) => isWanted(value))) continue;
    stack.change(methodId, route.origin, {
      RequestValidatorId: { Ref: validator(rest, stack, route) },
      RequestModels: hasModels ? models : undefined,
    });
  }
}

function isWanted(value: Node): boolean {
  const required = isRequired(value);
  return (
    required === true || (typeof required === "object" && isTruthy(required as Node) && !isFalse(required as Node))
  );
}

function validator({ service, apiId }: Rest, stack: Stack, { origin }: Route): string {
  const id = `ApiGateway${alphanumeric(identifying(service.name))}RequestValidator`;
  stack.add(id, "AWS::ApiGateway::RequestValidator", origin, {
    RestApiId: apiId,
    ValidateRequestBody: true,
    ValidateRequestParameters: true,
    Name: text(origin, service.name, "-", service.stage, " | Validate request body and querystring parameters"),
  });
  return id;
}

/** A schema by its name under `provider.apiGateway.request.schemas`, or written in the route. */
function modelOf(rest: Rest, stack: Stack, methodId: string, type: string, schema: Node): string {
  const name = literal(schema);
  const shared = name === undefined ? undefined : at(rest.settings, "request", "schemas", name);
  const details = shared ?? schema;
  const inner = at(details, "schema");
  const id = shared ? `ApiGateway${camelCase(name ?? "")}Model` : `${methodId}${startCase(type)}Model`;
  stack.add(id, "AWS::ApiGateway::Model", details.origin, {
    RestApiId: shared ? { Ref: ids.restApi } : rest.apiId,
    ContentType: shared ? "application/json" : type,
    Schema: inner ?? details,
    Name: inner || shared ? at(details, "name") : undefined,
    Description: inner || shared ? at(details, "description") : undefined,
  });
  return id;
}
