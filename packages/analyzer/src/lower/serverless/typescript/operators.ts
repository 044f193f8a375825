import type ts from "typescript";
import type { Origin, Scalar } from "../../../parse/node.js";
import type { Interpreter } from "./interpreter.js";
import { scalar, truth, unknown, type Value } from "./values.js";

/** The value of an operator on two values; `undefined` when one of them is not known. */
export function binary(
  { ts: api }: Interpreter,
  operator: ts.SyntaxKind,
  left: Value,
  right: Value,
  origin: Origin,
): Value | undefined {
  const [a, b] = [plain(left), plain(right)];
  const { SyntaxKind } = api;
  switch (operator) {
    case SyntaxKind.EqualsEqualsEqualsToken:
    case SyntaxKind.EqualsEqualsToken:
      return same(left, right, origin, true);
    case SyntaxKind.ExclamationEqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsToken:
      return same(left, right, origin, false);
    case SyntaxKind.InKeyword:
      return right.kind === "object" && a !== MISSING ? scalar(right.entries.has(String(a)), origin) : undefined;
    case SyntaxKind.CommaToken:
      return right;
    default:
      break;
  }
  if (a === MISSING || b === MISSING) return undefined;
  const compute = arithmetic(api, operator);
  return compute && scalar(compute(Number(a), Number(b)), origin);
}

const MISSING = Symbol("not a plain value");

/** The plain value; that of an environment variable which is not given is `undefined`. */
function plain(value: Value): Scalar | undefined | typeof MISSING {
  if (value.kind === "scalar") return value.value;
  return value.kind === "unknown" && value.source === "env" ? undefined : MISSING;
}

function same(left: Value, right: Value, origin: Origin, wanted: boolean): Value | undefined {
  const [a, b] = [plain(left), plain(right)];
  if (a !== MISSING && b !== MISSING) return scalar((a === b) === wanted, origin);
  if (left.kind === "unknown" || right.kind === "unknown" || left.kind === "node" || right.kind === "node")
    return undefined;
  return scalar((left === right) === wanted, origin);
}

function arithmetic(api: typeof ts, operator: ts.SyntaxKind): ((a: number, b: number) => Scalar) | undefined {
  const { SyntaxKind } = api;
  switch (operator) {
    case SyntaxKind.PlusToken:
      return (a, b) => a + b;
    case SyntaxKind.MinusToken:
      return (a, b) => a - b;
    case SyntaxKind.AsteriskToken:
      return (a, b) => a * b;
    case SyntaxKind.SlashToken:
      return (a, b) => a / b;
    case SyntaxKind.PercentToken:
      return (a, b) => a % b;
    case SyntaxKind.AsteriskAsteriskToken:
      return (a, b) => a ** b;
    case SyntaxKind.LessThanToken:
      return (a, b) => a < b;
    case SyntaxKind.LessThanEqualsToken:
      return (a, b) => a <= b;
    case SyntaxKind.GreaterThanToken:
      return (a, b) => a > b;
    case SyntaxKind.GreaterThanEqualsToken:
      return (a, b) => a >= b;
    default:
      return undefined;
  }
}

/** The value of `!x`, `-x` or `+x`. */
export function unary({ ts: api }: Interpreter, node: ts.PrefixUnaryExpression, operand: Value, origin: Origin): Value {
  const { SyntaxKind } = api;
  const value = plain(operand);
  if (node.operator === SyntaxKind.ExclamationToken) {
    const isTrue = truth(operand);
    if (isTrue !== undefined) return scalar(!isTrue, origin);
  } else if (value !== MISSING && node.operator === SyntaxKind.MinusToken) return scalar(-Number(value), origin);
  else if (value !== MISSING && node.operator === SyntaxKind.PlusToken) return scalar(Number(value), origin);
  return operand.kind === "unknown" ? { ...operand, origin } : unknown(node.getText(), "it is not evaluated", origin);
}
