import type { Text } from "../../evaluate/model.js";
import { known, readBoolean, readEntries, readNumber, readString, readText } from "../../evaluate/read.js";
import { both } from "../../evaluate/scenario.js";
import { literalText, resourcesIn, showText, textKey } from "../../evaluate/text.js";
import { resourceId } from "../../evaluate/model.js";
import type { Resource } from "../model.js";
import type { LinkContext, Linker } from "./linker.js";
import { documentAuthorizers, documentRoutes } from "./openapi.js";
import { integrationTexts, integrationWait, invokesAsynchronously, withKey, type Route } from "./route.js";

/** REST APIs that are described by an OpenAPI document. */
export const restApiLinker: Linker = {
  types: ["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"],
  link(api, context) {
    for (const route of documentRoutes(api.properties)) connectRoute(api, undefined, route, context);
    for (const { uri, origin, when } of documentAuthorizers(api.properties)) {
      const { resource, qualifier, confidence } = context.locator.find(uri, origin, ["function"]);
      const details = {
        event: "authorizer",
        invocation: "sync",
        via: undefined,
        qualifier,
        detail: undefined,
        authorization: undefined,
      } as const;
      context.graph.connect("triggers", api, resource, { ...details, confidence, origin, when });
    }
    for (const target of known(readText(api.properties, "Target"))) {
      connectRoute(
        api,
        undefined,
        {
          name: "$default",
          authorization: "NONE",
          uri: target.value,
          others: [],
          origin: target.origin,
          when: target.when,
        },
        context,
      );
    }
  },
};

/** Methods of REST APIs that are resources of their own. */
export const methodLinker: Linker = {
  types: ["AWS::ApiGateway::Method"],
  link(method, context) {
    const { properties, origin } = method;
    const verb = known(readString(properties, "HttpMethod"))[0]?.value ?? "ANY";
    const name = `${verb.toUpperCase()} ${methodPath(method, context)}`;
    const type = known(readString(properties, "AuthorizationType"))[0]?.value ?? "NONE";
    const hasKey = known(readBoolean(properties, "ApiKeyRequired")).some(({ value }) => value);
    const authorization = withKey(
      { NONE: "NONE", AWS_IAM: "IAM", COGNITO_USER_POOLS: "COGNITO", CUSTOM: "LAMBDA" }[type] ?? "OTHER",
      hasKey,
    );
    const others = integrationTexts(properties, "Integration");
    const isAsynchronous = invokesAsynchronously(readEntries(properties, "Integration", "RequestParameters"));
    const waits = integrationWait(
      readNumber(properties, "Integration", "TimeoutInMillis"),
      readString(properties, "Integration", "ResponseTransferMode"),
    );
    for (const api of known(readText(properties, "RestApiId"))) {
      const owner = context.locator.find(api.value, api.origin, ["api"]).resource;
      for (const uri of known(readText(properties, "Integration", "Uri"))) {
        connectRoute(
          owner,
          method,
          { name, authorization, uri: uri.value, others, isAsynchronous, waits, origin, when: uri.when },
          context,
        );
      }
    }
  },
};

/** Routes of HTTP and WebSocket APIs that are resources of their own. */
export const routeLinker: Linker = {
  types: ["AWS::ApiGatewayV2::Route"],
  link(route, context) {
    const { properties, origin } = route;
    const key = known(readText(properties, "RouteKey"))[0]?.value;
    const type = known(readString(properties, "AuthorizationType"))[0]?.value ?? "NONE";
    const hasKey = known(readBoolean(properties, "ApiKeyRequired")).some(({ value }) => value);
    const authorization = withKey(
      { NONE: "NONE", AWS_IAM: "IAM", JWT: "JWT", CUSTOM: "LAMBDA" }[type] ?? "OTHER",
      hasKey,
    );
    const name = key ? showText(key) : "$default";
    for (const api of known(readText(properties, "ApiId"))) {
      const owner = context.locator.find(api.value, api.origin, ["api"]).resource;
      for (const target of known(readText(properties, "Target"))) {
        const integration = resourcesIn(target.value)
          .map((symbol) => context.graph.resource(resourceId(symbol.stack, symbol.logicalId)))
          .find((resource) => resource?.type === "AWS::ApiGatewayV2::Integration");
        if (!integration) continue;
        const others = integrationTexts(integration.properties);
        const waits = known(readNumber(integration.properties, "TimeoutInMillis"))[0]?.value;
        for (const uri of known(readText(integration.properties, "IntegrationUri"))) {
          connectRoute(
            owner,
            route,
            { name, authorization, uri: uri.value, others, waits, origin, when: both(target.when, uri.when) ?? [] },
            context,
          );
        }
      }
    }
  },
};

/** Functions that decide who may call an API. */
export const authorizerLinker: Linker = {
  types: ["AWS::ApiGateway::Authorizer", "AWS::ApiGatewayV2::Authorizer"],
  link(authorizer, { graph, locator }) {
    const { properties, origin } = authorizer;
    for (const uri of known(readText(properties, "AuthorizerUri"))) {
      const found = locator.find(uri.value, uri.origin, ["function"]);
      for (const api of [...known(readText(properties, "RestApiId")), ...known(readText(properties, "ApiId"))]) {
        const from = locator.find(api.value, api.origin, ["api"]).resource;
        const details = {
          event: "authorizer",
          invocation: "sync",
          via: authorizer,
          qualifier: found.qualifier,
          detail: undefined,
          authorization: undefined,
        } as const;
        graph.connect("triggers", from, found.resource, {
          ...details,
          confidence: found.confidence,
          origin,
          when: uri.when,
        });
      }
    }
  },
};

/** Stages belong to their API. */
export const apiStageLinker: Linker = {
  types: ["AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"],
  link(stage, { graph, locator }) {
    const { properties, origin } = stage;
    for (const api of [...known(readText(properties, "RestApiId")), ...known(readText(properties, "ApiId"))]) {
      graph.connect("contains", locator.find(api.value, api.origin, ["api"]).resource, stage, {
        origin,
        when: api.when,
      });
    }
    for (const destination of [
      ...known(readText(properties, "AccessLogSetting", "DestinationArn")),
      ...known(readText(properties, "AccessLogSettings", "DestinationArn")),
    ]) {
      const to = locator.find(destination.value, destination.origin, ["log-group"]).resource;
      graph.connect("logs-to", stage, to, { origin: destination.origin, when: destination.when });
    }
  },
};

function connectRoute(api: Resource, via: Resource | undefined, route: Route, { graph, locator }: LinkContext): void {
  const { name, authorization, uri, others, isAsynchronous = false, waits, origin, when } = route;
  const text = textKey(uri).replace(/\$\{[^}]*\}/g, "_");
  const isService = /:apigateway:[^:]*:(?!lambda:path)[\w.-]+:(action|path)\//.test(text);
  const found = isService
    ? others
        .map((other) =>
          locator.declared(other, [
            "state-machine",
            "queue",
            "topic",
            "stream",
            "table",
            "bucket",
            "bus",
            "delivery-stream",
          ]),
        )
        .find((f) => f !== undefined)
    : isLambda(text)
      ? locator.find(invoked(uri), origin, ["function"])
      : locator.declared(uri, ["function", "state-machine"]);
  if (!found) return;
  const { resource, qualifier, confidence } = found;
  if (resource.kind === "function" || resource.kind === "state-machine") {
    const invocation = isAsynchronous ? "async" : "sync";
    const details = { event: "api", invocation, via, qualifier, detail: name, authorization, waits } as const;
    graph.connect("triggers", api, resource, { ...details, confidence, origin, when });
  } else {
    graph.connect("publishes", api, resource, { statement: undefined, actions: [], origin, when });
  }
}

function isLambda(text: string): boolean {
  return /lambda:path|:function:|^arn:[^:]*:lambda:/.test(text);
}

/** The function inside the URI by which API Gateway invokes it: `…:lambda:path/2015-03-31/functions/<arn>/invocations`. */
function invoked(uri: Text): Text {
  const [first, ...rest] = uri;
  if (typeof first !== "string") return uri;
  const arn = [first.replace(/^.*\/functions\//, ""), ...rest].filter((part) => part !== "");
  return arn
    .map((part) => (typeof part === "string" ? part.replace(/\/invocations$/, "") : part))
    .filter((part) => part !== "");
}

function methodPath(method: Resource, { graph }: LinkContext): string {
  const parts: string[] = [];
  let [at] = known(readText(method.properties, "ResourceId"));
  const seen = new Set<string>();
  while (at) {
    const [symbol] = at.value;
    if (typeof symbol !== "object" || symbol.kind !== "resource") {
      if (literalText(at.value) !== undefined || symbol) parts.unshift(`{${showText(at.value)}}`);
      break;
    }
    const resource = graph.resource(resourceId(symbol.stack, symbol.logicalId));
    if (resource?.type !== "AWS::ApiGateway::Resource" || seen.has(resource.id)) break;
    seen.add(resource.id);
    const part = known(readText(resource.properties, "PathPart"))[0];
    parts.unshift(part ? showText(part.value) : "?");
    [at] = known(readText(resource.properties, "ParentId"));
  }
  return `/${parts.join("/")}`;
}
