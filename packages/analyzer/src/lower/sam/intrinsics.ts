import type { Node } from "../../parse/node.js";
import type { Draft } from "../draft.js";

/** Intrinsic function calls as drafts, in their long form. */
export type Call = { readonly [name: string]: Draft };

export const ref = (logicalId: string): Call => ({ Ref: logicalId });

export const getAtt = (logicalId: string, attribute: string): Call => ({ "Fn::GetAtt": [logicalId, attribute] });

/** `Fn::Sub`; with variables in its two-argument form. */
export const sub = (text: string, variables?: { readonly [name: string]: Draft }): Call => ({
  "Fn::Sub": variables ? [text, variables] : text,
});

const NO_VALUE: Call = { Ref: "AWS::NoValue" };

export const fnIf = (condition: string | Node, then: Draft, otherwise: Draft = NO_VALUE): Call => ({
  "Fn::If": [condition, then, otherwise],
});

export const condition = (name: string): Call => ({ Condition: name });

/** CloudFormation accepts at most so many conditions in one `Fn::Or`. */
const MAX_CONDITIONS = 10;

/**
 * The conditions that say "one of these holds" under a name: one `Fn::Or`, or a chain of them when there are more than
 * it accepts.
 */
export function anyOf(names: readonly string[], name: string): readonly (readonly [string, Call])[] {
  const made: [string, Call][] = [];
  let left = [...names];
  let number = Math.floor((names.length - 2) / (MAX_CONDITIONS - 1));
  while (left.length > 1) {
    const own = number > 0 ? `${name}${number}` : name;
    number--;
    made.push([own, { "Fn::Or": left.slice(0, MAX_CONDITIONS).map(condition) }]);
    left = [...left.slice(MAX_CONDITIONS), own];
  }
  return made;
}
