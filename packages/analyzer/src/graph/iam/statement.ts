import type { Text, View } from "../../evaluate/model.js";
import { follow, known, originOf, readEntries, readItems, readString, readText } from "../../evaluate/read.js";
import { ALWAYS, both, type Scenario } from "../../evaluate/scenario.js";
import { firstUnknown, literalText, showText } from "../../evaluate/text.js";
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
    texts(view, [key], unknown, key).flatMap((text) => {
      const literal = literalText(text);
      if (literal === undefined) unknown.push(`${key}: ${firstUnknown(text)?.because ?? showText(text)}`);
      return literal === undefined ? [] : [literal];
    });
  const hasCondition = follow(view, "Condition").some(({ shape }) => shape.kind !== "absent");
  return {
    effect: known(readString(view, "Effect"))[0]?.value === "Deny" ? "Deny" : "Allow",
    actions: literals("Action"),
    notActions: literals("NotAction"),
    resources: texts(view, ["Resource"], unknown, "Resource"),
    notResources: texts(view, ["NotResource"], unknown, "NotResource"),
    principals: principals(view, "Principal", unknown),
    notPrincipals: principals(view, "NotPrincipal", unknown),
    condition: hasCondition ? { cases: follow(view, "Condition") } : undefined,
    when,
    origin: originOf(view),
    unknown,
    ...(ELEMENTS.some((key) => varies(view, key)) ? { varies: true } : {}),
    addedBy: addedBy(originOf(view)),
    managedPolicy: undefined,
  };
}

const ELEMENTS = ["Effect", "Action", "NotAction", "Resource", "NotResource"];

function varies(view: View, key: string): boolean {
  return readItems(view, key).some(
    (item) => item.when.length > 0 || readText(item.view).some(({ when }) => when.length > 0),
  );
}

function texts(view: View, path: readonly string[], unknown: string[], what: string): readonly Text[] {
  return readItems(view, ...path).flatMap((item) =>
    readText(item.view).flatMap((alternative) => {
      if (alternative.state === "known") return [alternative.value];
      if (alternative.state === "unknown") unknown.push(`${what}: ${alternative.because}`);
      return [];
    }),
  );
}

function principals(view: View, key: string, unknown: string[]): readonly string[] {
  return follow(view, key).flatMap(({ shape }) => {
    if (shape.kind === "absent") return [];
    const here: View = { cases: [{ when: ALWAYS, shape }] };
    const named = shape.kind === "map" ? readEntries(here) : [{ key: "AWS", view: here }];
    return named.flatMap((entry) =>
      texts(entry.view, [], unknown, key).map((text) => {
        const because = whollyUnknown(text);
        if (because !== undefined) unknown.push(`${key}: ${because}`);
        return `${entry.key}:${showText(text)}`;
      }),
    );
  });
}

/** Why a text may be anything at all, `*` included; a part that is known, or the account's number, rules that out. */
function whollyUnknown([only, ...others]: Text): string | undefined {
  const isOpen = others.length === 0 && typeof only === "object" && only.kind !== "resource" && only.kind !== "pseudo";
  return isOpen ? only.because : undefined;
}

/** What authors ask SAM for in so many words: its statements are their choice, though the framework writes them. */
const ASKED_FOR = /^SAM (policy template|Policies|managed policy name|connector)/;

/** The framework's words for something that it added by itself; what the author wrote or asked for has none. */
export function addedBy(origin: Origin): string | undefined {
  if (origin.why !== "generated" || ASKED_FOR.test(origin.by ?? "")) return undefined;
  return origin.by;
}
