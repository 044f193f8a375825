import { at, type Node } from "../../../../parse/node.js";
import { ids } from "../../names.js";
import type { Service } from "../../service.js";
import type { Stack } from "../../stack.js";
import { isTrue, isTruthy, text } from "../../text.js";
import { arnOf, busId, cdkId } from "./ids.js";

/** An HTTP API whose route puts what it gets on an event bus. */
export function addWebhook(service: Service, stack: Stack, key: string, config: Node): void {
  const { origin } = config;
  const api = cdkId(key, "HttpApi", "Resource");
  const bus = busId(key);
  const role = cdkId(key, "ApiGatewayRole", "Resource");
  const integration = cdkId(key, "Integration");
  const authorizer = cdkId(key, "Authorizer");
  const isSecure = !isTrue(at(config, "insecure"));
  const ApiId = { Ref: api };
  stack.add(api, "AWS::ApiGatewayV2::Api", origin, { Name: "HttpApi", ProtocolType: "HTTP" });
  stack.add(cdkId(key, "HttpApi", "DefaultStage", "Resource"), "AWS::ApiGatewayV2::Stage", origin, {
    ApiId,
    AutoDeploy: true,
    StageName: "$default",
  });
  stack.add(bus, "AWS::Events::EventBus", origin, { Name: cdkId(key, "Bus") });
  const put = { Action: "events:PutEvents", Effect: "Allow", Resource: arnOf(bus) };
  stack.add(role, "AWS::IAM::Role", origin, {
    AssumeRolePolicyDocument: {
      Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" } }],
      Version: "2012-10-17",
    },
    Policies: [{ PolicyDocument: { Statement: [put], Version: "2012-10-17" }, PolicyName: "EventBridge" }],
  });
  const type = at(config, "eventType");
  stack.add(integration, "AWS::ApiGatewayV2::Integration", origin, {
    ApiId,
    ConnectionType: "INTERNET",
    CredentialsArn: arnOf(role),
    IntegrationSubtype: "EventBridge-PutEvents",
    IntegrationType: "AWS_PROXY",
    PayloadFormatVersion: "1.0",
    RequestParameters: {
      DetailType: isTruthy(type) ? type : "Webhook",
      Detail: "$request.body",
      Source: key,
      EventBusName: { Ref: bus },
    },
  });
  const method = at(config, "method");
  stack.add(cdkId(key, "Route"), "AWS::ApiGatewayV2::Route", origin, {
    ApiId,
    AuthorizationType: isSecure ? "CUSTOM" : "NONE",
    AuthorizerId: isSecure ? { Ref: authorizer } : undefined,
    RouteKey: text(origin, isTruthy(method) ? method : "POST", " ", at(config, "path")),
    Target: { "Fn::Join": ["/", ["integrations", { Ref: integration }]] },
  });
  if (isSecure) addWebhookAuthorizer(service, stack, key, config, authorizer, role);
}

function addWebhookAuthorizer(
  service: Service,
  stack: Stack,
  key: string,
  config: Node,
  id: string,
  role: string,
): void {
  const { origin } = config;
  const fn = arnOf(ids.lambda(`${key}Authorizer`));
  const policy = cdkId(key, "ApiGatewayRole", "DefaultPolicy", "Resource");
  const invoke = {
    Action: "lambda:InvokeFunction",
    Effect: "Allow",
    Resource: [fn, { "Fn::Join": ["", [fn, ":*"]] }],
  };
  stack.add(policy, "AWS::IAM::Policy", origin, {
    PolicyDocument: { Statement: [invoke], Version: "2012-10-17" },
    PolicyName: policy,
    Roles: [{ Ref: role }],
  });
  const start = text(origin, "arn:aws:apigateway:", service.region, ":lambda:path/2015-03-31/functions");
  stack.add(id, "AWS::ApiGatewayV2::Authorizer", origin, {
    ApiId: { Ref: cdkId(key, "HttpApi", "Resource") },
    AuthorizerCredentialsArn: arnOf(role),
    AuthorizerPayloadFormatVersion: "2.0",
    AuthorizerType: "REQUEST",
    AuthorizerUri: { "Fn::Join": ["/", [start, fn, "invocations"]] },
    EnableSimpleResponses: true,
    Name: `${key}-authorizer`,
  });
}
