import { mappingAt, stringAt, type MappingNode, type Node, type Origin } from "../parse/node.js";
import { regionOf, type Span } from "../source/span.js";

/** The dialect in which the author wrote: what a remedy has to be phrased in. */
export type Framework = "sam" | "serverless" | "cdk" | "cloudformation";

/** A value for a template parameter, and how firmly it is known. */
export interface ParameterValue {
  readonly value: string;
  /**
   * `given`: the user said so, no other value needs to be considered. `assumed`: what a deployment without further
   * words would use (samconfig.toml's default environment), so conditions that depend on it may still go either way.
   */
  readonly certainty: "given" | "assumed";
  /** Where the value was read: "--parameter", "samconfig.toml [default]". */
  readonly source: string;
}

/** What is known of the place where a template is deployed; each is a pseudo parameter of CloudFormation. */
export interface Environment {
  readonly region?: string | undefined;
  readonly accountId?: string | undefined;
  readonly stackName?: string | undefined;
}

/**
 * The intermediate form: a plain CloudFormation template, with every macro of the author's framework expanded and every
 * node linked to where it comes from. Parameters and conditions are still symbolic.
 */
export interface Template {
  /** The file that stands for the template: its own, or the framework's entry file. Unique within an analysis. */
  readonly path: string;
  readonly framework: Framework;
  readonly root: MappingNode;
  readonly parameterValues: ReadonlyMap<string, ParameterValue>;
  readonly environment: Environment;
  /** CDK: what is known of the construct behind each resource, by logical id. */
  readonly constructs?: ReadonlyMap<string, ConstructInfo>;
  /** The template of each `AWS::CloudFormation::Stack` resource whose file is known: logical id → `Template.path`. */
  readonly nested?: ReadonlyMap<string, string>;
}

/**
 * How the line of the author's program that created a resource was found: in the stack trace that the CDK recorded
 * (`creation-stack`, or `source-map` when it named compiled JavaScript), by reading the program (`source-search`), or
 * not at all (`template`).
 */
export type SourceKind = "creation-stack" | "source-map" | "source-search" | "template";

/** The construct that a resource of a CDK app comes from. */
export interface ConstructInfo {
  /** The construct path, without a leading slash: `Prod/Api/Handler/Resource`. */
  readonly path: string;
  /** The path of the nearest construct that the author's program creates; a prefix of `path`. */
  readonly authoredPath: string;
  /** Set when the resource is part of the CDK's own machinery, which the author neither wrote nor can change. */
  readonly owner?: FrameworkOwner | undefined;
  /** The line of the author's program; for `template`, the resource in the template. */
  readonly source: Span;
  readonly sourceKind: SourceKind;
}

/** A construct of the CDK that brings resources of its own: "S3 auto-delete objects" of `aws-cdk-lib/aws-s3`. */
export interface FrameworkOwner {
  readonly name: string;
  readonly module: string;
}

/** What another tool said of a resource, as found in the author's files: evidence that is labelled with that tool. */
export interface ToolEvidence {
  /** The tool's own name: "CloudFormation Validate", "cdk-nag". */
  readonly tool: string;
  readonly version?: string | undefined;
  readonly rule: string;
  /** `suppressed`: the author told the tool to accept it, `reason` says why. `unknown`: the tool could not tell. */
  readonly outcome: "pass" | "fail" | "suppressed" | "unknown";
  readonly severity?: string | undefined;
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
  /** The construct path or logical id that it is about, as the tool names it. */
  readonly subject: string;
  /** The template and resource that it is about, where that is known. */
  readonly resource?: { readonly template: string; readonly logicalId: string } | undefined;
  /** Where the tool wrote it down. */
  readonly span: Span;
}

/** One thing that is deployed together by the author's framework: a SAM application, a service, a cloud assembly. */
export interface Project {
  readonly framework: Framework;
  /** The file that the framework starts from. */
  readonly entry: string;
  readonly templates: readonly Template[];
  /** Results of other tools that lie beside the templates. */
  readonly evidence?: readonly ToolEvidence[];
}

/** The resources of a template by logical id; anything that is not a mapping is left out. */
export function resourcesOf(root: MappingNode): ReadonlyMap<string, MappingNode> {
  const found = new Map<string, MappingNode>();
  for (const [id, node] of mappingAt(root, "Resources")?.entries ?? [])
    if (node.kind === "mapping") found.set(id, node);
  return found;
}

/** The name and argument of an intrinsic function call, or `undefined` for anything else. */
export function intrinsicOf(node: Node): { readonly name: string; readonly argument: Node } | undefined {
  if (node.kind !== "mapping" || node.entries.size !== 1) return undefined;
  for (const [name, argument] of node.entries) {
    if (name === "Ref" || name === "Condition" || name.startsWith("Fn::")) return { name, argument };
  }
  return undefined;
}

const UNKNOWN = "Assay::Unknown";

/** A value that cannot be known without running or asking something, as it stands in a lowered template. */
export interface Unknown {
  /** What was written, without `${}`: "ssm:/orders/table". */
  readonly variable: string;
  /**
   * What the source would be asked for, with variables inside it resolved: an SSM parameter's name, `stack.Output` of
   * `cf`, `folder#output` of a composed service.
   */
  readonly address?: string | undefined;
  /** Where the value would come from: "ssm", "env", "expression". */
  readonly source: string;
  /** Why it is not known, in a few words. */
  readonly reason: string;
  /** What would stand there if the source has no value. */
  readonly fallback?: Node | undefined;
}

/**
 * A stated unknown: the mapping `{"Assay::Unknown": {Variable, Source, Reason, At, Address?, Fallback?}}`, which stands wherever an
 * intrinsic function could (also inside `Fn::Join` and the variables of `Fn::Sub`). Its origin is the text that asks for
 * the value.
 */
export function unknownNode(unknown: Unknown, origin: Origin): MappingNode {
  const { file, startLine } = regionOf(origin.span);
  const text = (value: string): Node => ({ kind: "scalar", value, origin });
  const entries = new Map<string, Node>([
    ["Variable", text(unknown.variable)],
    ["Source", text(unknown.source)],
    ["Reason", text(unknown.reason)],
    ["At", text(`${file}:${startLine}`)],
  ]);
  if (unknown.address !== undefined) entries.set("Address", text(unknown.address));
  if (unknown.fallback) entries.set("Fallback", unknown.fallback);
  return { kind: "mapping", entries: new Map([[UNKNOWN, { kind: "mapping", entries, origin }]]), origin };
}

/** What a node states to be unknown, or `undefined` for any other node. */
export function unknownOf(node: Node | undefined): Unknown | undefined {
  if (node?.kind !== "mapping" || node.entries.size !== 1) return undefined;
  const stated = mappingAt(node, UNKNOWN);
  if (!stated) return undefined;
  return {
    variable: stringAt(stated, "Variable") ?? "",
    address: stringAt(stated, "Address"),
    source: stringAt(stated, "Source") ?? "",
    reason: stringAt(stated, "Reason") ?? "",
    fallback: stated.entries.get("Fallback"),
  };
}
