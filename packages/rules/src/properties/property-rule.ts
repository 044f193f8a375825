import {
  both,
  combine,
  defaultOrigin,
  describeScenario,
  follow,
  nameOf,
  readItems,
  type Alternative,
  type Analysis,
  type Cases,
  type Resource,
  type Scenario,
  type Value,
} from "@assay/analyzer";
import {
  at,
  defineRule,
  fail,
  notApplicable,
  pass,
  unknown,
  worst,
  type Evidence,
  type Finding,
  type Profile,
  type Rule,
} from "../rule.js";
import { describeShape, whyOpen, type Expectation } from "./expectation.js";

/** What one property has to be. Keys are joined by dots; a number chooses a member of a list. */
export interface Requirement {
  readonly property: string;
  readonly expected: Expectation;
  /** A property above it: where that is not written, a default stands that is as required, in words. */
  readonly unless?: { readonly property: string; readonly says: string };
}

/** What is required of resources of one type: all of the requirements, or at least one of them. */
export interface PropertyCheck {
  readonly type: string;
  readonly require: Requirement | { readonly any: readonly Requirement[] } | { readonly all: readonly Requirement[] };
  /** Why a resource of the type needs none of it, as the end of a sentence: "it has no environment variables". */
  readonly exempt?: (resource: Resource, analysis: Analysis) => string | undefined;
}

/** A rule about properties of single resources: its words as for any rule, and a table of what is required. */
export interface PropertyRule extends Omit<Rule, "check" | "profile"> {
  readonly profile?: Profile;
  readonly checks: readonly PropertyCheck[];
  /** What is said of a resource that is as required: "is encrypted with a key of its own". */
  readonly good: string;
  /** What is said of one that is not: "is not encrypted with a key of its own". */
  readonly bad: string;
}

/**
 * Declares a rule about properties of single resources. One finding per resource, with the values of the properties as
 * evidence: `The queue Orders is not encrypted: SqsManagedSseEnabled is false.`
 */
export function propertyRule({ checks, good, bad, ...rest }: PropertyRule): Rule {
  return defineRule({
    ...rest,
    *check(analysis) {
      for (const check of checks) {
        for (const resource of analysis.graph.ofType(check.type)) {
          if (!resource.stack || resource.owner !== undefined) continue;
          const found = judge(resource, check, analysis, { good, bad });
          if (found) yield found;
        }
      }
    },
  });
}

/** How people call a resource in a sentence: "The queue Orders". */
export function called(resource: Resource): string {
  const kind =
    resource.kind === "other"
      ? words(resource.type)
      : resource.kind
          .replaceAll("-", " ")
          .replace(/^api\b/, "API")
          .replace(/^search$/, "search domain");
  return `The ${kind} ${nameOf(resource)}`;
}

interface Judged {
  readonly holds: boolean;
  readonly says: string;
}

function judge(
  resource: Resource,
  check: PropertyCheck,
  analysis: Analysis,
  phrases: Pick<PropertyRule, "good" | "bad">,
): Finding | undefined {
  const name = called(resource);
  const exemption = check.exempt?.(resource, analysis);
  if (exemption !== undefined)
    return notApplicable(resource, { message: `${name}: ${exemption}.`, evidence: [at(resource, nameOf(resource))] });
  const { require } = check;
  const isAny = "any" in require;
  const requirements = isAny ? require.any : "all" in require ? require.all : [require];
  const values = requirements.map((requirement) => judged(resource, requirement));
  const findings = combine(analysis.graph.world, resource.when, ...values).map(({ when, of }) => {
    const known = of.flatMap((value) => (value.state === "known" ? [value.value] : []));
    const open = of.flatMap((value) => (value.state === "unknown" ? [value.because] : []));
    const isDecided = known.some(({ holds }) => holds === isAny);
    const holds = isDecided === isAny;
    const isOpen = !isDecided && open.length > 0;
    // What decides is what to point at: one value that is enough or that spoils it, else all of them.
    const places = of.flatMap((value, i): Place[] => {
      const property = spoken(requirements[i]?.property ?? "");
      if (value.state !== "known")
        return [{ origin: value.origin, says: `${property} is not known`, isDecisive: isOpen }];
      const isDecisive = isOpen ? false : !isDecided || value.value.holds === holds;
      return [{ origin: value.origin, says: `${property} is ${value.value.says}`, isDecisive }];
    });
    const decisive = places.filter(({ isDecisive }) => isDecisive);
    const [first, ...others] = [...decisive, ...places.filter(({ isDecisive }) => !isDecisive)];
    const said = { when, evidence: [first ?? at(resource, nameOf(resource)), ...others] as const };
    if (isOpen)
      return unknown(resource, {
        ...said,
        message: `Whether ${lower(name)} ${phrases.good} is not known: ${[...new Set(open)].join("; ")}.`,
      });
    const that = decisive.map(({ says }) => says).join(", ");
    return holds
      ? pass(resource, { ...said, message: `${name} ${phrases.good}: ${that}.` })
      : fail(resource, { ...said, message: `${name} ${phrases.bad}: ${that}.` });
  });
  return worst(findings);
}

interface Place extends Evidence {
  readonly isDecisive: boolean;
}

/** Whether a property is as required, in each scenario, and its value in words. */
function judged(resource: Resource, { property, expected, unless }: Requirement): Value<Judged> {
  const defaults = unless ? shapesAt(resource, unless.property).filter(({ shape }) => shape.kind === "absent") : [];
  const isDefault = (when: Scenario) =>
    defaults.some((found) => describeScenario(found.when) === describeScenario(when));
  return shapesAt(resource, property).map(({ when, shape }): Alternative<Judged> => {
    if (unless && isDefault(when)) {
      const origin = defaultOrigin(resource, "not set");
      return { when, origin, state: "known", value: { holds: true, says: unless.says } };
    }
    if (shape.kind === "absent") {
      const value = { holds: expected.otherwise?.holds ?? false, says: expected.otherwise?.says ?? "not set" };
      return { when, origin: defaultOrigin(resource, "not set"), state: "known", value };
    }
    const { origin } = shape;
    const holds = shape.kind === "unknown" ? undefined : expected.holds(shape);
    if (holds === undefined) return { when, origin, state: "unknown", because: whyOpen(shape) };
    return { when, origin, state: "known", value: { holds, says: expected.describe?.(shape) ?? describeShape(shape) } };
  });
}

/** The cases of a property; a key that is a number chooses a member of a list. */
function shapesAt(resource: Resource, property: string): Cases {
  const path = property.split(".");
  const number = path.findIndex((key) => /^\d+$/.test(key));
  if (number < 0) return follow(resource.properties, ...path);
  const list = path.slice(0, number);
  const members = readItems(resource.properties, ...list).filter(({ key }) => key === path[number]);
  if (members.length > 0)
    return members.flatMap((member) =>
      follow(member.view, ...path.slice(number + 1)).flatMap(({ when, shape }) => {
        const joined = both(member.when, when);
        return joined ? [{ when: joined, shape }] : [];
      }),
    );
  return follow(resource.properties, ...list).map(({ when, shape }) => ({
    when,
    shape: shape.kind === "list" ? { kind: "absent", origin: shape.origin } : shape,
  }));
}

/** The name by which a property is spoken of: its last key, with the one above where that says nothing by itself. */
function spoken(property: string): string {
  const keys = property.split(".").filter((key) => !/^\d+$/.test(key));
  return keys.slice(/^(Status|Types?)$/.test(keys.at(-1) ?? "") ? -2 : -1).join(".");
}

/** The last part of a type in words: "domain name". */
function words(type: string): string {
  return type
    .replace(/^.*::/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

const lower = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);
