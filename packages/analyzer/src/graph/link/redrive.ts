import type { View } from "../../evaluate/model.js";
import { follow, known, readNumber, readText, type Value } from "../../evaluate/read.js";
import type { Text } from "../../evaluate/model.js";
import type { Scenario } from "../../evaluate/scenario.js";
import { literalText, textOfShape } from "../../evaluate/text.js";
import type { Origin } from "../../parse/node.js";
import { field, fromString, textOf, type Asl } from "../states-language.js";

/** Where a redrive policy moves messages, and after how many receives. */
export interface Redrive {
  readonly target: Text;
  readonly attempts: Value<number>;
  readonly origin: Origin;
  readonly when: Scenario;
}

/** The redrive policy of a queue or subscription: a mapping, or the same as JSON in a string. */
export function readRedrive(properties: View): readonly Redrive[] {
  return follow(properties, "RedrivePolicy").flatMap((found): Redrive[] => {
    const { when, shape } = found;
    if (shape.kind === "map") {
      const view: View = { cases: [found] };
      const attempts = readNumber(view, "maxReceiveCount");
      return known(readText(view, "deadLetterTargetArn")).map(({ value, origin, when: at }) => ({
        target: value,
        attempts,
        origin,
        when: at,
      }));
    }
    const text = shape.kind === "scalar" || shape.kind === "text" ? textOfShape(shape) : undefined;
    const policy = text && fromString(text, shape.origin);
    const target = textOf(field(policy, "deadLetterTargetArn"));
    return target ? [{ target, attempts: count(policy, shape.origin), origin: shape.origin, when }] : [];
  });
}

function count(policy: Asl | undefined, origin: Origin): Value<number> {
  const written = field(policy, "maxReceiveCount");
  const value =
    written?.kind === "text"
      ? Number(literalText(written.text))
      : written?.kind === "scalar"
        ? Number(written.value)
        : NaN;
  return Number.isNaN(value) ? [{ when: [], origin, state: "absent" }] : [{ when: [], origin, state: "known", value }];
}
