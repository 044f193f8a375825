import { nameOf } from "@assay/analyzer";
import type { Evidence } from "../rule.js";
import type { RuleFinding } from "../run.js";
import { counted, type Measure, type Measured } from "./measure.js";

/** How the checks that a criterion names turn out. */
export const checks: Measure = {
  id: "checks",
  counts: "the findings of the item's own rules; what is not applicable counts for nothing",
  measure: ({ findings }) => tallied(findings, (name) => name),
};

/** How all checks turn out, by topic: what there is to say of the design as a whole. */
export const practices: Measure = {
  id: "practices",
  counts: "nothing: how all checks turn out, by topic, for a person to judge",
  measure: ({ allFindings }) => {
    const { statement } = tallied(allFindings, undefined);
    const failing = allFindings.filter(({ outcome }) => outcome === "fail").length;
    const passing = allFindings.filter(({ outcome }) => outcome === "pass").length;
    const missing =
      failing > passing ? `why ${failing} of ${failing + passing} checks fail, or their repair` : undefined;
    return { statement, missing, evidence: [] };
  },
};

function tallied(findings: readonly RuleFinding[], by: ((rule: string) => string) | undefined): Measured {
  const of = (outcome: RuleFinding["outcome"], among = findings) =>
    among.filter((finding) => finding.outcome === outcome).length;
  const groups = new Map<string, RuleFinding[]>();
  for (const finding of findings) {
    const name = by ? by(finding.rule.id) : finding.rule.topic;
    const group = groups.get(name);
    if (group) group.push(finding);
    else groups.set(name, [finding]);
  }
  const satisfied = of("pass");
  const unknown = of("unknown");
  const total = satisfied + unknown + of("fail");
  const parts = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => ({ name, pass: of("pass", group), all: group.length - of("not-applicable", group) }))
    .filter(({ all }) => all > 0)
    .map(({ name, pass, all }) => `${name} ${pass} of ${all}`);
  const open = unknown > 0 ? `, ${unknown} cannot be decided` : "";
  return {
    statement:
      total > 0
        ? `${satisfied} of ${counted(total, "check")} pass${open}: ${parts.join(", ")}.`
        : "There is nothing in the scanned inputs that these checks apply to.",
    count: { satisfied, unknown, total },
    evidence: findings
      .filter(({ outcome }) => outcome === "pass")
      .map(({ evidence, subject, message }): Evidence => ({ ...evidence[0], says: `${nameOf(subject)}: ${message}` })),
  };
}
