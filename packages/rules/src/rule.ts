import type { Alternative, Analysis, Framework, Origin, Resource, Scenario } from "@assay/analyzer";

/** The characteristics that section 2.1 of the Lambda checklist asks for, and what surrounds them. */
export type Topic =
  "sizing" | "iam" | "failures" | "management" | "vpc" | "concurrency" | "monitoring" | "integrations" | "security";

export type Severity = "info" | "low" | "medium" | "high" | "critical";

/** From the least to the most severe. */
export const severities: readonly Severity[] = ["info", "low", "medium", "high", "critical"];

/** What a check found out about its subject. Passing is a result, and unknown is never turned into another one. */
export type Outcome = "pass" | "fail" | "unknown" | "not-applicable";

/** A place that a finding rests on, and what is to be read there. */
export interface Evidence {
  readonly origin: Origin;
  /** A few words: "timeout 30 s". */
  readonly says: string;
}

/** The places that a finding rests on, the first one the place to point at. A finding without proof does not compile. */
export type EvidenceList = readonly [Evidence, ...Evidence[]];

/** What a rule says about one subject. */
export interface Finding {
  readonly outcome: Outcome;
  readonly subject: Resource;
  /** Tells findings of one rule about the same subject apart, whatever the lines are: a trigger's id, a metric. */
  readonly key?: string | undefined;
  /** One sentence with the actual values; no advice. */
  readonly message: string;
  readonly evidence: EvidenceList;
  readonly confidence: "certain" | "likely";
  /** The circumstances under which it is so; empty: always. */
  readonly when: Scenario;
}

/** A small template that the rule speaks about (`bad`) and one that it is silent about (`good`). */
export interface Example {
  readonly framework: Framework;
  readonly bad: string;
  readonly good: string;
  /** Other files that the good example needs, by path. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** A value that the user may set for a rule. */
export type OptionValue = number | string | boolean | readonly string[];

/** What can be set about a rule, with the value that it has otherwise. */
export interface OptionDeclaration {
  readonly default: OptionValue;
  /** What it means, with its unit. */
  readonly describes: string;
}

/** The values of a rule's options. Asking for one that the rule does not declare, or as another type, is our error. */
export interface Options {
  number(name: string): number;
  text(name: string): string;
  isSet(name: string): boolean;
  list(name: string): readonly string[];
}

/**
 * Which runs include a rule: `recommended` is what most people want to hear of; `strict` adds what is good practice but
 * no mistake; `evidence` adds statements that only a report needs.
 */
export type Profile = "recommended" | "strict" | "evidence";

/**
 * A check of the graph, with everything that is known of it in one value: page, `explain`, SARIF metadata and checklists
 * are derived from it.
 */
export interface Rule {
  /** The name of the file, service first: `queue-visibility-timeout`. */
  readonly id: string;
  /** What is wrong, as a headline. */
  readonly title: string;
  readonly topic: Topic;
  readonly severity: Severity;
  /** The first profile that includes it: `recommended` is part of the others. */
  readonly profile: Profile;
  /** Why it matters, in a few sentences. */
  readonly why: string;
  /** What to do, in the words of each framework. */
  readonly remedy: Readonly<Record<Framework, string>>;
  /** The documents that the rule rests on. */
  readonly references: readonly string[];
  /** What peers call the same check: `checkov:CKV_AWS_116`. */
  readonly aliases: readonly string[];
  /** The rows of coverage.yaml that it answers. */
  readonly covers: readonly string[];
  /** Where the rule differs from peers on purpose, and why. */
  readonly differs?: string;
  readonly options?: Readonly<Record<string, OptionDeclaration>>;
  readonly examples: readonly Example[];
  check(analysis: Analysis, options: Options): Iterable<Finding>;
}

/** Declares a rule; it belongs to the profile `recommended` unless it says otherwise. */
export function defineRule(rule: Omit<Rule, "profile"> & { readonly profile?: Profile }): Rule {
  return { profile: "recommended", ...rule };
}

type Said = Pick<Finding, "message" | "evidence"> & Partial<Pick<Finding, "key" | "confidence" | "when">>;

function finding(outcome: Outcome, subject: Resource, said: Said): Finding {
  return { outcome, subject, confidence: "certain", when: subject.when, ...said };
}

export const pass = (subject: Resource, said: Said): Finding => finding("pass", subject, said);
export const fail = (subject: Resource, said: Said): Finding => finding("fail", subject, said);
export const unknown = (subject: Resource, said: Said): Finding => finding("unknown", subject, said);
export const notApplicable = (subject: Resource, said: Said): Finding => finding("not-applicable", subject, said);

/** The place of a resource: its logical id. */
export function at(resource: Resource, says: string): Evidence {
  return { origin: resource.origin, says };
}

/** The place of a value, in words: `timeout 30 s (inherited)`, `memory 128 MB (Lambda default)`. */
export function valueAt(value: Alternative<unknown>, name: string, unit = ""): Evidence {
  return { origin: value.origin, says: `${name} ${describeValue(value, unit)}` };
}

/** A value in words, with who supplied it when the author did not write it on the spot. */
export function describeValue(value: Alternative<unknown>, unit = ""): string {
  const { why, by } = value.origin;
  if (value.state === "absent") return "not set";
  if (value.state === "unknown") return `unknown, because ${value.because}`;
  const supplied = why === "default" ? (by ?? "default") : why === "globals" ? "inherited" : undefined;
  return `${String(value.value)}${unit && ` ${unit}`}${supplied ? ` (${supplied})` : ""}`;
}

/** Why values are unknown, joined. */
export function because(...values: readonly Alternative<unknown>[]): string {
  return values
    .flatMap((value) =>
      value.state === "unknown" ? [value.because] : value.state === "absent" ? ["it is not set"] : [],
    )
    .join("; ");
}

/**
 * One finding from what holds in each scenario: a failure anywhere is a failure, else something unknown leaves the whole
 * unknown, else it passes.
 */
export function worst(findings: readonly Finding[]): Finding | undefined {
  const order: readonly Outcome[] = ["fail", "unknown", "pass", "not-applicable"];
  for (const outcome of order) {
    const found = findings.find((candidate) => candidate.outcome === outcome);
    if (found) return found;
  }
  return undefined;
}
