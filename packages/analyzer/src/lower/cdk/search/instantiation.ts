import type ts from "typescript";
import type { Span } from "../../../source/span.js";
import type { Binder } from "./binder.js";
import type { Evaluation } from "./evaluation.js";
import { isApp, isContainer, recordContainer } from "./library.js";
import {
  aboutOf,
  childPath,
  instanceValue,
  UNKNOWN,
  type ClassValue,
  type Instance,
  type Scope,
  type Value,
} from "./values.js";

/**
 * `new` on a class of the author's program: constructors run from the class up to the library class that it extends,
 * whose constructor takes scope and id. There the instance gets its path.
 */
export class Instantiation {
  private readonly evaluator: Evaluation;
  private readonly binder: Binder;
  private readonly type: ClassValue;
  /** The `new` expression. */
  private readonly span: Span;
  private readonly instance: Instance;
  /** The classes whose constructors run. */
  private readonly open: ClassValue["node"][] = [];

  constructor(evaluator: Evaluation, binder: Binder, type: ClassValue, span: Span) {
    this.evaluator = evaluator;
    this.binder = binder;
    this.type = type;
    this.span = span;
    this.instance = instanceValue({ type });
  }

  run(args: readonly Value[]): Instance {
    this.construct(this.type, args, this.span);
    return this.instance.path ? this.instance : { ...this.instance, about: args.flatMap(aboutOf) };
  }

  /** Runs the constructor of a class; `at` is the call that asks for it. */
  private construct(type: ClassValue, args: readonly Value[], at: Span): void {
    if (this.open.includes(type.node)) return; // it extends itself
    this.open.push(type.node);
    const { binder } = this;
    const { ts } = this.evaluator;
    const scope: Scope = { names: new Map(), parent: type.scope, self: this.instance, module: type.scope.module };
    const constructor = type.node.members.find((member) => ts.isConstructorDeclaration(member) && member.body);
    const base = binder.baseClass(type);
    if (!constructor || !ts.isConstructorDeclaration(constructor) || !constructor.body) {
      this.constructBase(base, args, at);
      this.fields(type, scope);
      return;
    }
    binder.parameters(constructor.parameters, args, scope);
    const { statements } = constructor.body;
    if (!base) {
      this.fields(type, scope);
      this.parameterProperties(constructor, scope);
    }
    binder.hoist(statements, scope);
    for (const statement of statements) {
      const call = base && this.superCall(statement);
      if (!call) {
        this.evaluator.block([statement], scope);
        continue;
      }
      const at = this.evaluator.spanOf(call, scope.module);
      this.constructBase(base, this.evaluator.elements(call.arguments, scope), at);
      this.fields(type, scope);
      this.parameterProperties(constructor, scope);
    }
  }

  private superCall(statement: ts.Statement): ts.CallExpression | undefined {
    const { ts } = this.evaluator;
    if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
    const { expression } = statement;
    return expression.expression.kind === ts.SyntaxKind.SuperKeyword ? expression : undefined;
  }

  /**
   * A library class that stands for resources of its own (a queue, a nested stack) makes them where its constructor is
   * called; stacks and plain constructs only hold others, so for them it is the `new` that counts.
   */
  private constructBase(base: Value | undefined, args: readonly Value[], at: Span): void {
    if (!base) return;
    if (base.kind === "class") {
      this.construct(base, args, at);
      return;
    }
    const [scope, id = UNKNOWN] = args;
    if (isApp(base)) this.instance.path = [];
    else if (scope?.kind === "instance" && scope.path) {
      this.instance.path = childPath(scope.path, id);
      this.evaluator.creations.add(this.instance.path, { span: isContainer(base) ? this.span : at });
      recordContainer(this.evaluator.creations, base, this.instance, this.span);
    }
  }

  private fields(type: ClassValue, scope: Scope): void {
    const { ts } = this.evaluator;
    for (const member of type.node.members) {
      if (
        !ts.isPropertyDeclaration(member) ||
        !member.initializer ||
        ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static
      )
        continue;
      if (ts.isIdentifier(member.name) || ts.isPrivateIdentifier(member.name))
        this.instance.fields.set(member.name.text, this.evaluator.value(member.initializer, scope));
    }
  }

  /** `constructor(private readonly props: Props)`. */
  private parameterProperties(node: ts.ConstructorDeclaration, scope: Scope): void {
    const { ts } = this.evaluator;
    for (const parameter of node.parameters)
      if (ts.isParameterPropertyDeclaration(parameter, node) && ts.isIdentifier(parameter.name))
        this.instance.fields.set(parameter.name.text, this.binder.lookup(parameter.name.text, scope));
  }
}
