import type { Framework, FunctionRow, ProblemLevel, Region, Why } from "@assay/analyzer";
import type { CriterionKind, Pack } from "./pack.js";
import type { Outcome, Severity, Topic } from "./rule.js";
import type { RuleFailure } from "./run.js";
import type { SuppressionState } from "./suppress/suppress.js";

/** A place that a statement rests on. */
export interface Location extends Region {
  /** What is to be read there. */
  readonly says: string;
  /** Why it stands there, when the author did not write it on the spot. */
  readonly why?: Exclude<Why, "authored">;
  /** What made or defaulted it. */
  readonly by?: string;
  /** The place that led to this one: the use of a parameter, the event that a resource is generated from. */
  readonly via?: Region;
}

/** What a comparison says of something that is wrong now. */
export type Change = "new" | "unchanged";

/** A rule in its own words, for outputs that explain it. */
export interface AssessedRule {
  readonly id: string;
  readonly title: string;
  readonly topic: Topic;
  /** Its usual severity; a finding may have another one. */
  readonly severity: Severity;
  readonly why: string;
  readonly remedy: Readonly<Record<Framework, string>>;
  readonly references: readonly string[];
  /** What peers call the same check: `checkov:CKV_AWS_116`. */
  readonly aliases: readonly string[];
}

/** A finding as every output shows it. */
export interface AssessedFinding {
  readonly rule: string;
  readonly title: string;
  readonly topic: Topic;
  readonly severity: Severity;
  readonly outcome: Outcome;
  readonly subject: { readonly id: string; readonly name: string; readonly kind: string; readonly type: string };
  readonly message: string;
  readonly confidence: "certain" | "likely";
  /** The scenario in which it is so; missing when it is always so. */
  readonly when?: string;
  /** Names the finding in this document, and in others: it stays when lines, files or stacks change. */
  readonly fingerprint: string;
  /** Whether what the repository is compared with has the failing finding, too. */
  readonly change?: Change;
  /** The first one is the place to point at. */
  readonly locations: readonly Location[];
  /** Set when somebody accepts the finding: it stays in reports and counts no more. */
  readonly accepted?: {
    readonly by: string;
    readonly reason?: string;
    readonly expires?: string;
    readonly owner?: string;
    readonly ticket?: string;
  };
}

/** What somebody accepts, and what became of it. */
export interface AssessedSuppression {
  /** The tool in whose words it is written: `assay`, `cfn_nag`, `checkov`, … */
  readonly tool: string;
  readonly rules: readonly string[];
  readonly reason?: string;
  readonly expires?: string;
  readonly owner?: string;
  readonly ticket?: string;
  readonly state: SuppressionState;
  /** Why it is not honoured. */
  readonly because?: string;
  /** Missing for the configuration. */
  readonly location?: Region;
  /** Fingerprints of the findings that it accepts. */
  readonly findings: readonly string[];
}

export type Verdict = "met" | "not-met" | "needs-input" | "not-applicable";

/** The answer to one item of a checklist. */
export interface AssessedCriterion {
  readonly id: string;
  readonly section: string;
  readonly title: string;
  readonly kind: CriterionKind;
  readonly verdict: Verdict;
  /** What the verdict rests on: the repository, a person, or nothing yet. */
  readonly basis: "static" | "none";
  readonly statement: string;
  readonly evidence: readonly Location[];
  /** Fingerprints of the failing findings that belong to the item. */
  readonly gaps: readonly string[];
  /** What a person still has to supply. */
  readonly asks?: string;
}

export interface AssessedChecklist {
  readonly pack: Pick<Pack, "id" | "title" | "version" | "published" | "source" | "validity">;
  readonly criteria: readonly AssessedCriterion[];
}

export interface AssessedProblem extends Region {
  readonly code: string;
  readonly level: ProblemLevel;
  readonly message: string;
  readonly help: string;
  readonly change?: Change;
}

/** A failing finding of another version of the repository, as a baseline keeps it. */
export interface KnownFinding {
  readonly fingerprint: string;
  readonly rule: string;
  /** The id of the resource. */
  readonly subject: string;
  readonly message: string;
}

/** What an assessment was compared with, and what is no more. */
export interface Comparison {
  /** `main (1a2b3c4d5e6f)`, or the path of a baseline. */
  readonly with: string;
  readonly fixed: readonly KnownFinding[];
  /** What limits the comparison. */
  readonly notes: readonly string[];
}

/** All that is known of a repository and what follows from it: the one document that every output is made from. */
export interface Assessment {
  readonly schema: "https://assay.dev/schema/assessment-1.json";
  readonly tool: { readonly name: "assay"; readonly version: string };
  /** Whether everything that was found could be read and evaluated. */
  readonly complete: boolean;
  readonly projects: readonly {
    readonly framework: string;
    readonly entry: string;
    readonly templates: readonly string[];
  }[];
  /** Files that were read. */
  readonly inputs: readonly string[];
  readonly problems: readonly AssessedProblem[];
  readonly functions: readonly FunctionRow[];
  readonly findings: readonly AssessedFinding[];
  /** The rules that have failing findings, or some that they cannot decide. */
  readonly rules: readonly AssessedRule[];
  /** Set when the assessment was compared with another version of the repository. */
  readonly compared?: Comparison;
  readonly suppressions: readonly AssessedSuppression[];
  readonly ruleFailures: readonly RuleFailure[];
  readonly checklists: readonly AssessedChecklist[];
}
