import {
  combine,
  type Combination,
  type ResourceGraph,
  type Scenario,
  type Value,
  type Resource,
} from "@assay/analyzer";
import { fail, pass, unknown, worst, type EvidenceList, type Finding } from "../rule.js";

/** The worst of what a judge says in each scenario in which values stand together; nothing when they never do. */
export function worstOf<Values extends readonly unknown[]>(
  graph: ResourceGraph,
  given: Scenario,
  values: { readonly [I in keyof Values]: Value<Values[I]> },
  judge: (of: Combination<Values>["of"], when: Scenario) => Finding,
): readonly Finding[] {
  const found = worst(combine<Values>(graph.world, given, ...values).map(({ when, of }) => judge(of, when)));
  return found ? [found] : [];
}

/** What is said of something that is there or not. */
export interface Wording {
  readonly key?: string;
  /** What is or is not there: `dead-letter queue`. */
  readonly thing: string;
  readonly present: string;
  readonly missing: string;
  /** The beginning of `… is not known: <cause>.` */
  readonly whether: string;
  readonly places: EvidenceList;
}

/** Passes where something is there, fails where it is missing, in the worst scenario. */
export function judgePresence(
  graph: ResourceGraph,
  subject: Resource,
  given: Scenario,
  isThere: Value<boolean>,
  wording: Wording,
): readonly Finding[] {
  const { key, thing, present, missing, whether, places } = wording;
  return worstOf<[boolean]>(graph, given, [isThere], ([there], when) => {
    const said = { key, when, evidence: [...places, { origin: there.origin, says: thing }] as const };
    if (there.state === "unknown")
      return unknown(subject, { ...said, message: `${whether} is not known: ${there.because}.` });
    return there.state === "known"
      ? pass(subject, { ...said, message: present })
      : fail(subject, { ...said, evidence: places, message: missing });
  });
}
