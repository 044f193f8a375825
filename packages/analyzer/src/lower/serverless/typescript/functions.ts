import type ts from "typescript";
import { bind } from "./bindings.js";
import { shortText, type Interpreter } from "./interpreter.js";
import { Scope } from "./scope.js";
import { list, native, scalar, textOf, unknown, type FunctionValue, type Value } from "./values.js";

/** A function of the script: called with values it evaluates its body in a scope of its own. */
export function functionValue(interpreter: Interpreter, node: ts.FunctionLikeDeclaration, scope: Scope): FunctionValue {
  const origin = interpreter.originOf(node);
  let depth = 0;
  return native((args, at) => {
    if (!node.body || depth >= MAX_RECURSION) return unknown(shortText(node), "it calls itself too often", at);
    const inner = new Scope(scope);
    node.parameters.forEach((parameter, i) => {
      const rest = parameter.dotDotDotToken ? list(args.slice(i), at) : args[i];
      const isMissing = rest === undefined || (rest.kind === "scalar" && rest.value === undefined);
      const value = isMissing && parameter.initializer ? interpreter.expression(parameter.initializer, inner) : rest;
      bind(interpreter, parameter.name, value ?? scalar(undefined, at), inner);
    });
    depth++;
    const result = interpreter.body(node.body, inner);
    depth--;
    return result;
  }, origin);
}

const MAX_RECURSION = 20;

/** What a call gives; modules are loaded by `require` and `import()`. */
export function call(interpreter: Interpreter, node: ts.CallExpression, scope: Scope): Value {
  const { ts: api } = interpreter;
  const origin = interpreter.originOf(node);
  const [first] = node.arguments;
  if (
    node.expression.kind === api.SyntaxKind.ImportKeyword ||
    (api.isIdentifier(node.expression) && node.expression.text === "require")
  ) {
    const specifier = first && textOf(interpreter.expression(first, scope));
    return specifier === undefined
      ? unknown(shortText(node), "the module is not known", origin)
      : interpreter.module(specifier, node);
  }
  const callee = interpreter.expression(node.expression, scope);
  const args = node.arguments.flatMap((argument): readonly Value[] => {
    if (!api.isSpreadElement(argument)) return [interpreter.expression(argument, scope)];
    const spread = interpreter.expression(argument.expression, scope);
    return spread.kind === "list" ? spread.items : [spread];
  });
  if (callee.kind === "function") return callee.call(args, origin);
  if (callee.kind === "unknown") return { ...callee, what: shortText(node), origin };
  if (node.questionDotToken && callee.kind === "scalar") return scalar(undefined, origin);
  return unknown(shortText(node), "what it calls is not known", origin);
}
