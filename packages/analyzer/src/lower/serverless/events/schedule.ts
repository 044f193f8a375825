import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { jsonText } from "../json-text.js";
import { normalized } from "../names.js";
import { eventsOf, type Service, type ServiceEvent } from "../service.js";
import { addPermission, aliasDependency, targetOf, type Stack } from "../stack.js";
import { isFalse, isTruthy, listOf, literal } from "../text.js";
import { truthy } from "./mapping.js";

/** https://www.serverless.com/framework/docs/providers/aws/events/schedule */
export function addScheduleEvents(service: Service, stack: Stack): void {
  const numbers = new Map<string, number>();
  const scheduled: Draft[] = [];
  const names = new Set<string>();
  for (const event of eventsOf(service, "schedule")) {
    const { fn, value } = event;
    const isDetailed = value.kind === "mapping" && value.entries.has("rate");
    const byScheduler = isDetailed && literal(at(value, "method")) === "scheduler";
    for (const rate of isDetailed ? listOf(at(value, "rate")) : [value]) {
      const number = (numbers.get(fn.key) ?? 0) + 1;
      numbers.set(fn.key, number);
      if (byScheduler) addSchedulerSchedule(stack, event, rate, number);
      else addRule(stack, event, rate, number, isDetailed);
    }
    if (!byScheduler) continue;
    refuseRuleSettings(service, event);
    if (names.has(fn.key)) continue;
    names.add(fn.key);
    scheduled.push(functionArn(fn.name, ""), functionArn(fn.name, ":*"));
  }
  if (scheduled.length === 0) return;
  stack.trust("scheduler.amazonaws.com");
  stack.allow(service.origin, { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: scheduled });
}

function functionArn(name: Node, suffix: string): Draft {
  const start = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:";
  const known = literal(name);
  return { "Fn::Sub": known === undefined ? [`${start}\${Name}${suffix}`, { Name: name }] : start + known + suffix };
}

function state(value: Node): string {
  return isFalse(at(value, "enabled")) ? "DISABLED" : "ENABLED";
}

function addRule(stack: Stack, event: ServiceEvent, rate: Node, number: number, isDetailed: boolean): void {
  const { fn, value, origin } = event;
  const id = `${normalized(fn.key)}EventsRuleSchedule${number}`;
  const target = { Arn: targetOf(fn), Id: `${fn.key}Schedule` };
  const details = isDetailed ? value : undefined;
  stack.add(
    id,
    "AWS::Events::Rule",
    origin,
    {
      ScheduleExpression: rate,
      State: details ? state(details) : "ENABLED",
      Name: details && truthy(details, "name"),
      Description: details && truthy(details, "description"),
      Targets: [details ? { ...inputs(details), ...target } : target],
    },
    { DependsOn: aliasDependency(fn) },
  );
  addPermission(
    stack,
    `${normalized(fn.key)}LambdaPermissionEventsRuleSchedule${number}`,
    fn,
    origin,
    "events.amazonaws.com",
    { SourceArn: { "Fn::GetAtt": [id, "Arn"] } },
  );
}

/** What a rule passes to its target: at most one of the three is set. */
export function inputs(value: Node): { readonly [key: string]: Draft } {
  const input = truthy(value, "input");
  const transformer = truthy(value, "inputTransformer");
  return {
    Input: input?.kind === "scalar" ? input : input && jsonText(input),
    InputPath: truthy(value, "inputPath"),
    InputTransformer: transformer && {
      InputTemplate: at(transformer, "inputTemplate"),
      InputPathsMap: truthy(transformer, "inputPathsMap"),
    },
  };
}

function addSchedulerSchedule(stack: Stack, event: ServiceEvent, rate: Node, number: number): void {
  const { fn, value, origin } = event;
  const input = truthy(value, "input");
  const role = at(stack.resources.get(fn.id), "Properties", "Role");
  stack.add(
    `${normalized(fn.key)}SchedulerSchedule${number}`,
    "AWS::Scheduler::Schedule",
    origin,
    {
      ScheduleExpression: rate,
      State: state(value),
      Target: {
        Arn: targetOf(fn),
        RoleArn: truthy(value, "roleArn") ?? role,
        Input: input?.kind === "scalar" ? input : input && jsonText(input),
      },
      FlexibleTimeWindow: { Mode: "OFF" },
      Name: truthy(value, "name"),
      GroupName: truthy(value, "groupName"),
      Description: truthy(value, "description"),
      ScheduleExpressionTimezone: truthy(value, "timezone"),
    },
    { DependsOn: aliasDependency(fn) },
  );
}

function refuseRuleSettings(service: Service, { value }: ServiceEvent): void {
  for (const key of ["inputPath", "inputTransformer"]) {
    const setting = at(value, key);
    if (!isTruthy(setting)) continue;
    const reason = `EventBridge Scheduler has no '${key}'`;
    service.report(problem("serverless-invalid", setting.origin.span, { reason }));
  }
}
