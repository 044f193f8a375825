import { at, toJson, type Node, type Origin } from "../../../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../../../draft.js";
import type { Service } from "../../service.js";
import { identifying, isPresent, isTruthy, listOf, literal, text } from "../../text.js";
import { localReference, type StateMachine } from "./state-machine.js";
import facts from "../../data/step-functions.json" with { type: "json" };

/** A permission that one state needs. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly Node[];
}

/** The integration by which a map runs its items in executions of its own state machine. */
export const DISTRIBUTED = "states:startExecution#distributed";

/** A value that the plugin makes because of a state. */
export function made(value: Draft, origin: Origin): Node {
  return draft(value, generatedFrom(origin, "serverless-step-functions"));
}

/** A function and all its versions. */
export function invoking(functionArn: Node): Permission {
  const { origin } = functionArn;
  const written = literal(functionArn);
  const versions = made({ "Fn::Sub": ["${functionArn}:*", { functionArn }] }, origin);
  const resources = [functionArn, written === undefined ? versions : made(`${written}:*`, origin)];
  return { actions: ["lambda:InvokeFunction"], resources };
}

/** What a task with a service integration, such as `sqs:sendMessage`, needs. */
export function ofIntegration(
  service: Service,
  machine: StateMachine,
  state: Node,
  integration: string,
): readonly Permission[] {
  const parameters = at(state, "Arguments") ?? at(state, "Parameters");
  const known = facts.integrations[integration as keyof typeof facts.integrations] as readonly Rule[] | undefined;
  if (known) return known.map((rule) => fromRule(state, parameters, rule));
  switch (integration) {
    case "lambda:invoke":
      return [invocation(service, parameters, state.origin)];
    case "states:startExecution":
    case "sfn:startSyncExecution":
    case DISTRIBUTED:
      return executions(machine, parameters, integration, state.origin);
    case "events:putEvents":
      return [events(parameters, state.origin)];
    case "s3:listObjectsV2":
    case "s3:getObject":
    case "s3:putObject":
      return objects(parameters, integration, state.origin);
    case "dynamodb:batchGetItem":
    case "dynamodb:batchWriteItem":
      return [batch(parameters, integration, state.origin)];
    default:
      return [];
  }
}

/** How the resources of a permission follow from a parameter of the state. */
interface Rule {
  readonly actions: readonly string[];
  /** The parameter that names the resource; without one the permission is for `resource`. */
  readonly parameter?: string;
  /** Whether the permission is for everything without the parameter. */
  readonly isOptional?: boolean;
  readonly resource: string;
}

/** A parameter that is only known at run time. */
function isDynamic(parameters: Node | undefined, key: string): boolean {
  return at(parameters, `${key}.$`) !== undefined || (literal(at(parameters, key))?.trim().startsWith("{%") ?? false);
}

function fromRule(state: Node, parameters: Node | undefined, rule: Rule): Permission {
  const { actions, parameter, resource } = rule;
  const { origin } = state;
  if (parameter === undefined)
    return { actions, resources: [made(resource.includes("${") ? { "Fn::Sub": resource } : resource, origin)] };
  const value = at(parameters, ...parameter.split("."));
  if (isDynamic(parameters, parameter)) return { actions, resources: [made("*", origin)] };
  if (!value) return { actions, resources: rule.isOptional ? [made("*", origin)] : [] };
  switch (resource) {
    case "arn":
      return { actions, resources: [value] };
    case "queue-url":
      return { actions, resources: [queueArn(value)] };
    case "table":
      return { actions, resources: [tableArn(value, at(parameters, "IndexName"), isDynamic(parameters, "IndexName"))] };
    default: {
      const known = literal(value);
      if (known?.startsWith("arn:")) return { actions, resources: [value] };
      const named = resource.replace("${name}", known ?? "${name}");
      return {
        actions,
        resources: [made({ "Fn::Sub": known === undefined ? [named, { name: value }] : named }, origin)],
      };
    }
  }
}

function queueArn(url: Node): Node {
  const written = literal(url);
  const found = /^https:\/\/sqs\.([^.]+)\.amazonaws\.com[^/]*\/([^/]+)\/(.+)$/.exec(written ?? "");
  if (found) return made(`arn:aws:sqs:${found[1] ?? ""}:${found[2] ?? ""}:${found[3] ?? ""}`, url.origin);
  const id = at(url, "Ref");
  return made(id ? { "Fn::GetAtt": [id, "Arn"] } : "*", url.origin);
}

function tableArn(table: Node, index: Node | undefined, isDynamicIndex: boolean): Node {
  const { origin } = table;
  const arn = (last: Draft) =>
    made(
      {
        "Fn::Join": [
          ":",
          ["arn", { Ref: "AWS::Partition" }, "dynamodb", { Ref: "AWS::Region" }, { Ref: "AWS::AccountId" }, last],
        ],
      },
      origin,
    );
  if (isDynamicIndex) return arn(text(origin, "table/", table, "/index/*"));
  if (index) return arn(text(origin, "table/", table, "/index/", index));
  const id = at(table, "Ref");
  if (id) return made({ "Fn::GetAtt": [id, "Arn"] }, origin);
  if (at(table, "Fn::ImportValue")) return arn({ "Fn::Join": ["/", ["table", table]] });
  return arn(text(origin, "table/", table));
}

function invocation(service: Service, parameters: Node | undefined, origin: Origin): Permission {
  if (isDynamic(parameters, "FunctionName")) {
    const allowed = at(parameters, "AllowedFunctions");
    return { actions: ["lambda:InvokeFunction"], resources: [allowed ?? made("*", origin)] };
  }
  const name = at(parameters, "FunctionName");
  if (!name) return { actions: ["lambda:InvokeFunction"], resources: [] };
  const written = literal(name);
  if (written === undefined) {
    const functionArn = localReference(service, name);
    const isAttribute = at(name, "Fn::GetAtt") !== undefined;
    if (isAttribute) return invoking(functionArn);
    if (at(name, "Ref")) {
      const start = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${functionArn}";
      const arns = ["", ":*"].map((end) => made({ "Fn::Sub": [start + end, { functionArn }] }, origin));
      return { actions: ["lambda:InvokeFunction"], resources: arns };
    }
    return { actions: ["lambda:InvokeFunction"], resources: [functionArn] };
  }
  if (/^arn:aws[-a-z]*:lambda/.test(written)) return invoking(name);
  const isPartial = /^\d+:[^:]+:[^:]+$/.test(written);
  const start = `arn:\${AWS::Partition}:lambda:\${AWS::Region}:${isPartial ? "" : "${AWS::AccountId}:function:"}${written}`;
  const resources = [made({ "Fn::Sub": start }, origin), made({ "Fn::Sub": `${start}:*` }, origin)];
  return { actions: ["lambda:InvokeFunction"], resources };
}

function executions(
  machine: StateMachine,
  parameters: Node | undefined,
  integration: string,
  origin: Origin,
): readonly Permission[] {
  const own = {
    "Fn::Sub": [
      `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${identifying(machine.name)}`,
      {},
    ],
  };
  const target =
    integration === DISTRIBUTED
      ? made(own, origin)
      : isDynamic(parameters, "StateMachineArn")
        ? made("*", origin)
        : (at(parameters, "StateMachineArn") ?? made("*", origin));
  const rule =
    "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule";
  return [
    {
      actions: [integration === "sfn:startSyncExecution" ? "states:StartSyncExecution" : "states:StartExecution"],
      resources: [target],
    },
    { actions: ["states:DescribeExecution", "states:StopExecution"], resources: [executionArn(target)] },
    { actions: facts.ruleActions, resources: [made({ "Fn::Sub": [rule, {}] }, origin)] },
  ];
}

function executionArn(target: Node): Node {
  const turned = (arn: string) => `${arn.replace(":stateMachine:", ":execution:")}:*`;
  const written = literal(target);
  if (written !== undefined) return written === "*" ? target : made(turned(written), target.origin);
  const sub = at(target, "Fn::Sub");
  const template = literal(sub?.kind === "sequence" ? sub.items[0] : sub);
  if (template === undefined) return made("*", target.origin);
  const values = sub?.kind === "sequence" ? sub.items[1] : undefined;
  return made({ "Fn::Sub": values ? [turned(template), values] : turned(template) }, target.origin);
}

function events(parameters: Node | undefined, origin: Origin): Permission {
  const buses = new Map<string, Node>();
  for (const entry of listOf(at(parameters, "Entries"))) {
    const bus = at(entry, "EventBusName");
    const named = isTruthy(bus) ? bus : made("default", origin);
    buses.set(JSON.stringify(toJson(named)), named);
  }
  const start = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${eventBus}";
  const resources = [...buses.values()].map((eventBus) => made({ "Fn::Sub": [start, { eventBus }] }, origin));
  return { actions: ["events:PutEvents"], resources };
}

function objects(parameters: Node | undefined, integration: string, origin: Origin): readonly Permission[] {
  const bucket = at(parameters, "Bucket");
  const named = literal(bucket) ?? (bucket ? undefined : "*");
  const arn = (rest: string) => {
    const start = "arn:${AWS::Partition}:s3:::";
    return made(
      { "Fn::Sub": named === undefined ? [`${start}\${bucket}${rest}`, { bucket }] : start + named + rest },
      origin,
    );
  };
  if (integration === "s3:listObjectsV2") {
    const resources = [arn(""), arn("/*")];
    return [
      { actions: ["s3:Get*"], resources },
      { actions: ["s3:List*"], resources },
    ];
  }
  const key = isPresent(at(parameters, "Key")) ? identifying(at(parameters, "Key")) : "*";
  const prefix = at(parameters, "Prefix");
  const actions = [integration === "s3:getObject" ? "s3:GetObject" : "s3:PutObject"];
  if (isTruthy(prefix)) return [{ actions, resources: [arn(`/${identifying(prefix)}/${key}`)] }];
  return [{ actions, resources: [named === "*" && key === "*" ? made("*", origin) : arn(`/${key}`)] }];
}

function batch(parameters: Node | undefined, integration: string, origin: Origin): Permission {
  const actions = [integration === "dynamodb:batchGetItem" ? "dynamodb:BatchGetItem" : "dynamodb:BatchWriteItem"];
  if (isDynamic(parameters, "RequestItems")) return { actions, resources: [made("*", origin)] };
  const items = at(parameters, "RequestItems");
  const names = items?.kind === "mapping" ? [...items.entries.keys()] : [];
  return { actions, resources: names.map((name) => tableArn(made(name.replace(".$", ""), origin), undefined, false)) };
}
