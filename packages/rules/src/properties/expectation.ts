import { firstUnknown, literalText, showText, type Shape, type Text } from "@assay/analyzer";

/** What a value has to be. `undefined` as an answer: it cannot be told here. */
export interface Expectation {
  /** The answer for a value that is there, neither absent nor unknown. */
  holds(shape: Shape): boolean | undefined;
  /** The answer where nothing is written; `undefined` fails the expectation. */
  readonly otherwise?: { readonly holds: boolean; readonly says: string };
  /** The value in words, where its text does not say why it fails. */
  readonly describe?: (shape: Shape) => string | undefined;
}

/** The flag is on; the text "true" counts, as it does for CloudFormation. */
export const on: Expectation = { holds: (shape) => literal(shape, (text) => text.toLowerCase() === "true") };

/** One of some words, in any case. */
export function oneOf(...words: readonly string[]): Expectation {
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  return { holds: (shape) => literal(shape, (text) => wanted.has(text.toLowerCase())) };
}

/** Any other word. */
export function noneOf(...words: readonly string[]): Expectation {
  const unwanted = oneOf(...words);
  return {
    holds: (shape) => {
      const isOne = unwanted.holds(shape);
      return isOne === undefined ? undefined : !isOne;
    },
    otherwise: { holds: true, says: "not set" },
  };
}

/** A number that is not below the least. */
export function atLeast(least: number): Expectation {
  return { holds: (shape) => literal(shape, (text) => Number(text) >= least) };
}

/** Something is written; an empty text, list or mapping is nothing. */
export const set: Expectation = {
  holds: (shape) => {
    if (shape.kind === "scalar") return shape.value !== "";
    if (shape.kind === "list") return shape.items.length > 0;
    return shape.kind !== "map" || shape.entries.size > 0;
  },
};

/** A KMS key of the author's own, not one that AWS manages for the service (`alias/aws/sqs`). */
export const ownKey: Expectation = {
  holds: (shape) => {
    const text = textOf(shape);
    if (text === undefined) return undefined;
    return text.length > 0 && !text.some((part) => typeof part === "string" && /(^|alias\/)aws\//.test(part));
  },
};

/** The same expectation, with an answer for what nobody wrote. */
export function whenUnset(expected: Expectation, holds: boolean, says: string): Expectation {
  return { ...expected, otherwise: { holds, says } };
}

/** A value in a few words. */
export function describeShape(shape: Shape): string {
  if (shape.kind === "scalar") return shape.value === "" ? "empty" : String(shape.value);
  if (shape.kind === "text") return showText(shape.text);
  return shape.kind === "absent" ? "not set" : "set";
}

/** Why a value cannot be judged. */
export function whyOpen(shape: Shape): string {
  if (shape.kind === "unknown") return shape.because;
  const open = shape.kind === "text" ? firstUnknown(shape.text) : undefined;
  return open?.because ?? "it is known at deployment only";
}

function literal(shape: Shape, judge: (text: string) => boolean): boolean | undefined {
  if (shape.kind === "list" || shape.kind === "map") return false;
  const text = textOf(shape);
  const known = text && literalText(text);
  return known === undefined ? undefined : judge(known);
}

function textOf(shape: Shape): Text | undefined {
  if (shape.kind === "scalar") return [String(shape.value)];
  return shape.kind === "text" ? shape.text : undefined;
}
