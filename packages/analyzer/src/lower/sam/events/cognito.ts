import { at, mappingAt, type Node } from "../../../parse/node.js";
import { draft, withEntries } from "../../draft.js";
import type { Expansion } from "../expansion.js";
import { getAtt } from "../intrinsics.js";
import type { SamEvent, Target } from "../model.js";
import { changedResources } from "../properties.js";
import { literal, present, refOf } from "../value.js";
import { rejectEvent, type EventExpansion } from "./event.js";
import { permission } from "./permission.js";

/** `Cognito`: triggers of a user pool in the same template. One permission serves all triggers of a function. */
export function cognito(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const written = at(event.properties, "UserPool");
  const id = refOf(written);
  const pool = id === undefined ? undefined : sam.resources.get(id);
  if (id === undefined || !pool) {
    rejectEvent(event, written, "'UserPool' has to refer to a user pool of the same template", sam);
    return { resources: [] };
  }
  const known = changedResources["AWS::Cognito::UserPool"] ?? [];
  for (const [name, value] of mappingAt(pool, "Properties")?.entries ?? [])
    if (!known.includes(name))
      sam.reject(id, value, `SAM does not know the property '${name}' of a user pool with Cognito events`);
  const config = present(pool, "Properties", "LambdaConfig");
  if (config && config.kind !== "mapping") sam.reject(id, config, "'LambdaConfig' has to be a map");
  sam.change(id, (current) => {
    const properties = mappingAt(current, "Properties") ?? draft({}, event.origin);
    const triggers = mappingAt(properties, "LambdaConfig") ?? draft({}, event.origin);
    const entries = new Map(triggers.entries);
    for (const trigger of triggersOf(event)) {
      const name = literal(trigger) ?? "";
      if (entries.has(name)) rejectEvent(event, trigger, `the trigger '${name}' of the user pool is taken`, sam);
      else entries.set(name, draft(target.arn, event.origin));
    }
    return withEntries(current, { Properties: withEntries(properties, { LambdaConfig: { ...triggers, entries } }) });
  });
  const parts = {
    id: `${target.id}CognitoPermission`,
    principal: "cognito-idp.amazonaws.com",
    sourceArn: getAtt(id, "Arn"),
  };
  return { resources: [permission(event, target, parts)] };
}

function triggersOf(event: SamEvent): readonly Node[] {
  const trigger = at(event.properties, "Trigger");
  return trigger?.kind === "sequence" ? trigger.items : trigger ? [trigger] : [];
}
