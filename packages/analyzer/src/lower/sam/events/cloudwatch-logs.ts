import { at } from "../../../parse/node.js";
import { generate, type Expansion } from "../expansion.js";
import { sub } from "../intrinsics.js";
import type { SamEvent, Target } from "../model.js";
import type { EventExpansion } from "./event.js";
import { permission } from "./permission.js";

/** `CloudWatchLogs`: a subscription filter of a log group. */
export function cloudWatchLogs(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const group = at(event.properties, "LogGroupName");
  const arn = `arn:${sam.partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${__LogGroupName__}:*`;
  const sourceArn = sub(arn, { __LogGroupName__: group });
  const allowed = permission(event, target, { principal: "logs.amazonaws.com", sourceArn });
  const filter = generate(
    event.id,
    "AWS::Logs::SubscriptionFilter",
    { LogGroupName: group, FilterPattern: at(event.properties, "FilterPattern"), DestinationArn: target.arn },
    event.origin,
    { DependsOn: [allowed.id], ...target.attributes },
  );
  return { resources: [allowed, filter] };
}
