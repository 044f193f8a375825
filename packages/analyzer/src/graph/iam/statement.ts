import type { Text, View } from "../../evaluate/model.js";
import { follow, known, originOf, readEntries, readItems, readString, readText } from "../../evaluate/read.js";
import { both, type Scenario } from "../../evaluate/scenario.js";
import { literalText, showText } from "../../evaluate/text.js";
import type { Origin } from "../../parse/node.js";
import type { Statement } from "../model.js";

/** The statements of the policy document at a path. */
export function readStatements(view: View, path: readonly string[], when: Scenario): readonly Statement[] {
  return readItems(view, ...path, "Statement").flatMap((member) => {
    const scenario = both(when, member.when);
    return scenario ? [readStatement(member.view, scenario)] : [];
  });
}

/** One statement of a policy document. */
export function readStatement(view: View, when: Scenario): Statement {
  const unknown: string[] = [];
  const literals = (key: string) =>
    texts(view, key, unknown).flatMap((text) => {
      const literal = literalText(text);
      if (literal === undefined) unknown.push(`${key} ${showText(text)}`);
      return literal === undefined ? [] : [literal];
    });
  const hasCondition = follow(view, "Condition").some(({ shape }) => shape.kind !== "absent");
  return {
    effect: known(readString(view, "Effect"))[0]?.value === "Deny" ? "Deny" : "Allow",
    actions: literals("Action"),
    notActions: literals("NotAction"),
    resources: texts(view, "Resource", unknown),
    notResources: texts(view, "NotResource", unknown),
    principals: principals(view),
    condition: hasCondition ? { cases: follow(view, "Condition") } : undefined,
    when,
    origin: originOf(view),
    unknown,
    addedBy: frameworkOf(originOf(view)),
    managedPolicy: undefined,
  };
}

function texts(view: View, key: string, unknown: string[]): readonly Text[] {
  return readItems(view, key).flatMap((item) =>
    readText(item.view).flatMap((alternative) => {
      if (alternative.state === "known") return [alternative.value];
      if (alternative.state === "unknown") unknown.push(`${key}: ${alternative.because}`);
      return [];
    }),
  );
}

function principals(view: View): readonly string[] {
  const direct = known(readText(view, "Principal")).map(({ value }) => `AWS:${showText(value)}`);
  const byType = readEntries(view, "Principal").flatMap(({ key, view: names }) =>
    readItems(names).flatMap((item) => known(readText(item.view)).map(({ value }) => `${key}:${showText(value)}`)),
  );
  return [...direct, ...byType];
}

/** The framework's words for a statement that it added itself; the author's own statements have none. */
function frameworkOf(origin: Origin): string | undefined {
  return origin.why === "generated" ? origin.by : undefined;
}
