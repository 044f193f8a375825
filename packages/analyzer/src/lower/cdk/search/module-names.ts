import type ts from "typescript";
import type { Json } from "../../../parse/node.js";
import type { Binder } from "./binder.js";
import type { Evaluation } from "./evaluation.js";
import { instanceValue, NOTHING, resolved, textValue, UNKNOWN, type Module, type Scope, type Value } from "./values.js";

/** Names between modules: what they declare, import and export. */
export class ModuleNames {
  private readonly evaluator: Evaluation;
  private readonly binder: Binder;
  private readonly opened = new Set<Module>();

  constructor(evaluator: Evaluation, binder: Binder) {
    this.evaluator = evaluator;
    this.binder = binder;
  }

  /** Declares everything at the top level of a module; constants get their value when they are asked for. */
  open(module: Module): void {
    if (this.opened.has(module)) return;
    this.opened.add(module);
    const { ts } = this.evaluator;
    const scope = this.evaluator.scopeOf(module);
    this.binder.hoist(module.source.statements, scope);
    for (const statement of module.source.statements) {
      if (ts.isImportDeclaration(statement)) this.imports(statement, scope);
      else if (ts.isImportEqualsDeclaration(statement)) this.importEquals(statement, scope);
      else if (ts.isVariableStatement(statement)) this.declareLater(statement.declarationList, scope);
      else if (ts.isExportDeclaration(statement)) this.reExports(statement, scope);
      else if (ts.isExportAssignment(statement))
        module.exports.set("default", () => this.evaluator.value(statement.expression, scope));
      else if (ts.isExpressionStatement(statement)) this.commonJsExport(statement.expression, scope);
    }
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

  /** `import lambda = require("aws-cdk-lib/aws-lambda")`. */
  private importEquals(node: ts.ImportEqualsDeclaration, scope: Scope): void {
    const { ts } = this.evaluator;
    const reference = node.moduleReference;
    if (!ts.isExternalModuleReference(reference) || !ts.isStringLiteral(reference.expression)) return;
    const specifier = reference.expression.text;
    scope.names.set(node.name.text, () => this.module(specifier, scope));
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
        else if (original !== name.text) exports.set(name.text, () => this.binder.lookup(original, scope));
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
          exports.set(name, () => this.binder.lookup(name, scope));
        } else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name))
          exports.set(property.name.text, () => this.evaluator.value(property.initializer, scope));
      }
    }
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
