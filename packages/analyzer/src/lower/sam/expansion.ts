import { at, mappingAt, type MappingNode, type Node, type Origin } from "../../parse/node.js";
import { problem } from "../../source/problem.js";
import type { Span } from "../../source/span.js";
import type { LowerContext } from "../context.js";
import { draft, generatedFrom, withEntries, type Draft } from "../draft.js";
import type { ApiRoute, CodeDeployment, Drafts, Generated, RecordSets, SamResource, SharedUsagePlan } from "./model.js";
import { partitionOf } from "./partition.js";
import { Resolver, type ParameterLookup } from "./resolve.js";

/** Drafts a resource; what is not a node yet gets the origin. Attributes stand beside `Type` and `Properties`. */
export function generate(
  id: string,
  type: string,
  properties: Drafts,
  origin: Origin,
  attributes: Drafts = {},
): Generated {
  return { id, node: draft({ Type: type, ...attributes, Properties: draft(properties, origin) }, origin) };
}

/** The resource that an author's SAM resource itself becomes: it keeps its place, its attributes and its metadata. */
export function becomes(resource: SamResource, type: string, properties: Drafts, id = resource.id): Generated {
  const { node } = resource;
  const made = generatedFrom(node.origin, "SAM");
  const entries = new Map<string, Node>([
    ["Type", draft(type, at(node, "Type") ? generatedFrom(typeOrigin(node), "SAM") : made)],
  ]);
  for (const name of MAIN_ATTRIBUTES) {
    const value = node.entries.get(name);
    if (value) entries.set(name, value);
  }
  const written = at(node, "Properties")?.origin ?? made;
  entries.set("Properties", { ...draft(properties, made), origin: written });
  return { id, node: { ...node, entries } };
}

function typeOrigin(node: MappingNode): Origin {
  return at(node, "Type")?.origin ?? node.origin;
}

const MAIN_ATTRIBUTES = ["DependsOn", "DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy", "Metadata"];
const HANDED_DOWN = ["Condition", "DeletionPolicy", "UpdateReplacePolicy"];

/** The attributes that every resource generated from a SAM resource gets too. */
export function handedDown(node: MappingNode): Readonly<Record<string, Node | undefined>> {
  return Object.fromEntries([...node.entries].filter(([name]) => HANDED_DOWN.includes(name)));
}

/** The same resource with attributes (what stands beside `Type` and `Properties`) replaced or added. */
export function withAttributes(made: Generated, attributes: Drafts): Generated {
  return { id: made.id, node: withEntries(made.node, attributes) };
}

/**
 * One expansion: what is known of the template and its deployment, and what was collected so far. Resources that several
 * SAM resources contribute to are finished last.
 */
export class Expansion {
  readonly root: MappingNode;
  readonly context: LowerContext;
  readonly values: Resolver;
  readonly region: string | undefined;
  readonly partition: string;
  /** The SAM resources by logical id, those that SAM implies included. */
  readonly sources = new Map<string, SamResource>();
  /** The template as it stands: resources that are plain CloudFormation, and what SAM resources became. */
  readonly resources = new Map<string, MappingNode>();
  /** Which SAM resource a resource was made from. */
  readonly owners = new Map<string, string>();
  /** Conditions that the expansion adds. */
  readonly conditions = new Map<string, Node>();
  /** `Function.Alias` and the like → the logical id that is meant. */
  readonly references = new Map<string, string>();
  /** Logical ids that changed. */
  readonly renamed = new Map<string, string>();
  readonly routes = new Map<string, ApiRoute[]>();
  /** What was made for a destination of asynchronous calls; functions that have it from Globals share it. */
  readonly destinations = new Map<Node, Draft>();
  readonly deployments: CodeDeployment[] = [];
  readonly recordSets = new Map<string, RecordSets>();
  readonly sharedUsagePlan: SharedUsagePlan = { apis: [], attributes: [] };

  constructor(root: MappingNode, lookup: ParameterLookup, region: string | undefined, context: LowerContext) {
    this.root = root;
    this.context = context;
    this.region = region;
    this.partition = partitionOf(region);
    const known: ParameterLookup = (name) =>
      lookup(name) ??
      (name === "AWS::Region" ? region : name === "AWS::Partition" && region ? this.partition : undefined);
    this.values = new Resolver(root, known, (where, reason) => this.rejectTemplate(where, reason));
  }

  /** Reports that SAM refuses a resource because of the value at `where`. */
  reject(resource: string, where: Node | Origin, reason: string): void {
    if ("kind" in where && this.values.isUnknownParameter(where)) {
      this.context.report(problem("sam-unknown-value", spanOf(where), { resource, reason }));
      return;
    }
    this.context.report(problem("sam-invalid", spanOf(where), { subject: `the resource '${resource}'`, reason }));
  }

  /** Reports that SAM refuses that a resource has a property at all, whatever its value. */
  rejectProperty(resource: string, value: Node, reason: string): void {
    const { span, key = span } = value.origin;
    this.context.report(problem("sam-invalid", key, { subject: `the resource '${resource}'`, reason }));
  }

  /** Reports that SAM refuses the template as a whole. */
  rejectTemplate(where: Node | Origin, reason: string): void {
    this.context.report(problem("sam-invalid", spanOf(where), { subject: "this template", reason }));
  }

  /** A resource of the author by logical id, whatever its type. */
  authored(id: string): MappingNode | undefined {
    return mappingAt(this.root, "Resources", id);
  }

  addCondition(name: string, value: Draft, origin: Origin): void {
    this.conditions.set(name, draft(value, origin));
  }

  /** Changes a resource of the template. */
  change(id: string, edit: (resource: MappingNode) => MappingNode): void {
    const resource = this.resources.get(id);
    if (resource) this.resources.set(id, edit(resource));
  }
}

/** Text for a single value; for a collection its key, which is enough to find it. */
function spanOf(where: Node | Origin): Span {
  if (!("kind" in where)) return where.key ?? where.span;
  return where.kind === "scalar" ? where.origin.span : (where.origin.key ?? where.origin.span);
}
