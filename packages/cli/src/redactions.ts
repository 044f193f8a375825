/** What can be blanked before a report leaves the house. */
export const redactions = ["accounts", "names", "urls"] as const;
export type Redaction = (typeof redactions)[number];
