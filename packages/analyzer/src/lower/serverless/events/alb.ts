import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { md5 } from "../digest.js";
import { normalized } from "../names.js";
import { eventsOf, type Service, type ServiceEvent } from "../service.js";
import { addPermission, targetOf, type Stack } from "../stack.js";
import { identifying, isPresent, isTruthy, listOf, literal, text } from "../text.js";
import { truthy } from "./mapping.js";
import facts from "../data/alb.json" with { type: "json" };

const LISTENER = /^arn:aws[\w-]*:elasticloadbalancing:.+:listener\/app\/[\w-]+\/([\w-]+)\/[\w-]+$/;
const MAX_NAME = 32;

/** https://www.serverless.com/framework/docs/providers/aws/events/alb */
export function addLoadBalancerEvents(service: Service, stack: Stack): void {
  for (const event of eventsOf(service, "alb")) {
    const { fn, value, origin } = event;
    if (value.kind !== "mapping") continue;
    const balancer = balancerOf(service, event);
    const isMulti = isTruthy(at(value, "multiValueHeaders"));
    const group = `${normalized(fn.key)}Alb${isMulti ? "MultiValue" : ""}TargetGroup${balancer}`;
    addTargetGroup(service, stack, event, group, balancer);
    addListenerRule(service, stack, event, group);
    const principal = "elasticloadbalancing.amazonaws.com";
    const attributes = { DependsOn: fn.alias && [fn.alias.id] };
    const key = normalized(fn.key);
    addPermission(stack, `${key}LambdaPermissionAlb`, fn, origin, principal, { SourceArn: { Ref: group } }, attributes);
    addPermission(stack, `${key}LambdaPermissionRegisterTarget`, fn, origin, principal, {}, attributes);
  }
}

/** The load balancer's id in its listener's ARN, or the id of a referenced listener. */
function balancerOf(service: Service, { value, origin }: ServiceEvent): string {
  const listener = at(value, "listenerArn");
  const written = literal(listener);
  const found = written === undefined ? identifying(at(listener, "Ref") ?? listener) : LISTENER.exec(written)?.[1];
  if (found === undefined || !listener)
    service.report(problem("serverless-invalid", origin.span, { reason: "the listenerArn is not that of a listener" }));
  return (found ?? identifying(listener)).replace(/[^0-9A-Za-z]/g, "");
}

function addTargetGroup(service: Service, stack: Stack, event: ServiceEvent, id: string, balancer: string): void {
  const { fn, value, origin } = event;
  const isMulti = isTruthy(at(value, "multiValueHeaders"));
  const tag = (middle: string) => text(origin, service.name, `-${fn.key}-${balancer}-${middle}`, service.stage);
  const prefix = literal(at(service.provider, "alb", "targetGroupPrefix")) ?? "";
  const name = (prefix + md5(identifying(tag(isMulti ? "multi-value-" : "")))).slice(0, MAX_NAME);
  stack.add(
    id,
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    origin,
    {
      TargetType: "lambda",
      Targets: [{ Id: targetOf(fn) }],
      Name: truthy(value, "targetGroupName") ?? name,
      Tags: [{ Key: "Name", Value: tag("") }],
      TargetGroupAttributes: [
        { Key: "lambda.multi_value_headers.enabled", Value: at(value, "multiValueHeaders") ?? false },
      ],
      ...healthCheck(at(value, "healthCheck")),
    },
    { DependsOn: [`${normalized(fn.key)}LambdaPermissionRegisterTarget`, fn.alias?.id] },
  );
}

function healthCheck(config: Node | undefined): { readonly [key: string]: Draft } {
  if (!isTruthy(config)) return { HealthCheckEnabled: false };
  const or = (key: string, fallback: Draft) => (isPresent(at(config, key)) ? at(config, key) : fallback);
  const { healthCheck: defaults } = facts;
  return {
    HealthCheckEnabled: true,
    HealthCheckPath: or("path", defaults.path),
    HealthCheckIntervalSeconds: or("intervalSeconds", defaults.intervalSeconds),
    HealthCheckTimeoutSeconds: or("timeoutSeconds", defaults.timeoutSeconds),
    HealthyThresholdCount: or("healthyThresholdCount", defaults.healthyThresholdCount),
    UnhealthyThresholdCount: truthy(config, "unhealthyThresholdCount") ?? defaults.unhealthyThresholdCount,
    Matcher: { HttpCode: at(config, "matcher", "httpCode") ?? defaults.httpCode },
  };
}

function addListenerRule(service: Service, stack: Stack, { fn, value, origin }: ServiceEvent, group: string): void {
  const actions: Draft[] = [];
  for (const name of listOf(at(value, "authorizer"))) {
    const authorizer = at(service.provider, "alb", "authorizers", literal(name) ?? "");
    if (!authorizer) {
      const data = { what: "load balancer authorizer", name: identifying(name) };
      service.report(problem("serverless-reference", name.origin.span, data));
      continue;
    }
    actions.push(authenticate(authorizer, actions.length + 1));
  }
  const Order = actions.length > 0 ? actions.length + 1 : undefined;
  actions.push({ Type: "forward", TargetGroupArn: { Ref: group }, Order });
  const priority = at(value, "priority");
  stack.add(
    `${normalized(fn.key)}AlbListenerRule${identifying(priority).replace(/[^0-9A-Za-z]/g, "")}`,
    "AWS::ElasticLoadBalancingV2::ListenerRule",
    origin,
    {
      Actions: actions,
      Conditions: conditions(at(value, "conditions")),
      ListenerArn: at(value, "listenerArn"),
      Priority: priority,
    },
  );
}

function authenticate(config: Node, order: number): Draft {
  const common = {
    OnUnauthenticatedRequest: truthy(config, "onUnauthenticatedRequest") ?? "deny",
    AuthenticationRequestExtraParams: at(config, "requestExtraParams"),
    Scope: at(config, "scope"),
    SessionCookieName: at(config, "sessionCookieName"),
    SessionTimeout: at(config, "sessionTimeout"),
  };
  if (literal(at(config, "type")) === "cognito") {
    return {
      Type: "authenticate-cognito",
      Order: order,
      AuthenticateCognitoConfig: {
        UserPoolArn: at(config, "userPoolArn"),
        UserPoolClientId: at(config, "userPoolClientId"),
        UserPoolDomain: at(config, "userPoolDomain"),
        ...common,
      },
    };
  }
  const secret = truthy(config, "clientSecret");
  return {
    Type: "authenticate-oidc",
    Order: order,
    AuthenticateOidcConfig: {
      AuthorizationEndpoint: at(config, "authorizationEndpoint"),
      ClientId: at(config, "clientId"),
      Issuer: at(config, "issuer"),
      TokenEndpoint: at(config, "tokenEndpoint"),
      UserInfoEndpoint: at(config, "userInfoEndpoint"),
      ...common,
      ClientSecret: secret,
      UseExistingClientSecret: secret ? undefined : true,
    },
  };
}

function conditions(config: Node | undefined): readonly Draft[] {
  const made: Draft[] = [];
  const values = (key: string) => (isTruthy(at(config, key)) ? listOf(at(config, key)) : undefined);
  const add = (Field: string, key: string, wrapper?: string) => {
    const Values = values(key);
    if (Values) made.push(wrapper === undefined ? { Field, Values } : { Field, [wrapper]: { Values } });
  };
  add("path-pattern", "path");
  add("host-header", "host", "HostHeaderConfig");
  add("http-request-method", "method", "HttpRequestMethodConfig");
  for (const header of values("header") ?? []) {
    const HttpHeaderConfig = { HttpHeaderName: at(header, "name"), Values: at(header, "values") };
    made.push({ Field: "http-header", HttpHeaderConfig });
  }
  const query = at(config, "query");
  if (query?.kind === "mapping") {
    const Values = [...query.entries].map(([Key, Value]) => ({ Key, Value }));
    made.push({ Field: "query-string", QueryStringConfig: { Values } });
  }
  add("source-ip", "ip", "SourceIpConfig");
  return made;
}
