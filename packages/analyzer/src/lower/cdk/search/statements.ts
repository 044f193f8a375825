import type ts from "typescript";
import type { Binder } from "./binder.js";
import type { Evaluation } from "./evaluation.js";
import { either, itemsOf, keysOf, NOTHING, UNKNOWN, type Scope, type Value } from "./values.js";

/** Runs statements: all of them, both sides of every condition, loops over the elements that are known. */
export class Statements {
  private readonly evaluator: Evaluation;
  private readonly binder: Binder;

  constructor(evaluator: Evaluation, binder: Binder) {
    this.evaluator = evaluator;
    this.binder = binder;
  }

  /** Runs statements; the value is what they return, or nothing. */
  block(statements: readonly ts.Statement[], scope: Scope): Value {
    this.binder.hoist(statements, scope);
    return statements.reduce((result, statement) => either(result, this.statement(statement, scope)), NOTHING);
  }

  private statement(node: ts.Statement, scope: Scope): Value {
    const { ts } = this.evaluator;
    if (!this.evaluator.step()) return NOTHING;
    if (ts.isVariableStatement(node)) this.binder.declare(node.declarationList, scope);
    else if (ts.isExpressionStatement(node)) this.evaluator.value(node.expression, scope);
    else if (ts.isReturnStatement(node))
      return node.expression ? this.evaluator.value(node.expression, scope) : NOTHING;
    else if (ts.isBlock(node)) return this.block(node.statements, innerScope(scope));
    else if (ts.isIfStatement(node)) {
      this.evaluator.value(node.expression, scope);
      const result = this.statement(node.thenStatement, scope);
      return node.elseStatement ? either(result, this.statement(node.elseStatement, scope)) : result;
    } else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return this.loopOver(node, scope);
    else if (ts.isForStatement(node)) {
      const inner = innerScope(scope);
      if (node.initializer && ts.isVariableDeclarationList(node.initializer))
        for (const { name } of node.initializer.declarations) this.binder.bind(name, UNKNOWN, inner);
      return this.statement(node.statement, inner);
    } else if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return this.statement(node.statement, scope);
    else if (ts.isTryStatement(node)) {
      const result = this.block(node.tryBlock.statements, innerScope(scope));
      if (node.catchClause) this.block(node.catchClause.block.statements, innerScope(scope));
      return node.finallyBlock ? either(result, this.block(node.finallyBlock.statements, innerScope(scope))) : result;
    } else if (ts.isSwitchStatement(node)) {
      const clauses = node.caseBlock.clauses.map((clause) => this.block(clause.statements, innerScope(scope)));
      return clauses.reduce(either, NOTHING);
    } else if (ts.isExportAssignment(node)) this.evaluator.value(node.expression, scope);
    else if (ts.isImportDeclaration(node) && !node.importClause) this.importForEffect(node, scope);
    return NOTHING;
  }

  private loopOver(node: ts.ForOfStatement | ts.ForInStatement, scope: Scope): Value {
    const { ts } = this.evaluator;
    const over = this.evaluator.value(node.expression, scope);
    const elements = ts.isForInStatement(node) ? keysOf(over) : itemsOf(over);
    let result = NOTHING;
    for (const element of elements ?? [UNKNOWN]) {
      const inner = innerScope(scope);
      if (ts.isVariableDeclarationList(node.initializer))
        for (const { name } of node.initializer.declarations) this.binder.bind(name, element, inner);
      result = either(result, this.statement(node.statement, inner));
    }
    return result;
  }

  private importForEffect(node: ts.ImportDeclaration, scope: Scope): void {
    if (!this.evaluator.ts.isStringLiteral(node.moduleSpecifier)) return;
    const module = this.evaluator.modules.resolve(scope.module.file.path, node.moduleSpecifier.text);
    if (module) this.evaluator.run(module);
  }
}

function innerScope(scope: Scope): Scope {
  return { names: new Map(), parent: scope, self: scope.self, module: scope.module };
}
