import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { generate, type Expansion } from "../expansion.js";
import { getAtt } from "../intrinsics.js";
import type { Drafts, Generated, SamEvent, Target } from "../model.js";
import { given } from "../value.js";
import { deadLetter } from "./dead-letter.js";
import { rejectEvent, type EventExpansion } from "./event.js";
import { permission } from "./permission.js";

/** EventBridge accepts no longer id for a target. */
const MAX_TARGET_ID = 64;

/** A `Schedule` of a function: a rule with a schedule expression. */
export function scheduleOfFunction(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const made = eventRule(event, target, "LambdaTarget", scheduleProperties(event), {}, sam);
  return { resources: [...made, rulePermission(event, target)] };
}

/** An `EventBridgeRule` or `CloudWatchEvent` of a function. */
export function ruleOfFunction(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const made = eventRule(event, target, "LambdaTarget", patternProperties(event), {}, sam);
  return { resources: [...made, rulePermission(event, target)] };
}

function rulePermission(event: SamEvent, target: Target): Generated {
  return permission(event, target, { principal: "events.amazonaws.com", sourceArn: getAtt(event.id, "Arn") });
}

export function scheduleProperties(event: SamEvent): Drafts {
  const { properties } = event;
  return {
    ScheduleExpression: at(properties, "Schedule"),
    Name: at(properties, "Name"),
    Description: at(properties, "Description"),
  };
}

export function patternProperties(event: SamEvent): Drafts {
  const { properties } = event;
  return {
    EventBusName: at(properties, "EventBusName"),
    EventPattern: at(properties, "Pattern"),
    Name: at(properties, "RuleName"),
  };
}

/** The rule of an event and the dead-letter queue of its only target. */
export function eventRule(
  event: SamEvent,
  target: Target,
  targetSuffix: string,
  rule: Drafts,
  targetFields: Drafts,
  sam: Expansion,
): Generated[] {
  const { properties } = event;
  const queue = deadLetter(event, target, sam, event.id);
  const ownId = at(properties, "Target", "Id");
  const targets: Drafts = {
    Arn: target.arn,
    Id: ownId ?? event.id.slice(0, MAX_TARGET_ID - targetSuffix.length) + targetSuffix,
    ...targetFields,
    Input: at(properties, "Input"),
    InputPath: at(properties, "InputPath"),
    DeadLetterConfig: queue && { Arn: queue.arn },
    RetryPolicy: at(properties, "RetryPolicy"),
    InputTransformer: at(properties, "InputTransformer"),
  };
  const all = { ...rule, State: stateOf(event, sam), Targets: [targets] };
  return [generate(event.id, "AWS::Events::Rule", all, event.origin, target.attributes), ...(queue?.resources ?? [])];
}

/** `State`, or the older `Enabled`. */
function stateOf(event: SamEvent, sam: Expansion): Draft {
  const state: Node | undefined = given(event.properties, "State");
  const enabled = at(event.properties, "Enabled");
  if (state && enabled) rejectEvent(event, enabled.origin, "'State' and 'Enabled' cannot be given together", sam);
  if (enabled) return given(enabled) ? "ENABLED" : "DISABLED";
  return state;
}
