import type ts from "typescript";
import type { Interpreter } from "./interpreter.js";
import type { Scope } from "./scope.js";
import { list, object, scalar, textOf, type Value } from "./values.js";

/** Declares the names of a binding: `x`, `{a, b: c = 1, ...rest}`, `[first, ...others]`. */
export function bind(interpreter: Interpreter, name: ts.BindingName, value: Value, scope: Scope): void {
  const { ts: api } = interpreter;
  if (api.isIdentifier(name)) scope.declare(name.text, value);
  else if (api.isObjectBindingPattern(name)) bindObject(interpreter, name, value, scope);
  else bindList(interpreter, name, value, scope);
}

function bindObject(interpreter: Interpreter, pattern: ts.ObjectBindingPattern, value: Value, scope: Scope): void {
  const { ts: api } = interpreter;
  const taken = new Set<string>();
  for (const element of pattern.elements) {
    if (element.dotDotDotToken) {
      const rest = value.kind === "object" ? [...value.entries].filter(([key]) => !taken.has(key)) : [];
      bind(interpreter, element.name, value.kind === "unknown" ? value : object(new Map(rest), value.origin), scope);
      continue;
    }
    const property = element.propertyName ?? (api.isIdentifier(element.name) ? element.name : undefined);
    const key = !property
      ? undefined
      : api.isComputedPropertyName(property)
        ? textOf(interpreter.expression(property.expression, scope))
        : property.text;
    if (key === undefined) continue;
    taken.add(key);
    bindElement(interpreter, element, part(value, key), scope);
  }
}

/** What stands under a key of the value; of an unknown everything is unknown. */
function part(value: Value, key: string): Value | undefined {
  if (value.kind === "object") return value.entries.get(key);
  if (value.kind === "function") return value.properties.get(key);
  return value.kind === "unknown" ? { ...value, what: `${value.what}.${key}` } : undefined;
}

function bindList(interpreter: Interpreter, pattern: ts.ArrayBindingPattern, value: Value, scope: Scope): void {
  pattern.elements.forEach((element, i) => {
    if (interpreter.ts.isOmittedExpression(element)) return;
    const items = value.kind === "list" ? value.items : [];
    const found =
      value.kind === "unknown" ? value : element.dotDotDotToken ? list(items.slice(i), value.origin) : items[i];
    bindElement(interpreter, element, found, scope);
  });
}

function bindElement(
  interpreter: Interpreter,
  element: ts.BindingElement,
  found: Value | undefined,
  scope: Scope,
): void {
  const isMissing = !found || (found.kind === "scalar" && found.value === undefined);
  const value =
    isMissing && element.initializer
      ? interpreter.expression(element.initializer, scope)
      : (found ?? scalar(undefined, interpreter.originOf(element)));
  bind(interpreter, element.name, value, scope);
}
