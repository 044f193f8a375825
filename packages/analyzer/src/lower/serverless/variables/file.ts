import { type Node, type Origin } from "../../../parse/node.js";
import { resolvePath } from "../../../source/repository.js";
import type { SourceFile } from "../../../source/span.js";
import { openLocal, type LowerContext } from "../../context.js";
import { unknownNode } from "../../template.js";
import { literal } from "../text.js";
import type { Answer, Question, VariableResolver } from "./resolve.js";
import { regularExpression } from "./stages.js";

/** Evaluates scripts; see `typescript/`. */
export interface ScriptReader {
  /** What `${file(script):path}` stands for: what the script exports, with functions on the way called. */
  fileValue(file: SourceFile, path: readonly string[], origin: Origin, variables: VariableResolver): Node | undefined;
}

/** The `file` source: https://www.serverless.com/framework/docs/providers/aws/guide/variables/file */
export class FileReader {
  private readonly context: LowerContext;
  /** A path in the service's folder: what paths in variables are relative to. */
  private readonly base: string;
  /** Loaded when a script has to be read; `undefined` before. */
  private readonly scripts: ScriptReader | undefined;
  private readonly stage: () => string;
  /** A script was asked for while none can be read: the whole service has to be resolved again with a reader. */
  scriptsWanted = false;
  /** Stages for which the repository has files beside those of the analysed one. */
  readonly otherStages = new Map<string, Origin>();

  constructor(context: LowerContext, base: string, scripts: ScriptReader | undefined, stage: () => string) {
    this.context = context;
    this.base = base;
    this.scripts = scripts;
    this.stage = stage;
  }

  value(question: Question, variables: VariableResolver): Answer {
    const target = literal(question.params[0]);
    if (target === undefined) return undefined;
    const path = resolvePath(this.base, target.replace(/^~\//, "/"));
    if (path !== undefined) this.noteStages(question, path);
    if (path !== undefined && !this.context.sources.exists(path)) return undefined;
    const file = openLocal(this.context, question.origin, target, this.base);
    if (!file) {
      const reason = "the file cannot be read";
      return unknownNode({ variable: question.written, source: "file", reason }, question.origin);
    }
    const address = literal(question.address);
    const keys = address === undefined || address === "" ? [] : address.split(".");
    return this.content(file, keys, question, variables);
  }

  private content(file: SourceFile, keys: readonly string[], question: Question, variables: VariableResolver): Answer {
    const { origin, written } = question;
    if (/\.([cm]?js|[cm]?ts)$/.test(file.path)) {
      if (this.scripts) return this.scripts.fileValue(file, keys, origin, variables);
      this.scriptsWanted = true;
      return unknownNode({ variable: written, source: "file", reason: "the script was not read" }, origin);
    }
    if (!/\.(ya?ml|json|tfstate)$/.test(file.path)) {
      const span = { file, start: 0, end: file.text.length };
      const text: Node = { kind: "scalar", value: file.text, origin: { why: "included", span, cause: origin } };
      return variables.find(text, keys);
    }
    const tree = this.context.sources.tree(file, { why: "included", merge: true });
    if (tree) return variables.find(tree, keys);
    if (file.text.trim() === "") return undefined;
    return unknownNode({ variable: written, source: "file", reason: "the file cannot be parsed" }, origin);
  }

  /** `config.${sls:stage}.yml`: the files that stand in its place for other stages. */
  private noteStages(question: Question, path: string): void {
    const stage = this.stage();
    const isVaried = question.writtenParams[0]?.some((part) => typeof part === "object" && part !== null) ?? false;
    if (!isVaried || !path.includes(stage)) return;
    const pattern = regularExpression(path, stage);
    for (const other of this.context.sources.paths) {
      const found = pattern.exec(other)?.[1];
      if (found === undefined || found === stage) continue;
      this.context.included.add(other);
      if (!this.otherStages.has(found)) this.otherStages.set(found, question.origin);
    }
  }
}
