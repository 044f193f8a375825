/** An answer with the person who gives it. */
export interface GivenAnswer<T extends string | boolean = string> {
  /** Nothing: not answered yet. */
  readonly value: T | null;
  /** Who answers. */
  readonly by: string;
  /** The day of the answer, `2026-11-20`. */
  readonly date: string;
  /** Files (relative to the folder of this file) or addresses that show it. */
  readonly evidence?: readonly string[];
}

/** An answer to one item of a checklist. */
export interface CriterionAnswer extends GivenAnswer {
  /** Overrules what the repository says; `value` is the reason and the report shows both. */
  readonly verdict?: "met" | "not-met" | "not-applicable";
}

/** What people say of a case study. Every answer is optional: what is missing is listed as open. */
export interface Answers {
  /** The consulting partner's name. */
  readonly partner?: GivenAnswer;
  /** The partner's level in the partner network. */
  readonly membership?: GivenAnswer;
  /** Address of the AWS-branded microsite about the service; not the home page. */
  readonly microsite?: GivenAnswer;
  /** Address of the partner's home page, from which the microsite can be reached. */
  readonly homePage?: GivenAnswer;
  /** The customer's name. */
  readonly customer?: GivenAnswer;
  /** The AWS account of the workload: twelve digits, in quotes. */
  readonly accountId?: GivenAnswer;
  /** Whether the workload is in production rather than in pilot or proof of concept. */
  readonly inProduction?: GivenAnswer<boolean>;
  /** The problem that was to be solved. */
  readonly problem?: GivenAnswer;
  /** What the partner proposed. */
  readonly proposal?: GivenAnswer;
  /** How AWS services are used as part of the solution. */
  readonly awsServices?: GivenAnswer;
  /** Third-party applications or solutions; "none" is an answer. */
  readonly thirdParty?: GivenAnswer;
  /** First day of the project, `2026-01-31`. */
  readonly start?: GivenAnswer;
  /** Last day of the project. */
  readonly end?: GivenAnswer;
  /** Outcomes and results for the customer. */
  readonly outcomes?: GivenAnswer;
  /** Lessons learned. */
  readonly lessons?: GivenAnswer;
  /** The architecture diagram: attach the file as evidence. */
  readonly diagram?: GivenAnswer;
  /** The use case of AWS Lambda: web backend, data processing, media … */
  readonly useCase?: GivenAnswer;
  /** The type of serverless micro-service. */
  readonly microserviceType?: GivenAnswer;
  /** Estimated number of events per month for these functions. */
  readonly eventsPerMonth?: GivenAnswer;
  /** Challenges or customer objections that were overcome; "none" is an answer. */
  readonly challenges?: GivenAnswer;
  /** Whether the case study may be shown to the public. */
  readonly public?: GivenAnswer<boolean>;
  /** Title of the public reference. */
  readonly referenceTitle?: GivenAnswer;
  /** Address of the public reference. */
  readonly referenceUrl?: GivenAnswer;
  /** Kind of the public reference: case study, white paper, news article, blog post, video, customer quote, logo page. */
  readonly referenceAsset?: GivenAnswer;
  /** The sentence of the public reference that names the customer, the partner and the AWS workload. */
  readonly referenceText?: GivenAnswer;
}

/** The file `evidence.yaml`: what only people can say, in their words, with their names. */
export interface EvidenceFile {
  readonly version: 1;
  /** Where an editor finds the schema; not used here. */
  readonly $schema?: string;
  /** How the workload is called in reports. */
  readonly title?: string;
  readonly answers?: Answers | null;
  /** Answers to items of checklists, by the item's id. */
  readonly criteria?: Readonly<Record<string, CriterionAnswer>> | null;
}
