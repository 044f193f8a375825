import { nameOf, pattern, type Analysis } from "@assay/analyzer";
import type { Rule } from "../rule.js";
import type { RuleFinding } from "../run.js";
import type { ConfiguredSuppression } from "../settings/settings.js";
import { commentSuppressions } from "./comments.js";
import { metadataSuppressions } from "./metadata.js";
import { ownSuppression, type Suppression } from "./suppression.js";

/**
 * What became of a suppression: it accepts findings (`applied`), there was nothing to accept (`unused`), it is over
 * (`expired`) or cannot be honoured (`malformed`); or it is another tool's and has no equivalent here (`foreign`).
 */
export type SuppressionState = "applied" | "unused" | "expired" | "malformed" | "foreign";

export interface JudgedSuppression {
  readonly suppression: Suppression;
  readonly state: SuppressionState;
  readonly findings: readonly RuleFinding[];
}

export interface Suppressed {
  readonly judged: readonly JudgedSuppression[];
  /** The suppression by which a failing finding is accepted. */
  readonly accepted: ReadonlyMap<RuleFinding, Suppression>;
}

/** Matches failing findings with what is accepted. `today` (`2026-11-21`) decides what is over. */
export function suppress(
  analysis: Analysis,
  findings: readonly RuleFinding[],
  configured: readonly ConfiguredSuppression[],
  today: string,
): Suppressed {
  const byRule = new Map<Rule, RuleFinding[]>();
  for (const finding of findings) {
    const known = byRule.get(finding.rule) ?? [];
    if (finding.outcome === "fail") known.push(finding);
    byRule.set(finding.rule, known);
  }
  const rules = new Set(byRule.keys());
  const accepted = new Map<RuleFinding, Suppression>();
  const all = [
    ...commentSuppressions(analysis),
    ...metadataSuppressions(analysis),
    ...configured.map(fromConfiguration),
  ];
  const judged = all.map((suppression): JudgedSuppression => {
    const state = stateOf(suppression, rules, today);
    if (state !== "applied") return { suppression, state, findings: [] };
    const covered = [...rules]
      .filter((rule) => names(suppression, rule))
      .flatMap((rule) => byRule.get(rule) ?? [])
      .filter((finding) => suppression.covers(finding));
    for (const finding of covered) if (!accepted.has(finding)) accepted.set(finding, suppression);
    return { suppression, state: covered.length > 0 ? "applied" : "unused", findings: covered };
  });
  return { judged, accepted };
}

function stateOf(suppression: Suppression, rules: ReadonlySet<Rule>, today: string): SuppressionState {
  if (suppression.malformed !== undefined) return "malformed";
  if (suppression.expires !== undefined && suppression.expires < today) return "expired";
  return suppression.tool === "assay" || [...rules].some((rule) => names(suppression, rule)) ? "applied" : "foreign";
}

/** Whether a suppression names a rule: by id or glob, or, in a peer's words, by one of its aliases. */
function names({ tool, rules }: Suppression, rule: Rule): boolean {
  if (tool === "assay") return rules.some((name) => pattern(name)(rule.id));
  return rules.some((name) => rule.aliases.some((alias) => matchesAlias(alias, tool, name)));
}

/** cdk-nag narrows its ids (`AwsSolutions-IAM5[Action::s3:*]`); the part in brackets is not part of the name. */
function matchesAlias(alias: string, tool: string, name: string): boolean {
  return alias.toLowerCase() === `${tool}:${name.replace(/\[.*\]$/, "")}`.toLowerCase();
}

function fromConfiguration({ rule, resource, ...fields }: ConfiguredSuppression): Suppression {
  const isWanted = resource === undefined ? () => true : pattern(resource);
  return ownSuppression(
    [rule],
    fields,
    undefined,
    ({ subject }) => isWanted(nameOf(subject)) || isWanted(subject.id) || isWanted(subject.logicalId),
  );
}
