import type ts from "typescript";
import type { Node, Origin } from "../../../parse/node.js";
import { folderOf } from "../../../source/repository.js";
import type { SourceFile } from "../../../source/span.js";
import { problem } from "../../../source/problem.js";
import type { LowerContext } from "../../context.js";
import type { ScriptReader } from "../variables/file.js";
import type { VariableResolver } from "../variables/resolve.js";
import { globalScope } from "./globals.js";
import { defaultOf, ModuleEvaluation } from "./module-evaluation.js";
import { moduleFile } from "./modules.js";
import { NodeModules } from "./node-modules.js";
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
  private readonly nodeModules: NodeModules;
  private steps = 0;

  constructor(api: typeof ts, context: LowerContext, entry: string, environment: ReadonlyMap<string, Node>) {
    this.api = api;
    this.context = context;
    this.entry = entry;
    this.environment = environment;
    this.nodeModules = new NodeModules(context, entry);
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
    const own = this.nodeModules.find(specifier, origin);
    if (own) return own;
    const path = moduleFile(this.context.sources, from.path, specifier);
    if (path === undefined) return unknown(specifier, `the module '${specifier}' is not in the repository`, origin);
    const file = this.context.sources.read(path);
    if ("unreadable" in file) return unknown(specifier, `'${specifier}' cannot be read: ${file.unreadable}`, origin);
    return this.exportsOf(file);
  }
}

function* unknownsIn(value: Value, seen: Set<unknown>): Generator<UnknownValue> {
  if (value.kind === "unknown") yield value;
  const children = value.kind === "object" ? value.entries : value.kind === "list" ? value.items : undefined;
  if (!children || seen.has(children)) return;
  seen.add(children);
  for (const child of children.values()) yield* unknownsIn(child, seen);
}
