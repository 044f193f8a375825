import {
  at,
  offsetAt,
  resourceId,
  type Analysis,
  type Node,
  type Origin,
  type Span,
  type Stack,
} from "@assay/analyzer";
import type { Examined, Place } from "./examine.js";
import { filesOf } from "./scope.js";

/** What a name in a template stands for. */
export interface Definition {
  /** Where the author wrote it: for what a framework generates, the text that it was made from. */
  readonly span: Span;
  /** Its id in the graph, when it is a resource. */
  readonly resource?: string;
}

/** The sections of a template in which a name is looked for, by what names it. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  Ref: ["Resources", "Parameters"],
  "Fn::GetAtt": ["Resources"],
  "Fn::Sub": ["Resources", "Parameters"],
  DependsOn: ["Resources"],
  Resources: ["Resources"],
  "Fn::If": ["Conditions"],
  Condition: ["Conditions"],
  "Fn::FindInMap": ["Mappings"],
};

/** What the name at a place stands for: one definition for each stack that gives it a meaning of its own. */
export function definitionsAt({ analysis }: Examined, place: Place): readonly Definition[] {
  const source = analysis.sources.read(place.file);
  const offset = "text" in source ? offsetAt(source, place.line + 1, place.character + 1) : undefined;
  if (!("text" in source) || offset === undefined) return [];
  const name = nameAt(source.text, offset);
  const context = contextAt(analysis.sources.tree(source), offset);
  const sections = context === undefined ? undefined : SECTIONS[context];
  if (name === undefined || !sections) return [];
  const found = stacksOf(analysis, place.file).flatMap((stack) => definition(analysis, stack, sections, name) ?? []);
  return found.filter(({ span }, i) => found.findIndex((other) => isSame(other.span, span)) === i);
}

function isSame(a: Span, b: Span): boolean {
  return a.file.path === b.file.path && a.start === b.start;
}

/** The word at an offset up to its first dot: `Orders` of `Orders.Arn`. */
function nameAt(text: string, offset: number): string | undefined {
  const isPart = (i: number) => /[\w.:-]/.test(text.charAt(i));
  let [start, end] = [offset, offset];
  while (start > 0 && isPart(start - 1)) start--;
  while (end < text.length && isPart(end)) end++;
  const name = text.slice(start, end).replace(/[.:].*$/, "");
  return name === "" ? undefined : name;
}

/** What gives the text at an offset its meaning: the nearest intrinsic function or attribute around it. */
function contextAt(root: Node | undefined, offset: number): string | undefined {
  let context: string | undefined;
  let here = root;
  while (here) {
    const [key, next]: readonly [string | undefined, Node | undefined] = childAt(here, offset);
    // The key of a resource, not what stands below it.
    if (context === "Resources" && here.kind === "mapping" && next?.origin.key && !contains(next.origin.key, offset))
      context = undefined;
    if (key !== undefined && Object.hasOwn(SECTIONS, key)) context = key;
    here = next;
  }
  return context;
}

function childAt(node: Node, offset: number): readonly [string | undefined, Node | undefined] {
  if (node.kind === "sequence") return [undefined, node.items.find((item) => contains(item.origin.span, offset))];
  if (node.kind === "scalar") return [undefined, undefined];
  for (const [key, child] of node.entries) {
    const { span, key: keySpan } = child.origin;
    if (contains(span, offset) || (keySpan && contains(keySpan, offset))) return [key, child];
  }
  return [undefined, undefined];
}

function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function stacksOf({ world }: Analysis, file: string): readonly Stack[] {
  const own = world.stacks.filter(({ template }) => template.path === file);
  return own.length > 0 ? own : world.stacks.filter(({ project }) => filesOf(project).has(file));
}

function definition(
  { graph }: Analysis,
  stack: Stack,
  sections: readonly string[],
  name: string,
): Definition | undefined {
  for (const section of sections) {
    const node = at(stack.template.root, section, name);
    if (!node) continue;
    const resource = section === "Resources" ? graph.resource(resourceId(stack, name)) : undefined;
    return resource ? { span: authored(resource.origin), resource: resource.id } : { span: authored(node.origin) };
  }
  return undefined;
}

/** The author's text behind an origin. */
function authored(origin: Origin): Span {
  if (origin.why === "generated" && origin.cause) return origin.cause.key ?? origin.cause.span;
  return origin.key ?? origin.span;
}
