import { at, itemsAt, type Node } from "@assay/analyzer";
import { fields } from "./answers/fields.js";
import { measures } from "./measure/index.js";
import type { Pack } from "./pack.js";
import { documentProblems } from "./documents.js";
import { nearest, type SchemaProblem } from "./settings/validate.js";

/** What is wrong with a checklist pack: against its schema, and in the names that it uses. */
export async function packProblems(
  root: Node,
  pack: Pack,
  ruleIds: readonly string[],
): Promise<readonly SchemaProblem[]> {
  const mistakes = await documentProblems(root, "pack");
  return mistakes.length > 0 ? mistakes : nameProblems(root, pack, ruleIds);
}

/** Names that a schema cannot check: months, measures, rules, answers, questions, and ids that occur twice. */
function nameProblems(root: Node, pack: Pack, ruleIds: readonly string[]): readonly SchemaProblem[] {
  const found: SchemaProblem[] = [];
  const say = (node: Node | undefined, message: string) =>
    void found.push({ span: (node ?? root).origin.span, message });
  const known = (what: string, name: string, names: readonly string[], node: Node | undefined) => {
    if (names.includes(name)) return;
    const meant = nearest(name, names);
    say(node, `there is no ${what} '${name}'${meant === undefined ? "" : `; did you mean '${meant}'?`}`);
  };
  for (const month of ["from", "until"] as const) {
    const text = pack.validity[month];
    if (text !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(text))
      say(at(root, "validity", month), `'${text}' is no month such as 2025-02`);
  }
  const ids = new Set<string>();
  const questions = pack.questions?.map(({ id }) => id) ?? [];
  pack.criteria.forEach((criterion, i) => {
    const node = itemsAt(root, "criteria")[i];
    if (ids.has(criterion.id)) say(at(node, "id"), `there is a criterion ${criterion.id} already`);
    ids.add(criterion.id);
    if (criterion.measure !== undefined) known("measure", criterion.measure, [...measures.keys()], at(node, "measure"));
    else if (criterion.kind !== "human") say(node, `${criterion.id} is '${criterion.kind}' and names no measure`);
    if (criterion.question !== undefined) known("question", criterion.question, questions, at(node, "question"));
    criterion.rules?.forEach((rule, k) => known("rule", rule, ruleIds, itemsAt(node, "rules")[k]));
    const answers = [...fields, criterion.id];
    criterion.answers?.forEach((name, k) => known("answer", name, answers, itemsAt(node, "answers")[k]));
    for (const share of ["policy", "practice"] as const) {
      const value = criterion[share];
      if (typeof value === "number" && (value < 0 || value > 1))
        say(at(node, share), `${value} is no share from 0 to 1`);
    }
  });
  return found;
}
