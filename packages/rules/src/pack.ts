/** Who can answer a criterion: the repository, the repository with a person's confirmation, or a person alone. */
export type CriterionKind = "static" | "assist" | "human";

/** How much of what is counted has to be as it should: at least one, everything, or a share from 0 to 1. */
export type Policy = "any" | "all" | number;

/** One item of a checklist. */
export interface Criterion {
  /** Ours where the source numbers its items only in part. */
  readonly id: string;
  /** The heading in the source under which the requirement stands. */
  readonly section: string;
  /** The requirement in a few words of our own. */
  readonly title: string;
  readonly kind: CriterionKind;
  /** The measure that answers it from the repository. */
  readonly measure?: string;
  /** The number that the measure has to reach, for measures that count. */
  readonly atLeast?: number;
  /** Which part of what the measure counts has to be satisfied; `any` when missing. */
  readonly policy?: Policy;
  /** Rules whose failing findings are gaps of this criterion. */
  readonly rules?: readonly string[];
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
    readonly from: string;
    /** The last month in which it is accepted. */
    readonly until?: string;
    readonly note?: string;
  };
  readonly criteria: readonly Criterion[];
}
