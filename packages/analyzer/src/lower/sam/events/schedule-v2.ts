import { at, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../../draft.js";
import { generate, type Expansion } from "../expansion.js";
import { getAtt } from "../intrinsics.js";
import type { Drafts, SamEvent, Target } from "../model.js";
import { allow, inlinePolicy, role, sendPolicy } from "../role.js";
import { given } from "../value.js";
import { deadLetter } from "./dead-letter.js";
import { rejectEvent, type EventExpansion } from "./event.js";

const SAME = ["Description", "StartDate", "EndDate", "ScheduleExpressionTimezone", "GroupName", "KmsKeyArn"];

/** A `ScheduleV2` of a function or a state machine: a schedule of EventBridge Scheduler and the role it starts it with. */
export function scheduleV2(invocation: "lambda:InvokeFunction" | "states:StartExecution") {
  return (event: SamEvent, target: Target, sam: Expansion): EventExpansion => {
    const { properties } = event;
    const queue = deadLetter(event, target, sam);
    const ownRole = given(properties, "RoleArn");
    const invoke =
      invocation === "lambda:InvokeFunction"
        ? sendPolicy("Lambda", target.arn, event.id, event.node.origin, `SAM event ${event.type}`)
        : startExecution(event, target, event.id);
    const send = queue && sendPolicy("SQS", queue.arn, event.id, event.node.origin, `SAM event ${event.type}`);
    const made = role(
      {
        id: `${event.id}Role`,
        trust: "scheduler.amazonaws.com",
        policies: [{ inline: send ? [invoke, send] : [invoke] }],
        permissionsBoundary: given(properties, "PermissionsBoundary"),
      },
      event.origin,
      target.attributes,
    );
    const schedule = generate(
      event.id,
      "AWS::Scheduler::Schedule",
      {
        ...scheduleFields(event, sam),
        Target: {
          Arn: target.arn,
          RoleArn: ownRole ?? getAtt(made.id, "Arn"),
          Input: at(properties, "Input"),
          DeadLetterConfig: queue && { Arn: queue.arn },
          RetryPolicy: at(properties, "RetryPolicy"),
        },
      },
      event.origin,
      target.attributes,
    );
    return { resources: [schedule, ...(queue?.resources ?? []), ...(ownRole ? [] : [made])] };
  };
}

function scheduleFields(event: SamEvent, sam: Expansion): Drafts {
  const { properties } = event;
  const name = given(properties, "Name");
  const omitted = given(properties, "OmitName");
  if (omitted && name) rejectEvent(event, name.origin, "'Name' cannot be given when 'OmitName' is true", sam);
  const window =
    given(properties, "FlexibleTimeWindow") ??
    draft({ Mode: "OFF" }, { ...event.origin, why: "default", by: "SAM default" });
  const same: Record<string, Draft> = {};
  for (const field of SAME) same[field] = at(properties, field);
  return {
    ScheduleExpression: at(properties, "ScheduleExpression"),
    State: given(properties, "State"),
    Name: omitted ? undefined : (name ?? event.id),
    FlexibleTimeWindow: window,
    ...same,
  };
}

/** The policy with which a service starts a state machine. */
export function startExecution(event: SamEvent, target: Target, policyPrefix: string): Node {
  const { by = "SAM" } = generatedFrom(event.node.origin, `SAM event ${event.type}`);
  return inlinePolicy(
    `${policyPrefix}StartExecutionPolicy`,
    [allow("states:StartExecution", target.arn)],
    event.node.origin,
    by,
  );
}
