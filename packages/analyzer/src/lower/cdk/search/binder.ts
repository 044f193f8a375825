import type ts from "typescript";
import type { Json } from "../../../parse/node.js";
import type { Evaluation } from "./evaluation.js";
import {
  either,
  instanceValue,
  NOTHING,
  orElse,
  textValue,
  UNKNOWN,
  type ClassValue,
  type Instance,
  type Module,
  type Scope,
  type Value,
} from "./values.js";
import { literalOf } from "./patterns.js";

/** A member of a class of the program that is computed when it is asked for. */
interface Member {
  readonly kind: "method" | "getter";
  readonly node: ts.FunctionLikeDeclaration;
  readonly scope: Scope;
}

/** Names: which value an identifier, an import, a member or a pattern stands for. */
export class Binder {
  private readonly evaluator: Evaluation;
  private readonly opened = new Set<Module>();

  constructor(evaluator: Evaluation) {
    this.evaluator = evaluator;
  }

  /** Declares everything at the top level of a module; constants get their value when they are asked for. */
  open(module: Module): void {
    if (this.opened.has(module)) return;
    this.opened.add(module);
    const { ts } = this.evaluator;
    const scope = this.evaluator.scopeOf(module);
    this.hoist(module.source.statements, scope);
    for (const statement of module.source.statements) {
      if (ts.isImportDeclaration(statement)) this.imports(statement, scope);
      else if (ts.isVariableStatement(statement)) this.declareLater(statement.declarationList, scope);
      else if (ts.isExportDeclaration(statement)) this.reExports(statement, scope);
      else if (ts.isExportAssignment(statement))
        module.exports.set("default", () => this.evaluator.value(statement.expression, scope));
      else if (ts.isExpressionStatement(statement)) this.commonJsExport(statement.expression, scope);
    }
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

  /** What a module exports under a name; every top-level name counts, whether it is exported or not. */
  exported(module: Module, name: string, seen: readonly Module[] = []): Value {
    if (seen.includes(module)) return UNKNOWN;
    this.open(module);
    const found = resolved(module.exports, name) ?? resolved(module.names, name);
    if (found) return found;
    for (const other of module.exportsAll) {
      const from = other();
      if (from.kind !== "module") continue;
      const value = this.exported(from.module, name, [...seen, module]);
      if (value.kind !== "unknown") return value;
    }
    return UNKNOWN;
  }

  /** `require("./x")` and `import("./x")`. */
  required(node: ts.CallExpression, scope: Scope): Value {
    const [specifier] = node.arguments;
    return specifier && this.evaluator.ts.isStringLiteralLike(specifier) ? this.module(specifier.text, scope) : UNKNOWN;
  }

  private module(specifier: string, scope: Scope): Value {
    if (specifier.endsWith(".json")) return jsonValue(this.evaluator.modules.json(scope.module.file.path, specifier));
    const module = this.evaluator.modules.resolve(scope.module.file.path, specifier);
    if (!module) return { kind: "library", name: specifier };
    this.open(module);
    return { kind: "module", module };
  }

  private imports(node: ts.ImportDeclaration, scope: Scope): void {
    const { ts } = this.evaluator;
    const clause = node.importClause;
    if (!clause || !ts.isStringLiteral(node.moduleSpecifier)) return;
    const specifier = node.moduleSpecifier.text;
    const imported = (name: string) => () => {
      const module = this.module(specifier, scope);
      return name === "default" && specifier.endsWith(".json") ? module : this.evaluator.property(module, name);
    };
    if (clause.name) scope.names.set(clause.name.text, imported("default"));
    const bindings = clause.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings))
      scope.names.set(bindings.name.text, () => this.module(specifier, scope));
    else if (bindings)
      for (const { name, propertyName } of bindings.elements)
        scope.names.set(name.text, imported((propertyName ?? name).text));
  }

  private reExports(node: ts.ExportDeclaration, scope: Scope): void {
    const { ts } = this.evaluator;
    const specifier =
      node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
    const { exports, exportsAll } = scope.module;
    if (!node.exportClause) {
      if (specifier !== undefined) exportsAll.push(() => this.module(specifier, scope));
    } else if (ts.isNamespaceExport(node.exportClause)) {
      if (specifier !== undefined) exports.set(node.exportClause.name.text, () => this.module(specifier, scope));
    } else
      for (const { name, propertyName } of node.exportClause.elements) {
        const original = (propertyName ?? name).text;
        if (specifier !== undefined)
          exports.set(name.text, () => this.evaluator.property(this.module(specifier, scope), original));
        else if (original !== name.text) exports.set(name.text, () => this.lookup(original, scope));
      }
  }

  /** `module.exports = { X }` and `exports.X = …`. */
  private commonJsExport(node: ts.Expression, scope: Scope): void {
    const { ts } = this.evaluator;
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const { exports } = scope.module;
    const text = node.left.getText(scope.module.source);
    if (/^(module\.)?exports\.\w+$/.test(text))
      exports.set(text.slice(text.lastIndexOf(".") + 1), () => this.evaluator.value(node.right, scope));
    else if (text === "module.exports" && ts.isObjectLiteralExpression(node.right)) {
      for (const property of node.right.properties) {
        if (ts.isShorthandPropertyAssignment(property)) {
          const { text: name } = property.name;
          exports.set(name, () => this.lookup(name, scope));
        } else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name))
          exports.set(property.name.text, () => this.evaluator.value(property.initializer, scope));
      }
    }
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

  private declareLater(list: ts.VariableDeclarationList, scope: Scope): void {
    const { ts } = this.evaluator;
    for (const { name, initializer } of list.declarations) {
      if (!initializer) continue;
      if (ts.isIdentifier(name)) scope.names.set(name.text, () => this.evaluator.value(initializer, scope));
      else if (ts.isObjectBindingPattern(name))
        for (const element of name.elements)
          if (ts.isIdentifier(element.name)) {
            const from = element.propertyName ?? element.name;
            const key = ts.isIdentifier(from) ? from.text : "";
            scope.names.set(element.name.text, () =>
              this.evaluator.property(this.evaluator.value(initializer, scope), key),
            );
          }
    }
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
    const base = isAccess ? this.evaluator.value(target.expression, scope) : UNKNOWN;
    if (base.kind !== "instance") return;
    if (ts.isPropertyAccessExpression(target)) base.fields.set(target.name.text, value);
    else if (ts.isElementAccessExpression(target)) {
      const key = this.evaluator.value(target.argumentExpression, scope);
      const name = key.kind === "text" ? literalOf(key.pattern) : undefined;
      if (name !== undefined) base.fields.set(name, value);
      else base.isComplete = false;
    }
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
    const key = this.evaluator.value(name.expression, scope);
    return key.kind === "text" ? literalOf(key.pattern) : undefined;
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

  staticMember(type: ClassValue, name: string): Value {
    const { ts } = this.evaluator;
    for (const node of type.node.members) {
      if (!node.name || !ts.isIdentifier(node.name) || node.name.text !== name) continue;
      if (ts.isMethodDeclaration(node) && node.body) return { kind: "function", node, scope: type.scope };
      if (ts.isPropertyDeclaration(node) && node.initializer) return this.evaluator.value(node.initializer, type.scope);
    }
    return UNKNOWN;
  }
}

function jsonValue(json: Json | undefined): Value {
  if (json === undefined) return UNKNOWN;
  if (json === null) return NOTHING;
  if (typeof json !== "object") return textValue(String(json));
  if (isList(json)) return { kind: "list", items: json.map(jsonValue) };
  const fields = new Map(Object.entries(json).map(([key, value]) => [key, jsonValue(value)] as const));
  return instanceValue({ fields, isComplete: true });
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/** The value of a name; one that was not asked for yet is computed now, and is unknown while that goes on. */
function resolved(names: Map<string, Value | (() => Value)>, name: string): Value | undefined {
  const found = names.get(name);
  if (typeof found !== "function") return found;
  names.set(name, UNKNOWN);
  const value = found();
  names.set(name, value);
  return value;
}
