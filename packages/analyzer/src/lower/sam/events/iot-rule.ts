import { at } from "../../../parse/node.js";
import { generate, type Expansion } from "../expansion.js";
import { ref, sub } from "../intrinsics.js";
import type { SamEvent, Target } from "../model.js";
import { given } from "../value.js";
import type { EventExpansion } from "./event.js";
import { permission } from "./permission.js";

/** `IoTRule`: a topic rule that invokes the function. */
export function iotRule(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const arn = `arn:${sam.partition}:iot:\${AWS::Region}:\${AWS::AccountId}:rule/\${RuleName}`;
  const payload = {
    Sql: at(event.properties, "Sql"),
    RuleDisabled: false,
    Actions: [{ Lambda: { FunctionArn: target.arn } }],
    AwsIotSqlVersion: given(event.properties, "AwsIotSqlVersion"),
  };
  return {
    resources: [
      permission(event, target, {
        principal: "iot.amazonaws.com",
        sourceArn: sub(arn, { RuleName: ref(event.id) }),
        sourceAccount: sub("${AWS::AccountId}"),
      }),
      generate(event.id, "AWS::IoT::TopicRule", { TopicRulePayload: payload }, event.origin, target.attributes),
    ],
  };
}
