import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { addCustomResource, customResourceArn } from "../custom-resources.js";
import { md5 } from "../digest.js";
import { jsonText } from "../json-text.js";
import { alphanumeric, ids, normalized, upperFirst } from "../names.js";
import { eventsOf, type Service, type ServiceEvent } from "../service.js";
import { addPermission, aliasDependency, targetOf, type Stack } from "../stack.js";
import { identifying, isFalse, isPresent, isTruthy, literal, text } from "../text.js";
import { truthy } from "./mapping.js";

/** EventBridge's limit for the names of rules and of their targets. */
const MAX_NAME = 64;

/** https://www.serverless.com/framework/docs/providers/aws/events/event-bridge */
export function addEventBridgeEvents(service: Service, stack: Stack): void {
  const options = at(service.provider, "eventBridge");
  const isNative = !isTruthy(options) || isTruthy(at(options, "useCloudFormation"));
  const events = [...eventsOf(service, "eventBridge")];
  for (const event of events) {
    if (isNative) addRule(stack, event);
    else addCustomRule(stack, event);
  }
  if (isNative || events.length === 0) return;
  addCustomResource(service, stack, "eventBridge", service.origin, [
    ...(events.some(needsBus)
      ? [
          {
            Resource: customResourceArn("events", "event-bus/*"),
            Action: ["events:CreateEventBus", "events:DeleteEventBus"],
          },
        ]
      : []),
    {
      Resource: customResourceArn("events", "rule/*"),
      Action: ["events:PutRule", "events:RemoveTargets", "events:PutTargets", "events:DeleteRule"],
    },
    {
      Resource: customResourceArn("lambda", "function", "*"),
      Action: ["lambda:AddPermission", "lambda:RemovePermission"],
    },
  ]);
}

function needsBus({ value }: ServiceEvent): boolean {
  const bus = literal(at(value, "eventBus"));
  return bus !== undefined && bus !== "" && bus !== "default";
}

function addRule(stack: Stack, event: ServiceEvent): void {
  const { fn, value, origin, index } = event;
  const bus = busOf(at(value, "eventBus"));
  const busId = bus.isNew ? `${normalized(identifying(bus.name))}EventBridgeEventBus` : undefined;
  if (busId !== undefined) stack.add(busId, "AWS::Events::EventBus", origin, { Name: bus.name });
  const name = truthy(value, "name") ?? ruleName(event);
  const dependencies = [aliasDependency(fn), busId].filter((item) => item !== undefined);
  stack.add(
    `${alphanumeric(`${identifying(fn.name)}-rule-${index}`)}EventBridgeRule`,
    "AWS::Events::Rule",
    origin,
    {
      Description: truthy(value, "description"),
      EventBusName: bus.name,
      EventPattern: truthy(value, "pattern"),
      Name: name,
      ScheduleExpression: truthy(value, "schedule"),
      State: isFalse(at(value, "enabled")) ? "DISABLED" : "ENABLED",
      Targets: [target(event, name)],
    },
    { DependsOn: dependencies.length > 1 ? dependencies : dependencies[0] },
  );
  addPermission(stack, `${normalized(fn.key)}EventBridgeLambdaPermission${index}`, fn, origin, "events.amazonaws.com", {
    SourceArn: customResourceArn("events", { "Fn::Join": ["/", ["rule", bus.name, name]] }),
  });
}

interface Bus {
  /** Its name or a reference to it; `undefined` for the default bus. */
  readonly name: Node | undefined;
  /** Whether the framework makes it. */
  readonly isNew: boolean;
}

function busOf(bus: Node | undefined): Bus {
  const written = literal(bus);
  if (!isTruthy(bus) || written === "default") return { name: undefined, isNew: false };
  if (written === undefined) return { name: bus, isNew: false };
  if (!written.startsWith("arn")) return { name: bus, isNew: true };
  const name = written.slice(written.indexOf("/") + 1);
  return { name: name === "default" ? undefined : { kind: "scalar", value: name, origin: bus.origin }, isNew: false };
}

function ruleName({ fn, index, origin }: ServiceEvent): Node {
  return shortened(text(origin, fn.name, `-rule-${index}`), `rule-${index}`);
}

/** A name that EventBridge would refuse is cut, with a digest of the whole in it. */
function shortened(name: Node, suffix: string): Node {
  const known = literal(name);
  if (known === undefined || known.length <= MAX_NAME) return name;
  const value = `${known.slice(0, 31 - suffix.length)}${md5(known)}-${suffix}`;
  return { kind: "scalar", value, origin: name.origin };
}

function target({ fn, value, origin }: ServiceEvent, ruleName: Node): Draft {
  const input = truthy(value, "input");
  const path = input ? undefined : truthy(value, "inputPath");
  const transformer = input || path ? undefined : truthy(value, "inputTransformer");
  const retry = truthy(value, "retryPolicy");
  const queue = truthy(value, "deadLetterQueueArn");
  return {
    Arn: targetOf(fn),
    Id: shortened(text(origin, ruleName, "-target"), "target"),
    RetryPolicy: retry && {
      MaximumEventAgeInSeconds: at(retry, "maximumEventAge"),
      MaximumRetryAttempts: at(retry, "maximumRetryAttempts"),
    },
    DeadLetterConfig: queue && { Arn: queue },
    Input: input && jsonText(input),
    InputPath: path,
    InputTransformer: transformer && capitalized(transformer),
  };
}

/** `inputTemplate` is CloudFormation's `InputTemplate`. */
function capitalized(node: Node): Draft {
  if (node.kind !== "mapping") return node;
  return Object.fromEntries([...node.entries].map(([key, value]) => [upperFirst(key), value]));
}

function addCustomRule(stack: Stack, event: ServiceEvent): void {
  const { fn, value, origin, index } = event;
  const transformer = truthy(value, "inputTransformer");
  const handler = ids.lambda("custom-resource-event-bridge");
  stack.add(
    `${normalized(fn.key)}CustomEventBridge${index}`,
    "Custom::EventBridge",
    origin,
    {
      ServiceToken: { "Fn::GetAtt": [handler, "Arn"] },
      FunctionName: fn.name,
      EventBridgeConfig: {
        RuleName: truthy(value, "name") ?? ruleName(event),
        State: isFalse(at(value, "enabled")) ? "DISABLED" : "ENABLED",
        EventBus: at(value, "eventBus"),
        Schedule: at(value, "schedule"),
        Pattern: at(value, "pattern"),
        Input: present(value, "input"),
        InputPath: present(value, "inputPath"),
        InputTransformer: transformer && capitalized(transformer),
      },
    },
    { Version: 1, DependsOn: [fn.id, handler] },
  );
}

function present(value: Node, key: string): Node | undefined {
  const found = at(value, key);
  return isPresent(found) ? found : undefined;
}
