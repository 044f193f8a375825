import {
  describeScenario,
  parseArn,
  resourceId,
  type ActionCatalogue,
  type ResourceGraph,
  type Statement,
  type Text,
} from "@assay/analyzer";
import { alternatives, clausesOf, isWeaker, type Clause } from "./condition.js";
import arns from "./data/arns.json" with { type: "json" };
import { covers, every, not, overlaps, patternOf, some, type Pattern, type Symbolic, type Truth } from "./pattern.js";

/** A set of actions or resources: what a pattern matches, but for the exceptions of `NotAction` and `NotResource`. */
interface Names {
  readonly include: Pattern;
  readonly except: readonly Pattern[];
  readonly shown: string;
}

/** The smallest part of a policy: one action pattern on one resource pattern under one condition. */
export interface Atom {
  readonly effect: "Allow" | "Deny";
  readonly actions: Names;
  readonly resources: Names;
  readonly clauses: readonly Clause[];
  readonly when: readonly string[];
  readonly statement: Statement;
}

/** How the texts of one version are read so that they compare with those of the other. */
export interface Reading {
  readonly graph: ResourceGraph;
  /** The id of a resource in the newer version. */
  readonly idOf: (id: string) => string;
  /** Resources whose physical name is another one now: they are known by their id. */
  readonly renamed: ReadonlySet<string>;
}

interface ArnFormat {
  readonly arn: string;
  readonly arnBy: readonly string[];
  readonly nameBy: readonly string[];
}

const formats: Readonly<Record<string, ArnFormat | undefined>> = arns.types;

/** The text as a pattern; references to resources are spelled as their ARNs are, so that both ways of writing compare. */
export function readPattern(text: Text, reading: Reading): Pattern {
  return patternOf(text.flatMap((part) => partsOf(part, reading)));
}

const REGION: Symbolic = { symbol: "pseudo:AWS::Region", of: "pseudo" };
const ACCOUNT: Symbolic = { symbol: "pseudo:AWS::AccountId", of: "pseudo" };

function partsOf(part: Text[number], reading: Reading): readonly (string | Symbolic)[] {
  if (typeof part === "string") return [part];
  if (part.kind !== "resource") {
    if (part.name === "AWS::Partition") return ["aws"];
    const of = part.kind === "pseudo" ? "pseudo" : part.kind === "unresolved" ? "unknown" : "given";
    return [{ symbol: `${part.kind}:${part.name}`, of }];
  }
  const resource = reading.graph.resource(resourceId(part.stack, part.logicalId));
  const id = reading.idOf(resource?.id ?? resourceId(part.stack, part.logicalId));
  const format = resource && Object.hasOwn(formats, resource.type) ? formats[resource.type] : undefined;
  const literal = resource?.name && !reading.renamed.has(id) ? resource.name : undefined;
  const isOwn = literal?.some((piece) => typeof piece === "object" && piece.kind === "resource");
  const name = literal && !isOwn ? literal.flatMap((piece) => partsOf(piece, reading)) : [named(id)];
  if (format?.nameBy.includes(part.attribute)) return name;
  if (format?.arnBy.includes(part.attribute)) {
    const pieces = `arn:aws:${format.arn}`.split(/([RA])(?=:)/);
    return [...pieces.map((piece) => (piece === "R" ? REGION : piece === "A" ? ACCOUNT : piece)), ...name];
  }
  return [named(`${id}.${part.attribute}`)];
}

function named(symbol: string): Symbolic {
  return { symbol, of: "resource" };
}

/** The atoms of a statement; what it leaves open is in `statement.unknown`. */
export function atomsOf(statement: Statement, reading: Reading, shown: (text: Text) => string): readonly Atom[] {
  const { effect, actions, notActions, resources, notResources } = statement;
  const read = (text: Text) => readPattern(text, reading);
  const actionSets = setsOf(
    actions.map((action) => ({ pattern: actionPattern(action), shown: action })),
    notActions.map((action) => ({ pattern: actionPattern(action), shown: action })),
  );
  const resourceSets = setsOf(
    resources.map((text) => ({ pattern: read(text), shown: shown(text) })),
    notResources.map((text) => ({ pattern: read(text), shown: shown(text) })),
  );
  const blocks = alternatives(clausesOf(statement.condition, read));
  const when = statement.when.map((assumption) => describeScenario([assumption]));
  return actionSets.flatMap((action) =>
    resourceSets.flatMap((resource) =>
      blocks.map((clauses) => ({ effect, actions: action, resources: resource, clauses, when, statement })),
    ),
  );
}

interface Written {
  readonly pattern: Pattern;
  readonly shown: string;
}

function setsOf(included: readonly Written[], excluded: readonly Written[]): readonly Names[] {
  if (excluded.length === 0) return included.map(({ pattern, shown }) => ({ include: pattern, except: [], shown }));
  const shown = `everything but ${excluded.map((each) => each.shown).join(", ")}`;
  return [{ include: EVERYTHING, except: excluded.map(({ pattern }) => pattern), shown }];
}

const EVERYTHING = patternOf(["*"]);

/** Actions are read without regard to case. */
function actionPattern(action: string): Pattern {
  return patternOf([action.toLowerCase()]);
}

/** A text that is equal for atoms that say the same in the same way. */
export function keyOf({ effect, actions, resources, clauses, when, statement }: Atom): string {
  const names = ({ include, except }: Names) => [include.key, ...except.map(({ key }) => key).sort()].join(" ");
  const conditions = clauses
    .map(({ operator, set, ifExists, key, values, opaque }) =>
      [operator, set, ifExists, key, ...values.map((value) => value.key).sort(), opaque ?? ""].join(" "),
    )
    .sort();
  const varies = statement.varies ? "varies" : "";
  return [effect, names(actions), names(resources), ...conditions, ...when, varies].join("\n");
}

/** Whether everything that the second atom speaks of the first one speaks of, too; their effects do not matter. */
export function coversAtom(wide: Atom, narrow: Atom): Truth {
  return every(
    (function* () {
      yield coversNames(wide.actions, narrow.actions);
      yield coversNames(wide.resources, narrow.resources);
      yield wide.when.every((assumption) => narrow.when.includes(assumption));
      yield isWeaker(wide.clauses, narrow.clauses);
      // What holds in some deployments only covers nothing else for certain.
      if (wide.statement.varies && keyOf(wide) !== keyOf(narrow)) yield undefined;
    })(),
  );
}

function coversNames(wide: Names, narrow: Names): Truth {
  return every([
    covers(wide.include, narrow.include),
    ...wide.except.map((exception) =>
      some([not(overlaps(exception, narrow.include)), ...narrow.except.map((other) => covers(other, exception))]),
    ),
  ]);
}

/** Whether there may be something that both atoms speak of. */
export function mayMeet(a: Atom, b: Atom): boolean {
  return meet(a.actions, b.actions) && meet(a.resources, b.resources);
}

function meet(a: Names, b: Names): boolean {
  if (overlaps(a.include, b.include) === false) return false;
  const isOut = ({ except }: Names, { include }: Names) => except.some((other) => covers(other, include) === true);
  return !isOut(a, b) && !isOut(b, a);
}

/**
 * Whether an atom can have an effect: an action of one service on a resource of another one says nothing. Such pairs
 * come from statements that list several of both.
 */
export function isEffective({ actions, resources }: Atom, catalogue: ActionCatalogue): boolean {
  if (actions.except.length > 0 || resources.except.length > 0) return true;
  const service = serviceOf(resources.include);
  if (service === undefined) return true;
  const known = catalogue.matchingActions(actions.shown);
  if (!known || known.length === 0) return true;
  return known.some(
    (action) =>
      action.resources.length === 0 || action.resources.some(({ arn }) => arn === "*" || arn.split(":")[0] === service),
  );
}

/** The service of an ARN, where it is written. */
function serviceOf({ tokens }: Pattern): string | undefined {
  const start = tokens.map((token) => (typeof token === "string" ? token : "*")).join("");
  const service = parseArn([start])?.service;
  return service !== undefined && /^[a-z0-9-]+$/.test(service) ? service : undefined;
}
