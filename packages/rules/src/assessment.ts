import type { FunctionRow, ProblemLevel, Region, Why } from "@assay/analyzer";
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
  /** The same for the same finding, whatever lines it is on. */
  readonly fingerprint: string;
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
  readonly suppressions: readonly AssessedSuppression[];
  readonly ruleFailures: readonly RuleFailure[];
  readonly checklists: readonly AssessedChecklist[];
}
