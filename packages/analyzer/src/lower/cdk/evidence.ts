import { itemsAt, stringAt, type MappingNode, type Node } from "../../parse/node.js";
import { parse } from "../../parse/parse.js";
import { baseName } from "../../source/repository.js";
import type { LowerContext } from "../context.js";
import { resourcesOf, type Template, type ToolEvidence } from "../template.js";
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
      tool: stringAt(report, "pluginName") ?? stringAt(report, "summary", "pluginName") ?? "CDK validation",
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
    return {
      tool: separator > 0 ? rule.slice(0, separator) : "CDK validation",
      rule: separator > 0 ? rule.slice(separator + 2) : rule,
      outcome: "suppressed",
      reason,
      subject: constructPath,
      resource: resources.byPath.get(constructPath),
      span: spanOfText(stack.metadataFile, rule),
    };
  });
}

/** `cdk_nag.rules_to_suppress` in the metadata of a template or of its resources: cdk-nag 2, and 3 where it is asked to. */
export function nagSuppressions(template: Template): ToolEvidence[] {
  const evidence: ToolEvidence[] = [];
  const collect = (holder: MappingNode, subject: string, resource: Resource | undefined) => {
    for (const suppression of itemsAt(holder, "Metadata", "cdk_nag", "rules_to_suppress")) {
      const rule = stringAt(suppression, "id");
      if (rule === undefined) continue;
      const reason = stringAt(suppression, "reason");
      evidence.push({
        tool: "cdk-nag",
        rule,
        outcome: "suppressed",
        message: appliesTo(suppression),
        reason: isEncoded(suppression) && reason !== undefined ? decoded(reason) : reason,
        subject,
        resource,
        span: suppression.origin.span,
      });
    }
  };
  collect(template.root, template.path, undefined);
  for (const [logicalId, resource] of resourcesOf(template.root))
    collect(resource, template.constructs?.get(logicalId)?.path ?? logicalId, { template: template.path, logicalId });
  return evidence;
}

/** The findings to which a suppression is limited. */
function appliesTo(suppression: Node): string | undefined {
  const limits = itemsAt(suppression, "applies_to").flatMap(
    (limit) => stringAt(limit) ?? stringAt(limit, "regex") ?? [],
  );
  return limits.length === 0 ? undefined : `applies to ${limits.join(", ")}`;
}

/** Reasons that are not ASCII are written in base64. */
function isEncoded(suppression: Node): boolean {
  return suppression.kind === "mapping" && toFlag(suppression.entries.get("is_reason_encoded"));
}

function toFlag(node: Node | undefined): boolean {
  return node?.kind === "scalar" && node.value === true;
}

function decoded(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  } catch {
    return text;
  }
}
