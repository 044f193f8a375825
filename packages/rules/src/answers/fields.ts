import type { Answers } from "./evidence-file.js";

/** What an answer is called in reports. The compiler keeps the list complete. */
const TITLES: Readonly<Record<keyof Answers, string>> = {
  partner: "Partner",
  membership: "Membership level",
  microsite: "Microsite",
  homePage: "Home page",
  customer: "Customer",
  accountId: "AWS account",
  inProduction: "In production",
  problem: "Problem",
  proposal: "Proposal",
  awsServices: "Use of AWS services",
  thirdParty: "Third-party solutions",
  start: "Start of the project",
  end: "End of the project",
  outcomes: "Outcomes",
  lessons: "Lessons learned",
  diagram: "Architecture diagram",
  useCase: "Use case of AWS Lambda",
  microserviceType: "Type of micro-service",
  eventsPerMonth: "Events per month",
  challenges: "Challenges and objections",
  public: "May be shown to the public",
  referenceTitle: "Title of the public reference",
  referenceUrl: "Address of the public reference",
  referenceAsset: "Kind of the public reference",
  referenceText: "Sentence of the public reference",
};

/** The names of the answers that evidence.yaml may have, in the order in which people are asked. */
export const fields = Object.keys(TITLES) as readonly (keyof Answers)[];

/** The title of an answer; the id of a criterion is its own. */
export function fieldTitle(field: string): string {
  return field in TITLES ? TITLES[field as keyof Answers] : field;
}
