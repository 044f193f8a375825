import type { AssessedCriterion, Assessment, Verdict } from "../assessment.js";
import { afterBusinessDays } from "./business-days.js";

/** A report that takes part, with the name of the file that it was read from. */
export interface Candidate {
  readonly file: string;
  readonly assessment: Assessment;
}

/** One workload of the comparison. */
export interface CaseStudy {
  readonly file: string;
  readonly title: string;
  /** Undefined as long as nobody says. */
  readonly customer: string | undefined;
  readonly isInProduction: boolean;
  readonly isPublic: boolean | undefined;
  readonly functions: number;
  readonly frameworks: readonly string[];
  readonly commit: string | undefined;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly gaps: number;
  readonly accepted: number;
  /** Problems by which parts of the workload were not read. */
  readonly unread: number;
  /** Digests of what it was made from. */
  readonly inputs: readonly string[];
  /** What keeps it from being complete, worst first. */
  readonly lacks: readonly Lack[];
}

export interface Lack {
  readonly checklist: string;
  readonly criterion: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly what: string;
}

/** One step of the action plan. */
export interface Action {
  readonly caseStudy: string;
  readonly criterion: string;
  readonly action: string;
  /** Who has to do it: a role, until a name is agreed. */
  readonly owner: string;
  /** A guess at the work: `hours` to write down what is known, `a day` for a document, `days` for a change of the system. */
  readonly effort: "hours" | "a day" | "days";
  /** `2026-11-27` */
  readonly due: string;
}

export interface Portfolio {
  readonly schema: "https://assay.dev/schema/portfolio-1.json";
  /** Best first. */
  readonly caseStudies: readonly CaseStudy[];
  /** The files of the two that make the strongest application; fewer when there are not two. */
  readonly strongest: readonly string[];
  /** What keeps the two from being an application as a pair. */
  readonly obstacles: readonly string[];
  /** For the strongest two. */
  readonly plan: readonly Action[];
}

/** The programme gives this many business days after the summary of an audit. */
const DAYS = 5;

/** Compares reports: which two make the strongest application, what each lacks, and who does what until when. */
export function portfolio(candidates: readonly Candidate[], from: string): Portfolio {
  const studies = candidates.map(caseStudy).sort(byStrength);
  const strongest = strongestPair(studies);
  const due = afterBusinessDays(from, DAYS);
  return {
    schema: "https://assay.dev/schema/portfolio-1.json",
    caseStudies: studies,
    strongest: strongest.map(({ file }) => file),
    obstacles: obstacles(strongest),
    plan: strongest.flatMap((study) => study.lacks.map((lack) => actionFor(study, lack, due))),
  };
}

function caseStudy({ file, assessment }: Candidate): CaseStudy {
  const { answers, checklists, functions, problems, projects, provenance, title } = assessment;
  const answer = (field: string) =>
    answers.find((given) => given.field === field && given.problems.length === 0)?.value;
  const criteria = checklists.flatMap(({ criteria: items }) => items);
  const count = (verdict: Verdict) => criteria.filter((item) => item.verdict === verdict).length;
  const customer = answer("customer");
  const isPublic = answer("public");
  const gaps = (pick: (item: AssessedCriterion) => readonly string[]) => new Set(criteria.flatMap(pick)).size;
  return {
    file,
    title: title ?? file,
    customer: customer === undefined || BLANK.test(String(customer)) ? undefined : String(customer).trim(),
    isInProduction: answer("inProduction") === true,
    isPublic: typeof isPublic === "boolean" ? isPublic : undefined,
    functions: functions.filter(({ owner }) => owner === undefined).length,
    frameworks: [...new Set(projects.map(({ framework }) => framework))].sort(),
    commit: provenance?.commit?.id,
    verdicts: {
      met: count("met"),
      "not-met": count("not-met"),
      "needs-input": count("needs-input"),
      "not-applicable": count("not-applicable"),
    },
    gaps: gaps((item) => item.gaps),
    accepted: gaps((item) => item.accepted),
    unread: problems.filter(({ level }) => level === "error").length,
    inputs: provenance?.inputs.map(({ sha256 }) => sha256) ?? [],
    lacks: checklists
      .flatMap(({ pack, criteria: items }) => items.flatMap((item) => lackOf(pack.id, item)))
      .sort(worstFirst),
  };
}

/** What `--redact names` puts in a name's place. */
const BLANK = /^\[[\w ]+\]$/;

function lackOf(checklist: string, { id, title, verdict, statement, asks }: AssessedCriterion): readonly Lack[] {
  if (verdict !== "not-met" && verdict !== "needs-input") return [];
  const what = verdict === "not-met" ? statement : (asks ?? statement);
  return [{ checklist, criterion: id, title, verdict, what }];
}

function worstFirst(a: Lack, b: Lack): number {
  return Number(b.verdict === "not-met") - Number(a.verdict === "not-met");
}

/** One unmet item fails an application, so what is not met counts first, then what is open, then gaps per function, then size. */
function byStrength(a: CaseStudy, b: CaseStudy): number {
  return (
    a.verdicts["not-met"] - b.verdicts["not-met"] ||
    a.verdicts["needs-input"] - b.verdicts["needs-input"] ||
    a.unread - b.unread ||
    a.gaps / Math.max(1, a.functions) - b.gaps / Math.max(1, b.functions) ||
    b.functions - a.functions ||
    (a.file < b.file ? -1 : 1)
  );
}

/** The best one, and the best of those that may stand beside it: another customer, and not mostly the same files. */
function strongestPair(studies: readonly CaseStudy[]): readonly CaseStudy[] {
  for (const [i, first] of studies.entries()) {
    const second = studies.slice(i + 1).find((other) => maySupport(first, other));
    if (second) return [first, second];
  }
  return studies.slice(0, 1);
}

function maySupport(first: CaseStudy, second: CaseStudy): boolean {
  const sameCustomer = first.customer !== undefined && first.customer.toLowerCase() === second.customer?.toLowerCase();
  const same = second.inputs.filter((digest) => first.inputs.includes(digest)).length;
  const isSameWorkload = same > 0 && same * 2 >= Math.min(first.inputs.length, second.inputs.length);
  return !sameCustomer && !isSameWorkload;
}

function obstacles(strongest: readonly CaseStudy[]): readonly string[] {
  return [
    ...(strongest.length < 2 ? ["Two case studies of two customers are needed."] : []),
    ...strongest.flatMap(({ title, customer, isInProduction }) => [
      ...(customer === undefined
        ? [`${title}: no customer is named, so it is not known whether it is another one.`]
        : []),
      ...(isInProduction ? [] : [`${title}: nobody says that it is in production.`]),
    ]),
  ];
}

function actionFor({ title }: CaseStudy, { criterion, verdict, title: item, what }: Lack, due: string): Action {
  const isChange = verdict === "not-met";
  const isDocument = /attach|load test|diagram/i.test(what);
  return {
    caseStudy: title,
    criterion,
    action: isChange ? `${item}: ${what}` : `Supply: ${what}`,
    owner: isChange ? "engineering" : isDocument ? "solution architect" : "engagement lead",
    effort: isChange ? "days" : isDocument ? "a day" : "hours",
    due,
  };
}
