import type { Alternative, Resource, Value } from "@assay/analyzer";
import { at, fail, pass, unknown, valueAt, worst, type Finding } from "../rule.js";

/** How a rule speaks of a setting; all sentences are whole. */
export interface SettingWords<T> {
  /** For the evidence: "tracing". */
  readonly name: string;
  readonly unit?: string;
  /** The question, as it stands before "is not known": "Whether Api is traced". */
  readonly question: string;
  isGood(value: T): boolean;
  good(value: T): string;
  /** Also for a setting that is not there. */
  bad(value: T | undefined): string;
}

/** What to say of a resource for a setting that is good or bad by itself, in every scenario. */
export function judgeSetting<T>(subject: Resource, value: Value<T>, words: SettingWords<T>): Finding | undefined {
  return worst(value.map((alternative) => judge(subject, alternative, words)));
}

function judge<T>(subject: Resource, alternative: Alternative<T>, words: SettingWords<T>): Finding {
  const { name, unit, question } = words;
  const place = valueAt(alternative, name, unit);
  const said = {
    when: alternative.when,
    evidence: alternative.state === "absent" ? ([at(subject, place.says)] as const) : ([place] as const),
  };
  if (alternative.state === "unknown")
    return unknown(subject, { ...said, message: `${question} is not known: ${alternative.because}.` });
  if (alternative.state === "absent") return fail(subject, { ...said, message: words.bad(undefined) });
  return words.isGood(alternative.value)
    ? pass(subject, { ...said, message: words.good(alternative.value) })
    : fail(subject, { ...said, message: words.bad(alternative.value) });
}
