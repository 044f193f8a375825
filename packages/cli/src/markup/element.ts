/** An element of XML or HTML. Names and values stay data until they are serialized, so that no text can become markup. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Child[];
}

export type Child = Element | string;

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Children = readonly (Child | undefined | false | readonly (Child | undefined | false)[])[];

/** Makes an element. Attributes that are undefined or false are left out; `true` is an attribute without a value. */
export function el(name: string, attributes: Attributes = {}, ...children: Children): Element {
  const given: Record<string, string> = {};
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (value !== undefined && value !== false) given[key] = value === true ? "" : String(value);
  }
  return {
    name,
    attributes: given,
    children: children.flat().filter((child) => child !== undefined && child !== false),
  };
}

/** A number with at most two decimals: enough for a picture, and the same on every machine. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
