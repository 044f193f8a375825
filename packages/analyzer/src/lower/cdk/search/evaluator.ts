import type ts from "typescript";
import { restOfLine, type Span } from "../../../source/span.js";
import { Binder } from "./binder.js";
import { callBuiltIn } from "./built-in.js";
import { Creations } from "./creations.js";
import type { Evaluation } from "./evaluation.js";
import { Instantiation } from "./instantiation.js";
import { callLibrary, createByLibrary } from "./library.js";
import { ModuleNames } from "./module-names.js";
import type { Modules } from "./modules.js";
import { Statements } from "./statements.js";
import {
  anyOf,
  either,
  fieldOf,
  instanceValue,
  itemsOf,
  joined,
  nameOf,
  NOTHING,
  orElse,
  textValue,
  UNKNOWN,
  type FunctionValue,
  type Module,
  type Scope,
  type Self,
  type Value,
} from "./values.js";

/** How much of a program is followed; one of 200 files with 50 lines each takes an eighth of it. */
const MAX_STEPS = 1_000_000;
const MAX_DEPTH = 60;
/** How deep expressions may lie within each other, calls included. */
const MAX_NESTING = 800;

/**
 * Follows the author's program from its entry, in the way a run would go but without running anything: constructs get
 * paths, ids become patterns where they are not known, both sides of a condition are taken, loops run over the lists
 * that are known. What it is for is the record of creations.
 */
export class Evaluator implements Evaluation {
  readonly ts: typeof ts;
  readonly modules: Modules;
  readonly creations = new Creations();
  private readonly binder: Binder;
  private readonly names: ModuleNames;
  private readonly statements: Statements;
  private readonly open: ts.Node[] = [];
  private steps = 0;
  private nesting = 0;

  constructor(typescript: typeof ts, modules: Modules) {
    this.ts = typescript;
    this.modules = modules;
    this.binder = new Binder(this);
    this.names = new ModuleNames(this, this.binder);
    this.statements = new Statements(this, this.binder);
  }

  run(module: Module): void {
    if (this.open.includes(module.source)) return;
    this.open.push(module.source);
    this.names.open(module);
    this.block(module.source.statements, this.scopeOf(module));
    this.open.pop();
  }

  scopeOf(module: Module): Scope {
    return { names: module.names, parent: undefined, self: undefined, module };
  }

  /** The line on which a call begins, from there on. */
  spanOf(node: ts.Node, module: Module): Span {
    return restOfLine(module.file, node.getStart(module.source));
  }

  block(statements: readonly ts.Statement[], scope: Scope): Value {
    return this.statements.block(statements, scope);
  }

  /** Whether a step may still be taken: the budget is for the whole program. */
  step(): boolean {
    return this.steps++ < MAX_STEPS;
  }

  /** The value of an expression, with the creations in it recorded. */
  value(node: ts.Expression, scope: Scope): Value {
    if (!this.step() || this.nesting > MAX_NESTING) return UNKNOWN;
    this.nesting++;
    const value = this.evaluate(node, scope);
    this.nesting--;
    return value;
  }

  private evaluate(node: ts.Expression, scope: Scope): Value {
    const { ts } = this;
    if (ts.isIdentifier(node)) return node.text === "undefined" ? NOTHING : this.binder.lookup(node.text, scope);
    if (node.kind === ts.SyntaxKind.ThisKeyword) return scope.self ?? UNKNOWN;
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return textValue(node.text);
    if (ts.isTemplateExpression(node))
      return joined([
        textValue(node.head.text),
        ...node.templateSpans.flatMap((part) => [this.value(part.expression, scope), textValue(part.literal.text)]),
      ]);
    if (ts.isPropertyAccessExpression(node)) return this.property(this.value(node.expression, scope), node.name.text);
    if (ts.isElementAccessExpression(node)) return this.element(node, scope);
    if (ts.isCallExpression(node)) return this.call(node, scope);
    if (ts.isNewExpression(node)) return this.create(node, scope);
    if (ts.isObjectLiteralExpression(node)) return this.binder.object(node, scope);
    if (ts.isArrayLiteralExpression(node)) return { kind: "list", items: this.elements(node.elements, scope) };
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: "function", node, scope };
    if (ts.isClassExpression(node)) return { kind: "class", node, scope };
    if (ts.isConditionalExpression(node)) {
      this.value(node.condition, scope);
      return either(this.value(node.whenTrue, scope), this.value(node.whenFalse, scope));
    }
    if (ts.isBinaryExpression(node)) return this.binary(node, scope);
    if (isWrapped(ts, node)) return this.value(node.expression, scope);
    if (ts.isPrefixUnaryExpression(node)) this.value(node.operand, scope);
    return UNKNOWN;
  }

  /** Arguments and array elements, with spreads of known lists followed. */
  elements(nodes: readonly ts.Expression[], scope: Scope): Value[] {
    return nodes.flatMap((node) => {
      if (!this.ts.isSpreadElement(node)) return [this.value(node, scope)];
      return itemsOf(this.value(node.expression, scope)) ?? [UNKNOWN];
    });
  }

  private binary(node: ts.BinaryExpression, scope: Scope): Value {
    const kind = this.ts.SyntaxKind;
    const operator = node.operatorToken.kind;
    if (
      operator === kind.EqualsToken ||
      operator === kind.QuestionQuestionEqualsToken ||
      operator === kind.BarBarEqualsToken
    ) {
      const value = this.value(node.right, scope);
      this.binder.assign(node.left, value, scope);
      return value;
    }
    const left = this.value(node.left, scope);
    const right = this.value(node.right, scope);
    if (operator === kind.PlusToken && (left.kind === "text" || right.kind === "text")) return joined([left, right]);
    if (operator === kind.QuestionQuestionToken || operator === kind.BarBarToken) return orElse(left, () => right);
    return operator === kind.AmpersandAmpersandToken || operator === kind.CommaToken ? right : UNKNOWN;
  }

  private element(node: ts.ElementAccessExpression, scope: Scope): Value {
    const base = this.value(node.expression, scope);
    const name = nameOf(this.value(node.argumentExpression, scope));
    if (base.kind === "list") return name === undefined ? anyOf(base.items) : (base.items[Number(name)] ?? UNKNOWN);
    if (name !== undefined) return this.property(base, name);
    return base.kind === "instance" ? fieldOf(base, undefined) : UNKNOWN;
  }

  property(base: Value, name: string): Value {
    if (base.kind === "module") return this.names.exported(base.module, name);
    if (base.kind === "library") return { kind: "library", name: `${base.name}.${name}` };
    if (base.kind === "class") {
      const found = this.binder.staticMember(base, name);
      return found.kind === "function" ? { ...found, scope: withSelf(found.scope, base) } : found;
    }
    if (base.kind !== "instance") return UNKNOWN;
    const field = base.fields.get(name);
    if (field) return field;
    if (base.isComplete) return NOTHING;
    const declared = base.type && this.binder.member(base.type, name);
    if (declared?.kind === "getter")
      return this.invoke({ kind: "function", node: declared.node, scope: declared.scope }, [], base);
    if (declared?.kind === "method")
      return { kind: "function", node: declared.node, scope: withSelf(declared.scope, base) };
    // `api.root` is the only library property whose children authors create; its id is Default.
    if (base.path && name === "root") return instanceValue({ path: [...base.path, ["Default"]] });
    return base.path ? instanceValue({ about: [base.path] }) : base.rest;
  }

  private call(node: ts.CallExpression, scope: Scope): Value {
    const { ts } = this;
    const callee = unwrapped(ts, node.expression);
    if (ts.isIdentifier(callee) && callee.text === "require") return this.names.required(node, scope);
    if (callee.kind === ts.SyntaxKind.ImportKeyword) return this.names.required(node, scope);
    const isMethod = ts.isPropertyAccessExpression(callee);
    const base = isMethod ? this.value(callee.expression, scope) : UNKNOWN;
    const target = isMethod ? this.property(base, callee.name.text) : this.value(callee, scope);
    const args = this.elements(node.arguments, scope);
    if (target.kind === "function")
      return this.invoke(target, args, target.scope.self ?? (isSelf(base) ? base : undefined));
    const method = isMethod ? callee.name.text : undefined;
    const builtIn = method === undefined ? undefined : callBuiltIn(this, base, method, args);
    if (builtIn) return builtIn;
    for (const arg of args) if (arg.kind === "function") this.invoke(arg, [], arg.scope.self);
    const at = this.spanOf(isMethod ? callee.name : node, scope.module);
    return callLibrary(this.creations, { base, target, method, args, span: at });
  }

  private create(node: ts.NewExpression, scope: Scope): Value {
    const target = this.value(node.expression, scope);
    const args = this.elements(node.arguments ?? [], scope);
    const span = this.spanOf(node, scope.module);
    if (target.kind !== "class") {
      for (const arg of args) if (arg.kind === "function") this.invoke(arg, [], arg.scope.self);
      return createByLibrary(this.creations, { type: target, args, span });
    }
    return this.nested(target.node, () => new Instantiation(this, this.binder, target, span).run(args));
  }

  /** Calls a function of the program. Recursion is followed once. */
  invoke(target: FunctionValue, args: readonly Value[], self: Self | undefined): Value {
    const { node, scope } = target;
    const { body } = node;
    if (!body) return UNKNOWN;
    return this.nested(node, () => {
      const inner: Scope = { names: new Map(), parent: scope, self, module: scope.module };
      this.binder.parameters(node.parameters, args, inner);
      return this.ts.isBlock(body) ? this.block(body.statements, inner) : this.value(body, inner);
    });
  }

  private nested(node: ts.Node, follow: () => Value): Value {
    if (this.open.length > MAX_DEPTH || this.open.filter((other) => other === node).length > 1) return UNKNOWN;
    this.open.push(node);
    const result = follow();
    this.open.pop();
    return result;
  }
}

/** Brackets that change nothing about a value. */
function isWrapped(
  typescript: typeof ts,
  node: ts.Expression,
): node is
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.AwaitExpression
  | ts.TypeAssertion
  | ts.VoidExpression {
  return (
    typescript.isParenthesizedExpression(node) ||
    typescript.isAsExpression(node) ||
    typescript.isSatisfiesExpression(node) ||
    typescript.isNonNullExpression(node) ||
    typescript.isAwaitExpression(node) ||
    typescript.isTypeAssertionExpression(node) ||
    typescript.isVoidExpression(node)
  );
}

function unwrapped(typescript: typeof ts, node: ts.Expression): ts.Expression {
  return isWrapped(typescript, node) ? unwrapped(typescript, node.expression) : node;
}

function isSelf(value: Value): value is Self {
  return value.kind === "instance" || value.kind === "class";
}

function withSelf(scope: Scope, self: Self): Scope {
  return { names: new Map(), parent: scope, self, module: scope.module };
}
