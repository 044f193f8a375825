export { assess, type AssessOptions } from "./assess.js";
export type {
  AssessedChecklist,
  AssessedCriterion,
  AssessedFinding,
  AssessedProblem,
  AssessedRule,
  AssessedSuppression,
  Assessment,
  Change,
  Comparison,
  KnownFinding,
  Location,
  Verdict,
} from "./assessment.js";
export { compareAssessment, counts, knownFindings, type Compared } from "./compare.js";
export type { Criterion, CriterionKind, Pack, Policy } from "./pack.js";
export { packs } from "./packs.generated.js";
export { rulePage } from "./page.js";
export {
  defineRule,
  severities,
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
