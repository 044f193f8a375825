import { analyze, describeScenario, memoryRepository, regionOf } from "@assay/analyzer";
import type { Rule } from "../src/rule.js";
import { runRules } from "../src/run.js";

/** What a rule says of a template (or of several files), one line a finding: `fail 12:7 Message. (when IsProd)`. */
export async function check(rule: Rule, input: string | Readonly<Record<string, string>>): Promise<string[]> {
  const files = typeof input === "string" ? { "template.yaml": input } : input;
  const analysis = await analyze(memoryRepository(files), { parameters: new Map() });
  const { findings, failures } = runRules(analysis, [rule], { profile: "evidence" });
  if (failures[0]) throw new Error(failures[0].error);
  return findings.map(({ outcome, evidence, message, when, confidence }) => {
    const { file, startLine, startColumn } = regionOf(evidence[0].origin.span);
    const place = `${file === "template.yaml" ? "" : `${file}:`}${startLine}:${startColumn}`;
    const scenario = when.length > 0 ? ` (when ${describeScenario(when)})` : "";
    return `${outcome} ${place} ${message}${scenario}${confidence === "likely" ? " [likely]" : ""}`;
  });
}

/** A template from its resources. */
export function resources(text: string, head = ""): string {
  return `${head}Resources:\n${text}`;
}

/** A plain function called Fn. */
export const FN = "  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.13, Handler: a.b } }\n";

/** A parameter that nobody knows, and conditions on it. */
export const STAGES =
  "Parameters: { Stage: { Type: String }, Unknown: { Type: Number } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\n";
