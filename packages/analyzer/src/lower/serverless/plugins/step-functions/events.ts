import { at, type Node } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";
import type { ProxyRoute } from "../../api/rest/proxy.js";
import { truthy } from "../../events/mapping.js";
import { inputs } from "../../events/schedule.js";
import { normalized } from "../../names.js";
import type { Service } from "../../service.js";
import type { Stack } from "../../stack.js";
import { identifying, isFalse, isTruthy, listOf, literal, text } from "../../text.js";
import { stateMachinesOf, type StateMachine } from "./state-machine.js";

const API_ROLE = "ApigatewayToStepFunctionsRole";

/** The routes of `http` events of state machines. */
export function routesOf(service: Service): readonly ProxyRoute[] {
  return stateMachinesOf(service).flatMap((machine) =>
    eventsOf(machine, "http").map((value): ProxyRoute => {
      const config = value.kind === "mapping" ? value : undefined;
      const [method = "", path = ""] = identifying(config ? undefined : value).split(" ");
      return {
        path: config ? identifying(at(config, "path")) : path,
        method: config ? identifying(at(config, "method")) : method,
        origin: value.origin,
        config,
        integration: integrationOf(machine, config),
        responses: [
          { code: 200, pattern: "" },
          { code: 400, pattern: "400" },
        ],
      };
    }),
  );
}

function eventsOf({ config }: StateMachine, ...kinds: readonly string[]): readonly Node[] {
  return listOf(at(config, "events")).flatMap((event) => {
    const value = kinds.map((kind) => at(event, kind)).find(isTruthy);
    return value ? [value] : [];
  });
}

function integrationOf(machine: StateMachine, config: Node | undefined): { readonly [key: string]: Draft } {
  const action = at(config, "action");
  const role = at(config, "iamRole");
  const template = at(config, "request", "template");
  const body =
    '#set( $body = $util.escapeJavaScript($input.json(\'$\')) )\n{"input": "$body", "name": "$context.requestId", "stateMachineArn":"${StateMachineArn}"}';
  const request = { "Fn::Sub": [body, { StateMachineArn: { Ref: machine.id } }] };
  const standard = { "application/json": request, "application/x-www-form-urlencoded": request };
  const own = template?.kind === "mapping" ? Object.fromEntries(template.entries) : {};
  return {
    IntegrationHttpMethod: "POST",
    Type: "AWS",
    Credentials: isTruthy(role) ? role : { "Fn::GetAtt": [API_ROLE, "Arn"] },
    Uri: {
      "Fn::Join": [
        "",
        [
          "arn:",
          { Ref: "AWS::Partition" },
          ":apigateway:",
          { Ref: "AWS::Region" },
          `:states:action/${isTruthy(action) ? identifying(action) : "StartExecution"}`,
        ],
      ],
    },
    PassthroughBehavior: isTruthy(action) ? "WHEN_NO_TEMPLATES" : "NEVER",
    RequestTemplates: isTruthy(action) && !template ? {} : { ...standard, ...own },
    TimeoutInMillis: at(config, "timeoutInMillis"),
  };
}

/** Adds what starts the state machines: rules, schedules, and the roles of those and of the API. */
export function addEvents(service: Service, stack: Stack): void {
  const machines = stateMachinesOf(service);
  const https = machines.flatMap((machine) => eventsOf(machine, "http"));
  const [needy] = https.filter((value) => !at(value, "iamRole"));
  if (needy) {
    const actions = https.flatMap((value) => literal(at(value, "action")) ?? []);
    const unique = [...new Set(["states:StartExecution", ...actions.map((action) => `states:${action}`)])];
    addRole(service, stack, API_ROLE, needy, "apigateway.amazonaws.com", "apigatewaytostepfunctions", unique, "*");
  }
  for (const machine of machines) {
    eventsOf(machine, "schedule").forEach((value, i) => addSchedule(service, stack, machine, value, i + 1));
    eventsOf(machine, "cloudwatchEvent", "eventBridge").forEach((value, i) =>
      addRule(service, stack, machine, value, i + 1),
    );
  }
}

function addRole(
  service: Service,
  stack: Stack,
  id: string,
  cause: Node,
  principal: string,
  policyName: Draft,
  actions: readonly string[],
  resource: Draft,
): void {
  const path = at(service.provider, "iam", "role", "path");
  const boundary = at(service.provider, "rolePermissionsBoundary");
  stack.add(id, "AWS::IAM::Role", cause.origin, {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: principal }, Action: "sts:AssumeRole" }],
    },
    Policies: [
      {
        PolicyName: policyName,
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: actions, Resource: resource }],
        },
      },
    ],
    Path: isTruthy(path) ? path : undefined,
    PermissionsBoundary: principal !== "apigateway.amazonaws.com" && isTruthy(boundary) ? boundary : undefined,
  });
}

function policyName({ name, stage, region, origin }: Service, machine: StateMachine, kind: string): Draft {
  return text(origin, stage, "-", region, "-", name, `-${machine.key}-${kind}`);
}

function addSchedule(service: Service, stack: Stack, machine: StateMachine, value: Node, number: number): void {
  const details = value.kind === "mapping" && value.entries.has("rate") ? value : undefined;
  const key = normalized(machine.key);
  const byScheduler = literal(at(details, "method")) === "scheduler";
  const own = at(details, "role");
  const roleId = `${key}ScheduleToStepFunctionsRole`;
  const role = isTruthy(own) ? own : { "Fn::GetAtt": [roleId, "Arn"] };
  const common = {
    ScheduleExpression: details ? at(details, "rate") : value,
    State: isFalse(at(details, "enabled")) ? "DISABLED" : "ENABLED",
    Name: details && truthy(details, "name"),
    Description: details && truthy(details, "description"),
  };
  const input = details ? inputs(details) : {};
  const target = { Arn: { Ref: machine.id }, RoleArn: role };
  if (byScheduler) {
    stack.add(`${key}StepFunctionsSchedulerSchedule${number}`, "AWS::Scheduler::Schedule", value.origin, {
      ...common,
      ScheduleExpressionTimezone: details && truthy(details, "timezone"),
      Target: { ...target, Input: input["Input"] },
      FlexibleTimeWindow: { Mode: "OFF" },
    });
  } else {
    stack.add(`${key}StepFunctionsEventsRuleSchedule${number}`, "AWS::Events::Rule", value.origin, {
      ...common,
      Targets: [{ ...input, ...target, Id: `${machine.key}StepFunctionsSchedule`, RetryPolicy: retryPolicy(details) }],
    });
  }
  if (isTruthy(own)) return;
  const principal = byScheduler ? "scheduler.amazonaws.com" : "events.amazonaws.com";
  const name = policyName(service, machine, "schedule");
  addRole(service, stack, roleId, value, principal, name, ["states:StartExecution"], { Ref: machine.id });
}

function retryPolicy(config: Node | undefined): Draft {
  const policy = at(config, "retryPolicy");
  if (!isTruthy(policy)) return undefined;
  return {
    MaximumEventAgeInSeconds: at(policy, "maximumEventAgeInSeconds") ?? at(policy, "maximumEventAge"),
    MaximumRetryAttempts: at(policy, "maximumRetryAttempts"),
  };
}

function addRule(service: Service, stack: Stack, machine: StateMachine, value: Node, number: number): void {
  const key = normalized(machine.key);
  const own = at(value, "iamRole");
  const roleId = `${key}EventToStepFunctionsRole`;
  const queue = at(value, "deadLetterConfig");
  stack.add(`${key}EventsRuleCloudWatchEvent${number}`, "AWS::Events::Rule", value.origin, {
    EventBusName: truthy(value, "eventBusName"),
    EventPattern: at(value, "event"),
    State: isFalse(at(value, "enabled")) ? "DISABLED" : "ENABLED",
    Description: truthy(value, "description"),
    Name: truthy(value, "name"),
    Targets: [
      {
        ...inputs(value),
        Arn: { Ref: machine.id },
        Id: `${machine.key}CloudWatchEvent`,
        DeadLetterConfig: isTruthy(queue) ? { Arn: queue } : undefined,
        RetryPolicy: retryPolicy(value),
        RoleArn: isTruthy(own) ? own : { "Fn::GetAtt": [roleId, "Arn"] },
      },
    ],
  });
  if (isTruthy(own)) return;
  const name = policyName(service, machine, "event");
  addRole(service, stack, roleId, value, "events.amazonaws.com", name, ["states:StartExecution"], { Ref: machine.id });
}
