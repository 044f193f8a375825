import type ts from "typescript";
import type { Evaluation } from "./evaluation.js";
import {
  either,
  instanceValue,
  nameOf,
  NOTHING,
  orElse,
  resolved,
  setField,
  textValue,
  UNKNOWN,
  type ClassValue,
  type Instance,
  type Scope,
  type Value,
} from "./values.js";

/** A member of a class of the program that is computed when it is asked for. */
interface Member {
  readonly kind: "method" | "getter";
  readonly node: ts.FunctionLikeDeclaration;
  readonly scope: Scope;
}

/** Names within a module: which value an identifier, a member or a pattern stands for. */
export class Binder {
  private readonly evaluator: Evaluation;
  private readonly statics = new Map<ClassValue["node"], Map<string, Value>>();

  constructor(evaluator: Evaluation) {
    this.evaluator = evaluator;
  }

  /** Functions, classes and enumerations are there before the first statement runs. */
  hoist(statements: readonly ts.Statement[], scope: Scope): void {
    const { ts } = this.evaluator;
    for (const statement of statements) {
      const isDefault =
        ts.canHaveModifiers(statement) && statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword);
      let value: Value | undefined;
      if (ts.isFunctionDeclaration(statement)) value = { kind: "function", node: statement, scope };
      else if (ts.isClassDeclaration(statement)) value = { kind: "class", node: statement, scope };
      else if (ts.isEnumDeclaration(statement)) value = this.enumeration(statement, scope);
      else continue;
      if (statement.name) scope.names.set(statement.name.text, value);
      if (isDefault) scope.module.exports.set("default", value);
    }
  }

  lookup(name: string, scope: Scope): Value {
    for (let here: Scope | undefined = scope; here; here = here.parent) {
      const found = resolved(here.names, name);
      if (found) return found;
    }
    return UNKNOWN;
  }

  private enumeration(node: ts.EnumDeclaration, scope: Scope): Value {
    const { ts } = this.evaluator;
    const fields = new Map<string, Value>();
    for (const [i, member] of node.members.entries())
      if (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))
        fields.set(
          member.name.text,
          member.initializer ? this.evaluator.value(member.initializer, scope) : textValue(String(i)),
        );
    return instanceValue({ fields, isComplete: true });
  }

  declare(list: ts.VariableDeclarationList, scope: Scope): void {
    const { ts } = this.evaluator;
    for (const { name, initializer } of list.declarations) {
      // The top level of a module was declared when it was opened, and may have been asked for already.
      const known = ts.isIdentifier(name) ? scope.names.get(name.text) : undefined;
      if (known && scope.names === scope.module.names) resolved(scope.names, (name as ts.Identifier).text);
      else this.bind(name, initializer ? this.evaluator.value(initializer, scope) : UNKNOWN, scope);
    }
  }

  /** Gives the names of a pattern their values. */
  bind(name: ts.BindingName, value: Value, scope: Scope): void {
    const { ts } = this.evaluator;
    if (ts.isIdentifier(name)) {
      scope.names.set(name.text, value);
      return;
    }
    if (ts.isArrayBindingPattern(name)) {
      const items = value.kind === "list" ? value.items : undefined;
      for (const [i, element] of name.elements.entries()) {
        if (!ts.isBindingElement(element)) continue;
        const rest: Value = items ? { kind: "list", items: items.slice(i) } : UNKNOWN;
        this.bindElement(element, element.dotDotDotToken ? rest : items ? (items[i] ?? NOTHING) : UNKNOWN, scope);
      }
      return;
    }
    for (const element of name.elements) {
      const key = element.propertyName ?? element.name;
      const text = ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : undefined;
      const isRest = element.dotDotDotToken !== undefined;
      this.bindElement(element, isRest || text === undefined ? value : this.evaluator.property(value, text), scope);
    }
  }

  private bindElement(element: ts.BindingElement, value: Value, scope: Scope): void {
    const { initializer } = element;
    this.bind(element.name, initializer ? orElse(value, () => this.evaluator.value(initializer, scope)) : value, scope);
  }

  parameters(nodes: readonly ts.ParameterDeclaration[], args: readonly Value[], scope: Scope): void {
    for (const [i, node] of nodes.entries()) {
      const given: Value | undefined = node.dotDotDotToken ? { kind: "list", items: args.slice(i) } : args[i];
      const { initializer } = node;
      const value = initializer ? orElse(given ?? NOTHING, () => this.evaluator.value(initializer, scope)) : given;
      this.bind(node.name, value ?? NOTHING, scope);
    }
  }

  assign(target: ts.Expression, value: Value, scope: Scope): void {
    const { ts } = this.evaluator;
    if (ts.isIdentifier(target)) {
      for (let here: Scope | undefined = scope; here; here = here.parent) {
        if (!here.names.has(target.text)) continue;
        const before = resolved(here.names, target.text) ?? UNKNOWN;
        here.names.set(target.text, either(value, before));
        return;
      }
      return;
    }
    const isAccess = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
    if (!isAccess) return;
    const base = this.evaluator.value(target.expression, scope);
    const name = ts.isPropertyAccessExpression(target)
      ? target.name.text
      : nameOf(this.evaluator.value(target.argumentExpression, scope));
    if (base.kind === "instance") setField(base, name, value);
    else if (base.kind === "class" && name !== undefined) this.staticsOf(base).set(name, value);
  }

  object(node: ts.ObjectLiteralExpression, scope: Scope): Instance {
    const { ts } = this.evaluator;
    const fields = new Map<string, Value>();
    let isComplete = true;
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        const spread = this.evaluator.value(property.expression, scope);
        if (spread.kind === "instance") for (const [key, value] of spread.fields) fields.set(key, value);
        isComplete &&= spread.kind === "instance" && spread.isComplete;
        continue;
      }
      const name = this.propertyName(property.name, scope);
      if (name === undefined) {
        isComplete = false;
        if (ts.isPropertyAssignment(property)) this.evaluator.value(property.initializer, scope);
      } else if (ts.isPropertyAssignment(property)) fields.set(name, this.evaluator.value(property.initializer, scope));
      else if (ts.isShorthandPropertyAssignment(property)) fields.set(name, this.lookup(name, scope));
      else if (ts.isMethodDeclaration(property)) fields.set(name, { kind: "function", node: property, scope });
    }
    return instanceValue({ fields, isComplete });
  }

  private propertyName(name: ts.PropertyName, scope: Scope): string | undefined {
    const { ts } = this.evaluator;
    if (!ts.isComputedPropertyName(name)) return name.text;
    return nameOf(this.evaluator.value(name.expression, scope));
  }

  /** The class that a class extends: another of the program, or one of a library; `undefined` when it extends none. */
  baseClass(type: ClassValue): Value | undefined {
    const clause = type.node.heritageClauses?.find((c) => c.token === this.evaluator.ts.SyntaxKind.ExtendsKeyword);
    const [extended] = clause?.types ?? [];
    return extended && this.evaluator.value(extended.expression, type.scope);
  }

  /** A method or getter of a class or of those that it extends. */
  member(type: ClassValue, name: string, depth = 0): Member | undefined {
    const { ts } = this.evaluator;
    for (const node of type.node.members) {
      if (!node.name || !(ts.isIdentifier(node.name) || ts.isPrivateIdentifier(node.name)) || node.name.text !== name)
        continue;
      if (ts.isMethodDeclaration(node) && node.body) return { kind: "method", node, scope: type.scope };
      if (ts.isGetAccessorDeclaration(node)) return { kind: "getter", node, scope: type.scope };
    }
    const base = depth < 20 ? this.baseClass(type) : undefined;
    return base?.kind === "class" ? this.member(base, name, depth + 1) : undefined;
  }

  /** A static method, or a static field with what it has by now, of a class or of those that it extends. */
  staticMember(type: ClassValue, name: string, depth = 0): Value {
    const { ts } = this.evaluator;
    const statics = this.staticsOf(type);
    const known = statics.get(name);
    if (known) return known;
    for (const node of type.node.members) {
      if (!node.name || !ts.isIdentifier(node.name) || node.name.text !== name) continue;
      if (ts.isMethodDeclaration(node) && node.body) return { kind: "function", node, scope: type.scope };
      if (!ts.isPropertyDeclaration(node) || !node.initializer) continue;
      statics.set(name, UNKNOWN);
      const value = this.evaluator.value(node.initializer, type.scope);
      statics.set(name, value);
      return value;
    }
    const base = depth < 20 ? this.baseClass(type) : undefined;
    if (base?.kind === "class") return this.staticMember(base, name, depth + 1);
    return base?.kind === "library" ? { kind: "library", name: `${base.name}.${name}` } : UNKNOWN;
  }

  private staticsOf(type: ClassValue): Map<string, Value> {
    const known = this.statics.get(type.node);
    if (known) return known;
    const made = new Map<string, Value>();
    this.statics.set(type.node, made);
    return made;
  }
}
