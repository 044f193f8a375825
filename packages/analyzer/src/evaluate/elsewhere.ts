import type { Unknown } from "../lower/template.js";
import type { Origin } from "../parse/node.js";
import type { Cases, Mode, Shape, Stack, Text, TextPart, View } from "./model.js";
import { ALWAYS } from "./scenario.js";
import { concat, firstUnknown, literalText, textKey, textOfShape } from "./text.js";

type Resolve = (view: View, mode?: Mode) => Cases;

/** The shape of a text, with dynamic references looked up among the repository's own SSM parameters. */
export function textShape(written: Text, stack: Stack, origin: Origin, resolve: Resolve): Cases {
  const text = written.some((part) => typeof part === "string" && part.includes("{{resolve:"))
    ? dynamicReferences(written, stack, resolve)
    : written;
  const literal = literalText(text);
  return one(literal === undefined ? { kind: "text", text, origin } : { kind: "scalar", value: literal, origin });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
function dynamicReferences(text: Text, stack: Stack, resolve: Resolve): Text {
  const result: TextPart[] = [];
  let open: TextPart[] | undefined;
  for (const part of text) {
    if (typeof part !== "string") {
      (open ?? result).push(part);
      continue;
    }
    for (const piece of part.split(/(\{\{resolve:|\}\})/)) {
      if (piece === "{{resolve:") open = [];
      else if (piece === "}}" && open) {
        result.push(...dynamicReference(open, stack, resolve));
        open = undefined;
      } else if (piece !== "") (open ?? result).push(piece);
    }
  }
  if (open) result.push("{{resolve:", ...open);
  return concat([result]);
}

function dynamicReference(inside: Text, stack: Stack, resolve: Resolve): Text {
  const [first = "", ...rest] = inside;
  const service = typeof first === "string" ? (/^[^:]*/.exec(first)?.[0] ?? "") : "";
  const name = typeof first === "string" ? [first.slice(service.length + 1), ...rest] : inside;
  if (service === "ssm") {
    const unversioned = name.map((part, i) =>
      i === name.length - 1 && typeof part === "string" ? part.replace(/:\d+$/, "") : part,
    );
    const [only, ...others] = storedIn(unversioned, stack, resolve) ?? [];
    const value = only && others.length === 0 ? textOfShape(only.shape) : undefined;
    if (value && !firstUnknown(value)) return value;
  }
  const key = textKey(inside);
  return [{ kind: "dynamic", name: key, stack: undefined, because: `{{resolve:${key}}} is read at deployment` }];
}

/** The value of an SSM parameter that the repository itself creates. */
export function storedIn(name: Text, stack: Stack, resolve: Resolve): Cases | undefined {
  const found = stack.world.ssmParameter(name);
  return found && stack.world.unlessOpen(`ssm:${textKey(name)}`, () => resolve(found));
}

/** What an export is, when one of the repository's stacks makes it. */
export function imported(shape: Shape, stack: Stack, origin: Origin, mode: Mode, resolve: Resolve): Cases {
  const name = textOfShape(shape) ?? [];
  const key = textKey(name);
  const exported = stack.world.exported(name);
  const value = exported && stack.world.unlessOpen(`export:${key}`, () => resolve(exported, mode));
  if (value) return causedBy(origin, value);
  const because = `the export ${key} is not among the scanned templates`;
  return one({ kind: "text", text: [{ kind: "import", name: key, stack: undefined, because }], origin });
}

/**
 * A value that a front end states to be unknown. Parameters and outputs of the repository's own stacks are looked up;
 * anything else is the same thing wherever the same variable stands, but what it is nobody here knows.
 */
export function stated(unknown: Unknown, stack: Stack, origin: Origin, mode: Mode, resolve: Resolve): Cases {
  const { source, address, variable, reason } = unknown;
  if (source === "ssm" && address !== undefined) {
    const value = storedIn([address.replace(/:\d+$/, "")], stack, resolve);
    if (value) return causedBy(origin, value);
  }
  if ((source === "cf" || source === "compose") && address !== undefined) {
    const output = stack.world.output(source, address);
    const value = output && stack.world.unlessOpen(`output:${source}:${address}`, () => resolve(output, mode));
    if (value) return causedBy(origin, value);
  }
  const name = address === undefined ? variable : `${source}:${address}`;
  const because = variable === "" ? reason : `\${${variable}} is not known: ${reason}`;
  return one({ kind: "text", text: [{ kind: "unresolved", name, stack: undefined, because }], origin });
}

/** Values found elsewhere say what led to them. */
export function causedBy(cause: Origin, cases: Cases): Cases {
  return cases.map(({ when, shape }) => ({
    when,
    shape: { ...shape, origin: { ...shape.origin, cause: shape.origin.cause ?? cause } },
  }));
}

function one(shape: Shape): Cases {
  return [{ when: ALWAYS, shape }];
}
