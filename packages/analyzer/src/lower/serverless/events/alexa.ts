import { at, type Node } from "../../../parse/node.js";
import { normalized } from "../names.js";
import type { Service, ServiceEvent } from "../service.js";
import { addPermission, type Stack } from "../stack.js";
import { isFalse, isTruthy } from "../text.js";
import { numbered } from "./cloudwatch.js";

/** `alexaSkill` and `alexaSmartHome`: https://www.serverless.com/framework/docs/providers/aws/events/alexa-skill */
export function addAlexaEvents(service: Service, stack: Stack): void {
  for (const { event, number } of numbered(service, "alexaSkill")) {
    invoke(stack, event, `${normalized(event.fn.key)}LambdaPermissionAlexaSkill${number}`, "alexa-appkit.amazon.com");
  }
  for (const { event, number } of numbered(service, "alexaSmartHome")) {
    const id = `${normalized(event.fn.key)}LambdaPermissionAlexaSmartHome${number}`;
    invoke(stack, event, id, "alexa-connectedhome.amazon.com");
  }
}

function invoke(stack: Stack, { fn, value, origin }: ServiceEvent, id: string, principal: string): void {
  const token: Node | undefined = value.kind === "mapping" ? (at(value, "appId") ?? unlisted(value)) : value;
  addPermission(stack, id, fn, origin, principal, {
    Action: isFalse(at(value, "enabled")) ? "lambda:DisableInvokeFunction" : "lambda:InvokeFunction",
    EventSourceToken: isTruthy(token) && token.kind !== "sequence" ? token : undefined,
  });
}

/** An intrinsic function or a stated unknown in place of the id. */
function unlisted(value: Node): Node | undefined {
  return value.kind === "mapping" && [...value.entries.keys()].some((key) => key.includes("::")) ? value : undefined;
}
