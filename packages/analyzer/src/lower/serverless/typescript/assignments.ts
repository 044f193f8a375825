import type ts from "typescript";
import { shortText, type Interpreter } from "./interpreter.js";
import type { Scope } from "./scope.js";
import { scalar, textOf, unknown, type Value } from "./values.js";

/** The value under a key: it keeps its own place and names the key, and the place that took it from another file. */
export function keyed(interpreter: Interpreter, value: Value, key: ts.Node, place: ts.Node): Value {
  const here = interpreter.originOf(place);
  const { origin } = value;
  const cause = origin.span.file === here.span.file ? origin.cause : (origin.cause ?? here);
  return { ...value, origin: { ...origin, key: interpreter.originOf(key).span, cause } };
}

/** `target = value`. */
export function assign(interpreter: Interpreter, target: ts.Expression, value: Value, scope: Scope): void {
  if (interpreter.ts.isIdentifier(target)) {
    scope.assign(target.text, value);
    return;
  }
  const { owner, key } = memberOf(interpreter, target, scope) ?? {};
  if (!owner || key === undefined) return;
  if (owner.kind === "object") owner.entries.set(key, keyed(interpreter, value, target, target));
  else if (owner.kind === "list" && /^\d{1,6}$/.test(key)) owner.items[Number(key)] = value;
}

/** `delete target`. */
export function remove(interpreter: Interpreter, node: ts.DeleteExpression, scope: Scope): Value {
  const { owner, key } = memberOf(interpreter, node.expression, scope) ?? {};
  if (owner?.kind === "object" && key !== undefined) owner.entries.delete(key);
  return scalar(true, interpreter.originOf(node));
}

function memberOf(
  { ts: api, expression }: Interpreter,
  target: ts.Expression,
  scope: Scope,
): { owner: Value; key: string | undefined } | undefined {
  const isElement = api.isElementAccessExpression(target);
  if (!isElement && !api.isPropertyAccessExpression(target)) return undefined;
  const owner = expression(target.expression, scope);
  return { owner, key: isElement ? textOf(expression(target.argumentExpression, scope)) : target.name.text };
}

/**
 * After a condition that is not known: whatever its branches would assign is not known, and neither is the result of a
 * function that they might return from. Errors that they might throw are taken not to happen.
 */
export function forget(
  interpreter: Interpreter,
  branches: ts.Node,
  condition: ts.Expression,
  scope: Scope,
): Value | undefined {
  const { ts: api } = interpreter;
  const lost = (node: ts.Node) =>
    unknown(shortText(node), `it depends on '${shortText(condition)}'`, interpreter.originOf(node));
  let returned: Value | undefined;
  const visit = (node: ts.Node): void => {
    if (api.isFunctionLike(node)) return;
    if (api.isReturnStatement(node)) returned ??= lost(node);
    if (api.isBinaryExpression(node) && node.operatorToken.kind === api.SyntaxKind.EqualsToken)
      assign(interpreter, node.left, lost(node), scope);
    api.forEachChild(node, visit);
  };
  visit(branches);
  return returned;
}
