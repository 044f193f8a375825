import { intrinsicOf, unknownOf } from "../lower/template.js";
import type { MappingNode, Origin } from "../parse/node.js";
import type { Cases, Shape, Text, View } from "./model.js";
import { resolve } from "./resolve.js";
import { ALWAYS, type Scenario } from "./scenario.js";
import { firstUnknown, literalText, textOfShape } from "./text.js";
import { followed, within } from "./view.js";

/** What a property is in one scenario: known, not there, or unknown for a reason. */
export type Alternative<T> = { readonly when: Scenario; readonly origin: Origin } & (
  | { readonly state: "known"; readonly value: T }
  | { readonly state: "unknown"; readonly because: string }
  | { readonly state: "absent" }
);

/**
 * A value of a property with three-valued knowledge: one alternative for each scenario that makes a difference. A value
 * that nobody wrote but that a documented default supplies is known, with an origin that says `default`.
 */
export type Value<T> = readonly Alternative<T>[];

/** The cases of what stands below a path of keys. A key that is missing is `absent`, at the place that lacks it. */
export function follow(view: View, ...path: readonly string[]): Cases {
  if (!("node" in view)) return descend(view.cases, path);
  // Most of a template is plain mappings, which need no evaluation on the way down.
  let { node } = view;
  let depth = 0;
  for (; depth < path.length && node.kind === "mapping" && !isCall(node); depth++) {
    const next = node.entries.get(path[depth] ?? "");
    if (!next) return absent(node.origin);
    node = next;
  }
  return descend(resolve({ node, stack: view.stack }), depth === 0 ? path : path.slice(depth));
}

function isCall(node: MappingNode): boolean {
  return node.entries.size === 1 && (intrinsicOf(node) ?? unknownOf(node)) !== undefined;
}

function descend(from: Cases, path: readonly string[]): Cases {
  let cases = from;
  for (const key of path) {
    cases = followed(cases, (shape) => {
      if (shape.kind === "map") {
        const entry = shape.entries.get(key);
        return entry ? resolve({ node: entry, stack: shape.stack }) : absent(shape.origin);
      }
      if (shape.kind === "absent" || shape.kind === "unknown") return [{ when: ALWAYS, shape }];
      if (shape.kind === "text") {
        return [{ when: ALWAYS, shape: { kind: "unknown", because: whyUnknown(shape.text), origin: shape.origin } }];
      }
      return absent(shape.origin);
    });
  }
  return cases;
}

function absent(origin: Origin): Cases {
  return [{ when: ALWAYS, shape: { kind: "absent", origin } }];
}

function whyUnknown(text: Text): string {
  return firstUnknown(text)?.because ?? "it is known at deployment only";
}

/** The known alternatives of a value, each with its scenario and place. */
export function known<T>(
  value: Value<T>,
): readonly { readonly when: Scenario; readonly origin: Origin; readonly value: T }[] {
  return value.filter((alternative) => alternative.state === "known");
}

/** The value when it is known and the same in every scenario. */
export function always<T>(value: Value<T>): T | undefined {
  const [only, ...others] = value;
  return only?.state === "known" && others.every((other) => other.state === "known" && other.value === only.value)
    ? only.value
    : undefined;
}

function valueOf<T>(cases: Cases, convert: (shape: Shape) => T | undefined, wanted: string): Value<T> {
  return cases.map(({ when, shape }): Alternative<T> => {
    const { origin } = shape;
    if (shape.kind === "absent") return { when, origin, state: "absent" };
    if (shape.kind === "unknown") return { when, origin, state: "unknown", because: shape.because };
    const value = convert(shape);
    if (value !== undefined) return { when, origin, state: "known", value };
    const because = shape.kind === "text" ? whyUnknown(shape.text) : `it is not ${wanted}`;
    return { when, origin, state: "unknown", because };
  });
}

/** A number; numeric strings count, as they do for CloudFormation. */
export function readNumber(view: View, ...path: readonly string[]): Value<number> {
  return valueOf(
    follow(view, ...path),
    (shape) => {
      if (shape.kind !== "scalar") return undefined;
      if (typeof shape.value === "number") return shape.value;
      return typeof shape.value === "string" && /^\s*-?\d+(\.\d+)?\s*$/.test(shape.value)
        ? Number(shape.value)
        : undefined;
    },
    "a number",
  );
}

/** A boolean; the strings "true" and "false" count. */
export function readBoolean(view: View, ...path: readonly string[]): Value<boolean> {
  return valueOf(
    follow(view, ...path),
    (shape) =>
      shape.kind === "scalar" && /^(true|false)$/i.test(String(shape.value))
        ? String(shape.value).toLowerCase() === "true"
        : undefined,
    "a boolean",
  );
}

/** Whether something stands there, whatever it is. */
export function readPresence(view: View, ...path: readonly string[]): Value<boolean> {
  return follow(view, ...path).map(({ when, shape }): Alternative<boolean> => {
    const { origin } = shape;
    if (shape.kind === "unknown") return { when, origin, state: "unknown", because: shape.because };
    return shape.kind === "absent" ? { when, origin, state: "absent" } : { when, origin, state: "known", value: true };
  });
}

/** A string that may contain parts known only by what they refer to. */
export function readText(view: View, ...path: readonly string[]): Value<Text> {
  return valueOf(
    follow(view, ...path),
    (shape) => (shape.kind === "scalar" || shape.kind === "text" ? textOfShape(shape) : undefined),
    "a string",
  );
}

/** A string all of which is known. */
export function readString(view: View, ...path: readonly string[]): Value<string> {
  return valueOf(
    follow(view, ...path),
    (shape) => (shape.kind === "scalar" || shape.kind === "text" ? literalText(textOfShape(shape) ?? []) : undefined),
    "a string",
  );
}

/** One member of a list or mapping and the scenario in which it is there. */
export interface Member {
  readonly when: Scenario;
  readonly view: View;
  readonly key: string;
}

/** The members of a list; a single value counts as a list of one, as IAM and many properties allow. */
export function readItems(view: View, ...path: readonly string[]): readonly Member[] {
  return follow(view, ...path).flatMap(({ when, shape }): Member[] => {
    if (shape.kind === "absent") return [];
    const items: readonly View[] = shape.kind === "list" ? shape.items : [{ cases: [{ when: ALWAYS, shape }] }];
    return items.flatMap((item, i) => expanded(item, when, String(i)));
  });
}

/** A member under `Fn::If` is there in some scenarios only, and may itself be a list. */
function expanded(item: View, when: Scenario, key: string): Member[] {
  return within(when, resolve(item)).flatMap(({ when: scenario, shape }): Member[] => {
    if (shape.kind === "absent") return [];
    if (shape.kind === "list") return shape.items.flatMap((inner) => expanded(inner, scenario, key));
    return [{ when: scenario, key, view: { cases: [{ when: ALWAYS, shape }] } }];
  });
}

/** The entries of a mapping. */
export function readEntries(view: View, ...path: readonly string[]): readonly Member[] {
  return follow(view, ...path).flatMap(({ when, shape }): Member[] =>
    shape.kind === "map"
      ? [...shape.entries].map(([key, node]) => ({ when, key, view: { node, stack: shape.stack } }))
      : [],
  );
}

/** The origin of a view in its first case: where to point when speaking of it. */
export function originOf(view: View): Origin {
  if ("node" in view) return view.node.origin;
  const [first] = view.cases;
  if (!first) throw new Error("a view has at least one case");
  return first.shape.origin;
}
