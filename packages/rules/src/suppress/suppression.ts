import type { Span } from "@assay/analyzer";
import type { RuleFinding } from "../run.js";

/** What somebody accepts, and why. */
export interface Suppression {
  /** The tool in whose words it is written: `assay`, or a peer whose suppressions are read as well. */
  readonly tool: string;
  /** The rules that it names, in that tool's words. */
  readonly rules: readonly string[];
  readonly reason: string | undefined;
  /** The last day on which it holds, `2027-03-31`. */
  readonly expires: string | undefined;
  readonly owner: string | undefined;
  readonly ticket: string | undefined;
  /** Where it is written; undefined for the configuration. */
  readonly span: Span | undefined;
  /** Why it cannot be honoured, if it is malformed. */
  readonly malformed: string | undefined;
  /** Whether it is about the place or resource that a finding is about; the rule is looked at separately. */
  covers(finding: RuleFinding): boolean;
}

/** The fields that follow the rules in a suppression, in any order: `expires=2027-03-31 owner=me -- reason`. */
export interface SuppressionFields {
  readonly reason?: string | undefined;
  readonly expires?: string | undefined;
  readonly owner?: string | undefined;
  readonly ticket?: string | undefined;
}

/** Makes a suppression of ours, which needs a reason and, if it names one, a date. */
export function ownSuppression(
  rules: readonly string[],
  { reason, expires, owner, ticket }: SuppressionFields,
  span: Span | undefined,
  covers: Suppression["covers"],
): Suppression {
  const malformed =
    rules.length === 0
      ? "it names no rule"
      : !reason?.trim()
        ? "it gives no reason"
        : expires !== undefined && !/^\d{4}-\d\d-\d\d$/.test(expires)
          ? `'${expires}' is no date such as 2027-03-31`
          : undefined;
  return { tool: "assay", rules, reason, expires, owner, ticket, span, malformed, covers };
}

/** A suppression in the words of another tool. */
export function peer(
  tool: string,
  rule: string,
  reason: string | undefined,
  span: Span | undefined,
  covers: Suppression["covers"],
): Suppression {
  const nothing = { expires: undefined, owner: undefined, ticket: undefined, malformed: undefined };
  return { tool, rules: [rule], reason: reason === "" ? undefined : reason, span, covers, ...nothing };
}
