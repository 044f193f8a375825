import { at, type Node } from "../../../parse/node.js";
import type { Expansion } from "../expansion.js";
import type { Generated, SamEvent, SamResource, Target } from "../model.js";
import { functionEvents, stateMachineEvents } from "../properties.js";
import { literal } from "../value.js";
import { alexaSkill } from "./alexa-skill.js";
import { apiOfFunction, apiOfStateMachine, httpApi } from "./api.js";
import { cloudWatchLogs } from "./cloudwatch-logs.js";
import { cognito } from "./cognito.js";
import { eventSourceMapping, polledEvents } from "./event-source-mapping.js";
import { readEvents, type EventExpansion } from "./event.js";
import { iotRule } from "./iot-rule.js";
import { ruleOfFunction, scheduleOfFunction } from "./rule.js";
import { s3 } from "./s3.js";
import { scheduleV2 } from "./schedule-v2.js";
import { sns } from "./sns.js";
import { ruleOfStateMachine, scheduleOfStateMachine } from "./state-machine-rule.js";

type Expander = (event: SamEvent, target: Target, sam: Expansion) => EventExpansion;

const FUNCTION_EVENTS: ReadonlyMap<string, Expander> = new Map<string, Expander>([
  ...polledEvents.map((type) => [type, eventSourceMapping] as const),
  ["AlexaSkill", alexaSkill],
  ["Api", apiOfFunction],
  ["CloudWatchEvent", ruleOfFunction],
  ["CloudWatchLogs", cloudWatchLogs],
  ["Cognito", cognito],
  ["EventBridgeRule", ruleOfFunction],
  ["HttpApi", httpApi],
  ["IoTRule", iotRule],
  ["S3", s3],
  ["SNS", sns],
  ["Schedule", scheduleOfFunction],
  ["ScheduleV2", scheduleV2("lambda:InvokeFunction")],
]);

const STATE_MACHINE_EVENTS: ReadonlyMap<string, Expander> = new Map<string, Expander>([
  ["Api", apiOfStateMachine],
  ["CloudWatchEvent", ruleOfStateMachine],
  ["EventBridgeRule", ruleOfStateMachine],
  ["Schedule", scheduleOfStateMachine],
  ["ScheduleV2", scheduleV2("states:StartExecution")],
]);

/** What all events of a function or state machine add together. */
export interface EventsExpansion {
  readonly resources: readonly Generated[];
  readonly managed: readonly Node[];
  readonly inline: readonly Node[];
}

/** The events of a function, in the order in which SAM goes through them: by path, else by name. */
export function expandEvents(fn: SamResource, target: Target, sam: Expansion): EventsExpansion {
  const events = [...readEvents(fn, functionEvents, sam)];
  const place = (event: SamEvent) => literal(at(event.properties, "Path")) ?? defaultPlace(event);
  events.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
  return expandAll(events, FUNCTION_EVENTS, target, sam);
}

/** An HTTP API event without a path has the path `$default`. */
function defaultPlace(event: SamEvent): string {
  return event.type === "HttpApi" && !at(event.properties, "Method") ? "$default" : event.name;
}

export function expandStateMachineEvents(machine: SamResource, target: Target, sam: Expansion): EventsExpansion {
  return expandAll(readEvents(machine, stateMachineEvents, sam), STATE_MACHINE_EVENTS, target, sam);
}

function expandAll(
  events: readonly SamEvent[],
  expanders: ReadonlyMap<string, Expander>,
  target: Target,
  sam: Expansion,
): EventsExpansion {
  const expanded = events.flatMap((event) => expanders.get(event.type)?.(event, target, sam) ?? []);
  return {
    resources: expanded.flatMap(({ resources }) => resources),
    managed: expanded.flatMap(({ managed }) => managed ?? []),
    inline: expanded.flatMap(({ inline }) => inline ?? []),
  };
}
