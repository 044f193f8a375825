import { analyze, memoryRepository } from "@assay/analyzer";
import {
  assess,
  rules,
  type Answer,
  type AssessedCriterion,
  type Assessment,
  type AssessOptions,
  type Criterion,
  type Pack,
} from "../src/index.js";

const NOWHERE = { path: "evidence.yaml", text: "answers:\n" };

/** An answer of somebody, as evidence.yaml gives it. */
export function answer(field: string, value: Answer["value"], more: Partial<Answer> = {}): Answer {
  const span = { file: NOWHERE, start: 0, end: 7 };
  return { field, value, by: "Erika Muster", date: "2026-11-20", evidence: [], span, ...more };
}

/** A criterion that is as simple as can be, but for what is given. */
export const item = (more: Partial<Criterion>): Criterion => ({
  id: "x",
  section: "s",
  title: "t",
  kind: "static",
  ...more,
});

/** The assessment of files (or of one template) with a pack of some criteria. */
export async function assessed(
  input: string | Readonly<Record<string, string>>,
  criteria: readonly Criterion[],
  more: Partial<AssessOptions> & { readonly pack?: Partial<Pack> } = {},
): Promise<Assessment> {
  const files = typeof input === "string" ? { "template.yaml": input } : input;
  const analysis = await analyze(memoryRepository(files), { parameters: new Map() });
  const validity = { from: "2026-01" };
  const pack: Pack = {
    id: "p",
    title: "P",
    version: "1",
    published: "2026-01",
    source: "s",
    validity,
    criteria,
    ...more.pack,
  };
  return assess(analysis, { rules, packs: [pack], version: "0", today: "2026-11-21", ...more });
}

/** What becomes of one criterion. */
export async function criterion(
  input: string | Readonly<Record<string, string>>,
  more: Partial<Criterion>,
  options: Partial<AssessOptions> = {},
): Promise<AssessedCriterion> {
  const assessment = await assessed(input, [item(more)], options);
  const [first] = assessment.checklists[0]?.criteria ?? [];
  if (!first) throw new Error("the pack has no criterion");
  return first;
}
