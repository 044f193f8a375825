import { intrinsicOf, unknownOf } from "../lower/template.js";
import { at, mappingAt, stringAt, type MappingNode, type Node, type Origin } from "../parse/node.js";
import { causedBy, imported, stated, textShape } from "./elsewhere.js";
import type { Cases, Mode, Shape, Stack, Text, TextPart, View } from "./model.js";
import { parameterCases } from "./parameter.js";
import { ALWAYS, both, type Scenario } from "./scenario.js";
import { concat, firstUnknown, literalText, textOfShape } from "./text.js";
import { followed, MAX_CASES, within } from "./view.js";

/**
 * What a value can be, with its intrinsic functions followed: parameters have the values they are given or default to,
 * `Fn::If` gives one case per branch, outputs of nested stacks, exports and SSM parameters of the repository are looked
 * through. Whatever cannot be known is an `unknown` shape or an unknown part of a text, never a guess.
 */
export function resolve(view: View, mode: Mode = "values"): Cases {
  return "cases" in view ? view.cases : resolveNode(view.node, view.stack, mode);
}

function resolveNode(node: Node, stack: Stack, mode: Mode): Cases {
  const { origin } = node;
  if (node.kind === "scalar") {
    if (node.value === null) return one({ kind: "absent", origin });
    if (typeof node.value === "string" && node.value.includes("{{resolve:"))
      return textShape([node.value], stack, origin, resolve);
    return one({ kind: "scalar", value: node.value, origin });
  }
  if (node.kind === "sequence")
    return one({ kind: "list", items: node.items.map((item) => ({ node: item, stack })), origin });
  const call = intrinsicOf(node);
  if (call)
    return (functions.get(call.name) ?? unknownFunction)({
      name: call.name,
      argument: call.argument,
      stack,
      mode,
      origin,
    });
  const open = unknownOf(node);
  if (open) return stated(open, stack, origin, mode, resolve);
  return one({ kind: "map", entries: node.entries, stack, origin });
}

function one(shape: Shape): Cases {
  return [{ when: ALWAYS, shape }];
}

function unknown(because: string, origin: Origin): Cases {
  return one({ kind: "unknown", because, origin });
}

interface Call {
  readonly name: string;
  readonly argument: Node;
  readonly stack: Stack;
  readonly mode: Mode;
  readonly origin: Origin;
}

const functions: ReadonlyMap<string, (call: Call) => Cases> = new Map<string, (call: Call) => Cases>([
  ["Ref", ref],
  ["Fn::GetAtt", getAtt],
  ["Fn::Sub", sub],
  ["Fn::Join", join],
  ["Fn::If", fnIf],
  ["Fn::Select", select],
  ["Fn::Split", split],
  ["Fn::FindInMap", findInMap],
  [
    "Fn::ImportValue",
    ({ argument, stack, mode, origin }) =>
      followed(resolveNode(argument, stack, mode), (shape) => imported(shape, stack, origin, mode, resolve)),
  ],
  ["Fn::Length", length],
]);

function unknownFunction({ name, origin }: Call): Cases {
  return unknown(`${name} is not evaluated`, origin);
}

function ref({ argument, stack, mode, origin }: Call): Cases {
  const name = stringAt(argument);
  return name === undefined ? unknown("Ref needs a name", origin) : named(name, stack, mode, origin);
}

/** What `Ref name` or `${name}` stands for. */
function named(name: string, stack: Stack, mode: Mode, origin: Origin): Cases {
  if (name.startsWith("AWS::")) return pseudo(name, stack, origin);
  const parameter = parameterCases(name, stack, mode, origin, resolve);
  if (parameter) return parameter;
  if (stack.resources.has(name))
    return one({ kind: "text", text: [{ kind: "resource", stack, logicalId: name, attribute: "Ref" }], origin });
  return unknown(`nothing is called ${name}`, origin);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
function pseudo(name: string, stack: Stack, origin: Origin): Cases {
  if (name === "AWS::NoValue") return one({ kind: "absent", origin });
  const { region, accountId, stackName } = stack.template.environment;
  const known: Record<string, string | undefined> = {
    "AWS::Region": region,
    "AWS::AccountId": accountId,
    "AWS::StackName": stack.parent ? undefined : stackName,
    "AWS::Partition": region === undefined ? undefined : partitionOf(region),
    "AWS::URLSuffix":
      region === undefined ? undefined : region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com",
  };
  const value = known[name];
  if (value !== undefined) return one({ kind: "scalar", value, origin });
  return one({
    kind: "text",
    text: [{ kind: "pseudo", name, stack, because: `${name} is known at deployment only` }],
    origin,
  });
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function partitionOf(region: string): string {
  return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function getAtt({ argument, stack, mode, origin }: Call): Cases {
  const written = attributePath(argument, stack, mode);
  if (!written) return unknown("Fn::GetAtt needs a resource and an attribute", origin);
  return attribute(written[0], written[1], stack, mode, origin);
}

function attributePath(argument: Node, stack: Stack, mode: Mode): [string, string] | undefined {
  const text = stringAt(argument);
  if (text !== undefined) {
    const dot = text.indexOf(".");
    return dot < 0 ? undefined : [text.slice(0, dot), text.slice(dot + 1)];
  }
  if (argument.kind !== "sequence") return undefined;
  const parts = argument.items.map((item) => literalOf(resolveNode(item, stack, mode)));
  const [id, ...path] = parts;
  return id === undefined || path.length === 0 || path.includes(undefined) ? undefined : [id, path.join(".")];
}

/** An attribute of a resource; an output of a nested stack is the value that the nested template gives it. */
function attribute(id: string, name: string, stack: Stack, mode: Mode, origin: Origin): Cases {
  if (!stack.resources.has(id)) return unknown(`nothing is called ${id}`, origin);
  const child = stack.children.get(id);
  if (child && name.startsWith("Outputs.")) {
    const output = name.slice("Outputs.".length);
    const value = at(child.template.root, "Outputs", output, "Value");
    if (!value) return unknown(`the nested stack ${id} has no output ${output}`, origin);
    const found = stack.world.unlessOpen(`${child.id}.${name}`, () => resolveNode(value, child, mode));
    return found ? causedBy(origin, found) : unknown(`the output ${output} of ${id} depends on itself`, origin);
  }
  return one({ kind: "text", text: [{ kind: "resource", stack, logicalId: id, attribute: name }], origin });
}

function sub({ argument, stack, mode, origin }: Call): Cases {
  const [format, values] = argument.kind === "sequence" ? argument.items : [argument];
  const text = format && stringAt(format);
  if (text === undefined) return unknown("Fn::Sub needs a string", origin);
  const own = values?.kind === "mapping" ? values : undefined;
  const pieces: Cases[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{(!?)\s*([^}]*?)\s*\}/g)) {
    if (match.index > end) pieces.push(one({ kind: "scalar", value: text.slice(end, match.index), origin }));
    const [whole, literal, name = ""] = match;
    pieces.push(
      literal ? one({ kind: "scalar", value: `\${${name}}`, origin }) : substitution(name, own, stack, mode, origin),
    );
    end = match.index + whole.length;
  }
  if (end < text.length) pieces.push(one({ kind: "scalar", value: text.slice(end), origin }));
  return joined(pieces, "", stack, origin);
}

function substitution(name: string, own: MappingNode | undefined, stack: Stack, mode: Mode, origin: Origin): Cases {
  const given = own?.entries.get(name);
  if (given) return resolveNode(given, stack, mode);
  const dot = name.indexOf(".");
  return dot < 0
    ? named(name, stack, mode, origin)
    : attribute(name.slice(0, dot), name.slice(dot + 1), stack, mode, origin);
}

function join({ argument, stack, mode, origin }: Call): Cases {
  const [delimiter, list] = argument.kind === "sequence" ? argument.items : [];
  const between = delimiter?.kind === "scalar" ? String(delimiter.value ?? "") : undefined;
  if (between === undefined || !list) return unknown("Fn::Join needs a delimiter and a list", origin);
  return followed(resolveNode(list, stack, mode), (shape) => {
    if (shape.kind !== "list") return shape.kind === "unknown" ? one(shape) : unknown("Fn::Join needs a list", origin);
    return joined(
      shape.items.map((item) => resolve(item, mode)),
      between,
      stack,
      origin,
    );
  });
}

/** All combinations of the pieces as texts; absent pieces are left out. */
function joined(pieces: readonly Cases[], between: string, stack: Stack, origin: Origin): Cases {
  let combinations: { readonly when: Scenario; readonly texts: readonly Text[] }[] = [{ when: ALWAYS, texts: [] }];
  for (const piece of pieces) {
    combinations = combinations.flatMap(({ when, texts }) =>
      piece.flatMap((next) => {
        const scenario = both(when, next.when);
        const text = textOfShape(next.shape);
        return scenario ? [{ when: scenario, texts: text === undefined ? texts : [...texts, text] }] : [];
      }),
    );
    if (combinations.length > MAX_CASES) return unknown(`it has more than ${MAX_CASES} alternatives`, origin);
  }
  return combinations.flatMap(({ when, texts }) => {
    const parts = texts.flatMap((text, i) => (i > 0 && between !== "" ? [[between], text] : [text]));
    return within(when, textShape(concat(parts), stack, origin, resolve));
  });
}

function fnIf({ argument, stack, mode, origin }: Call): Cases {
  const [condition, yes, no] = argument.kind === "sequence" ? argument.items : [];
  const name = condition && stringAt(condition);
  if (name === undefined || !yes || !no) return unknown("Fn::If needs a condition and two values", origin);
  const declared = at(stack.template.root, "Conditions", name);
  if (!declared) return unknown(`there is no condition ${name}`, origin);
  const truth = stack.world.truth(name, stack);
  if (truth !== undefined) return resolveNode(truth ? yes : no, stack, mode);
  const span = declared.origin.key ?? declared.origin.span;
  const assume = (holds: boolean): Scenario => [{ kind: "condition", stack: stack.id, name, holds, span }];
  return [
    ...within(assume(true), resolveNode(yes, stack, mode)),
    ...within(assume(false), resolveNode(no, stack, mode)),
  ];
}

function select({ argument, stack, mode, origin }: Call): Cases {
  const [position, list] = argument.kind === "sequence" ? argument.items : [];
  const index = position && literalOf(resolveNode(position, stack, mode));
  if (index === undefined || !list) return unknown("Fn::Select needs an index and a list", origin);
  return followed(resolveNode(list, stack, mode), (shape) => {
    if (shape.kind === "unknown") return one(shape);
    const item = shape.kind === "list" ? shape.items[Number(index)] : undefined;
    return item ? resolve(item, mode) : unknown(`Fn::Select finds no item ${index}`, origin);
  });
}

function split({ argument, stack, mode, origin }: Call): Cases {
  const [delimiter, source] = argument.kind === "sequence" ? argument.items : [];
  const by = delimiter && stringAt(delimiter);
  if (!by || !source) return unknown("Fn::Split needs a delimiter and a string", origin);
  return followed(resolveNode(source, stack, mode), (shape) => {
    const text = shape.kind === "unknown" ? undefined : textOfShape(shape);
    if (!text) return one(shape);
    const pieces: TextPart[][] = [[]];
    for (const part of text) {
      if (typeof part !== "string") pieces.at(-1)?.push(part);
      else
        part.split(by).forEach((piece, i) => {
          if (i > 0) pieces.push([]);
          if (piece !== "") pieces.at(-1)?.push(piece);
        });
    }
    return one({
      kind: "list",
      items: pieces.map((piece) => ({ cases: textShape(concat([piece]), stack, origin, resolve) })),
      origin,
    });
  });
}

/** A key that is a parameter which nobody has fixed gives one case for each entry that the parameter can choose. */
function findInMap({ argument, stack, mode, origin }: Call): Cases {
  const [mapName, first, second, options] = argument.kind === "sequence" ? argument.items : [];
  const name = mapName && literalOf(resolveNode(mapName, stack, mode));
  const fallback = options && at(options, "DefaultValue");
  const missing = () =>
    fallback ? resolveNode(fallback, stack, mode) : unknown("Fn::FindInMap finds no entry", origin);
  const map = name === undefined ? undefined : mappingAt(stack.template.root, "Mappings", name);
  if (!map || !first || !second) return missing();
  return chosen(map, first, stack).flatMap((outer) => {
    if (outer.because !== undefined) return unknown(outer.because, origin);
    if (outer.entry?.kind !== "mapping") return within(outer.when, missing());
    const inner = chosen(outer.entry, second, stack).flatMap(({ when, entry, because }) => {
      if (because !== undefined) return unknown(because, origin);
      return within(when, entry ? causedBy(origin, resolveNode(entry, stack, mode)) : missing());
    });
    return within(outer.when, inner);
  });
}

interface Chosen {
  readonly when: Scenario;
  readonly entry: Node | undefined;
  readonly because?: string;
}

/** The entries of a mapping that a key can choose, or why that is not known. */
function chosen(map: MappingNode, keyNode: Node, stack: Stack): readonly Chosen[] {
  return resolveNode(keyNode, stack, "symbols").flatMap(({ when, shape }): readonly Chosen[] => {
    const text = textOfShape(shape) ?? [];
    const literal = literalText(text);
    if (literal !== undefined) return [{ when, entry: map.entries.get(literal) }];
    const [symbol] = text;
    if (text.length !== 1 || typeof symbol !== "object" || symbol.kind !== "parameter" || !symbol.stack) {
      return [
        { when, entry: undefined, because: firstUnknown(text)?.because ?? "the key of Fn::FindInMap is not known" },
      ];
    }
    const { stack: owner, name } = symbol;
    const declared = mappingAt(owner.template.root, "Parameters", name);
    const span = (declared ?? keyNode).origin.key ?? keyNode.origin.span;
    const allowed = at(declared, "AllowedValues");
    const values =
      allowed?.kind === "sequence"
        ? allowed.items.flatMap((item) => (item.kind === "scalar" ? [String(item.value)] : []))
        : [];
    const keys = values.length > 0 ? values : [...map.entries.keys()];
    return keys.flatMap((key) => {
      const scenario = both(when, [{ kind: "parameter", stack: owner.id, name, value: key, span }]);
      return scenario ? [{ when: scenario, entry: map.entries.get(key) }] : [];
    });
  });
}

function length({ argument, stack, mode, origin }: Call): Cases {
  return followed(resolveNode(argument, stack, mode), (shape) =>
    shape.kind === "list"
      ? one({ kind: "scalar", value: shape.items.length, origin })
      : unknown("Fn::Length needs a list", origin),
  );
}

/** The literal text of a value that has just one case. */
export function literalOf(cases: Cases): string | undefined {
  const [only, ...others] = cases;
  const text = only && others.length === 0 ? textOfShape(only.shape) : undefined;
  return text && literalText(text);
}
