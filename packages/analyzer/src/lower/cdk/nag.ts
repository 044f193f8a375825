import { itemsAt, stringAt, type MappingNode, type Node } from "../../parse/node.js";
import type { SourceFile, Span } from "../../source/span.js";
import type { LowerContext } from "../context.js";
import { resourcesOf, type Template, type ToolEvidence } from "../template.js";
import { isWithin } from "./assembly.js";
import type { ResourceIndex } from "./evidence.js";

/** What cdk-nag 2 leaves in an assembly: its reports, and the suppressions in templates that no report tells already. */
export function nagEvidence(
  folder: string,
  templates: readonly Template[],
  resources: ResourceIndex,
  context: LowerContext,
): ToolEvidence[] {
  const reported = nagReports(folder, resources, context);
  const told = new Set(reported.map(({ rule, subject }) => `${rule} ${subject}`));
  const written = templates.flatMap(nagSuppressions);
  return [...reported, ...written.filter(({ rule, subject }) => !told.has(`${rule} ${subject}`))];
}

const OUTCOMES: ReadonlyMap<string, ToolEvidence["outcome"]> = new Map([
  ["Compliant", "pass"],
  ["Non-Compliant", "fail"],
  ["Suppressed", "suppressed"],
  ["UNKNOWN", "unknown"],
]);

/** One line of a report, whatever the format. */
interface ReportLine {
  readonly ruleId: string;
  readonly resourceId: string;
  readonly compliance: string;
  readonly exceptionReason: string;
  readonly ruleLevel: string;
  readonly ruleInfo: string;
  readonly span: Span;
}

/** `<pack>-<stack>-NagReport.csv` and `.json`: every check, also those that passed. */
function nagReports(folder: string, resources: ResourceIndex, context: LowerContext): ToolEvidence[] {
  const reports = context.sources.paths.filter(
    (path) => isWithin(path, folder) && /-NagReport\.(csv|json)$/.test(path),
  );
  return reports.flatMap((path) => {
    const isCsv = path.endsWith(".csv");
    if (isCsv && reports.includes(path.replace(/csv$/, "json"))) return []; // the same in another format
    const file = context.sources.read(path);
    if ("unreadable" in file) return [];
    const lines = isCsv ? csvLines(file) : jsonLines(context.sources.tree(file));
    return lines.flatMap((line): ToolEvidence[] => {
      const outcome = OUTCOMES.get(line.compliance);
      if (!outcome) return [];
      return [
        {
          tool: "cdk-nag",
          rule: line.ruleId,
          outcome,
          severity: line.ruleLevel.toLowerCase(),
          message: line.ruleInfo,
          reason: outcome === "suppressed" ? line.exceptionReason : undefined,
          subject: line.resourceId,
          resource: resources.byPath.get(line.resourceId),
          span: line.span,
        },
      ];
    });
  });
}

function jsonLines(root: Node | undefined): ReportLine[] {
  return itemsAt(root, "lines").map((line) => ({
    ruleId: stringAt(line, "ruleId") ?? "",
    resourceId: stringAt(line, "resourceId") ?? "",
    compliance: stringAt(line, "compliance") ?? "",
    exceptionReason: stringAt(line, "exceptionReason") ?? "",
    ruleLevel: stringAt(line, "ruleLevel") ?? "",
    ruleInfo: stringAt(line, "ruleInfo") ?? "",
    span: line.origin.span,
  }));
}

/** Six fields a record, the first record their names. */
function csvLines(file: SourceFile): ReportLine[] {
  return csvRecords(file)
    .slice(1)
    .map(({ fields, span }) => {
      const [ruleId = "", resourceId = "", compliance = "", exceptionReason = "", ruleLevel = "", ruleInfo = ""] =
        fields;
      return { ruleId, resourceId, compliance, exceptionReason, ruleLevel, ruleInfo, span };
    });
}

/** RFC 4180: quotes within a quoted field are doubled, and fields may hold line breaks. */
function csvRecords(file: SourceFile): { readonly fields: readonly string[]; readonly span: Span }[] {
  const { text } = file;
  const records: { fields: string[]; span: Span }[] = [];
  let fields: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length;) {
    const isQuoted = text[i] === '"';
    const from = isQuoted ? i + 1 : i;
    let end = from;
    if (isQuoted)
      while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
    else while (end < text.length && text[end] !== "," && text[end] !== "\n") end++;
    fields.push(text.slice(from, end).replaceAll('""', '"').trimEnd());
    i = isQuoted ? end + 1 : end;
    if (text[i] === ",") i++;
    else {
      records.push({ fields, span: { file, start, end: Math.min(i, text.length) } });
      while (text[i] === "\r" || text[i] === "\n") i++;
      fields = [];
      start = i;
    }
  }
  return records;
}

/** `cdk_nag.rules_to_suppress` in the metadata of a template or of its resources: cdk-nag 2, and 3 where it is asked to. */
function nagSuppressions(template: Template): ToolEvidence[] {
  const evidence: ToolEvidence[] = [];
  const collect = (holder: MappingNode, subject: string, resource: ToolEvidence["resource"]) => {
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
