import type { Draft } from "../../draft.js";
import { generate } from "../expansion.js";
import type { Generated, SamEvent, Target } from "../model.js";

/** What lets a service invoke a function. */
export interface PermissionParts {
  readonly id?: string;
  readonly principal: string;
  readonly sourceArn?: Draft;
  readonly sourceAccount?: Draft;
  readonly token?: Draft;
}

/** The permission with which the service of an event invokes the target. */
export function permission(event: SamEvent, target: Target, parts: PermissionParts): Generated {
  const properties = {
    Action: "lambda:InvokeFunction",
    FunctionName: target.name,
    Principal: parts.principal,
    SourceArn: parts.sourceArn,
    SourceAccount: parts.sourceAccount,
    EventSourceToken: parts.token,
  };
  return generate(
    parts.id ?? `${event.id}Permission`,
    "AWS::Lambda::Permission",
    properties,
    event.origin,
    target.attributes,
  );
}
