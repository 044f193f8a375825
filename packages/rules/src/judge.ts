import {
  combine,
  nameOf,
  type Alternative,
  type Resource,
  type ResourceGraph,
  type Value,
  type World,
} from "@assay/analyzer";
import {
  at,
  describeValue,
  fail,
  notApplicable,
  pass,
  unknown,
  valueAt,
  worst,
  type Evidence,
  type EvidenceList,
  type Finding,
} from "./rule.js";

/** A value together with the words for it: "timeout", "s". */
export interface Named<T> {
  readonly name: string;
  readonly unit?: string;
  readonly value: Value<T>;
}

/** What known values mean. */
export interface Verdict {
  readonly outcome: "pass" | "fail" | "not-applicable";
  readonly message: string;
}

interface Circumstances {
  readonly key?: string;
  /** Other places that the finding rests on. */
  readonly places?: readonly Evidence[];
  readonly confidence?: Finding["confidence"];
}

const makers = { pass, fail, "not-applicable": notApplicable } as const;

/**
 * One finding about values of a subject: `say` is asked in every satisfiable scenario in which all of them are known
 * (`undefined`: not set), a scenario with an unknown one is unknown for its cause. None when the values never exist
 * together.
 */
export function judge<Values extends readonly unknown[]>(
  subject: Resource,
  world: World,
  named: { readonly [I in keyof Values]: Named<Values[I]> },
  say: (...values: { readonly [I in keyof Values]: Values[I] | undefined }) => Verdict,
  { key, places = [], confidence = "certain" }: Circumstances = {},
): readonly Finding[] {
  const names = named as readonly Named<unknown>[];
  const findings = combine(world, subject.when, ...names.map(({ value }) => value)).map(({ when, of }) => {
    const facts = of.map((alternative, i) => valueAt(alternative, names[i]?.name ?? "", names[i]?.unit));
    const place = at(subject, nameOf(subject));
    const [first = place, ...others] = facts;
    const evidence: EvidenceList = [first, ...others, ...places, place];
    const said = { key, when, evidence, confidence };
    const open = of.flatMap((alternative, i) =>
      alternative.state === "unknown" ? [`${names[i]?.name ?? ""} ${describeValue(alternative)}`] : [],
    );
    if (open.length > 0)
      return unknown(subject, { ...said, message: `${nameOf(subject)} cannot be judged: ${open.join("; ")}.` });
    const values = of.map(knownValue) as { readonly [I in keyof Values]: Values[I] | undefined };
    const { outcome, message } = say(...values);
    return makers[outcome](subject, { ...said, message });
  });
  const found = worst(findings);
  return found ? [found] : [];
}

function knownValue(alternative: Alternative<unknown>): unknown {
  return alternative.state === "known" ? alternative.value : undefined;
}

export const passes = (message: string): Verdict => ({ outcome: "pass", message });
export const fails = (message: string): Verdict => ({ outcome: "fail", message });
export const doesNotApply = (message: string): Verdict => ({ outcome: "not-applicable", message });

/** The resources of some CloudFormation types that the author declares. */
export function authored(graph: ResourceGraph, ...types: readonly string[]): readonly Resource[] {
  return types.flatMap((type) => graph.ofType(type)).filter(({ stack, owner }) => stack && owner === undefined);
}
