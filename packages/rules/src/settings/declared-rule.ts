import {
  ALWAYS,
  follow,
  literalText,
  nameOf,
  readEntries,
  readItems,
  readString,
  known,
  type Analysis,
  type Framework,
  type Resource,
  type Shape,
  type View,
} from "@assay/analyzer";
import {
  at,
  defineRule,
  fail,
  pass,
  unknown,
  worst,
  type Finding,
  type Rule,
  type Severity,
  type Topic,
} from "../rule.js";

/** A rule that a repository declares in its configuration: one property of one kind of resource. */
export interface DeclaredRule {
  /** Its name; not that of a rule that exists. */
  readonly id: string;
  /** What is wrong, as a headline. */
  readonly title: string;
  readonly topic: Topic;
  readonly severity: Severity;
  readonly why: string;
  /** What to do. */
  readonly remedy: string;
  /** Which resources it is about: by what they are to a reader, by CloudFormation type, or both. */
  readonly on: { readonly kind?: string; readonly type?: string };
  readonly require: Requirement;
}

/** What the property has to be. */
export interface Requirement {
  /** Keys joined by dots; `Tags[Key=team].Value` chooses a member of a list. */
  readonly property: string;
  /** It has to be there, or must not be. */
  readonly set?: boolean;
  readonly equals?: string | number | boolean;
  readonly oneOf?: readonly (string | number | boolean)[];
  /** A regular expression. */
  readonly matches?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The rule that a declaration stands for. */
export function declaredRule(declared: DeclaredRule): Rule {
  const { id, title, topic, severity, why, remedy, on, require } = declared;
  const frameworks: readonly Framework[] = ["sam", "serverless", "cdk", "cloudformation"];
  return defineRule({
    id,
    title,
    topic,
    severity,
    why,
    remedy: Object.fromEntries(frameworks.map((framework) => [framework, remedy])) as Rule["remedy"],
    references: [],
    aliases: [],
    covers: [],
    examples: [],
    *check({ graph }: Analysis) {
      for (const resource of graph.resources) {
        const isWanted =
          (on.kind === undefined || resource.kind === on.kind) && (on.type === undefined || resource.type === on.type);
        const found = isWanted && resource.stack && resource.owner === undefined ? judge(resource, require) : undefined;
        if (found) yield found;
      }
    },
  });
}

function judge(resource: Resource, require: Requirement): Finding | undefined {
  const { property } = require;
  return worst(
    shapesAt(resource.properties, property).map(({ when, shape }) => {
      const isAbsent = shape.kind === "absent";
      const said = {
        when,
        evidence: isAbsent
          ? ([at(resource, `no ${property}`)] as const)
          : ([{ origin: shape.origin, says: property }] as const),
      };
      const text = textOf(shape);
      if (!isAbsent && text === undefined && require.set === undefined) {
        const because = shape.kind === "unknown" ? shape.because : "it is not a plain value";
        return unknown(resource, {
          ...said,
          message: `Whether ${property} of ${nameOf(resource)} is as required is not known: ${because}.`,
        });
      }
      const shown = isAbsent ? "not set" : (text ?? "set");
      const message = `${property} of ${nameOf(resource)} is ${shown}; it has to be ${wanted(require)}.`;
      if (!holds(require, isAbsent ? undefined : (text ?? ""))) return fail(resource, { ...said, message });
      return pass(resource, { ...said, message: `${property} of ${nameOf(resource)} is ${shown}.` });
    }),
  );
}

/** The cases of a property; a list member that is not there is absent. */
function shapesAt(view: View, property: string): ReturnType<typeof follow> {
  let views: readonly View[] = [view];
  for (const segment of property.match(/[^.[\]]+(?:\[[^\]]*\])?/g) ?? []) {
    const [, key = "", member] = /^([^[]+)(?:\[([^\]]*)\])?$/.exec(segment) ?? [];
    views = views.map((here): View => ({ cases: follow(here, key) }));
    if (member === undefined) continue;
    const [name = "", value = ""] = member.split("=");
    views = views.map((here): View => memberOf(here, name, value));
  }
  return views.flatMap((here) => follow(here));
}

/** A member of a list by one of its fields, or an entry of a mapping (tags may be either). */
function memberOf(view: View, name: string, value: string): View {
  const isWanted = (item: View) => known(readString(item, name)).some((alternative) => alternative.value === value);
  const found =
    readItems(view).find((item) => isWanted(item.view)) ?? readEntries(view).find((entry) => entry.key === value);
  if (found) return found.view;
  const [first] = follow(view);
  return { cases: first ? [{ when: ALWAYS, shape: { kind: "absent", origin: first.shape.origin } }] : [] };
}

function textOf(shape: Shape): string | undefined {
  if (shape.kind === "scalar") return String(shape.value);
  return shape.kind === "text" ? (literalText(shape.text) ?? undefined) : undefined;
}

function holds({ set, equals, oneOf, matches, atLeast, atMost }: Requirement, text: string | undefined): boolean {
  if (text === undefined) return set === false;
  return (
    set !== false &&
    (equals === undefined || text === String(equals)) &&
    (oneOf === undefined || oneOf.map(String).includes(text)) &&
    (matches === undefined || new RegExp(matches).test(text)) &&
    (atLeast === undefined || Number(text) >= atLeast) &&
    (atMost === undefined || Number(text) <= atMost)
  );
}

function wanted({ set, equals, oneOf, matches, atLeast, atMost }: Requirement): string {
  const parts = [
    set === undefined ? undefined : set ? "set" : "left out",
    equals === undefined ? undefined : String(equals),
    oneOf && `one of ${oneOf.join(", ")}`,
    matches && `like ${matches}`,
    atLeast === undefined ? undefined : `at least ${atLeast}`,
    atMost === undefined ? undefined : `at most ${atMost}`,
  ];
  return parts.filter((part) => part !== undefined).join(" and ");
}
