import { at } from "../../../parse/node.js";
import type { SamEvent, Target } from "../model.js";
import type { EventExpansion } from "./event.js";
import { permission } from "./permission.js";

/** `AlexaSkill`: a permission is all it takes. */
export function alexaSkill(event: SamEvent, target: Target): EventExpansion {
  const parts = { principal: "alexa-appkit.amazon.com", token: at(event.properties, "SkillId") };
  return { resources: [permission(event, target, parts)] };
}
