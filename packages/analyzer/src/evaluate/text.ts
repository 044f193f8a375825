import type { ResourceSymbol, Shape, Text, TextPart, UnknownSymbol } from "./model.js";

/** Joins texts, merging literals. */
export function concat(texts: readonly Text[]): Text {
  const parts: TextPart[] = [];
  for (const part of texts.flat()) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else if (part !== "") parts.push(part);
  }
  return parts;
}

/** The text when all of it is known. */
export function literalText(text: Text): string | undefined {
  if (text.length === 0) return "";
  return text.length === 1 && typeof text[0] === "string" ? text[0] : undefined;
}

/**
 * One string for a text, equal for texts that are equal: `${…}` stands for what is not literal. Names of parameters
 * and pseudo parameters are taken to mean the same in every stack, as repositories that deploy several templates with
 * the same parameters do; resources are told apart by stack.
 */
export function textKey(text: Text): string {
  return text.map((part) => (typeof part === "string" ? part : `\${${symbolKey(part)}}`)).join("");
}

function symbolKey(symbol: ResourceSymbol | UnknownSymbol): string {
  if (symbol.kind === "resource") return `${symbol.stack.id}#${symbol.logicalId}.${symbol.attribute}`;
  const scope = symbol.kind === "pseudo" && symbol.name === "AWS::StackName" ? `${symbol.stack?.id ?? ""}:` : "";
  return `${symbol.kind}:${scope}${symbol.name}`;
}

/** The text as an author would write it in `Fn::Sub`: for showing. */
export function showText(text: Text): string {
  return text
    .map((part) => {
      if (typeof part === "string") return part;
      if (part.kind === "resource")
        return part.attribute === "Ref" ? `\${${part.logicalId}}` : `\${${part.logicalId}.${part.attribute}}`;
      return `\${${part.name}}`;
    })
    .join("");
}

/** The resources that a text names, in order. */
export function resourcesIn(text: Text): readonly ResourceSymbol[] {
  return text.filter((part): part is ResourceSymbol => typeof part !== "string" && part.kind === "resource");
}

/** The first thing in a text that is not known. */
export function firstUnknown(text: Text): UnknownSymbol | undefined {
  return text.find((part): part is UnknownSymbol => typeof part !== "string" && part.kind !== "resource");
}

/** A shape as text; `undefined` for what is not there. */
export function textOfShape(shape: Shape): Text | undefined {
  switch (shape.kind) {
    case "absent":
      return undefined;
    case "scalar":
      return shape.value === "" ? [] : [String(shape.value)];
    case "text":
      return shape.text;
    case "list":
    case "map":
      return [
        {
          kind: "unresolved",
          name: shape.kind,
          stack: undefined,
          because: `a ${shape.kind} stands where a string is needed`,
        },
      ];
    case "unknown":
      return [{ kind: "unresolved", name: shape.because, stack: undefined, because: shape.because }];
  }
}
