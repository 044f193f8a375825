import type ts from "typescript";
import type { Origin } from "../../../parse/node.js";
import { folderOf } from "../../../source/repository.js";
import type { SourceFile } from "../../../source/span.js";
import { evaluate } from "./expressions.js";
import { ROOT } from "./globals.js";
import { shortText, type Completion, type Interpreter } from "./interpreter.js";
import { Scope } from "./scope.js";
import { run } from "./statements.js";
import { object, scalar, unknown, type Value } from "./values.js";

/** CommonJS exports one value; of an ES module the default export counts, unless a name is asked for that it exports. */
export function defaultOf(exported: Value, path: readonly string[] = []): Value {
  if (exported.kind !== "object") return exported;
  const [first] = path;
  if (first !== undefined && exported.entries.has(first)) return exported;
  return exported.entries.get("default") ?? exported;
}

/** What a file is evaluated in. */
export interface Surroundings {
  readonly globals: Scope;
  readonly exported: Value & { kind: "object" };
  readonly step: () => boolean;
  readonly module: (specifier: string, at: Origin) => Value;
}

/** The evaluation of one file. */
export class ModuleEvaluation implements Interpreter {
  readonly ts: typeof ts;
  readonly step: () => boolean;
  private readonly file: SourceFile;
  private readonly why: "authored" | "included";
  private readonly surroundings: Surroundings;
  private readonly scope: Scope;

  constructor(api: typeof ts, file: SourceFile, why: "authored" | "included", surroundings: Surroundings) {
    this.ts = api;
    this.file = file;
    this.why = why;
    this.surroundings = surroundings;
    this.step = surroundings.step;
    this.scope = new Scope(surroundings.globals);
  }

  readonly originOf = (node: ts.Node): Origin => ({
    why: this.why,
    span: { file: this.file, start: node.getStart(), end: node.getEnd() },
  });
  readonly expression = (node: ts.Expression, scope: Scope): Value => evaluate(this, node, scope);
  readonly statements = (statements: readonly ts.Statement[], scope: Scope): Completion => run(this, statements, scope);
  readonly module = (specifier: string, at: ts.Node): Value => {
    const found = this.surroundings.module(specifier, this.originOf(at));
    return found.kind === "object" && specifier.endsWith(".json") ? (found.entries.get("default") ?? found) : found;
  };
  readonly body = (body: ts.ConciseBody, scope: Scope): Value => {
    if (!this.ts.isBlock(body)) return this.expression(body, scope);
    const completion = this.statements(body.statements, scope);
    return "value" in completion ? completion.value : scalar(undefined, this.originOf(body));
  };

  /** Evaluates the file and returns what it exports. */
  run(): Value {
    const { exported } = this.surroundings;
    const source = this.ts.createSourceFile(this.file.path, this.file.text, this.ts.ScriptTarget.ESNext, true);
    const moduleObject = object(new Map<string, Value>([["exports", exported]]), exported.origin);
    this.scope.declare("module", moduleObject);
    this.scope.declare("exports", exported);
    const folder = folderOf(this.file.path);
    this.scope.declare("__dirname", scalar(folder === "" ? ROOT : `${ROOT}/${folder}`, exported.origin));
    this.scope.declare("__filename", scalar(`${ROOT}/${this.file.path}`, exported.origin));
    for (const statement of source.statements) if (this.ts.isImportDeclaration(statement)) this.bindImport(statement);
    const completion = run(this, source.statements, this.scope);
    for (const statement of source.statements) this.bindExport(statement);
    const result = moduleObject.entries.get("exports") ?? exported;
    if (completion.kind !== "stop" || (result.kind === "object" && result.entries.size > 0)) return result;
    return completion.value;
  }

  private bindImport(node: ts.ImportDeclaration): void {
    const { importClause: clause, moduleSpecifier } = node;
    if (!clause || isTypeOnly(this.ts, clause) || !this.ts.isStringLiteral(moduleSpecifier)) return;
    const found = this.surroundings.module(moduleSpecifier.text, this.originOf(node));
    if (clause.name) this.scope.declare(clause.name.text, defaultOf(found));
    const names = clause.namedBindings;
    if (!names) return;
    if (this.ts.isNamespaceImport(names)) {
      this.scope.declare(names.name.text, found);
      return;
    }
    for (const { name, propertyName } of names.elements) {
      const key = (propertyName ?? name).text;
      this.scope.declare(name.text, this.exportNamed(found, key, node));
    }
  }

  private exportNamed(from: Value, key: string, node: ts.Node): Value {
    if (key === "default") return defaultOf(from);
    if (from.kind === "unknown") return { ...from, what: key };
    const inner =
      from.kind === "object" ? (from.entries.get(key) ?? memberOf(from.entries.get("default"), key)) : undefined;
    return inner ?? unknown(key, `the module has no '${key}' that is known`, this.originOf(node));
  }

  private bindExport(node: ts.Statement): void {
    const { exported } = this.surroundings;
    if (this.ts.isExportAssignment(node)) {
      exported.entries.set("default", this.expression(node.expression, this.scope));
      return;
    }
    if (this.ts.isExportDeclaration(node)) {
      this.bindReexport(node);
      return;
    }
    const modifiers = this.ts.canHaveModifiers(node) ? (this.ts.getModifiers(node) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === this.ts.SyntaxKind.ExportKeyword)) return;
    const isDefault = modifiers.some(({ kind }) => kind === this.ts.SyntaxKind.DefaultKeyword);
    for (const name of declaredNames(this.ts, node)) {
      const value = this.scope.find(name) ?? unknown(name, `'${name}' is not evaluated`, this.originOf(node));
      exported.entries.set(isDefault ? "default" : name, value);
    }
  }

  private bindReexport(node: ts.ExportDeclaration): void {
    const { exported } = this.surroundings;
    const { moduleSpecifier: specifier, exportClause: clause } = node;
    const from =
      specifier && this.ts.isStringLiteral(specifier)
        ? this.surroundings.module(specifier.text, this.originOf(node))
        : undefined;
    if (!clause) {
      if (from?.kind === "object")
        for (const [key, value] of from.entries) if (key !== "default") exported.entries.set(key, value);
      return;
    }
    if (this.ts.isNamespaceExport(clause)) {
      if (from) exported.entries.set(clause.name.text, from);
      return;
    }
    for (const { name, propertyName } of clause.elements) {
      const key = (propertyName ?? name).text;
      const value = from ? this.exportNamed(from, key, node) : this.scope.find(key);
      exported.entries.set(name.text, value ?? unknown(shortText(node), `'${key}' is not known`, this.originOf(node)));
    }
  }
}

function isTypeOnly(api: typeof ts, clause: ts.ImportClause): boolean {
  return clause.phaseModifier === api.SyntaxKind.TypeKeyword;
}

function memberOf(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === "object" ? value.entries.get(key) : undefined;
}

function declaredNames(api: typeof ts, node: ts.Statement): readonly string[] {
  if (api.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) => (api.isIdentifier(name) ? [name.text] : []));
  const isNamed = api.isFunctionDeclaration(node) || api.isEnumDeclaration(node) || api.isClassDeclaration(node);
  return isNamed && node.name ? [node.name.text] : [];
}
