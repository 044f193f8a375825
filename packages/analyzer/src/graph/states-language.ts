import type { ResourceSymbol, Text, TextPart, UnknownSymbol, View } from "../evaluate/model.js";
import { follow, known, readEntries, readItems, readText } from "../evaluate/read.js";
import { concat, literalText } from "../evaluate/text.js";
import type { Origin } from "../parse/node.js";

/** A definition in the Amazon States Language, with texts where references stand. */
export type Asl =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "scalar"; readonly value: boolean | number | null }
  | { readonly kind: "list"; readonly items: readonly Asl[] }
  | AslMap;

export interface AslMap {
  readonly kind: "map";
  readonly fields: ReadonlyMap<string, Asl>;
  readonly origin: Origin;
}

export type Substitutions = ReadonlyMap<string, Text>;
const NOTHING: Asl = { kind: "scalar", value: null };

/**
 * The definitions of a state machine: `Definition`, or `DefinitionString` as JSON that may contain references, each with
 * `DefinitionSubstitutions` applied. https://states-language.net/spec.html
 */
export function readDefinitions(properties: View): readonly Asl[] {
  const substitutions = readSubstitutions(properties);
  const objects = follow(properties, "Definition").filter(({ shape }) => shape.kind === "map");
  return [
    ...objects.map((found) => fromView({ cases: [found] }, substitutions)),
    ...known(readText(properties, "DefinitionString")).flatMap(
      ({ value, origin }) => fromString(value, origin, substitutions) ?? [],
    ),
  ];
}

/** What `DefinitionSubstitutions` puts in the place of `${Name}`. */
export function readSubstitutions(properties: View): Substitutions {
  const substitutions = new Map<string, Text>();
  for (const { key, view } of readEntries(properties, "DefinitionSubstitutions")) {
    const [value] = known(readText(view));
    if (value) substitutions.set(key, value.value);
  }
  return substitutions;
}

function fromView(view: View, substitutions: Substitutions): Asl {
  const shape = follow(view)[0]?.shape;
  switch (shape?.kind) {
    case "map": {
      const fields = new Map<string, Asl>();
      for (const { key, view: entry } of readEntries(view)) fields.set(key, fromView(entry, substitutions));
      return { kind: "map", fields, origin: shape.origin };
    }
    case "list":
      return { kind: "list", items: readItems(view).map((item) => fromView(item.view, substitutions)) };
    case "text":
      return { kind: "text", text: substituted(shape.text, substitutions) };
    case "scalar":
      if (typeof shape.value === "string") return { kind: "text", text: substituted([shape.value], substitutions) };
      return { kind: "scalar", value: shape.value };
    default:
      return NOTHING;
  }
}

const PRIVATE_USE = 0xe000;

/** References inside the JSON text are set aside as private-use letters, so that the text around them can be parsed. */
function fromString(text: Text, origin: Origin, substitutions: Substitutions): Asl | undefined {
  const symbols: (ResourceSymbol | UnknownSymbol)[] = [];
  const setAside = (part: TextPart) =>
    typeof part === "string" ? part : String.fromCharCode(PRIVATE_USE + symbols.push(part) - 1);
  const masked = text.map(setAside).join("");
  const restore = (value: string): Text => {
    const pieces = value.split(/([\uE000-\uF8FF])/);
    const parts = pieces.map(
      (piece): TextPart => (piece.length === 1 ? symbols[piece.charCodeAt(0) - PRIVATE_USE] : undefined) ?? piece,
    );
    return substituted(concat([parts]), substitutions);
  };
  const convert = (value: unknown, name: string): Asl => {
    if (typeof value === "string") return { kind: "text", text: restore(value) };
    if (typeof value === "number" || typeof value === "boolean") return { kind: "scalar", value };
    if (Array.isArray(value)) return { kind: "list", items: value.map((item) => convert(item, name)) };
    if (typeof value !== "object" || value === null) return NOTHING;
    const fields = new Map(Object.entries(value).map(([key, item]) => [key, convert(item, key)] as const));
    return { kind: "map", fields, origin: placeOf(name, origin) };
  };
  try {
    return convert(JSON.parse(masked), "");
  } catch {
    return undefined;
  }
}

/** A state inside a definition string: where its name stands in the source, else the whole string. */
function placeOf(name: string, origin: Origin): Origin {
  const { file, start, end } = origin.span;
  const found = name ? file.text.slice(start, end).indexOf(`"${name}"`) : -1;
  return found < 0 ? origin : { ...origin, span: { file, start: start + found, end: start + found + name.length + 2 } };
}

/** `${Name}` in the definition stands for what `DefinitionSubstitutions` gives it. */
function substituted(text: Text, substitutions: Substitutions): Text {
  if (substitutions.size === 0) return text;
  const replace = (piece: string): Text => substitutions.get(/^\$\{(.*)\}$/.exec(piece)?.[1] ?? "") ?? [piece];
  return concat(
    text.map((part) =>
      typeof part === "string" && part.includes("${") ? concat(part.split(/(\$\{[^}]*\})/).map(replace)) : [part],
    ),
  );
}

/** An entry of a mapping. */
export function field(asl: Asl | undefined, key: string): Asl | undefined {
  return asl?.kind === "map" ? asl.fields.get(key) : undefined;
}

/** The items of a list; none for anything else. */
export function listItems(asl: Asl | undefined): readonly Asl[] {
  return asl?.kind === "list" ? asl.items : [];
}

/** The text of a string. */
export function textOf(asl: Asl | undefined): Text | undefined {
  return asl?.kind === "text" ? asl.text : undefined;
}

/** The string when all of it is known. */
export function stringOf(asl: Asl | undefined): string | undefined {
  const text = textOf(asl);
  return text && literalText(text);
}

/** The number, also one that is written as a string. */
export function numberOf(asl: Asl | undefined): number | undefined {
  if (asl?.kind === "scalar") return typeof asl.value === "number" ? asl.value : undefined;
  const text = stringOf(asl);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Every text below a value. */
export function textsIn(asl: Asl | undefined): readonly Text[] {
  switch (asl?.kind) {
    case "text":
      return [asl.text];
    case "list":
      return asl.items.flatMap(textsIn);
    case "map":
      return [...asl.fields.values()].flatMap(textsIn);
    default:
      return [];
  }
}
