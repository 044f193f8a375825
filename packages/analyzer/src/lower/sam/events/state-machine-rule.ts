import { at } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import type { Expansion } from "../expansion.js";
import { getAtt } from "../intrinsics.js";
import type { Drafts, Generated, SamEvent, Target } from "../model.js";
import { role } from "../role.js";
import { given } from "../value.js";
import type { EventExpansion } from "./event.js";
import { eventRule, patternProperties, scheduleProperties } from "./rule.js";
import { startExecution } from "./schedule-v2.js";

/** A `Schedule` of a state machine; the author may bring the role. */
export function scheduleOfStateMachine(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const own = at(event.properties, "RoleArn");
  return ruleWithRole(event, target, scheduleProperties(event), own, sam);
}

/** An `EventBridgeRule` or `CloudWatchEvent` of a state machine. */
export function ruleOfStateMachine(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  return ruleWithRole(event, target, patternProperties(event), undefined, sam);
}

function ruleWithRole(event: SamEvent, target: Target, rule: Drafts, own: Draft, sam: Expansion): EventExpansion {
  const made = own === undefined ? [eventRole(event, target)] : [];
  const roleArn = own ?? getAtt(`${event.id}Role`, "Arn");
  return { resources: [...eventRule(event, target, "StepFunctionsTarget", rule, { RoleArn: roleArn }, sam), ...made] };
}

function eventRole(event: SamEvent, target: Target): Generated {
  const id = `${event.id}Role`;
  return role(
    {
      id,
      trust: "events.amazonaws.com",
      policies: [{ inline: [startExecution(event, target, id)] }],
      permissionsBoundary: given(event.owner.properties, "PermissionsBoundary"),
    },
    event.origin,
    target.attributes,
  );
}
