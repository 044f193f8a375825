export { assess, inputsOf, type AssessOptions } from "./assess.js";
export type { Answer, AnswerSet } from "./answers/answer.js";
export type { Answers, CriterionAnswer, EvidenceFile, GivenAnswer } from "./answers/evidence-file.js";
export { fields, fieldTitle } from "./answers/fields.js";
export type {
  AssessedAnswer,
  AssessedCell,
  AssessedChecklist,
  AssessedCriterion,
  AssessedFinding,
  AssessedProblem,
  AssessedRule,
  AssessedSuppression,
  AssessedTable,
  Assessment,
  AttachedEvidence,
  Change,
  Comparison,
  KnownFinding,
  Location,
  Verdict,
} from "./assessment.js";
export { compareAssessment, counts, knownFindings, type Compared } from "./compare.js";
export * from "./diff/change-set.js";
export { diff, type DiffOptions, type State } from "./diff/diff.js";
export type { ChoiceLevel, Criterion, CriterionKind, Pack, Policy, Question } from "./pack.js";
export type { Commit, Provenance, ReadInput } from "./provenance.js";
export { documentProblems } from "./documents.js";
export { packProblems } from "./pack-check.js";
export { measures } from "./measure/index.js";
export { packs } from "./packs.generated.js";
export { rulePage } from "./page.js";
export {
  at,
  because,
  defineRule,
  describeValue,
  fail,
  notApplicable,
  pass,
  severities,
  unknown,
  valueAt,
  worst,
  type Evidence,
  type EvidenceList,
  type Example,
  type Finding,
  type OptionDeclaration,
  type Options,
  type OptionValue,
  type Outcome,
  type Profile,
  type Rule,
  type Severity,
  type Topic,
} from "./rule.js";
export { rules } from "./rules.generated.js";
export { runRules, type Outcomes, type RuleFailure, type RuleFinding } from "./run.js";
export type {
  ConfiguredSuppression,
  Override,
  RuleConfiguration,
  RuleSetting,
  RuleSettings,
} from "./settings/settings.js";
export { selects } from "./settings/settings.js";
export { declaredRule, type DeclaredRule } from "./settings/declared-rule.js";
export { validateDocument } from "./settings/validate.js";
export {
  portfolio,
  type Action,
  type Candidate as PortfolioCandidate,
  type CaseStudy,
  type Lack,
  type Portfolio,
} from "./portfolio/portfolio.js";
