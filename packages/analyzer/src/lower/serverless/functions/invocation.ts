import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { normalized } from "../names.js";
import { functionNamed, type Service, type ServiceFunction } from "../service.js";
import { aliasDependency, targetOf, type Stack } from "../stack.js";
import { isPresent, isTruthy, literal } from "../text.js";
import { customRole } from "./role.js";

/** Adds what is said of asynchronous invocations: destinations, age and retries. */
export function addInvokeConfig(service: Service, stack: Stack, fn: ServiceFunction): void {
  const { config } = fn;
  const destinations = at(config, "destinations");
  const age = at(config, "maximumEventAge");
  const attempts = at(config, "maximumRetryAttempts");
  if (!isTruthy(destinations) && !isTruthy(age) && !isPresent(attempts)) return;
  const success = destination(service, stack, fn, at(destinations, "onSuccess"));
  const failure = destination(service, stack, fn, at(destinations, "onFailure"));
  const cause = [destinations, age, attempts].find(isPresent) ?? config;
  const dependencies = [...new Set([aliasDependency(fn), success?.alias, failure?.alias])].filter(Boolean);
  stack.add(
    `${normalized(fn.key)}LambdaEvConf`,
    "AWS::Lambda::EventInvokeConfig",
    cause.origin,
    {
      FunctionName: { Ref: fn.id },
      DestinationConfig: {
        OnSuccess: success && { Destination: success.arn },
        OnFailure: failure && { Destination: failure.arn },
      },
      Qualifier: fn.alias?.name ?? "$LATEST",
      MaximumEventAgeInSeconds: isTruthy(age) ? age : undefined,
      MaximumRetryAttempts: isPresent(attempts) ? attempts : undefined,
    },
    { DependsOn: dependencies.length > 1 ? dependencies : dependencies[0] },
  );
}

interface Destination {
  readonly arn: Draft;
  readonly alias: string | undefined;
}

/** A destination by ARN, by `{type, arn}` or by a function's key; the shared role is allowed to send to it. */
function destination(
  service: Service,
  stack: Stack,
  fn: ServiceFunction,
  target: Node | undefined,
): Destination | undefined {
  if (!isTruthy(target)) return undefined;
  const written = literal(target);
  const allow = (action: string | undefined, resource: Draft) => {
    if (action === undefined || customRole(service, fn)) return;
    stack.allowOnce(target.origin, { Effect: "Allow", Action: action, Resource: resource });
  };
  if (written === undefined) {
    const arn = at(target, "arn") ?? target;
    allow(ACTIONS.get(literal(at(target, "type")) ?? ""), arn);
    return { arn, alias: undefined };
  }
  if (written.startsWith("arn:")) {
    allow(actionOn(written), target);
    return { arn: target, alias: undefined };
  }
  const other = functionNamed(service, target);
  if (!other) return { arn: target, alias: undefined };
  allow("lambda:InvokeFunction", functionArn(other));
  return { arn: targetOf(other), alias: other.alias?.id };
}

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ["function", "lambda:InvokeFunction"],
  ["sqs", "sqs:SendMessage"],
  ["sns", "sns:Publish"],
  ["eventBus", "events:PutEvents"],
]);

function actionOn(arn: string): string | undefined {
  if (arn.includes(":function:")) return "lambda:InvokeFunction";
  if (arn.includes(":sqs:")) return "sqs:SendMessage";
  if (arn.includes(":sns:")) return "sns:Publish";
  return arn.includes(":event-bus/") ? "events:PutEvents" : undefined;
}

/** The ARN spelled with the function's name: a reference would be circular in the role. */
function functionArn(fn: ServiceFunction): Draft {
  const start = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:";
  const end = fn.alias ? `:${fn.alias.name}` : "";
  const name = literal(fn.name);
  return { "Fn::Sub": name === undefined ? [`${start}\${Name}${end}`, { Name: fn.name }] : start + name + end };
}
