import type ts from "typescript";
import type { Node } from "../../../parse/node.js";
import { text } from "../text.js";
import { assign, keyed, remove } from "./assignments.js";
import { call, functionValue } from "./functions.js";
import { shortText, type Interpreter } from "./interpreter.js";
import { method } from "./methods.js";
import { binary, unary } from "./operators.js";
import type { Scope } from "./scope.js";
import { isNullish, list, nodeOf, object, scalar, textOf, truth, unknown, type Value } from "./values.js";

/** The value of an expression, or an unknown that names it. */
export function evaluate(interpreter: Interpreter, node: ts.Expression, scope: Scope): Value {
  const { ts: api } = interpreter;
  const origin = interpreter.originOf(node);
  if (!interpreter.step()) return unknown(shortText(node), "the script takes too many steps", origin);
  const inner = (child: ts.Expression) => interpreter.expression(child, scope);
  if (api.isStringLiteralLike(node)) return scalar(node.text, origin);
  if (api.isNumericLiteral(node)) return scalar(Number(node.text), origin);
  if (api.isIdentifier(node)) return identifier(node, scope, interpreter);
  if (api.isObjectLiteralExpression(node)) return objectLiteral(interpreter, node, scope);
  if (api.isArrayLiteralExpression(node)) return arrayLiteral(interpreter, node, scope);
  if (api.isTemplateExpression(node)) return template(interpreter, node, scope);
  if (api.isPropertyAccessExpression(node))
    return member(interpreter, inner(node.expression), node.name.text, node, node.questionDotToken !== undefined);
  if (api.isElementAccessExpression(node)) {
    const key = inner(node.argumentExpression);
    const name = textOf(key);
    if (name === undefined) return dependent(node, key, interpreter);
    return member(interpreter, inner(node.expression), name, node, node.questionDotToken !== undefined);
  }
  if (
    api.isAsExpression(node) ||
    api.isSatisfiesExpression(node) ||
    api.isParenthesizedExpression(node) ||
    api.isNonNullExpression(node) ||
    api.isTypeAssertionExpression(node) ||
    api.isAwaitExpression(node)
  )
    return inner(node.expression);
  if (api.isConditionalExpression(node)) {
    const condition = inner(node.condition);
    const isTrue = truth(condition);
    return isTrue === undefined
      ? dependent(node, condition, interpreter)
      : inner(isTrue ? node.whenTrue : node.whenFalse);
  }
  if (api.isBinaryExpression(node)) return binaryExpression(interpreter, node, scope);
  if (api.isPrefixUnaryExpression(node)) return unary(interpreter, node, inner(node.operand), origin);
  if (api.isTypeOfExpression(node)) return scalar(typeName(inner(node.expression)), origin);
  if (api.isVoidExpression(node)) return scalar(undefined, origin);
  if (api.isDeleteExpression(node)) return remove(interpreter, node, scope);
  if (api.isArrowFunction(node) || api.isFunctionExpression(node)) return functionValue(interpreter, node, scope);
  if (api.isCallExpression(node)) return call(interpreter, node, scope);
  if (api.isRegularExpressionLiteral(node))
    return pattern(node.text, origin) ?? unknown(shortText(node), "it is no valid pattern", origin);
  return keyword(interpreter, node) ?? unknown(shortText(node), "this kind of expression is not evaluated", origin);
}

function keyword({ ts: api, originOf }: Interpreter, node: ts.Expression): Value | undefined {
  switch (node.kind) {
    case api.SyntaxKind.TrueKeyword:
      return scalar(true, originOf(node));
    case api.SyntaxKind.FalseKeyword:
      return scalar(false, originOf(node));
    case api.SyntaxKind.NullKeyword:
      return scalar(null, originOf(node));
    default:
      return undefined;
  }
}

function identifier(node: ts.Identifier, scope: Scope, interpreter: Interpreter): Value {
  const origin = interpreter.originOf(node);
  if (node.text === "undefined") return scalar(undefined, origin);
  return scope.find(node.text) ?? unknown(node.text, `'${node.text}' is not known`, origin);
}

/** An unknown because of another: the cause is what is worth knowing. */
function dependent(node: ts.Node, cause: Value, interpreter: Interpreter): Value {
  const origin = interpreter.originOf(node);
  if (cause.kind === "unknown") return { ...cause, origin };
  return unknown(shortText(node), "it depends on a value that is not known", origin);
}

function objectLiteral(interpreter: Interpreter, node: ts.ObjectLiteralExpression, scope: Scope): Value {
  const { ts: api } = interpreter;
  const origin = interpreter.originOf(node);
  const entries = new Map<string, Value>();
  for (const property of node.properties) {
    if (api.isSpreadAssignment(property)) {
      const spread = interpreter.expression(property.expression, scope);
      if (spread.kind === "object") for (const [key, value] of spread.entries) entries.set(key, value);
      else if (spread.kind === "unknown" && spread.source !== "env")
        entries.set(`...${shortText(property.expression)}`, spread);
      continue;
    }
    const name = propertyName(interpreter, property.name, scope);
    if (name === undefined) continue;
    if (api.isPropertyAssignment(property)) {
      const value = interpreter.expression(property.initializer, scope);
      entries.set(name, keyed(interpreter, value, property.name, property.initializer));
    } else if (api.isShorthandPropertyAssignment(property)) {
      entries.set(
        name,
        keyed(interpreter, identifier(property.name, scope, interpreter), property.name, property.name),
      );
    } else if (api.isMethodDeclaration(property)) entries.set(name, functionValue(interpreter, property, scope));
  }
  return object(entries, origin);
}

function propertyName({ ts: api, expression }: Interpreter, name: ts.PropertyName, scope: Scope): string | undefined {
  if (api.isComputedPropertyName(name)) return textOf(expression(name.expression, scope));
  if (api.isPrivateIdentifier(name)) return undefined;
  return name.text;
}

function arrayLiteral(interpreter: Interpreter, node: ts.ArrayLiteralExpression, scope: Scope): Value {
  const items: Value[] = [];
  for (const element of node.elements) {
    if (!interpreter.ts.isSpreadElement(element)) {
      const value = interpreter.expression(element, scope);
      items.push(value.kind === "scalar" && value.value === undefined ? value : placed(interpreter, value, element));
      continue;
    }
    const spread = interpreter.expression(element.expression, scope);
    if (spread.kind === "list") items.push(...spread.items);
    else if (spread.kind === "unknown") items.push(spread);
  }
  return list(items, interpreter.originOf(node));
}

/** A value from another file names the place that took it. */
function placed(interpreter: Interpreter, value: Value, place: ts.Node): Value {
  const here = interpreter.originOf(place);
  if (value.origin.span.file === here.span.file || value.origin.cause) return value;
  return { ...value, origin: { ...value.origin, cause: here } };
}

function template(interpreter: Interpreter, node: ts.TemplateExpression, scope: Scope): Value {
  const origin = interpreter.originOf(node);
  const parts: (string | Node | undefined)[] = [node.head.text];
  for (const span of node.templateSpans) {
    const value = interpreter.expression(span.expression, scope);
    parts.push(textOf(value) ?? nodeOf(value), span.literal.text);
  }
  return joined(parts, origin);
}

/** A text of parts, known or in part. */
function joined(parts: readonly (string | Node | undefined)[], origin: Value["origin"]): Value {
  const node = text(origin, ...parts);
  return node.kind === "scalar" ? scalar(node.value, origin) : { kind: "node", node, origin };
}

/** `target.name`. */
function member(interpreter: Interpreter, target: Value, name: string, node: ts.Node, isOptional: boolean): Value {
  const origin = interpreter.originOf(node);
  switch (target.kind) {
    case "object":
      return target.entries.get(name) ?? method(interpreter, target, name, origin) ?? scalar(undefined, origin);
    case "function":
      return (
        target.properties.get(name) ??
        dependent(node, unknown(shortText(node), "it is not evaluated", origin), interpreter)
      );
    case "list":
      if (name === "length") return scalar(target.items.length, origin);
      if (/^\d+$/.test(name)) return target.items[Number(name)] ?? scalar(undefined, origin);
      break;
    case "scalar":
      if (target.value === undefined || target.value === null) {
        if (isOptional) return scalar(undefined, origin);
        return unknown(shortText(node), `there is nothing to take '${name}' of`, origin);
      }
      if (typeof target.value === "string" && name === "length") return scalar(target.value.length, origin);
      if (typeof target.value === "string" && /^\d+$/.test(name)) return scalar(target.value[Number(name)], origin);
      break;
    case "unknown":
      return { ...target, what: target.source === "env" ? target.what : shortText(node), origin };
    default:
      break;
  }
  return method(interpreter, target, name, origin) ?? unknown(shortText(node), `'${name}' is not evaluated`, origin);
}

function binaryExpression(interpreter: Interpreter, node: ts.BinaryExpression, scope: Scope): Value {
  const { ts: api, expression } = interpreter;
  const { SyntaxKind } = api;
  const operator = node.operatorToken.kind;
  if (operator === SyntaxKind.EqualsToken) {
    const value = expression(node.right, scope);
    assign(interpreter, node.left, value, scope);
    return value;
  }
  const left = expression(node.left, scope);
  const isTrue = truth(left);
  const isMissing = isNullish(left);
  if (operator === SyntaxKind.BarBarToken)
    return isTrue === undefined
      ? dependent(node, left, interpreter)
      : isTrue
        ? left
        : orMissing(left, expression(node.right, scope));
  if (operator === SyntaxKind.AmpersandAmpersandToken)
    return isTrue === undefined ? dependent(node, left, interpreter) : isTrue ? expression(node.right, scope) : left;
  if (operator === SyntaxKind.QuestionQuestionToken)
    return isMissing === undefined
      ? dependent(node, left, interpreter)
      : isMissing
        ? orMissing(left, expression(node.right, scope))
        : left;
  const right = expression(node.right, scope);
  if (operator === SyntaxKind.PlusToken && [left, right].some(isText))
    return joined([textOf(left) ?? nodeOf(left), textOf(right) ?? nodeOf(right)], interpreter.originOf(node));
  const result = binary(interpreter, operator, left, right, interpreter.originOf(node));
  return result ?? dependent(node, left.kind === "unknown" ? left : right, interpreter);
}

/** `process.env.X || undefined` is still the environment variable. */
function orMissing(left: Value, right: Value): Value {
  return right.kind === "scalar" && right.value === undefined ? left : right;
}

function isText(value: Value): boolean {
  return value.kind === "node" || (value.kind === "scalar" && typeof value.value === "string");
}

function typeName(value: Value): string {
  if (value.kind === "function") return "function";
  if (value.kind !== "scalar") return value.kind === "unknown" && value.source === "env" ? "undefined" : "object";
  return value.value === null ? "object" : typeof value.value;
}

function pattern(source: string, origin: Value["origin"]): Value | undefined {
  const end = source.lastIndexOf("/");
  try {
    return { kind: "pattern", pattern: new RegExp(source.slice(1, end), source.slice(end + 1)), origin };
  } catch {
    return undefined;
  }
}
