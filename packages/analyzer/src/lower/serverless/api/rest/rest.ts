import { at, type Node, type Origin } from "../../../../parse/node.js";
import { problem } from "../../../../source/problem.js";
import type { Draft } from "../../../draft.js";
import { addCloudWatchRole } from "../cloudwatch-role.js";
import { sha1 } from "../../digest.js";
import { addProviderLogGroup } from "../../functions/logs.js";
import { asStatement, tagsOf } from "../../functions/role.js";
import { ids, normalized, normalizedPath, upperFirst } from "../../names.js";
import type { Service } from "../../service.js";
import { addPermission, arn, type Stack } from "../../stack.js";
import { identifying, isFalse, isPresent, isTruthy, literal, text } from "../../text.js";
import { addAuthorizers } from "./authorizers.js";
import { addPreflights } from "./cors.js";
import { addMethods, addProxyMethods } from "./methods.js";
import { addValidators } from "./models.js";
import type { ProxyRoute } from "./proxy.js";
import type { Access, PathResource, Rest } from "./rest-api.js";
import { proxyOf, routesOf } from "./route.js";
import { addUsage } from "./usage.js";

/** `http` events, and what plugins add to their API: https://www.serverless.com/framework/docs/providers/aws/events/apigateway */
export function addRestApi(service: Service, stack: Stack, proxyRoutes: readonly ProxyRoute[]): void {
  const routes = routesOf(service);
  const proxies = proxyRoutes.map((route) => proxyOf(service, route));
  const [first] = [...routes, ...proxies];
  if (!first) return;
  const settings = at(service.provider, "apiGateway");
  const external = at(settings, "restApiId");
  const apiId = isTruthy(external) ? external : { Ref: ids.restApi };
  if (!isTruthy(external)) addApi(service, stack, settings, first.origin);
  else if (!isTruthy(at(settings, "restApiRootResourceId"))) {
    const reason = "'restApiId' needs 'restApiRootResourceId'";
    service.report(problem("serverless-invalid", external.origin.span, { reason }));
  }
  const rest: Rest = {
    service,
    settings,
    routes,
    proxies,
    apiId,
    deploymentId: `ApiGatewayDeployment${sha1(identifying(service.name)).slice(0, 10)}`,
    methodIds: new Set(),
    resource: addResources(service, stack, settings, [...routes, ...proxies], apiId),
    methodId: (name, method) => `ApiGatewayMethod${name}${upperFirst(method.toLowerCase())}`,
  };
  addPreflights(rest, stack);
  addMethods(rest, stack);
  addProxyMethods(rest, stack);
  addValidators(rest, stack);
  addAuthorizers(rest, stack);
  addDeployment(rest, stack, first.origin);
  addUsage(rest, stack);
  for (const { fn, origin } of routes) {
    addPermission(stack, `${normalized(fn.key)}LambdaPermissionApiGateway`, fn, origin, "apigateway.amazonaws.com", {
      SourceArn: arn("execute-api", apiId, "/*/*"),
    });
  }
  addLogs(service, stack);
}

function addApi(service: Service, stack: Stack, settings: Node | undefined, cause: Origin): void {
  const { provider, name, stage } = service;
  const endpointType = at(provider, "endpointType");
  const policy = at(settings, "resourcePolicy");
  const own = at(provider, "apiName");
  const isServiceFirst = isTruthy(at(settings, "shouldStartNameWithService"));
  stack.add(ids.restApi, "AWS::ApiGateway::RestApi", (settings ?? { origin: cause }).origin, {
    Name: isTruthy(own) ? own : isServiceFirst ? text(cause, name, "-", stage) : text(cause, stage, "-", name),
    BinaryMediaTypes: truthy(settings, "binaryMediaTypes"),
    DisableExecuteApiEndpoint: present(settings, "disableDefaultEndpoint"),
    EndpointConfiguration: {
      Types: [isTruthy(endpointType) ? upper(endpointType) : "EDGE"],
      VpcEndpointIds: isTruthy(endpointType) ? truthy(provider, "vpcEndpointIds") : undefined,
    },
    SecurityPolicy: truthy(at(settings, "endpoint"), "securityPolicy"),
    EndpointAccessMode: upper(present(at(settings, "endpoint"), "accessMode")),
    Tags: tagsOf(at(provider, "tags")),
    Policy: isStated(policy)
      ? { Version: "2012-10-17", Statement: policy.kind === "sequence" ? policy.items.map(asStatement) : policy }
      : "",
    ApiKeySourceType: upper(truthy(settings, "apiKeySourceType")),
    MinimumCompressionSize: present(settings, "minimumCompressionSize"),
    Description: truthy(settings, "description"),
  });
}

function isStated(policy: Node | undefined): policy is Node {
  return isTruthy(policy) && !(policy.kind === "sequence" && policy.items.length === 0);
}

function upper(node: Node | undefined): Draft {
  const written = literal(node);
  return node?.kind === "scalar" && written !== undefined ? { ...node, value: written.toUpperCase() } : node;
}

function truthy(node: Node | undefined, key: string): Node | undefined {
  const value = at(node, key);
  return isTruthy(value) ? value : undefined;
}

function present(node: Node | undefined, key: string): Node | undefined {
  const value = at(node, key);
  return isPresent(value) ? value : undefined;
}

/** Adds a resource for every part of every path, below those that the author has already. */
function addResources(
  service: Service,
  stack: Stack,
  settings: Node | undefined,
  routes: readonly Access[],
  apiId: Draft,
): (path: string) => PathResource {
  const root = at(settings, "restApiRootResourceId");
  const known = new Map<string, PathResource>();
  known.set("", { id: isTruthy(root) ? root : { "Fn::GetAtt": [ids.restApi, "RootResourceId"] }, name: "" });
  for (const [path, id] of predefined(at(settings, "restApiResources")))
    known.set(path, { id, name: normalizedPath(path) });
  const resource = (path: string, cause: Origin): PathResource => {
    const there = known.get(path);
    if (there) return there;
    const slash = path.lastIndexOf("/");
    const parent = resource(path.slice(0, Math.max(slash, 0)), cause);
    const name = normalizedPath(path);
    const id = `ApiGatewayResource${name}`;
    stack.add(id, "AWS::ApiGateway::Resource", cause, {
      ParentId: parent.id,
      PathPart: path.slice(slash + 1),
      RestApiId: apiId,
    });
    const made = { id: { Ref: id }, name };
    known.set(path, made);
    return made;
  };
  for (const { path, origin } of routes) resource(path, origin);
  return (path) => resource(path, service.origin);
}

/** Resources that are there already: a mapping from path to id, or a list of `{path, resourceId}`. */
function* predefined(resources: Node | undefined): Generator<readonly [string, Node]> {
  if (resources?.kind === "sequence") {
    for (const item of resources.items) {
      const id = at(item, "resourceId");
      if (id) yield [trimmed(identifying(at(item, "path"))), id];
    }
  } else if (resources?.kind === "mapping") for (const [path, id] of resources.entries) yield [trimmed(path), id];
}

function trimmed(path: string): string {
  return path.replace(/^\//, "").replace(/\/$/, "");
}

function addDeployment({ service, settings, apiId, deploymentId, methodIds }: Rest, stack: Stack, cause: Origin): void {
  const stage = at(settings, "stage");
  stack.add(
    deploymentId,
    "AWS::ApiGateway::Deployment",
    cause,
    {
      RestApiId: apiId,
      StageName: isTruthy(stage) ? stage : service.stage,
      Description: truthy(settings, "description"),
    },
    { DependsOn: [...methodIds] },
  );
  stack.output("ServiceEndpoint", cause, "URL of the service endpoint", {
    "Fn::Join": [
      "",
      [
        "https://",
        apiId,
        ".execute-api.",
        { Ref: "AWS::Region" },
        ".",
        { Ref: "AWS::URLSuffix" },
        text(cause, "/", service.stage),
      ],
    ],
  });
}

/** The stage itself is made by the deployment, and the framework changes it afterwards. */
function addLogs(service: Service, stack: Stack): void {
  const logs = at(service.provider, "logs", "restApi");
  if (!isTruthy(logs) || isFalse(at(logs, "accessLogging"))) return;
  const name = text(logs.origin, "/aws/api-gateway/", service.name, "-", service.stage);
  addProviderLogGroup(service, stack, "ApiGatewayLogGroup", name, logs.origin);
  addCloudWatchRole(service, stack, logs.origin);
}
