import {
  compareText,
  known,
  nameOf,
  readText,
  regionOf,
  showText,
  type Analysis,
  type FunctionRow,
  type Origin,
  type Resource,
} from "@assay/analyzer";
import type { Direction, Grant, GrantChange, Named, PermissionChange } from "./change-set.js";
import { atomsOf, coversAtom, isEffective, keyOf, mayMeet, readPattern, type Atom, type Reading } from "./grant.js";
import type { Matched, Renamed } from "./match.js";
import { some } from "./pattern.js";

/** Who holds a role: functions, or the role itself where no function runs with it. */
interface Subject {
  readonly holders: readonly Named[];
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
  /** Whether all holders are there in one version only. */
  readonly only: "before" | "after" | undefined;
}

/** What is known of what a role allows in one version. */
interface Held {
  readonly allows: readonly Atom[];
  readonly denies: readonly Atom[];
  /** What is not known, in words. */
  readonly unknown: readonly string[];
  readonly boundary: readonly { readonly key: string; readonly shown: string; readonly origin: Origin }[];
}

/** An atom that is there in one version only, with what stands in its place in the other. */
interface Difference {
  readonly atom: Atom;
  readonly insteadOf: readonly Atom[];
  readonly isCertain: boolean;
}

interface Compared {
  readonly subject: Subject;
  readonly role: Resource;
  readonly before: Held;
  readonly after: Held;
  readonly gained: readonly Difference[];
  readonly lost: readonly Difference[];
  readonly unknown: readonly string[];
}

const NOTHING: Held = { allows: [], denies: [], unknown: [], boundary: [] };

/** What the holders of each role may do more or less than before. Texts do not matter, only what they allow. */
export function comparePermissions(
  before: Analysis,
  after: Analysis,
  functions: Matched<FunctionRow>,
  { ids, renamedPhysically }: Renamed,
): readonly PermissionChange[] {
  const old: Reading = { graph: before.graph, idOf: (id) => ids.get(id) ?? id, renamed: renamedPhysically };
  const now: Reading = { graph: after.graph, idOf: (id) => id, renamed: renamedPhysically };
  const compared = subjects(before, after, functions, ids).flatMap((subject) => {
    const [first] = [...subject.after, ...subject.before];
    if (!first) return [];
    const [a, b] = [held(subject.before, before, old), held(subject.after, after, now)];
    return [compareHeld(subject, first, a, b, after)];
  });
  const [losers, gainers] = [holdersOf(compared, "lost"), holdersOf(compared, "gained")];
  return compared
    .map((each) => changeOf(each, losers, gainers))
    .filter(
      ({ gained, lost, uncertain, unknown }) => gained.length + lost.length + uncertain.length + unknown.length > 0,
    )
    .sort((a, b) => compareText(a.role.id, b.role.id) || compareText(a.direction, b.direction));
}

/** Functions by the roles that they have in both versions, then the roles that no function has. */
function subjects(
  before: Analysis,
  after: Analysis,
  functions: Matched<FunctionRow>,
  ids: ReadonlyMap<string, string>,
): readonly Subject[] {
  const rolesOf = ({ graph }: Analysis, row: FunctionRow | undefined) => {
    const fn = row && graph.resource(row.id);
    return fn ? graph.from(fn, "assumes").map((edge) => edge.to) : [];
  };
  const found = new Map<string, { -readonly [K in keyof Subject]: Subject[K] } & { holders: Named[] }>();
  const add = (old: FunctionRow | undefined, now: FunctionRow | undefined) => {
    const row = now ?? old;
    if (!row) return;
    const roles = { before: rolesOf(before, old), after: rolesOf(after, now) };
    const only = old && now ? undefined : now ? "after" : "before";
    const key = [only, "-", ...roles.before.map(({ id }) => id), "+", ...roles.after.map(({ id }) => id)].join(" ");
    const holder = { id: row.id, name: row.title };
    const known = found.get(key);
    if (known) known.holders.push(holder);
    else found.set(key, { ...roles, only, holders: [holder] });
  };
  for (const pair of functions.pairs) add(pair.before, pair.after);
  for (const row of functions.added) add(undefined, row);
  for (const row of functions.removed) add(row, undefined);
  return [...found.values(), ...otherRoles(before, after, ids)];
}

function* otherRoles(before: Analysis, after: Analysis, ids: ReadonlyMap<string, string>): Iterable<Subject> {
  const free = ({ graph }: Analysis) =>
    graph
      .ofType("AWS::IAM::Role")
      .filter((role) => role.stack && !graph.to(role, "assumes").some(({ from }) => from.kind === "function"));
  const holders = (role: Resource): readonly Named[] => [{ id: role.id, name: nameOf(role) }];
  const olds = new Map(free(before).map((role) => [ids.get(role.id) ?? role.id, role]));
  for (const role of free(after)) {
    const old = olds.get(role.id);
    olds.delete(role.id);
    yield { holders: holders(role), before: old ? [old] : [], after: [role], only: old ? undefined : "after" };
  }
  for (const role of olds.values()) yield { holders: holders(role), before: [role], after: [], only: "before" };
}

function held(roles: readonly Resource[], { statements, policies }: Analysis, reading: Reading): Held {
  if (roles.length === 0) return NOTHING;
  const own = roles.flatMap((role) => statements.get(role.id) ?? []);
  const atoms = own.flatMap((statement) => atomsOf(statement, reading, showText));
  const attached = policies.filter(
    ({ kind, attachedTo }) => kind === "identity" && attachedTo.some((role) => roles.includes(role)),
  );
  const outside = roles.filter(({ stack }) => !stack);
  return {
    allows: atoms.filter(({ effect }) => effect === "Allow"),
    denies: atoms.filter(({ effect }) => effect === "Deny"),
    unknown: [
      ...outside.map((role) => `what the role ${nameOf(role)} allows: it is not declared in the scanned inputs`),
      ...attached.flatMap(({ unknown }) => unknown ?? []),
      ...own.flatMap((statement) => statement.unknown),
    ],
    boundary: roles.flatMap((role) =>
      known(readText(role.properties, "PermissionsBoundary")).map(({ value, origin }) => ({
        key: readPattern(value, reading).key,
        shown: showText(value),
        origin,
      })),
    ),
  };
}

function compareHeld(subject: Subject, role: Resource, before: Held, after: Held, analysis: Analysis): Compared {
  const without = (texts: readonly string[], others: readonly string[]) =>
    texts.filter((text) => !others.includes(text));
  const [oldUnknown, newUnknown] = [without(before.unknown, after.unknown), without(after.unknown, before.unknown)];
  const boundary =
    before.boundary.length > 0 && after.boundary.length > 0 && boundaryKeys(before) !== boundaryKeys(after)
      ? ["what the permissions boundaries have in common"]
      : [];
  const unknown = [
    ...oldUnknown.map((text) => `before: ${text}`),
    ...newUnknown.map((text) => `after: ${text}`),
    ...boundary,
  ];
  const one = (held: Held, other: Held, isOpen: boolean) => differences(held, other, isOpen, analysis);
  return {
    subject,
    role,
    before,
    after,
    gained: one(after, before, oldUnknown.length > 0),
    lost: one(before, after, newUnknown.length > 0),
    unknown,
  };
}

function boundaryKeys({ boundary }: Held): string {
  return boundary.map(({ key }) => key).join("\n");
}

/**
 * What one version allows and the other does not: what it allows by itself, and what the other denies. A denial takes
 * away what is allowed beside it; where nothing is, it limits what resource policies allow.
 */
function differences(here: Held, there: Held, isOpen: boolean, { actions }: Analysis): readonly Difference[] {
  const found: Difference[] = [];
  const known = new Set([...there.allows, ...here.denies].map(keyOf));
  const note = (atom: Atom, others: readonly Atom[]) => {
    if (known.has(keyOf(atom)) || !isEffective(atom, actions)) return;
    const covered = some(others.map((other) => coversAtom(other, atom)));
    if (covered === true) return;
    const insteadOf = others.filter((other) => coversAtom(atom, other) === true && isEffective(other, actions));
    found.push({ atom, insteadOf, isCertain: covered === false && !isOpen });
  };
  for (const atom of here.allows) {
    if (here.denies.some((denial) => coversAtom(denial, atom) === true)) continue;
    note(atom, there.allows);
  }
  for (const denial of there.denies) {
    const isIdle =
      !here.allows.some((atom) => mayMeet(denial, atom)) && there.allows.some((atom) => mayMeet(denial, atom));
    if (!isIdle) note(denial, here.denies);
  }
  return found;
}

function changeOf(compared: Compared, losers: HoldersOf, gainers: HoldersOf): PermissionChange {
  const { subject, role, before, after, gained, lost, unknown } = compared;
  const certain = (list: readonly Difference[]) => list.filter(({ isCertain }) => isCertain);
  const gains = [...grants(certain(gained), (atom) => movedWith(atom, compared, losers)), ...boundaries(before, after)];
  const losses = [...grants(certain(lost), (atom) => movedWith(atom, compared, gainers)), ...boundaries(after, before)];
  const uncertain = grants(
    [...gained, ...lost].filter(({ isCertain }) => !isCertain),
    () => [],
  );
  return {
    direction: directionOf(subject, gains.length > 0, losses.length > 0, uncertain.length + unknown.length > 0),
    holders: [...subject.holders].sort((a, b) => compareText(a.id, b.id)),
    role: { id: role.id, name: nameOf(role) },
    gained: gains,
    lost: losses,
    uncertain,
    unknown: [...new Set(unknown)],
    location: regionOf(role.origin.span),
  };
}

function directionOf({ only }: Subject, isMore: boolean, isLess: boolean, isOpen: boolean): Direction {
  if (only !== undefined) return only === "after" ? "granted" : "revoked";
  if (isMore && isLess) return "changed";
  if (isMore) return "broadened";
  // That nothing is gained is not known while something is unknown.
  return isLess && !isOpen ? "narrowed" : "unknown";
}

/** A permissions boundary limits: that it is gone is a gain. Which of two boundaries is narrower nobody says. */
function boundaries(held: Held, other: Held): readonly GrantChange[] {
  if (other.boundary.length > 0) return [];
  return held.boundary.map(({ shown, origin }) => ({
    effect: "Boundary",
    actions: [],
    resources: [shown],
    location: regionOf(origin.span),
    insteadOf: [],
    moved: [],
  }));
}

/** Atoms put together again: actions that differ on the same resources for the same reason. */
function grants(found: readonly Difference[], movedOf: (atom: Atom) => readonly string[]): readonly GrantChange[] {
  const byAction = new Map<
    string,
    { readonly first: Difference; moved: readonly string[]; resources: Set<string>; insteadOf: Atom[] }
  >();
  for (const difference of found) {
    const { atom } = difference;
    const moved = movedOf(atom);
    const key = [describe(atom), moved.join(), atom.actions.shown].join("\0");
    const known = byAction.get(key);
    if (known) {
      known.resources.add(atom.resources.shown);
      known.insteadOf.push(...difference.insteadOf);
    } else {
      const resources = new Set([atom.resources.shown]);
      byAction.set(key, { first: difference, moved, resources, insteadOf: [...difference.insteadOf] });
    }
  }
  const merged = new Map<
    string,
    { readonly of: Atom; moved: readonly string[]; actions: string[]; resources: readonly string[]; insteadOf: Atom[] }
  >();
  for (const { first, moved, resources, insteadOf } of byAction.values()) {
    const key = [describe(first.atom), moved.join(), ...resources].join("\0");
    const known = merged.get(key);
    if (known) {
      known.actions.push(first.atom.actions.shown);
      known.insteadOf.push(...insteadOf);
    } else {
      merged.set(key, {
        of: first.atom,
        moved,
        actions: [first.atom.actions.shown],
        resources: [...resources],
        insteadOf,
      });
    }
  }
  return [...merged.values()].map(({ of, moved, actions, resources, insteadOf }) => ({
    ...grantOf(of, actions, resources),
    ...(of.statement.managedPolicy === undefined ? {} : { managedPolicy: of.statement.managedPolicy }),
    ...(of.statement.addedBy === undefined ? {} : { addedBy: of.statement.addedBy }),
    location: regionOf(of.statement.origin.span),
    insteadOf: together(insteadOf),
    moved,
  }));
}

/** What all atoms of a group have in common: the statement that they come from and its circumstances. */
function describe({ effect, clauses, when, statement }: Atom): string {
  const { startLine, startColumn, file } = regionOf(statement.origin.span);
  const { managedPolicy = "", addedBy = "" } = statement;
  return [effect, conditionOf(clauses), when.join(), managedPolicy, addedBy, file, startLine, startColumn].join("\0");
}

function conditionOf(clauses: Atom["clauses"]): string {
  return [...new Set(clauses.map(({ shown }) => shown))].join(" and ");
}

function grantOf({ effect, clauses, when }: Atom, actions: readonly string[], resources: readonly string[]): Grant {
  const condition = conditionOf(clauses);
  return {
    effect,
    actions,
    resources,
    ...(condition === "" ? {} : { condition }),
    ...(when.length === 0 ? {} : { when: when.join(" and ") }),
  };
}

/** Atoms as few grants, one for each set of resources and circumstances. */
function together(atoms: readonly Atom[]): readonly Grant[] {
  const found = new Map<string, { readonly of: Atom; readonly actions: Set<string> }>();
  for (const atom of atoms) {
    const key = [atom.effect, conditionOf(atom.clauses), atom.when.join(), atom.resources.shown].join("\0");
    const known = found.get(key);
    if (known) known.actions.add(atom.actions.shown);
    else found.set(key, { of: atom, actions: new Set([atom.actions.shown]) });
  }
  return [...found.values()].map(({ of, actions }) => grantOf(of, [...actions], [of.resources.shown]));
}

/** Who has lost what is gained here, or gained what is lost. What a framework adds to every role does not move. */
function movedWith(atom: Atom, compared: Compared, holders: HoldersOf): readonly string[] {
  const { addedBy, managedPolicy } = atom.statement;
  if (addedBy !== undefined || managedPolicy !== undefined || atom.effect === "Deny") return [];
  const others = (holders.get(keyOf(atom)) ?? []).filter((other) => other !== compared);
  return others.flatMap(({ subject }) => subject.holders.map(({ name }) => name)).sort(compareText);
}

/** The roles that gain, or lose, what a key stands for. */
function holdersOf(all: readonly Compared[], side: "gained" | "lost"): HoldersOf {
  const found = new Map<string, Compared[]>();
  for (const compared of all) {
    for (const key of new Set(compared[side].filter(({ isCertain }) => isCertain).map(({ atom }) => keyOf(atom)))) {
      const known = found.get(key);
      if (known) known.push(compared);
      else found.set(key, [compared]);
    }
  }
  return found;
}

type HoldersOf = ReadonlyMap<string, readonly Compared[]>;
