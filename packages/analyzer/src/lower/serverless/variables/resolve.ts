import type { MappingNode, Node, Origin, ScalarNode } from "../../../parse/node.js";
import { problem, type Problem } from "../../../source/problem.js";
import { regionOf } from "../../../source/span.js";
import { unknownNode, unknownOf } from "../../template.js";
import { isPresent, text } from "../text.js";
import { parseVariables, type Phrase, type Variable, type VariableSource } from "./parse.js";
import { substitution } from "./substitution.js";

/** A source's answer: a value (possibly a stated unknown), or nothing, so that the fallback is taken. */
export type Answer = Node | undefined;

/** One question to a source: `type(params):address`. */
export interface Question {
  readonly type: string;
  readonly params: readonly Node[];
  readonly address: Node | undefined;
  /** The parameters as they are written, before their own variables are resolved. */
  readonly writtenParams: readonly Phrase[];
  /** The whole variable without `${}`. */
  readonly written: string;
  /** The text that asks. */
  readonly origin: Origin;
}

/** Answers questions; what it finds may hold variables again. */
export type Ask = (question: Question, variables: VariableResolver) => Answer;

/** What to take for a variable none of whose sources has a value. */
export type Assume = (variable: Variable, origin: Origin, variables: VariableResolver) => Answer;

/** How many variables may be waiting for each other: far above the framework's own limit of nested values. */
const MAX_NESTING = 300;
/** How much one value, or one text, may grow to by repetition. */
const MAX_NODES = 1_000_000;
const MAX_TEXT = 1_000_000;

/**
 * Replaces the variables of a configuration tree by what they stand for. Values keep their origins: one that was found
 * elsewhere names the text that asked for it as its cause. Each text is resolved once, when it is first needed, so that a
 * part of the configuration can be used to resolve another.
 */
export class VariableResolver {
  private readonly ask: Ask;
  private readonly assume: Assume;
  private readonly report: (problem: Problem) => void;
  /** Results by the node they were made from; `undefined` is not a result. */
  private readonly texts = new Map<Node, Node>();
  private readonly trees = new Map<Node, Node>();
  private readonly sizes = new Map<Node, number>();
  /** What is being resolved, outermost first; finds cycles and names their path. */
  private readonly waiting: Node[] = [];

  constructor(ask: Ask, assume: Assume, report: (problem: Problem) => void) {
    this.ask = ask;
    this.assume = assume;
    this.report = report;
  }

  /** The node with every variable in it resolved. */
  resolve(node: Node, cause?: Origin): Node {
    if (node.kind === "scalar" && !hasVariable(node)) return withCause(node, causeOf(node, cause));
    const known = this.trees.get(node);
    if (known) return known;
    const shallow = this.shallow(node);
    const inherited = causeOf(shallow, cause);
    const isLeaf = shallow.kind === "scalar" || unknownOf(shallow) !== undefined;
    const result = isLeaf ? withCause(shallow, inherited) : this.deep(node, shallow, inherited);
    this.trees.set(node, result);
    return result;
  }

  /** The node itself with its variable resolved when it is a text; what is inside it stays as written. */
  shallow(node: Node): Node {
    if (!hasVariable(node)) return node;
    const known = this.texts.get(node);
    if (known) return known;
    const result = this.guarded(node, () => this.text(node, node.value)) ?? node;
    this.texts.set(node, result);
    return result;
  }

  /** The value below a path, each step resolved; `undefined` when there is none. Steps into a list are indices. */
  find(root: Node, path: readonly string[]): Node | undefined {
    let here: Node | undefined = this.shallow(root);
    for (const key of path) {
      if (!here || unknownOf(here)) return here;
      if (here.kind === "mapping") here = here.entries.get(key);
      else if (here.kind === "sequence") here = /^\d+$/.test(key) ? here.items[Number(key)] : undefined;
      else return undefined;
      if (here) here = this.shallow(here);
    }
    return here;
  }

  /** Whether the value below a path is being resolved: to ask for it would close a circle. */
  isWaitingFor(root: Node, path: readonly string[]): boolean {
    let here: Node | undefined = root;
    for (const key of path) {
      const known: Node | undefined = here && (this.texts.get(here) ?? here);
      here = known?.kind === "mapping" ? known.entries.get(key) : undefined;
    }
    return here !== undefined && this.waiting.includes(here);
  }

  private deep(node: Node, shallow: Node, cause: Origin | undefined): Node {
    return (
      this.guarded(shallow, () => {
        if (shallow.kind === "scalar") return shallow;
        const result = shallow.kind === "mapping" ? this.mapping(shallow, cause) : this.sequence(shallow, cause);
        // Only what variables put in the place of others can multiply.
        if (shallow === node || this.sizeOf(result) <= MAX_NODES) return withCause(result, cause);
        this.report(problem("variable-too-large", node.origin.span, { limit: MAX_NODES }));
        return unknownNode({ variable: "", source: "self", reason: "it expands to too many values" }, node.origin);
      }) ?? shallow
    );
  }

  private mapping(node: MappingNode, cause: Origin | undefined): MappingNode {
    const sub = node.entries.size === 1 ? node.entries.get("Fn::Sub") : undefined;
    let changed = cause !== undefined;
    const entries = new Map<string, Node>();
    for (const [key, value] of node.entries) {
      const resolved = sub ? substitution(value, (inner) => this.resolve(inner, cause)) : this.resolve(value, cause);
      changed ||= resolved !== value;
      entries.set(key, resolved);
    }
    return changed ? { ...node, entries } : node;
  }

  private sequence(node: Node & { kind: "sequence" }, cause: Origin | undefined): Node {
    const items = node.items.map((item) => this.resolve(item, cause));
    return cause === undefined && items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
  }

  private sizeOf(node: Node): number {
    if (node.kind === "scalar") return 1;
    const known = this.sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    for (const child of node.kind === "sequence" ? node.items : node.entries.values()) size += this.sizeOf(child);
    this.sizes.set(node, size);
    return size;
  }

  /** Runs `work` for a node unless it is already waiting for itself. */
  private guarded(node: Node, work: () => Node): Node | undefined {
    const before = this.waiting.indexOf(node);
    if (before >= 0) return this.cycle(node, this.waiting.slice(before));
    if (this.waiting.length >= MAX_NESTING) {
      this.report(problem("variable-nesting", node.origin.span, { limit: MAX_NESTING }));
      return unknownNode({ variable: writtenAs(node), source: "self", reason: "nested too deep" }, node.origin);
    }
    this.waiting.push(node);
    try {
      return work();
    } finally {
      this.waiting.pop();
    }
  }

  private cycle(node: Node, path: readonly Node[]): Node {
    const steps = [...path, node].filter((step) => step.kind === "scalar").map(placeOf);
    const where = path.find((step) => step.kind === "scalar") ?? node;
    this.report(problem("variable-cycle", where.origin.span, { path: [...steps, steps[0] ?? ""].join(" → ") }));
    return unknownNode({ variable: writtenAs(where), source: "self", reason: "it refers to itself" }, where.origin);
  }

  private text(node: ScalarNode, value: string): Node {
    const parsed = parseVariables(value);
    if (!parsed.ok) {
      this.report(problem("variable-syntax", node.origin.span, { text: value, reason: parsed.reason }));
      return unknownNode({ variable: writtenAs(node), source: "syntax", reason: parsed.reason }, node.origin);
    }
    return parsed.phrase ? this.phrase(parsed.phrase, node.origin) : node;
  }

  /** The value of a phrase: of its only variable with its type kept, else the parts joined as text. */
  private phrase(phrase: Phrase, origin: Origin): Node {
    const [only = null] = phrase;
    if (phrase.length <= 1) {
      if (typeof only !== "object" || only === null) return { kind: "scalar", value: only, origin };
      return rekeyed(this.variable(only, origin), origin);
    }
    const parts = phrase.map((part): string | Node => {
      if (typeof part !== "object" || part === null) return String(part ?? "");
      const found = this.variable(part, origin);
      if (found.kind === "scalar") return found.value === null ? "" : String(found.value);
      const value = this.resolve(found);
      if (!isReference(value)) {
        this.report(problem("variable-not-text", origin.span, { variable: part.written }));
        return unknownNode({ variable: part.written, source: sourceOf(part), reason: "it is not a text" }, origin);
      }
      return value;
    });
    const joined = text(origin, ...parts);
    if (joined.kind !== "scalar" || String(joined.value).length <= MAX_TEXT) return joined;
    this.report(problem("variable-too-large", origin.span, { limit: MAX_TEXT }));
    return unknownNode({ variable: writtenAs(joined), source: "self", reason: "it grows too long" }, origin);
  }

  /** The first source that has a value, else a stated unknown. */
  private variable(variable: Variable, origin: Origin): Node {
    for (const [i, source] of variable.sources.entries()) {
      if (source.kind === "literal") return { kind: "scalar", value: source.value, origin };
      const answer =
        source.kind === "variable"
          ? this.shallow(this.variable(source.variable, origin))
          : this.call(source, variable, origin);
      if (!isPresent(answer)) continue;
      const stated = unknownOf(answer);
      const rest = variable.sources.slice(i + 1);
      if (!stated || stated.fallback || rest.length === 0) return answer;
      const fallback = this.variable({ written: variable.written, sources: rest }, origin);
      return unknownNode({ ...stated, fallback: this.resolve(fallback) }, origin);
    }
    const assumed = this.assume(variable, origin, this);
    if (assumed) return assumed;
    const source = sourceOf(variable);
    const reason = MISSING.get(source) ?? "there is no such value";
    this.report(missing(variable, source, reason, origin));
    return unknownNode({ variable: variable.written, source, reason }, origin);
  }

  private call(source: VariableSource & { kind: "call" }, variable: Variable, origin: Origin): Answer {
    const params = source.params.map((param) => this.phrase(param, origin));
    const address = source.address && this.phrase(source.address, origin);
    const open = [...params, address].find((part) => part && !isKnown(part));
    if (open) {
      const cause = unknownOf(open)?.variable ?? "a part of it";
      const reason = `it depends on ${cause}`;
      return unknownNode({ variable: variable.written, source: source.type, reason }, origin);
    }
    const { written } = variable;
    const found = this.ask({ type: source.type, params, address, writtenParams: source.params, written, origin }, this);
    return found && this.shallow(found);
  }
}

function hasVariable(node: Node): node is ScalarNode & { readonly value: string } {
  return node.kind === "scalar" && typeof node.value === "string" && node.value.includes("${");
}

/** Why a source without a value has none, when the variable does not say what else to take. */
const MISSING: ReadonlyMap<string, string> = new Map([
  ["env", "it is an environment variable of the deployment"],
  ["opt", "it is an option of the deployment command"],
  ["param", "no such parameter is given or configured"],
  ["self", "the configuration has no such value"],
  ["file", "there is no such file or value in it"],
]);

/** Whether the deployment can still give the value, or fails without it. */
function missing({ written, sources }: Variable, source: string, reason: string, { span }: Origin): Problem {
  if (source === "file") return problem("variable-file", span, { variable: written });
  const isGiven = sources.some((one) => one.kind === "call" && GIVEN.has(one.type));
  return problem(isGiven ? "variable-unresolved" : "variable-missing", span, { variable: written, reason });
}

/** Sources whose values come with the deployment. */
const GIVEN: ReadonlySet<string> = new Set(["env", "opt", "param"]);

function sourceOf(variable: Variable): string {
  const last = variable.sources.findLast((source) => source.kind === "call");
  return last?.type ?? "";
}

function isKnown(node: Node): boolean {
  return node.kind === "scalar";
}

/** Values that can be a part of a text: what CloudFormation or the deployment puts in. */
function isReference(node: Node): boolean {
  if (node.kind !== "mapping" || node.entries.size !== 1) return false;
  const [name = ""] = node.entries.keys();
  return name === "Ref" || name.startsWith("Fn::") || unknownOf(node) !== undefined;
}

/** A value that was found elsewhere, standing under the key of the text that asked for it. */
function rekeyed(node: Node, asker: Origin): Node {
  if (node.origin === asker) return node;
  return { ...node, origin: { ...node.origin, key: asker.key, cause: node.origin.cause ?? asker } };
}

function causeOf(node: Node, inherited: Origin | undefined): Origin | undefined {
  return node.origin.why === "included" ? (node.origin.cause ?? inherited) : undefined;
}

/** Included nodes name the text that included them. */
function withCause(node: Node, cause: Origin | undefined): Node {
  return cause && !node.origin.cause ? { ...node, origin: { ...node.origin, cause } } : node;
}

function writtenAs(node: Node): string {
  return node.kind === "scalar" ? String(node.value).replace(/^\$\{([^{}]*)\}$/, "$1") : "";
}

function placeOf(node: Node): string {
  const { file, startLine } = regionOf(node.origin.span);
  return `${writtenAs(node)} (${file}:${startLine})`;
}
