import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { normalized } from "../names.js";
import { eventsOf, type Service, type ServiceEvent } from "../service.js";
import { addPermission, aliasDependency, targetOf, type Stack } from "../stack.js";
import { isFalse, literal } from "../text.js";
import { truthy } from "./mapping.js";
import { inputs } from "./schedule.js";

/** `cloudwatchEvent`: https://www.serverless.com/framework/docs/providers/aws/events/cloudwatch-event */
export function addCloudWatchEvents(service: Service, stack: Stack): void {
  for (const { event, number } of numbered(service, "cloudwatchEvent")) {
    const { fn, value, origin } = event;
    const key = normalized(fn.key);
    const id = `${key}EventsRuleCloudWatchEvent${number}`;
    stack.add(
      id,
      "AWS::Events::Rule",
      origin,
      {
        EventPattern: at(value, "event"),
        State: isFalse(at(value, "enabled")) ? "DISABLED" : "ENABLED",
        Description: truthy(value, "description"),
        Name: truthy(value, "name"),
        Targets: [{ ...inputs(value), Arn: targetOf(fn), Id: `${fn.key}CloudWatchEvent` }],
      },
      { DependsOn: aliasDependency(fn) },
    );
    addPermission(
      stack,
      `${key}LambdaPermissionEventsRuleCloudWatchEvent${number}`,
      fn,
      origin,
      "events.amazonaws.com",
      { SourceArn: { "Fn::GetAtt": [id, "Arn"] } },
    );
  }
}

/** CloudWatch Logs takes two subscription filters a log group. */
const FILTERS_PER_LOG_GROUP = 2;

/** `cloudwatchLog`: https://www.serverless.com/framework/docs/providers/aws/events/cloudwatch-log */
export function addCloudWatchLogEvents(service: Service, stack: Stack): void {
  const uses = new Map<string, number>();
  const groups = new Map<string, string[]>();
  for (const { event, number } of numbered(service, "cloudwatchLog")) {
    const { fn, value, origin } = event;
    const group = unbroken(value.kind === "mapping" ? (at(value, "logGroup") ?? value) : value);
    const name = literal(group);
    count(service, uses, group, name);
    const own = [...(groups.get(fn.key) ?? []), ...(name === undefined ? [] : [name])];
    groups.set(fn.key, own);
    const permission = `${normalized(fn.key)}LambdaPermissionLogsSubscriptionFilterCloudWatchLog`;
    const filter = truthy(value, "filter");
    stack.add(
      `${normalized(fn.key)}LogsSubscriptionFilterCloudWatchLog${number}`,
      "AWS::Logs::SubscriptionFilter",
      origin,
      {
        LogGroupName: group,
        FilterPattern: value.kind === "mapping" && filter ? unescaped(unbroken(filter)) : "",
        DestinationArn: targetOf(fn),
      },
      { DependsOn: [permission, fn.alias?.id] },
    );
    addPermission(
      stack,
      permission,
      fn,
      origin,
      { "Fn::Join": ["", ["logs.", { Ref: "AWS::Region" }, ".amazonaws.com"]] },
      { SourceArn: logGroupArn(name === undefined ? group : commonStart(own)) },
      { DependsOn: fn.alias && [fn.alias.id] },
    );
  }
}

function logGroupArn(name: Draft): Draft {
  return {
    "Fn::Join": [
      "",
      [
        "arn:",
        { Ref: "AWS::Partition" },
        ":logs:",
        { Ref: "AWS::Region" },
        ":",
        { Ref: "AWS::AccountId" },
        ":log-group:",
        name,
        ":*",
      ],
    ],
  };
}

function count(service: Service, uses: Map<string, number>, group: Node, name: string | undefined): void {
  if (name === undefined) return;
  const number = (uses.get(name) ?? 0) + 1;
  uses.set(name, number);
  if (number <= FILTERS_PER_LOG_GROUP) return;
  const reason = `the log group '${name}' has more than ${FILTERS_PER_LOG_GROUP} subscription filters`;
  service.report(problem("serverless-invalid", group.origin.span, { reason }));
}

function unbroken(node: Node): Node {
  if (node.kind !== "scalar" || typeof node.value !== "string" || !node.value.includes("\n")) return node;
  return { ...node, value: node.value.replace(/\r?\n/g, "") };
}

/** A pattern whose quotes are escaped is unescaped. */
function unescaped(node: Node): Node {
  const pattern = literal(node);
  if (node.kind !== "scalar" || pattern === undefined) return node;
  const slash = pattern.indexOf("\\");
  const quote = pattern.indexOf('"');
  if (slash < 0 || quote <= slash) return node;
  return { ...node, value: pattern.replace(/\\(["\\'])/g, "$1") };
}

/** The beginning that the names of a function's log groups have in common, with `*` for the rest of them. */
function commonStart(names: readonly string[]): string {
  const [first = "", ...others] = names;
  if (others.length === 0) return first;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    length = same;
  }
  const common = first.slice(0, length);
  return common.endsWith("*") ? common : `${common}*`;
}

/** The events of a kind with their number among those of the same function, from 1. */
export function* numbered(service: Service, kind: string): Generator<{ event: ServiceEvent; number: number }> {
  const numbers = new Map<string, number>();
  for (const event of eventsOf(service, kind)) {
    const number = (numbers.get(event.fn.key) ?? 0) + 1;
    numbers.set(event.fn.key, number);
    yield { event, number };
  }
}
