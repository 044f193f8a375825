import { at, stringAt, type MappingNode, type Node, type Origin, type Scalar } from "../parse/node.js";
import { problem } from "../source/problem.js";
import { openLocal, type LowerContext } from "./context.js";
import { intrinsicOf } from "./template.js";

const SAM_TRANSFORM = "AWS::Serverless-2016-10-31";
const LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions";
const INCLUDE = "AWS::Include";

/** The names under a template's `Transform`. */
export function transformsOf(root: MappingNode): readonly string[] {
  const declared = at(root, "Transform");
  const listed = declared?.kind === "sequence" ? declared.items : declared ? [declared] : [];
  return listed.flatMap((node) => stringAt(node) ?? stringAt(node, "Name") ?? []);
}

/**
 * Applies the macros that CloudFormation runs itself and before SAM: `AWS::Include` with local files, and the loops of
 * `AWS::LanguageExtensions`. Other macros are reported as unknown.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html
 */
export function applyMacros(
  root: MappingNode,
  context: LowerContext,
  parameterValue: (name: string) => string | undefined,
): MappingNode {
  const transforms = transformsOf(root);
  for (const name of transforms) {
    if (name === SAM_TRANSFORM || name === LANGUAGE_EXTENSIONS || name === INCLUDE) continue;
    const declared = at(root, "Transform");
    context.report(problem("unknown-macro", (declared ?? root).origin.span, { name }));
  }
  const mayInclude = root.origin.span.file.text.includes(INCLUDE);
  const included = mayInclude ? new Includes(context).expand(root) : root;
  if (included.kind !== "mapping") return root;
  if (!transforms.includes(LANGUAGE_EXTENSIONS)) return included;
  const unrolled = new Loops(included, context, parameterValue).expand(included, new Map());
  return unrolled.kind === "mapping" ? unrolled : included;
}

class Includes {
  private readonly context: LowerContext;
  private readonly open: string[] = [];

  constructor(context: LowerContext) {
    this.context = context;
  }

  expand(node: Node): Node {
    if (node.kind === "scalar") return node;
    if (node.kind === "sequence") {
      const items = node.items.map((item) => this.expand(item));
      return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
    }
    const call = node.entries.get("Fn::Transform");
    const location = call && stringAt(call, "Name") === INCLUDE ? stringAt(call, "Parameters", "Location") : undefined;
    if (call && location !== undefined) return this.include(node, call, location);
    let changed = false;
    const entries = new Map<string, Node>();
    for (const [key, value] of node.entries) {
      const expanded = this.expand(value);
      changed ||= expanded !== value;
      entries.set(key, expanded);
    }
    return changed ? { ...node, entries } : node;
  }

  /**
   * The included content stands beside the other entries of the mapping, or in its place. Where both have a key the
   * content wins: authors put a minimal `paths` beside an include for the sake of `sam validate`.
   */
  private include(node: MappingNode, call: Node, location: string): Node {
    const where = at(call, "Parameters", "Location")?.origin ?? call.origin;
    const rest = new Map([...node.entries].filter(([key]) => key !== "Fn::Transform"));
    const content = this.load(where, location);
    if (!content) return rest.size > 0 ? { ...node, entries: rest } : node;
    if (content.kind !== "mapping") return content;
    const entries = new Map([...rest].map(([key, value]) => [key, this.expand(value)]));
    for (const [key, value] of content.entries) entries.set(key, value);
    return { ...content, entries, origin: { ...content.origin, key: node.origin.key } };
  }

  private load(where: Origin, location: string): Node | undefined {
    if (/^(s3|https?):/.test(location)) {
      this.context.report(problem("include-remote", where.span, { target: location }));
      return undefined;
    }
    const file = openLocal(this.context, where, location);
    if (!file) return undefined;
    if (this.open.includes(file.path)) {
      this.context.report(problem("include-cycle", where.span, { target: location }));
      return undefined;
    }
    const tree = this.context.sources.tree(file, { why: "included", cause: where });
    if (!tree) return undefined;
    this.open.push(file.path);
    const expanded = this.expand(tree);
    this.open.pop();
    return expanded;
  }
}

type Bindings = ReadonlyMap<string, Scalar>;

/** `Fn::ForEach`: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html */
class Loops {
  private readonly root: MappingNode;
  private readonly context: LowerContext;
  private readonly parameterValue: (name: string) => string | undefined;

  constructor(root: MappingNode, context: LowerContext, parameterValue: (name: string) => string | undefined) {
    this.root = root;
    this.context = context;
    this.parameterValue = parameterValue;
  }

  expand(node: Node, bindings: Bindings): Node {
    if (node.kind === "scalar") {
      if (bindings.size === 0 || typeof node.value !== "string" || !node.value.includes("{")) return node;
      return { ...node, value: substitute(node.value, bindings) };
    }
    if (node.kind === "sequence") return { ...node, items: node.items.map((item) => this.expand(item, bindings)) };
    const reference = intrinsicOf(node);
    if (reference?.name === "Ref") {
      const name = stringAt(reference.argument);
      if (name !== undefined && bindings.has(name))
        return { kind: "scalar", value: bindings.get(name) ?? null, origin: node.origin };
    }
    const entries = new Map<string, Node>();
    for (const [key, value] of node.entries) {
      if (key.startsWith("Fn::ForEach::")) this.unroll(key, value, bindings, entries);
      else entries.set(substitute(key, bindings), this.expand(value, bindings));
    }
    return { ...node, entries };
  }

  private unroll(key: string, loop: Node, bindings: Bindings, into: Map<string, Node>): void {
    const fail = (reason: string) => {
      this.context.report(
        problem("foreach-unresolved", loop.origin.key ?? loop.origin.span, { loop: key.slice(13), reason }),
      );
    };
    const [identifier, collection, body] = loop.kind === "sequence" ? loop.items : [];
    const name = stringAt(identifier);
    if (name === undefined || !collection || body?.kind !== "mapping") {
      fail("it needs a name, a collection and a mapping");
      return;
    }
    const values = this.collection(this.expand(collection, bindings));
    if (!values) {
      fail("its collection is not known");
      return;
    }
    for (const value of values) {
      const expanded = this.expand(body, new Map([...bindings, [name, value]]));
      if (expanded.kind === "mapping") for (const [id, made] of expanded.entries) into.set(id, made);
    }
  }

  private collection(node: Node): readonly Scalar[] | undefined {
    if (node.kind === "sequence")
      return node.items.flatMap((item) => (item.kind === "scalar" ? [item.value] : (this.collection(item) ?? [])));
    const call = intrinsicOf(node);
    const argument = call ? stringAt(call.argument) : undefined;
    if (call?.name !== "Ref" || argument === undefined) return undefined;
    const type = stringAt(this.root, "Parameters", argument, "Type") ?? "";
    const value = this.parameterValue(argument);
    return value !== undefined && /^(CommaDelimitedList|List<)/.test(type)
      ? value.split(",").map((part) => part.trim())
      : undefined;
  }
}

/** `${Name}` is replaced, `&{Name}` with everything but letters and digits removed. */
function substitute(text: string, bindings: Bindings): string {
  return text.replace(/([$&])\{([A-Za-z0-9]+)\}/g, (whole, sign: string, name: string) => {
    const value = bindings.get(name);
    if (value === undefined) return whole;
    return sign === "&" ? String(value).replace(/[^A-Za-z0-9]/g, "") : String(value);
  });
}
