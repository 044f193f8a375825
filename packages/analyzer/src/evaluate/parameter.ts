import { parameterDefault } from "../lower/parameters.js";
import { at, mappingAt, stringAt, type MappingNode, type Origin } from "../parse/node.js";
import { storedIn } from "./elsewhere.js";
import type { Cases, Mode, Shape, Stack, Text, View } from "./model.js";
import { ALWAYS } from "./scenario.js";
import { literalText } from "./text.js";

type Resolve = (view: View, mode: Mode) => Cases;

/** What a parameter of a stack can be, or `undefined` when there is no parameter of that name. */
export function parameterCases(
  name: string,
  stack: Stack,
  mode: Mode,
  use: Origin,
  resolve: Resolve,
): Cases | undefined {
  const declared = mappingAt(stack.template.root, "Parameters", name);
  if (!declared) return undefined;
  const passed = stack.parent && at(stack.parent.parameters, name);
  const type = stringAt(declared, "Type") ?? "String";
  if (stack.parent && passed)
    return asType(type, resolve({ node: passed, stack: stack.parent.stack }, mode), stack, resolve);
  const given = stack.parent ? undefined : stack.template.parameterValues.get(name);
  const origin = {
    ...(at(declared, "Default") ?? declared).origin,
    cause: use,
    by: given?.source ?? `default of parameter ${name}`,
  };
  const text = given?.value ?? parameterDefault(stack.template.root, name);
  const fixed = given?.certainty === "given";
  if (text !== undefined && (fixed || mode === "values"))
    return asType(type, one({ kind: "scalar", value: text, origin }), stack, resolve);
  if (text === undefined && mode === "values") return alternatives(name, declared, stack, use);
  const because = `the value of parameter ${name} is chosen at deployment`;
  return one({ kind: "text", text: [{ kind: "parameter", name, stack, because }], origin: use });
}

function one(shape: Shape): Cases {
  return [{ when: ALWAYS, shape }];
}

/** No value, no default: the allowed values if there are any, else unknown. */
function alternatives(name: string, declared: MappingNode, stack: Stack, use: Origin): Cases {
  const allowed = at(declared, "AllowedValues");
  const span = declared.origin.key ?? declared.origin.span;
  const values = allowed?.kind === "sequence" ? allowed.items : [];
  const cases = values.flatMap((item) => {
    if (item.kind !== "scalar" || item.value === null) return [];
    const shape: Shape = { kind: "scalar", value: item.value, origin: { ...item.origin, cause: use } };
    return [{ when: [{ kind: "parameter" as const, stack: stack.id, name, value: String(item.value), span }], shape }];
  });
  if (cases.length > 0) return cases;
  const because = `parameter ${name} has no default`;
  return one({
    kind: "text",
    text: [{ kind: "parameter", name, stack, because }],
    origin: { ...use, cause: declared.origin },
  });
}

/** Lists are written as one text; a parameter of an SSM type holds the name under which its value is found. */
function asType(type: string, cases: Cases, stack: Stack, resolve: Resolve): Cases {
  const ssm = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(type);
  const isList = /^(CommaDelimitedList|List<.*>)$/.test(ssm?.[1] ?? type);
  if (!ssm && !isList) return cases;
  return cases.flatMap(({ when, shape }) => {
    const text: Text | undefined =
      shape.kind === "scalar" ? [String(shape.value)] : shape.kind === "text" ? shape.text : undefined;
    if (!text) return [{ when, shape }];
    if (ssm) return stored(text, shape.origin, stack, resolve).map((c) => ({ ...c, when }));
    const literal = literalText(text);
    if (literal === undefined)
      return [
        {
          when,
          shape: { kind: "unknown", because: "the list is known at deployment only", origin: shape.origin } as const,
        },
      ];
    const items = literal
      .split(",")
      .map((part) => ({ cases: one({ kind: "scalar", value: part.trim(), origin: shape.origin }) }));
    return [{ when, shape: { kind: "list", items, origin: shape.origin } as const }];
  });
}

function stored(name: Text, origin: Origin, stack: Stack, resolve: Resolve): Cases {
  const value = storedIn(name, stack, (view) => resolve(view, "values"));
  if (value) return value;
  const written = literalText(name) ?? "";
  const because = `SSM parameter ${written} is read at deployment`;
  return one({ kind: "text", text: [{ kind: "dynamic", name: `ssm:${written}`, stack: undefined, because }], origin });
}
