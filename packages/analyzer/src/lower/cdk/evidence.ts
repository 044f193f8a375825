import { itemsAt, stringAt, type Node } from "../../parse/node.js";
import { parse } from "../../parse/parse.js";
import { baseName } from "../../source/repository.js";
import type { LowerContext } from "../context.js";
import type { Template, ToolEvidence } from "../template.js";
import type { Stack } from "./assembly.js";
import { spanOfText } from "./json.js";
import type { StackMetadata } from "./metadata.js";

type Resource = NonNullable<ToolEvidence["resource"]>;

/** The resources of an assembly by the names that tools use for them. */
export interface ResourceIndex {
  /** A construct that stands for one resource is found by its own path too. */
  readonly byPath: ReadonlyMap<string, Resource>;
  /** By the template's file name and the logical id. */
  readonly byId: (templatePath: string, logicalId: string) => Resource | undefined;
}

export function indexResources(templates: readonly Template[]): ResourceIndex {
  const byPath = new Map<string, Resource>();
  const byId = new Map<string, Resource>();
  for (const template of templates)
    for (const [logicalId, { path }] of template.constructs ?? []) {
      const found = { template: template.path, logicalId };
      byId.set(`${baseName(template.path)} ${logicalId}`, found);
      byPath.set(path, found);
      const construct = path.replace(/\/(Resource|Default)$/, "");
      if (!byPath.has(construct)) byPath.set(construct, found);
    }
  return { byPath, byId: (templatePath, logicalId) => byId.get(`${baseName(templatePath)} ${logicalId}`) };
}

/**
 * The report that aws-cdk-lib writes after validating an assembly (from 2.26x on): findings of its plugins, those that
 * the author acknowledged included. Older versions call it policy-validation-report.json.
 */
export function validationReport(folder: string, resources: ResourceIndex, context: LowerContext): ToolEvidence[] {
  const evidence: ToolEvidence[] = [];
  for (const name of ["validation-report.json", "policy-validation-report.json"]) {
    const path = folder === "" ? name : `${folder}/${name}`;
    const file = context.sources.exists(path) ? context.sources.read(path) : undefined;
    if (!file || "unreadable" in file) continue;
    const { root, problems } = parse(file);
    problems.forEach(context.report);
    for (const report of itemsAt(root, "pluginReports")) {
      for (const violation of itemsAt(report, "violations"))
        evidence.push(...violated(report, violation, "fail", resources));
      for (const violation of itemsAt(report, "suppressedViolations"))
        evidence.push(...violated(report, violation, "suppressed", resources));
    }
  }
  return evidence;
}

function violated(
  report: Node,
  violation: Node,
  outcome: ToolEvidence["outcome"],
  resources: ResourceIndex,
): ToolEvidence[] {
  const rule = stringAt(violation, "ruleName");
  if (rule === undefined) return [];
  return itemsAt(violation, "violatingConstructs").map((construct) => {
    const subject = stringAt(construct, "constructPath") ?? "";
    return {
      tool: toolOf(stringAt(report, "pluginName") ?? stringAt(report, "summary", "pluginName") ?? "Annotation", rule),
      version: stringAt(report, "pluginVersion"),
      rule,
      outcome,
      severity: stringAt(violation, "customSeverity") ?? stringAt(violation, "severity"),
      message: stringAt(violation, "description"),
      reason: stringAt(violation, "reason"),
      subject,
      resource: namedResource(construct, resources) ?? resources.byPath.get(subject),
      span: construct.origin.span,
    };
  });
}

function namedResource(construct: Node, resources: ResourceIndex): Resource | undefined {
  const logicalId = stringAt(construct, "cloudFormationResource", "logicalId");
  const template = stringAt(construct, "cloudFormationResource", "templatePath");
  return logicalId === undefined || template === undefined ? undefined : resources.byId(template, logicalId);
}

/** `Validations.of(x).acknowledge(…)`: how findings are accepted from cdk-nag 3 on, and those of every other plugin. */
export function acknowledgements(stack: Stack, metadata: StackMetadata, resources: ResourceIndex): ToolEvidence[] {
  return metadata.acknowledged.map(({ constructPath, rule, reason }) => {
    const separator = rule.indexOf("::");
    const name = separator > 0 ? rule.slice(separator + 2) : rule;
    return {
      tool: toolOf(separator > 0 ? rule.slice(0, separator) : "Annotation", name),
      rule: name,
      outcome: "suppressed",
      reason,
      subject: constructPath,
      resource: resources.byPath.get(constructPath),
      span: spanOfText(stack.metadataFile, rule),
    };
  });
}

/**
 * The tool behind a name that the CDK uses for it: packs of cdk-nag are plugins of their own, and a finding without a
 * plugin is an annotation, which packs make too.
 */
function toolOf(plugin: string, rule: string): string {
  if (NAG_RULE.test(rule)) return "cdk-nag";
  return PLUGINS.get(plugin) ?? plugin;
}

/** In the names of acknowledged rules, plugins are spelled without blanks. */
const PLUGINS: ReadonlyMap<string, string> = new Map([
  ["Annotation", "aws-cdk-lib"],
  ["CloudFormation-Validate", "CloudFormation Validate"],
]);

/** Rule ids of cdk-nag begin with the name of their pack. */
const NAG_RULE = /^(AwsSolutions|HIPAA\.Security|NIST\.800\.53\.R[45]|PCI\.DSS\.321|Serverless)-/;
