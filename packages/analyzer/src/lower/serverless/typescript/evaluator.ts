import type ts from "typescript";
import type { Node, Origin } from "../../../parse/node.js";
import { folderOf, resolvePath } from "../../../source/repository.js";
import type { SourceFile } from "../../../source/span.js";
import { problem } from "../../../source/problem.js";
import type { LowerContext } from "../../context.js";
import type { ScriptReader } from "../variables/file.js";
import type { VariableResolver } from "../variables/resolve.js";
import { evaluate, shortText } from "./expressions.js";
import { globalScope, ROOT } from "./globals.js";
import type { Completion, Interpreter } from "./interpreter.js";
import { moduleFile } from "./modules.js";
import { Scope } from "./scope.js";
import { run } from "./statements.js";
import { native, nodeOf, object, scalar, textOf, unknown, valueOf, type UnknownValue, type Value } from "./values.js";

/** Far more than any configuration takes; ends what would not. */
const MAX_STEPS = 500_000;

/** Evaluates configuration scripts without running them. One evaluator serves the scripts of one service. */
export class ScriptEvaluator implements ScriptReader {
  private readonly api: typeof ts;
  private readonly context: LowerContext;
  /** The configuration of the service: paths are relative to its folder. */
  private readonly entry: string;
  private readonly environment: ReadonlyMap<string, Node>;
  private readonly modules = new Map<string, Value>();
  private steps = 0;

  constructor(api: typeof ts, context: LowerContext, entry: string, environment: ReadonlyMap<string, Node>) {
    this.api = api;
    this.context = context;
    this.entry = entry;
    this.environment = environment;
  }

  /** The configuration that a script exports. */
  configuration(file: SourceFile): Node | undefined {
    const exported = this.exportsOf(file);
    const value = defaultOf(exported);
    const called = value.kind === "function" ? value.call([], value.origin) : value;
    return this.finished(called);
  }

  fileValue(file: SourceFile, path: readonly string[], origin: Origin, variables: VariableResolver): Node | undefined {
    let value = defaultOf(this.exportsOf(file), path);
    let isCalled = false;
    const called = (of: Value) => {
      if (of.kind !== "function" || isCalled) return of;
      isCalled = true;
      return of.call([this.callArgument(origin, variables)], origin);
    };
    value = called(value);
    for (const key of path) {
      if (value.kind === "list") value = value.items[Number(key)] ?? scalar(undefined, origin);
      else if (value.kind === "object") value = value.entries.get(key) ?? scalar(undefined, origin);
      else if (value.kind !== "unknown") return undefined;
      value = called(value);
    }
    return this.finished(value, origin);
  }

  /** What the framework passes to a function that a script exports. */
  private callArgument(origin: Origin, variables: VariableResolver): Value {
    const resolve = native(([name], at) => {
      const written = textOf(name);
      if (written === undefined) return unknown("resolveVariable()", "its argument is not known", at);
      const asked: Node = { kind: "scalar", value: `\${${written}}`, origin: at };
      return valueOf(variables.resolve(asked));
    }, origin);
    const property = native(([keys], at) => {
      const path = keys?.kind === "list" ? keys.items.map((key) => textOf(key) ?? "") : [];
      const asked: Node = { kind: "scalar", value: `\${self:${path.join(".")}}`, origin: at };
      return valueOf(variables.resolve(asked));
    }, origin);
    const { stage, region, options } = this.context.settings;
    const given = new Map<string, Value>([...(options ?? [])].map(([key, value]) => [key, scalar(value, origin)]));
    if (stage !== undefined) given.set("stage", scalar(stage, origin));
    if (region !== undefined) given.set("region", scalar(region, origin));
    return object(
      new Map<string, Value>([
        ["options", object(given, origin)],
        ["resolveVariable", resolve],
        ["resolveConfigurationProperty", property],
      ]),
      origin,
    );
  }

  /** The value as nodes, with what could not be known reported once for each place. */
  private finished(value: Value, cause?: Origin): Node | undefined {
    for (const missing of unknownsIn(value, new Set())) {
      if (missing.source === "env") continue;
      const reason = `'${missing.what}' is not known: ${missing.reason}`;
      this.context.report(problem("script-unreadable", missing.origin.span, { reason }));
    }
    const node = nodeOf(value);
    if (!node || !cause || node.origin.span.file === cause.span.file) return node;
    return { ...node, origin: { ...node.origin, cause: node.origin.cause ?? cause } };
  }

  /** What a file exports: a module's names, with `default` among them, or what it assigns to `module.exports`. */
  private exportsOf(file: SourceFile): Value {
    const known = this.modules.get(file.path);
    if (known) return known;
    const whole: Origin = { why: this.whyOf(file), span: { file, start: 0, end: 0 } };
    if (file.path.endsWith(".json")) {
      const tree = this.context.sources.tree(file, { why: "included" });
      return tree ? object(new Map([["default", valueOf(tree)]]), whole) : unknown(file.path, "it is not JSON", whole);
    }
    const exported = object(new Map(), whole);
    this.modules.set(file.path, exported);
    const result = new ModuleEvaluation(this.api, file, this.whyOf(file), {
      globals: globalScope(folderOf(this.entry), this.environment, whole),
      exported,
      step: () => ++this.steps <= MAX_STEPS,
      module: (specifier, at) => this.imported(file, specifier, at),
    }).run();
    this.modules.set(file.path, result);
    return result;
  }

  private whyOf(file: SourceFile): "authored" | "included" {
    return file.path === this.entry ? "authored" : "included";
  }

  private imported(from: SourceFile, specifier: string, origin: Origin): Value {
    const own = this.builtIn(specifier, origin);
    if (own) return own;
    const path = moduleFile(this.context.sources, from.path, specifier);
    if (path === undefined) return unknown(specifier, `the module '${specifier}' is not in the repository`, origin);
    const file = this.context.sources.read(path);
    if ("unreadable" in file) return unknown(specifier, `'${specifier}' cannot be read: ${file.unreadable}`, origin);
    return this.exportsOf(file);
  }

  /** Modules of Node.js and npm that configurations use to find and read files. */
  private builtIn(specifier: string, origin: Origin): Value | undefined {
    const moduleOf = (functions: Readonly<Record<string, (args: readonly Value[], at: Origin) => Value>>) => {
      const entries = new Map<string, Value>(Object.entries(functions).map(([name, call]) => [name, native(call, origin)]));
      return object(new Map(entries).set("default", object(entries, origin)), origin);
    };
    switch (specifier.replace(/^node:/, "")) {
      case "path":
        return moduleOf({
          join: (args, at) => joinedPath(args, at),
          resolve: (args, at) => joinedPath(args, at),
          dirname: ([path], at) => scalar(folderOf(textOf(path) ?? ""), at),
          basename: ([path], at) => scalar((textOf(path) ?? "").split("/").at(-1), at),
        });
      case "fs":
        return moduleOf({ readFileSync: ([path], at) => this.readText(path, at), existsSync: ([path], at) => this.exists(path, at) });
      case "js-yaml":
      case "yaml":
        return moduleOf({ load: ([text], at) => this.parsed(text, at), parse: ([text], at) => this.parsed(text, at) });
      default:
        return undefined;
    }
  }

  private pathOf(value: Value | undefined): string | undefined {
    const written = textOf(value);
    if (written === undefined) return undefined;
    return written.startsWith(`${ROOT}/`) ? resolvePath("", written.slice(ROOT.length + 1)) : resolvePath(this.entry, written);
  }

  private exists(path: Value | undefined, origin: Origin): Value {
    const inside = this.pathOf(path);
    return scalar(inside !== undefined && this.context.sources.exists(inside), origin);
  }

  private readText(path: Value | undefined, origin: Origin): Value {
    const inside = this.pathOf(path);
    const file = inside === undefined ? undefined : this.context.sources.read(inside);
    if (!file || "unreadable" in file) return unknown(textOf(path) ?? "a file", "it cannot be read", origin);
    this.context.included.add(file.path);
    return scalar(file.text, { why: "included", span: { file, start: 0, end: file.text.length }, cause: origin });
  }

  private parsed(text: Value | undefined, origin: Origin): Value {
    const { span } = text?.origin ?? origin;
    if (textOf(text) !== span.file.text) return unknown("a YAML text", "it is not a whole file of the repository", origin);
    const tree = this.context.sources.tree(span.file, { why: "included", merge: true });
    return tree ? valueOf(tree) : unknown(span.file.path, "it cannot be parsed", origin);
  }
}

function joinedPath(args: readonly Value[], origin: Origin): Value {
  const parts = args.map(textOf);
  if (parts.includes(undefined)) return unknown("a path", "a part of it is not known", origin);
  const segments: string[] = [];
  for (const segment of parts.join("/").split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return scalar((parts[0]?.startsWith("/") ? "/" : "") + segments.join("/"), origin);
}

/** CommonJS exports one value; of an ES module the default export counts, unless a name is asked for that it exports. */
function defaultOf(exported: Value, path: readonly string[] = []): Value {
  if (exported.kind !== "object") return exported;
  const [first] = path;
  if (first !== undefined && exported.entries.has(first)) return exported;
  return exported.entries.get("default") ?? exported;
}

function* unknownsIn(value: Value, seen: Set<unknown>): Generator<UnknownValue> {
  if (value.kind === "unknown") yield value;
  const children = value.kind === "object" ? value.entries : value.kind === "list" ? value.items : undefined;
  if (!children || seen.has(children)) return;
  seen.add(children);
  for (const child of children.values()) yield* unknownsIn(child, seen);
}

interface Surroundings {
  readonly globals: Scope;
  readonly exported: Value & { kind: "object" };
  readonly step: () => boolean;
  readonly module: (specifier: string, at: Origin) => Value;
}

/** The evaluation of one file. */
class ModuleEvaluation implements Interpreter {
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
    if (!clause || clause.isTypeOnly || !this.ts.isStringLiteral(moduleSpecifier)) return;
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
    const inner = from.kind === "object" ? (from.entries.get(key) ?? memberOf(from.entries.get("default"), key)) : undefined;
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
    const from = specifier && this.ts.isStringLiteral(specifier) ? this.surroundings.module(specifier.text, this.originOf(node)) : undefined;
    if (!clause) {
      if (from?.kind === "object") for (const [key, value] of from.entries) if (key !== "default") exported.entries.set(key, value);
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

function memberOf(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === "object" ? value.entries.get(key) : undefined;
}

function declaredNames(api: typeof ts, node: ts.Statement): readonly string[] {
  if (api.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) => (api.isIdentifier(name) ? [name.text] : []));
  const isNamed = api.isFunctionDeclaration(node) || api.isEnumDeclaration(node) || api.isClassDeclaration(node);
  return isNamed && node.name ? [node.name.text] : [];
}
