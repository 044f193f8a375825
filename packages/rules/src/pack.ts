/** Who can answer a criterion: the repository, the repository with a person's confirmation, or a person alone. */
export type CriterionKind = "static" | "assist" | "human";

/** How much of what is counted has to be as it should: at least one, everything, or a share from 0 to 1. */
export type Policy = "any" | "all" | number;

/** How much a choice of a Well-Architected lens matters: without a required one the question is a high risk. */
export type ChoiceLevel = "required" | "good" | "best";

/** A question of a Well-Architected lens; criteria are its choices. */
export interface Question {
  /** As the Well-Architected Tool calls it: `ops_q1`. */
  readonly id: string;
  readonly title: string;
  readonly pillar: string;
  /** The choice that stands for none of the others: `ops_q1_no`. */
  readonly none: string;
}

/** One item of a checklist. */
export interface Criterion {
  /** Ours where the source numbers its items only in part. */
  readonly id: string;
  /** The heading in the source under which the requirement stands. */
  readonly section: string;
  /** The requirement in a few words of our own. */
  readonly title: string;
  readonly kind: CriterionKind;
  /** For lenses: the question that this is a choice of. */
  readonly question?: string;
  /** For lenses: how much it matters. */
  readonly level?: ChoiceLevel;
  /** The measure that answers it from the repository. */
  readonly measure?: string;
  /** The number that the measure has to reach, for measures that count. */
  readonly atLeast?: number;
  /** Which part of what the measure counts has to be satisfied; `any` when missing. */
  readonly policy?: Policy;
  /** Rules whose failing findings are gaps of this criterion. */
  readonly rules?: readonly string[];
  /**
   * The share of the resources that the item's checks look at that has to be free of gaps of medium or higher severity,
   * accepted ones apart, before the repository alone answers it; below that a person has to explain. Missing: gaps are
   * counted and change nothing.
   */
  readonly practice?: number;
  /** The answers of evidence.yaml that it needs, all of them; the item's own id when missing. */
  readonly answers?: readonly string[];
  /** An answer in words does not do: a document has to be attached to it. */
  readonly document?: true;
  /** What a person has to supply or confirm. */
  readonly asks?: string;
}

/** A checklist as data. */
export interface Pack {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** Year and month of publication. */
  readonly published: string;
  /** The document that the items come from. */
  readonly source: string;
  readonly validity: {
    /** The first month, `2025-02`. */
    readonly from: string;
    /** The last month in which it is accepted. */
    readonly until?: string;
    readonly note?: string;
  };
  /** For lenses. */
  readonly questions?: readonly Question[];
  /** The lens's name in the Well-Architected Tool, `serverless`. */
  readonly lens?: string;
  readonly criteria: readonly Criterion[];
}
