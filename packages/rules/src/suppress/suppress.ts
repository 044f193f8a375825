import { nameOf, pattern, type Analysis } from "@assay/analyzer";
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
  const failing = findings.filter((finding) => finding.outcome === "fail");
  const accepted = new Map<RuleFinding, Suppression>();
  const all = [
    ...commentSuppressions(analysis),
    ...metadataSuppressions(analysis),
    ...configured.map(fromConfiguration),
  ];
  const judged = all.map((suppression): JudgedSuppression => {
    const state = stateOf(suppression, findings, today);
    if (state !== "applied") return { suppression, state, findings: [] };
    const covered = failing.filter((finding) => names(suppression, finding) && suppression.covers(finding));
    for (const finding of covered) if (!accepted.has(finding)) accepted.set(finding, suppression);
    return { suppression, state: covered.length > 0 ? "applied" : "unused", findings: covered };
  });
  return { judged, accepted };
}

function stateOf(suppression: Suppression, findings: readonly RuleFinding[], today: string): SuppressionState {
  if (suppression.malformed !== undefined) return "malformed";
  if (suppression.expires !== undefined && suppression.expires < today) return "expired";
  const isKnown = suppression.tool === "assay" || findings.some((finding) => names(suppression, finding));
  return isKnown ? "applied" : "foreign";
}

/** Whether a suppression names the rule of a finding: by id or glob, or, in a peer's words, by one of its aliases. */
function names({ tool, rules }: Suppression, { rule }: RuleFinding): boolean {
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
