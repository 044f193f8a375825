import yaml from "js-yaml";
import { schema as cfnSchema } from "yaml-cfn";
import { problem, type Problem } from "../source/problem.js";
import { regionOf, type SourceFile, type Span } from "../source/span.js";
import type { MappingNode, Node, Origin, Scalar, Why } from "./node.js";

/** The result of reading a text: a tree, or none when the text is not YAML; and what is wrong with it. */
export interface Parsed {
  /** `undefined` for an empty document and for text that cannot be parsed. */
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
}

export interface ParseOptions {
  /** Whether `<<` merges mappings, as in the Serverless Framework's files; CloudFormation takes it as an ordinary key. */
  readonly merge?: boolean;
  /** Why the nodes of this file are there, and what brought them in. */
  readonly why?: Why;
  readonly cause?: Origin;
}

/** js-yaml stops at this depth; so do we, with a problem that says so. */
const MAX_DEPTH = 100;
/** How many values a file may stand for once its aliases are followed. */
const MAX_EXPANDED_NODES = 1_000_000;

/**
 * yaml-cfn's tags, made again with our own js-yaml (its schema belongs to the copy that yaml-cfn loads, and js-yaml
 * refuses to extend a schema with types of another copy), then every other local tag by the rule that the AWS CLI
 * uses: `!Name` is `Fn::Name`.
 */
const schema = yaml.CORE_SCHEMA.extend([
  ...explicitTypes(cfnSchema).map(
    (type) => new yaml.Type(type.tag, { kind: type.kind, construct: (data: unknown) => type.construct(data) }),
  ),
  ...(["scalar", "sequence", "mapping"] as const).map(
    (kind) =>
      new yaml.Type("!", {
        kind,
        multi: true,
        construct: (data: unknown, tag?: string) => ({ [`Fn::${(tag ?? "!").slice(1)}`]: data }),
      }),
  ),
]);
const schemaWithMerge = schema.extend({
  implicit: [new yaml.Type("tag:yaml.org,2002:merge", { kind: "scalar", resolve: (data: unknown) => data === "<<" })],
});

interface ExplicitType {
  readonly tag: string;
  readonly kind: "scalar" | "sequence" | "mapping";
  construct(data: unknown): unknown;
}

function explicitTypes(from: object): readonly ExplicitType[] {
  return (from as { readonly explicit: readonly ExplicitType[] }).explicit;
}

/** What js-yaml's listener shows of its state; see the "listener" option of js-yaml 4. */
interface LoaderState {
  readonly input: string;
  readonly position: number;
  readonly kind: "scalar" | "sequence" | "mapping" | null;
  readonly tag: string | null;
  readonly anchor: string | null;
  readonly result: unknown;
}

/** A node that js-yaml is about to compose, or has composed. */
interface Frame {
  readonly position: number;
  readonly children: Composed[];
}

interface Composed {
  readonly node: Node;
  /** What js-yaml made of it: tells a node apart from the key that was tried in its place. */
  readonly result: unknown;
  readonly isMerge: boolean;
}

/**
 * Parses YAML or JSON text (JSON is YAML) into nodes with the exact range of every key and value. Never throws: what is
 * wrong with the text comes back as problems. Values are those of yaml-cfn wherever yaml-cfn accepts the text.
 */
export function parse(file: SourceFile, options: ParseOptions = {}): Parsed {
  const builder = new TreeBuilder(file, options);
  try {
    yaml.loadAll(file.text, undefined, {
      schema: options.merge ? schemaWithMerge : schema,
      json: true,
      listener: builder.listener,
      maxDepth: MAX_DEPTH,
    } as object);
  } catch (error) {
    return { root: undefined, problems: [...builder.problems, syntaxProblem(file, error)] };
  }
  return builder.finish();
}

function syntaxProblem(file: SourceFile, error: unknown): Problem {
  const { reason, mark } = error instanceof yaml.YAMLException ? error : { reason: String(error), mark: undefined };
  const start = Math.min(mark?.position ?? 0, file.text.length);
  const code = /^\s*[{[]/.test(file.text) && file.path.endsWith(".json") ? "json-syntax" : "yaml-syntax";
  return problem(code, { file, start, end: Math.min(start + 1, file.text.length) }, { reason });
}

/** Follows js-yaml while it composes values and builds our tree beside them. */
class TreeBuilder {
  readonly problems: Problem[] = [];
  private readonly documents: Node[] = [];
  private readonly stack: Frame[] = [];
  private readonly anchors = new Map<string, Node>();
  /** How many values a node stands for once aliases are followed; kept only from the first anchor on. */
  private readonly sizes = new Map<Node, number>();
  private readonly file: SourceFile;
  private readonly why: Why;
  private readonly cause: Origin | undefined;

  constructor(file: SourceFile, options: ParseOptions) {
    this.file = file;
    this.why = options.why ?? "authored";
    this.cause = options.cause;
  }

  readonly listener = (event: "open" | "close", state: LoaderState): void => {
    if (event === "open") {
      this.stack.push({ position: state.position, children: [] });
      return;
    }
    const frame = this.stack.pop();
    if (!frame) return;
    const composed = this.compose(frame, state);
    const parent = this.stack.at(-1);
    if (parent) parent.children.push(composed);
    else this.documents.push(composed.node);
  };

  finish(): Parsed {
    const [root, second] = this.documents;
    if (second) this.problems.push(problem("multiple-documents", second.origin.span, { count: this.documents.length }));
    if (!root || (root.kind === "scalar" && root.value === null)) return { root: undefined, problems: this.problems };
    if (this.anchors.size > 0) {
      const nodes = this.expandedSize(root);
      if (nodes > MAX_EXPANDED_NODES) {
        const at = { ...root.origin.span, end: root.origin.span.start };
        return {
          root: undefined,
          problems: [...this.problems, problem("alias-expansion", at, { nodes, limit: MAX_EXPANDED_NODES })],
        };
      }
    }
    return { root, problems: this.problems };
  }

  private compose(frame: Frame, state: LoaderState): Composed {
    const start = contentStart(state.input, frame.position);
    const { result } = state;
    if (state.kind === null) return { node: this.leaf(start, frame, state), result, isMerge: false };
    const isMerge = state.tag === "tag:yaml.org,2002:merge";
    const functionName = isLocalTag(state.tag) ? intrinsicName(result) : undefined;
    const raw = functionName === undefined ? result : (result as Record<string, unknown>)[functionName];
    const origin = this.origin(start, contentEnd(state, start, frame.children));
    let node = probed(frame.children, raw) ?? this.content(state.kind, frame.children, raw, origin);
    if (functionName !== undefined) node = { kind: "mapping", entries: new Map([[functionName, node]]), origin };
    if (state.anchor !== null) this.anchors.set(state.anchor, node);
    return { node, result, isMerge };
  }

  private content(kind: LoaderState["kind"], children: readonly Composed[], raw: unknown, origin: Origin): Node {
    if (kind === "mapping") return this.mapping(children, raw, origin);
    if (kind === "sequence" && Array.isArray(raw) && children.length === raw.length) {
      return { kind: "sequence", items: children.map((child) => child.node), origin };
    }
    return lift(raw, origin);
  }

  /** An alias, or a value that is not there (`Key:` with nothing behind it). */
  private leaf(start: number, frame: Frame, state: LoaderState): Node {
    if (state.input.charCodeAt(start) === 0x2a /* * */ && start < state.position) {
      let end = start + 1;
      while (end < state.position && !endsProperty(state.input.charCodeAt(end))) end++;
      const alias = state.input.slice(start + 1, end);
      const origin = this.origin(start, end);
      const target = this.anchors.get(alias);
      if (target) return target;
      this.problems.push(problem("recursive-alias", origin.span, { alias }));
      return { kind: "scalar", value: null, origin };
    }
    const origin = this.origin(frame.position, frame.position);
    const node: Node = lift(state.result, origin);
    if (state.anchor !== null) this.anchors.set(state.anchor, node);
    return node;
  }

  private mapping(children: readonly Composed[], raw: unknown, origin: Origin): Node {
    const entries = new Map<string, Node>();
    const merged: Node[] = [];
    for (let i = 0; i + 1 < children.length; i += 2) {
      const key = children[i] as Composed;
      const value = children[i + 1] as Composed;
      if (key.isMerge) {
        merged.push(...(value.node.kind === "sequence" ? value.node.items : [value.node]));
        continue;
      }
      const name = keyText(key.result);
      const span = key.node.origin.span;
      const earlier = entries.get(name);
      if (earlier) {
        const firstLine = regionOf(earlier.origin.key ?? earlier.origin.span).startLine;
        this.problems.push(problem("duplicate-key", span, { key: name, firstLine }));
      }
      entries.set(name, withKey(value.node, span));
    }
    for (const source of merged) {
      if (source.kind !== "mapping") continue;
      for (const [name, value] of source.entries) if (!entries.has(name)) entries.set(name, value);
    }
    const expected = Object.keys(raw as object).length;
    if (children.length % 2 !== 0 || entries.size !== expected) return lift(raw, origin);
    return { kind: "mapping", entries, origin };
  }

  private origin(start: number, end: number): Origin {
    const { length } = this.file.text; // js-yaml reads on a text that it has ended with a line break
    const span: Span = { file: this.file, start: Math.min(start, length), end: Math.min(Math.max(start, end), length) };
    return { why: this.why, span, key: undefined, cause: this.cause, by: undefined };
  }

  private expandedSize(node: Node): number {
    const known = this.sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    if (node.kind === "sequence") for (const item of node.items) size += this.expandedSize(item);
    else if (node.kind === "mapping") for (const value of node.entries.values()) size += this.expandedSize(value);
    this.sizes.set(node, size);
    return size;
  }
}

function withKey(node: Node, key: Span): Node {
  return { ...node, origin: { ...node.origin, key } };
}

/** A tag of the document's own (`!Sub`), not one of YAML's (`tag:yaml.org,2002:str`). */
function isLocalTag(tag: string | null): boolean {
  return tag !== null && tag.length > 1 && tag.charCodeAt(0) === 0x21;
}

function intrinsicName(result: unknown): string | undefined {
  return typeof result === "object" && result !== null ? Object.keys(result)[0] : undefined;
}

/**
 * js-yaml first tries a flow collection as a possible mapping key: the real node then has one inner child that made the
 * same value, and that child's node is the one that counts.
 */
function probed(children: readonly Composed[], raw: unknown): Node | undefined {
  const only = children.length === 1 ? children[0] : undefined;
  return only && typeof raw === "object" && raw !== null && only.result === raw ? only.node : undefined;
}

/** The key as js-yaml spells it: objects have no useful text. */
function keyText(result: unknown): string {
  if (Array.isArray(result))
    return result.map((part) => (isPlainObject(part) ? "[object Object]" : String(part))).join(",");
  return isPlainObject(result) ? "[object Object]" : String(result);
}

function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Skips what may stand between a node's beginning and its content: blanks, line breaks, comments, tag and anchor. */
function contentStart(text: string, from: number): number {
  let i = from;
  for (;;) {
    const c = text.charCodeAt(i);
    if (isBlank(c)) i++;
    else if (c === 0x23 /* # */) while (i < text.length && text.charCodeAt(i) !== 0x0a) i++;
    else if (c === 0x21 /* ! */ || c === 0x26 /* & */) while (i < text.length && !endsProperty(text.charCodeAt(i))) i++;
    else return i;
  }
}

function isBlank(c: number): boolean {
  return c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09 || c === 0xfeff;
}

function endsProperty(c: number): boolean {
  return isBlank(c) || c === 0x2c /* , */ || c === 0x5b /* [ */ || c === 0x5d || c === 0x7b /* { */ || c === 0x7d;
}

/** A block collection ends with its last child, everything else where js-yaml stopped, without trailing blanks. */
function contentEnd(state: LoaderState, start: number, children: readonly Composed[]): number {
  const open = state.input.charCodeAt(start);
  const isFlow = open === 0x7b /* { */ || open === 0x5b; /* [ */
  const last = children.at(-1)?.node.origin.span;
  if (!isFlow && last && state.kind !== "scalar") return last.end;
  let end = state.position;
  while (end > start && isBlank(state.input.charCodeAt(end - 1))) end--;
  return end;
}

/** Nodes for a plain value that all have the same origin. */
function lift(value: unknown, origin: Origin): Node {
  if (Array.isArray(value)) return { kind: "sequence", items: value.map((item) => lift(item, origin)), origin };
  if (typeof value === "object" && value !== null) {
    const entries = new Map(Object.entries(value).map(([key, item]) => [key, lift(item, origin)] as const));
    return { kind: "mapping", entries, origin } satisfies MappingNode;
  }
  return { kind: "scalar", value: (value ?? null) as Scalar, origin };
}
