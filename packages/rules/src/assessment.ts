import type { Framework, FunctionRow, ProblemLevel, Region, Why } from "@assay/analyzer";
import type { ChoiceLevel, CriterionKind, Pack, Question } from "./pack.js";
import type { Provenance } from "./provenance.js";
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
  /** The line itself, so that a sentence can be checked on the page; missing when it is long. Secrets are blanked. */
  readonly excerpt?: string;
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

/** One cell of a criterion's table. */
export interface AssessedCell {
  readonly text: string;
  /** `default`: a documented default that nobody wrote. `absent`: not set, none found. */
  readonly state: "known" | "default" | "unknown" | "absent";
  /** Where it is written, or what it follows from. */
  readonly location?: Region;
}

/** What a criterion says of each function (or trigger, stack …), as a table. */
export interface AssessedTable {
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** Id in the graph. */
    readonly id: string;
    readonly name: string;
    readonly location: Region;
    /** As many as there are columns. */
    readonly cells: readonly AssessedCell[];
  }[];
}

/** A file or address that somebody attached to an answer. */
export interface AttachedEvidence {
  /** As written: a path, relative to the folder of evidence.yaml, or an address. */
  readonly target: string;
  /** Of the file; missing for addresses and for files that are not there. */
  readonly sha256?: string;
  readonly bytes?: number;
  /** Why it does not count: there is no such file. */
  readonly problem?: string;
}

/** What a person answered in evidence.yaml. */
export interface AssessedAnswer {
  /** The name of the answer: `customer`, or the id of a criterion. */
  readonly field: string;
  /** The question in a few words. */
  readonly title: string;
  readonly value: string | number | boolean;
  readonly by: string;
  /** `2026-11-20` */
  readonly date: string;
  readonly evidence: readonly AttachedEvidence[];
  /** Why the answer does not count (yet). */
  readonly problems: readonly string[];
  readonly location: Region;
}

/** The answer to one item of a checklist. */
export interface AssessedCriterion {
  readonly id: string;
  readonly section: string;
  readonly title: string;
  readonly kind: CriterionKind;
  /** For lenses: the question that the item is a choice of, and how much it matters. */
  readonly question?: string;
  readonly level?: ChoiceLevel;
  readonly verdict: Verdict;
  /** What the verdict rests on: the repository, a person, both, or nothing yet. */
  readonly basis: "static" | "supplied" | "mixed" | "none";
  /** What the repository (or the person) says, in one or two sentences with the numbers. */
  readonly statement: string;
  /** What was counted, and how many of it the item asks for. */
  readonly count?: {
    readonly satisfied: number;
    readonly unknown: number;
    readonly total: number;
    readonly required: number;
  };
  readonly evidence: readonly Location[];
  readonly table?: AssessedTable;
  /** Fingerprints of the failing findings that belong to the item and that nobody accepts: practice gaps. */
  readonly gaps: readonly string[];
  /** Fingerprints of those that somebody accepts. */
  readonly accepted: readonly string[];
  /** The names of the answers that it needs from people; the item's own id where it has no named ones. */
  readonly needs: readonly string[];
  /** What people answered. */
  readonly answers: readonly AssessedAnswer[];
  /** Sentences made from the graph for a person to correct; a draft is no answer. */
  readonly draft?: string;
  /** The verdict of the repository, where a person overrules it. */
  readonly overruled?: {
    readonly verdict: Verdict;
    readonly by: string;
    readonly date: string;
    readonly reason: string;
  };
  /** What a person still has to supply. */
  readonly asks?: string;
}

export interface AssessedChecklist {
  readonly pack: Pick<Pack, "id" | "title" | "version" | "published" | "source" | "validity" | "lens">;
  /** Set when the day of the report lies outside the pack's validity. */
  readonly warning?: string;
  /** For lenses: the questions that items are choices of. */
  readonly questions?: readonly Question[];
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
  /** Every answer of evidence.yaml, also those that no chosen checklist asks for. */
  readonly answers: readonly AssessedAnswer[];
  /** How the workload is called in reports. */
  readonly title?: string;
  /** What the assessment was made from; missing for `scan`. */
  readonly provenance?: Provenance;
}
