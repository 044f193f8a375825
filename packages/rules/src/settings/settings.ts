import { pattern } from "@assay/analyzer";
import type { Finding, OptionValue, Profile, Rule, Severity } from "../rule.js";

/** What the user says of a rule: on or off, or with another severity or options. */
export interface RuleSetting {
  readonly severity?: Severity;
  readonly options?: Readonly<Record<string, OptionValue>>;
}

/** Settings by rule id, by a glob over ids (`queue-*`), or by topic (`topic:vpc`); later entries win. */
export type RuleSettings = Readonly<Record<string, "on" | "off" | RuleSetting>>;

/** Settings for a part of the repository only. */
export interface Override {
  /** Globs over file paths; a finding belongs to the file that it points at. */
  readonly paths?: readonly string[];
  /** Globs over stack ids. */
  readonly stacks?: readonly string[];
  readonly rules: RuleSettings;
}

/** An accepted finding, in the configuration. A reason is required. */
export interface ConfiguredSuppression {
  /** A rule's id, or a glob over ids. */
  readonly rule: string;
  /** A glob over the name or id of the subject; every subject when missing. */
  readonly resource?: string;
  readonly reason: string;
  /** The last day on which it holds, `2027-03-31`. */
  readonly expires?: string;
  readonly owner?: string;
  readonly ticket?: string;
}

/** How rules are run and what is accepted. */
export interface RuleConfiguration {
  readonly profile?: Profile;
  readonly rules?: RuleSettings;
  readonly overrides?: readonly Override[];
  readonly suppress?: readonly ConfiguredSuppression[];
}

const INCLUDED: Readonly<Record<Profile, readonly Profile[]>> = {
  recommended: ["recommended"],
  strict: ["recommended", "strict"],
  evidence: ["recommended", "strict", "evidence"],
};

/** A rule as it is to be run. */
export interface ConfiguredRule {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** The rules that a configuration switches on, each with its severity and options. */
export function configuredRules(rules: readonly Rule[], configuration: RuleConfiguration): readonly ConfiguredRule[] {
  const { profile = "recommended", rules: settings = {}, overrides = [] } = configuration;
  const mentioned = overrides.map((override) => override.rules);
  return rules.flatMap((rule) => {
    const isIncluded = INCLUDED[profile].includes(rule.profile);
    const setting = applied(rule, settings, isIncluded);
    // A rule that is off in general may be on for a part of the repository.
    const isSomewhereOn = mentioned.some((entry) => applied(rule, entry, false) !== undefined);
    if (!setting && !isSomewhereOn) return [];
    return [{ rule, severity: setting?.severity ?? rule.severity, options: setting?.options ?? {} }];
  });
}

/** What settings make of a rule: `undefined` is off. */
function applied(rule: Rule, settings: RuleSettings, isOn: boolean): RuleSetting | undefined {
  let result: RuleSetting | undefined = isOn ? {} : undefined;
  for (const [selector, setting] of Object.entries(settings)) {
    if (!selects(selector, rule)) continue;
    if (setting === "off") result = undefined;
    else if (setting === "on") result ??= {};
    else result = { ...result, ...setting };
  }
  return result;
}

/** Whether a selector means a rule: its id, a glob over ids, or its topic. */
export function selects(selector: string, rule: Pick<Rule, "id" | "topic">): boolean {
  return selector.startsWith("topic:") ? selector.slice(6) === rule.topic : pattern(selector)(rule.id);
}

/**
 * The severity of a finding in its part of the repository, or `undefined` when the rule is off there. The last override
 * that speaks about the finding decides.
 */
export function severityAt(
  configured: ConfiguredRule,
  finding: Finding,
  configuration: RuleConfiguration,
): Severity | undefined {
  const { profile = "recommended", rules: settings = {}, overrides = [] } = configuration;
  let setting = applied(configured.rule, settings, INCLUDED[profile].includes(configured.rule.profile));
  for (const override of overrides) {
    if (!concerns(override, finding)) continue;
    setting = applied(configured.rule, override.rules, setting !== undefined) ?? undefined;
  }
  return setting && (setting.severity ?? configured.severity);
}

function concerns({ paths, stacks }: Override, { evidence, subject }: Finding): boolean {
  const file = evidence[0].origin.span.file.path;
  const inPath = !paths || paths.some((glob) => pattern(glob)(file));
  const inStack =
    !stacks || (subject.stack !== undefined && stacks.some((glob) => pattern(glob)(subject.stack?.id ?? "")));
  return inPath && inStack;
}
