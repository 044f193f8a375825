import type ts from "typescript";
import { bind } from "./bindings.js";
import { forget } from "./assignments.js";
import { functionValue } from "./functions.js";
import { NORMAL, shortText, type Completion, type Interpreter } from "./interpreter.js";
import { Scope } from "./scope.js";
import { object, scalar, textOf, truth, unknown, type Value } from "./values.js";

/** Carries out statements one after the other. What depends on something that is not known is left out. */
export function run(interpreter: Interpreter, statements: readonly ts.Statement[], scope: Scope): Completion {
  for (const statement of statements)
    if (interpreter.ts.isFunctionDeclaration(statement) && statement.name)
      scope.declare(statement.name.text, functionValue(interpreter, statement, scope));
  for (const statement of statements) {
    const completion = runOne(interpreter, statement, scope);
    if (completion.kind !== "normal") return completion;
  }
  return NORMAL;
}

function runOne(interpreter: Interpreter, node: ts.Statement, scope: Scope): Completion {
  const { ts: api, expression } = interpreter;
  if (!interpreter.step()) return stopped(interpreter, node, "the script takes too many steps");
  if (api.isVariableStatement(node)) declare(interpreter, node.declarationList, scope);
  else if (api.isExpressionStatement(node)) {
    const value = expression(node.expression, scope);
    if (value.kind === "unknown" && value.reason === ENDS) return { kind: "stop", value };
  } else if (api.isReturnStatement(node)) {
    const value = node.expression ? expression(node.expression, scope) : scalar(undefined, interpreter.originOf(node));
    return { kind: "return", value };
  } else if (api.isIfStatement(node)) return runIf(interpreter, node, scope);
  else if (api.isBlock(node)) return interpreter.statements(node.statements, new Scope(scope));
  else if (api.isForOfStatement(node)) return runForOf(interpreter, node, scope);
  else if (api.isForStatement(node)) return runFor(interpreter, node, scope);
  else if (api.isSwitchStatement(node)) return runSwitch(interpreter, node, scope);
  else if (api.isTryStatement(node)) return runTry(interpreter, node, scope);
  else if (api.isThrowStatement(node)) return stopped(interpreter, node, "the script throws an error here");
  else if (api.isBreakStatement(node)) return { kind: "break" };
  else if (api.isContinueStatement(node)) return { kind: "continue" };
  else if (api.isEnumDeclaration(node)) scope.declare(node.name.text, enumeration(interpreter, node, scope));
  return NORMAL;
}

/** The reason of the unknown that `process.exit()` stands for. */
export const ENDS = "the script ends the process here";

function stopped(interpreter: Interpreter, node: ts.Node, reason: string): Completion {
  return { kind: "stop", value: unknown(shortText(node), reason, interpreter.originOf(node)) };
}

function declare(interpreter: Interpreter, declarations: ts.VariableDeclarationList, scope: Scope): void {
  for (const { name, initializer } of declarations.declarations) {
    const value = initializer
      ? interpreter.expression(initializer, scope)
      : scalar(undefined, interpreter.originOf(name));
    bind(interpreter, name, value, scope);
  }
}

function runIf(interpreter: Interpreter, node: ts.IfStatement, scope: Scope): Completion {
  const isTrue = truth(interpreter.expression(node.expression, scope));
  const inner = (branch: ts.Statement) => runOne(interpreter, branch, new Scope(scope));
  if (isTrue === undefined) return undecided(interpreter, node, node.expression, scope);
  const chosen = isTrue ? node.thenStatement : node.elseStatement;
  const completion = chosen ? inner(chosen) : NORMAL;
  // A check that ends the script because something is missing is passed where the deployment passes it.
  return completion.kind === "stop" ? NORMAL : completion;
}

/** Goes on after branches of which it is not known whether they run. */
function undecided(interpreter: Interpreter, node: ts.Node, condition: ts.Expression, scope: Scope): Completion {
  const returned = forget(interpreter, node, condition, scope);
  return returned ? { kind: "return", value: returned } : NORMAL;
}

function runForOf(interpreter: Interpreter, node: ts.ForOfStatement, scope: Scope): Completion {
  const over = interpreter.expression(node.expression, scope);
  if (over.kind === "unknown") return undecided(interpreter, node.statement, node.expression, scope);
  if (over.kind !== "list") return NORMAL;
  for (const item of [...over.items]) {
    const inner = new Scope(scope);
    if (interpreter.ts.isVariableDeclarationList(node.initializer)) {
      const [declaration] = node.initializer.declarations;
      if (declaration) bind(interpreter, declaration.name, item, inner);
    }
    const completion = runOne(interpreter, node.statement, inner);
    if (completion.kind === "break") break;
    if (completion.kind === "return" || completion.kind === "stop") return completion;
  }
  return NORMAL;
}

function runFor(interpreter: Interpreter, node: ts.ForStatement, scope: Scope): Completion {
  const inner = new Scope(scope);
  if (node.initializer && interpreter.ts.isVariableDeclarationList(node.initializer))
    declare(interpreter, node.initializer, inner);
  while (interpreter.step() && (!node.condition || truth(interpreter.expression(node.condition, inner)) === true)) {
    const completion = runOne(interpreter, node.statement, inner);
    if (completion.kind === "break") break;
    if (completion.kind === "return" || completion.kind === "stop") return completion;
    const step = node.incrementor;
    if (!step || !increment(interpreter, step, inner)) break;
  }
  return NORMAL;
}

/** `i++` and the like; anything else is evaluated for what it does. */
function increment(interpreter: Interpreter, node: ts.Expression, scope: Scope): boolean {
  const { ts: api } = interpreter;
  const isCount = api.isPostfixUnaryExpression(node) || api.isPrefixUnaryExpression(node);
  if (!isCount || !api.isIdentifier(node.operand)) return interpreter.expression(node, scope).kind !== "unknown";
  const value = scope.find(node.operand.text);
  if (value?.kind !== "scalar" || typeof value.value !== "number") return false;
  const by = node.operator === api.SyntaxKind.PlusPlusToken ? 1 : -1;
  scope.assign(node.operand.text, scalar(value.value + by, value.origin));
  return true;
}

function runSwitch(interpreter: Interpreter, node: ts.SwitchStatement, scope: Scope): Completion {
  const { ts: api } = interpreter;
  const value = interpreter.expression(node.expression, scope);
  if (value.kind === "unknown" && value.source !== "env")
    return undecided(interpreter, node.caseBlock, node.expression, scope);
  const wanted = value.kind === "unknown" ? "undefined" : textOf(value);
  const { clauses } = node.caseBlock;
  const matching = clauses.findIndex(
    (clause) => api.isCaseClause(clause) && textOf(interpreter.expression(clause.expression, scope)) === wanted,
  );
  const from = matching >= 0 ? matching : clauses.findIndex((clause) => api.isDefaultClause(clause));
  const inner = new Scope(scope);
  for (const clause of from < 0 ? [] : clauses.slice(from)) {
    const completion = interpreter.statements(clause.statements, inner);
    if (completion.kind === "break") break;
    if (completion.kind !== "normal") return completion;
  }
  return NORMAL;
}

function runTry(interpreter: Interpreter, node: ts.TryStatement, scope: Scope): Completion {
  const completion = interpreter.statements(node.tryBlock.statements, new Scope(scope));
  if (completion.kind !== "stop" || !node.catchClause) return completion;
  const inner = new Scope(scope);
  const name = node.catchClause.variableDeclaration?.name;
  if (name) bind(interpreter, name, completion.value, inner);
  return interpreter.statements(node.catchClause.block.statements, inner);
}

function enumeration(interpreter: Interpreter, node: ts.EnumDeclaration, scope: Scope): Value {
  const entries = new Map<string, Value>();
  let next = 0;
  for (const member of node.members) {
    const origin = interpreter.originOf(member);
    const value = member.initializer ? interpreter.expression(member.initializer, scope) : scalar(next, origin);
    if (value.kind === "scalar" && typeof value.value === "number") next = value.value + 1;
    if (!interpreter.ts.isComputedPropertyName(member.name)) entries.set(member.name.text, value);
  }
  return object(entries, interpreter.originOf(node));
}
