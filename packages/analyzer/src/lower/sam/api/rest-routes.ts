import { at, itemsAt, mappingAt, type MappingNode, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import { rejectEvent } from "../events/event.js";
import { fnIf, sub } from "../intrinsics.js";
import type { ApiRoute } from "../model.js";
import { given, isTrue, literal, present } from "../value.js";
import { editOperation, editPath, INTEGRATION, isOpenApi3, isTaken, versionText } from "./openapi.js";
import { withEventAuth } from "./rest-event-auth.js";
import type { RestApi } from "./rest-schemes.js";
import { methodKey } from "./route.js";

/** The definition with the operation of an event; only for definitions that SAM manages or merges into. */
export function withRoute(body: MappingNode, route: ApiRoute, api: RestApi): MappingNode {
  const { event, path, method } = route;
  if (isTaken(body, path, method)) {
    rejectEvent(
      event,
      at(event.properties, "Path"),
      `${method.toUpperCase()} ${path} is defined more than once`,
      api.sam,
    );
    return body;
  }
  const integrated = withIntegration(body, route, api);
  const authorized = given(event.properties, "Auth") ? withEventAuth(integrated, route, api) : integrated;
  return withRequestSettings(authorized, route, api);
}

function withIntegration(body: MappingNode, route: ApiRoute, api: RestApi): MappingNode {
  const { event, method, target } = route;
  const key = methodKey(method);
  const integration = route.credentials === undefined ? lambdaIntegration(route, api) : executionIntegration(route);
  return editPath(body, route, (item) => {
    const before = mappingAt(item, key) ?? draft({}, event.origin);
    const responses = at(before, "responses") ?? (route.credentials === undefined ? {} : EXECUTION_RESPONSES);
    const operation = withEntries(before, { [INTEGRATION]: integration, responses }, event.origin);
    const conditional =
      target.condition === undefined ? operation : draft(fnIf(target.condition, operation), event.origin);
    return withEntries(item, { [key]: conditional });
  });
}

/** Under a condition, so that CloudFormation does not resolve a reference to a function that does not exist. */
function conditionalUri(uri: Draft, route: ApiRoute): Draft {
  return route.target.condition === undefined ? uri : fnIf(route.target.condition, uri);
}

function lambdaIntegration(route: ApiRoute, api: RestApi): Draft {
  const isStreamed = literal(at(route.event.properties, "ResponseTransferMode")) === "RESPONSE_STREAM";
  const invocation = isStreamed ? "2021-11-15" : "2015-03-31";
  const action = isStreamed ? "response-streaming-invocations" : "invocations";
  return draft(
    {
      type: "aws_proxy",
      httpMethod: "POST",
      uri: conditionalUri(sub(integrationUri(route, api.sam.partition, invocation, action)), route),
      responseTransferMode: isStreamed ? "STREAM" : undefined,
      credentials: integrationCredentials(route, api),
    },
    route.event.origin,
  );
}

/** The text of the URI with which API Gateway invokes a function. */
export function integrationUri(
  route: ApiRoute,
  partition: string,
  version = "2015-03-31",
  action = "invocations",
): string {
  const { target } = route;
  const reference = target.id === target.owner.id ? `${target.id}.Arn` : target.id;
  return `arn:${partition}:apigateway:\${AWS::Region}:lambda:path/${version}/functions/\${${reference}}/${action}`;
}

/** With IAM authorization API Gateway calls the function as the caller, or with a role. */
function integrationCredentials(route: ApiRoute, api: RestApi): Draft {
  const auth = given(route.event.properties, "Auth");
  const usesIam =
    literal(at(auth, "Authorizer")) === "AWS_IAM" ||
    (literal(at(api.auth, "DefaultAuthorizer")) === "AWS_IAM" && !auth);
  if (!usesIam) return undefined;
  const role = (owner: Node | undefined) =>
    given(owner, "InvokeRole") ?? (at(owner, "InvokeRole") ? "NONE" : undefined);
  const chosen = role(auth) ?? role(api.auth);
  const name = typeof chosen === "string" ? chosen : literal(chosen);
  if (name === "NONE") return undefined;
  return chosen === undefined || name === "CALLER_CREDENTIALS" ? `arn:${api.sam.partition}:iam::*:user/*` : chosen;
}

const EXECUTION_RESPONSES: Draft = { "200": { description: "OK" }, "400": { description: "Bad Request" } };

function executionIntegration(route: ApiRoute): Draft {
  const { event, target } = route;
  return draft(
    {
      type: "aws",
      httpMethod: "POST",
      uri: conditionalUri(sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution"), route),
      responses: { "200": { statusCode: "200" }, "400": { statusCode: "400" } },
      credentials: route.credentials,
      requestTemplates: {
        "application/json": sub(requestTemplate(target.id, isTrue(at(event.properties, "UnescapeMappingTemplate")))),
      },
    },
    event.origin,
  );
}

/** Passes the request on as the input of the execution. */
function requestTemplate(machineId: string, isUnescaped: boolean): string {
  const input = isUnescaped
    ? `$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")`
    : "$util.escapeJavaScript($input.json('$'))";
  return `{"input": "${input}", "stateMachineArn": "\${${machineId}}"}`;
}

function withRequestSettings(body: MappingNode, route: ApiRoute, api: RestApi): MappingNode {
  const { properties } = route.event;
  const timeout = given(properties, "TimeoutInMillis");
  let made = body;
  if (timeout)
    made = editOperation(made, route, (operation) =>
      withEntries(operation, {
        [INTEGRATION]: withEntries(mappingAt(operation, INTEGRATION) ?? draft({}, timeout.origin), {
          timeoutInMillis: timeout,
        }),
      }),
    );
  made = withRequestModel(made, route, api);
  return withRequestParameters(made, route, api);
}

/** `RequestModel`: a model of the API for the body, and whether API Gateway validates the request. */
function withRequestModel(body: MappingNode, route: ApiRoute, api: RestApi): MappingNode {
  const { event } = route;
  const written = given(event.properties, "RequestModel");
  const model = given(written, "Model");
  if (!written || !model) return body;
  const origin = generatedFrom(written.origin, `SAM event ${event.type}`);
  const reject = (where: Node, reason: string) => rejectEvent(event, where, reason, api.sam);
  const models = given(api.resource.properties, "Models");
  const name = literal(model);
  if (!models) reject(model, "'RequestModel' needs 'Models' on the API");
  else if (models.kind !== "mapping") reject(model, "'RequestModel' needs the 'Models' of the API to be a map");
  else if (name === undefined) reject(model, "'RequestModel.Model' has to be the name of a model");
  else if (!given(models, name)) reject(model, `the API has no model '${name}'`);
  if (name === undefined) return body;
  const required = present(written, "Required");
  const isOpenApi = isOpenApi3(versionText(at(body, "openapi"))) && !present(body, "swagger");
  const modeled = editOperation(body, route, (operation) => {
    if (isOpenApi) {
      const schema = { $ref: `#/components/schemas/${name.toLowerCase()}` };
      return withEntries(operation, {
        requestBody: draft({ content: { "application/json": { schema } }, required }, origin),
      });
    }
    const schema = { $ref: `#/definitions/${name.toLowerCase()}` };
    const parameter = draft({ in: "body", name: name.toLowerCase(), schema, required }, origin);
    return withEntries(operation, { parameters: draft([...itemsAt(operation, "parameters"), parameter], origin) });
  });
  return withValidator(modeled, route, written, reject);
}

function withValidator(
  body: MappingNode,
  route: ApiRoute,
  model: Node,
  reject: (where: Node, reason: string) => void,
): MappingNode {
  const [validateBody, validateParameters] = [present(model, "ValidateBody"), present(model, "ValidateParameters")];
  if (!validateBody && !validateParameters) return body;
  for (const value of [validateBody, validateParameters])
    if (value && !(value.kind === "scalar" && typeof value.value === "boolean"))
      reject(value, "'ValidateBody' and 'ValidateParameters' have to be true or false");
  const origin = generatedFrom(model.origin, `SAM event ${route.event.type}`);
  const [forBody, forParameters] = [isTrue(validateBody), isTrue(validateParameters)];
  const name =
    forBody && forParameters
      ? "body-and-params"
      : forBody
        ? "body-only"
        : forParameters
          ? "params-only"
          : "no-validation";
  const validators = mappingAt(body, "x-amazon-apigateway-request-validators") ?? draft({}, origin);
  const validator = { validateRequestBody: forBody, validateRequestParameters: forParameters };
  const known = withEntries(validators, { [name]: given(validators, name) ?? draft(validator, origin) });
  const validated = editOperation(body, route, (operation) =>
    withEntries(operation, { "x-amazon-apigateway-request-validator": draft(name, origin) }),
  );
  return withEntries(validated, { "x-amazon-apigateway-request-validators": known });
}

const REQUEST_PARAMETER = /^method\.request\.(querystring|path|header)\.(.*)$/;

/** `RequestParameters`: by name, or with whether they are required and part of the cache key. */
function withRequestParameters(body: MappingNode, route: ApiRoute, api: RestApi): MappingNode {
  const { event } = route;
  const written = given(event.properties, "RequestParameters");
  if (written?.kind !== "sequence") return body;
  const origin = generatedFrom(written.origin, `SAM event ${event.type}`);
  const parameters: Node[] = [];
  const cached: string[] = [];
  for (const item of written.items) {
    const [name, settings] = item.kind === "mapping" ? ([...item.entries][0] ?? []) : [literal(item), undefined];
    const [, place, field] = REQUEST_PARAMETER.exec(name ?? "") ?? [];
    if (name === undefined || place === undefined || field === undefined) {
      rejectEvent(
        event,
        item,
        "a request parameter has to be called method.request.[querystring|path|header].{name}",
        api.sam,
      );
      continue;
    }
    const unknown =
      settings?.kind === "mapping"
        ? [...settings.entries.keys()].find((key) => key !== "Required" && key !== "Caching")
        : undefined;
    if (settings && (settings.kind !== "mapping" || unknown !== undefined))
      rejectEvent(event, settings, "a request parameter takes a map with 'Required' and 'Caching'", api.sam);
    const required = at(settings, "Required") ?? false;
    parameters.push(
      draft({ in: place === "querystring" ? "query" : place, name: field, required, type: "string" }, origin),
    );
    if (given(settings, "Caching")) cached.push(name);
  }
  return editOperation(body, route, (operation) => {
    const integration = mappingAt(operation, INTEGRATION);
    const keys = [...itemsAt(integration, "cacheKeyParameters"), ...cached];
    return withEntries(operation, {
      parameters: draft([...itemsAt(operation, "parameters"), ...parameters], origin),
      [INTEGRATION]:
        integration && cached.length > 0
          ? withEntries(integration, { cacheKeyParameters: draft(keys, origin) })
          : integration,
    });
  });
}
