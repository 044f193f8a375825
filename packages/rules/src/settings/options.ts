import type { Options, OptionValue, Rule } from "../rule.js";

/** The options of a rule: what the user set, else what the rule declares. */
export function optionsOf(rule: Rule, set: Readonly<Record<string, OptionValue>> = {}): Options {
  const value = (name: string): OptionValue => {
    const declared = rule.options?.[name];
    if (!declared) throw new Error(`The rule ${rule.id} has no option ${name}.`);
    return set[name] ?? declared.default;
  };
  return {
    number: (name) => Number(value(name)),
    text: (name) => String(value(name)),
    isSet: (name) => value(name) === true,
    list: (name) => [value(name)].flat().map(String),
  };
}
