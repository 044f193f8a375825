import { compareText, type FunctionRow, type ShownTrigger, type ShownValues } from "@assay/analyzer";
import type {
  FailurePathChange,
  FunctionChange,
  IntegrationChange,
  Named,
  SettingChange,
  TriggerChange,
} from "./change-set.js";
import type { Matched, Pair } from "./match.js";

/** How ids of the older version are called in the newer one, and resources in words. */
export interface Naming {
  readonly idOf: (id: string) => string;
  readonly nameOf: (id: string) => string;
}

/** What became of each function: its configuration, what starts it, where failed events go, what it uses. */
export function compareFunctions(
  { pairs, added, removed }: Matched<FunctionRow>,
  naming: Naming,
): readonly FunctionChange[] {
  const changes = [
    ...pairs.flatMap((pair) => functionChange(pair, naming) ?? []),
    ...added.map((row) => whole(row, "added", naming)),
    ...removed.map((row) => whole(row, "removed", naming)),
  ];
  return changes.sort((a, b) => compareText(a.id, b.id) || compareText(a.change, b.change));
}

/** A function that is there in one version only, with what starts it and what it uses. */
function whole(row: FunctionRow, change: "added" | "removed", { nameOf }: Naming): FunctionChange {
  const named = (id: string): Named => ({ id, name: nameOf(id) });
  return {
    change,
    id: row.id,
    name: row.title,
    location: row.location,
    settings: [],
    triggers: row.triggers.map((trigger) => ({
      ...triggerChange(trigger, change, named(trigger.source), []),
      ...(change === "added" ? { failurePath: trigger.failurePath.state } : {}),
    })),
    failurePaths: [],
    integrations: integrationsOf(row).map(({ service, how, resource }) => ({
      change,
      service,
      how,
      resource: named(resource),
    })),
  };
}

function functionChange({ before, after, because }: Pair<FunctionRow>, naming: Naming): FunctionChange | undefined {
  const settings = settingChanges(before, after, naming);
  const triggers = pairTriggers(before.triggers, after.triggers, naming);
  const failurePaths = triggers.pairs.flatMap(([old, now]) => failurePathChange(old, now, naming) ?? []);
  const triggerChanges = triggerChangesOf(triggers, naming);
  const integrations = integrationChanges(before, after, naming);
  const isOther = because !== undefined && before.logicalId !== after.logicalId;
  if (!isOther && settings.length + triggerChanges.length + failurePaths.length + integrations.length === 0)
    return undefined;
  return {
    change: "changed",
    id: after.id,
    name: after.title,
    ...(isOther ? { was: { id: before.id, name: before.title, because } } : {}),
    location: after.location,
    settings,
    triggers: triggerChanges,
    failurePaths,
    integrations,
  };
}

/** The values that are compared, by how they are called. */
const SETTINGS: readonly (readonly [
  name: string,
  of: (row: FunctionRow) => ShownValues,
  unit?: string | undefined,
  unset?: string,
])[] = [
  ["timeout", (row) => row.timeout, "s"],
  ["memory", (row) => row.memory, "MB"],
  ["reserved concurrency", (row) => row.reservedConcurrency, undefined, "unreserved"],
  ["VPC", (row) => row.vpc],
  ["runtime", (row) => row.runtime],
  ["architecture", (row) => row.architecture],
  ["package type", (row) => row.packageType],
  ["handler", (row) => row.handler],
  ["name", (row) => row.name],
  ["tracing", (row) => row.tracing],
  ["log retention", (row) => row.logGroup?.retentionDays ?? [], "days", "never expires"],
];

function settingChanges(before: FunctionRow, after: FunctionRow, { idOf, nameOf }: Naming): readonly SettingChange[] {
  const found = SETTINGS.flatMap(([setting, of, unit, unset]): SettingChange[] =>
    changed(setting, shown(of(before), unit, unset), shown(of(after), unit, unset)),
  );
  const list = (texts: readonly string[]) => [...new Set(texts)].sort(compareText).join(", ") || "none";
  const names = (ids: readonly string[]) => list(ids.map((id) => nameOf(idOf(id))));
  const nowNames = (ids: readonly string[]) => list(ids.map(nameOf));
  const both = (setting: string, of: (row: FunctionRow) => readonly string[]) =>
    changed(setting, names(of(before)), nowNames(of(after)));
  return [
    ...found,
    ...changed(
      "provisioned concurrency",
      provisioned(before, idOf, nameOf),
      provisioned(after, (id) => id, nameOf),
    ),
    ...both("subnets", (row) => row.subnets),
    ...both("security groups", (row) => row.securityGroups),
    ...changed("layers", String(before.layers), String(after.layers)),
    ...both("role", (row) => (row.role ? [row.role.id] : [])),
    ...both("alarms", (row) => row.alarms.map(({ id }) => id)),
    ...changed("exists", before.when ?? "always", after.when ?? "always"),
  ];
}

function provisioned(row: FunctionRow, idOf: Naming["idOf"], nameOf: Naming["nameOf"]): string {
  const each = row.provisionedConcurrency.map(
    ({ through, executions }) => `${shown(executions)} through ${nameOf(idOf(through)).replace(/[0-9a-f]{10}$/, "")}`,
  );
  return each.sort(compareText).join(", ") || "none";
}

function changed(setting: string, before: string, after: string): SettingChange[] {
  return before === after ? [] : [{ setting, before, after }];
}

/** A value in words; a default that nobody wrote is as good as the same value written down. */
function shown(values: ShownValues, unit?: string, unset = "not set"): string {
  const texts = values.map(({ state, value, because, when }) => {
    const circumstances = when === undefined ? "" : ` when ${when}`;
    if (state === "absent") return `${unset}${circumstances}`;
    if (state === "unknown") return `unknown: ${because ?? ""}${circumstances}`;
    return `${String(value)}${unit === undefined ? "" : ` ${unit}`}${circumstances}`;
  });
  return [...new Set(texts)].sort(compareText).join(" or ") || unset;
}

interface Triggers {
  readonly pairs: readonly (readonly [ShownTrigger, ShownTrigger])[];
  readonly added: readonly ShownTrigger[];
  readonly removed: readonly ShownTrigger[];
}

/** Triggers of the same source and kind, at best with the same detail; one that is left on either side is the same one. */
function pairTriggers(before: readonly ShownTrigger[], after: readonly ShownTrigger[], { idOf }: Naming): Triggers {
  const source = ({ event, source: from }: ShownTrigger, id: (id: string) => string) => `${event} ${id(from)}`;
  const same = (id: string) => id;
  const ways: readonly ((trigger: ShownTrigger, id: (id: string) => string) => string)[] = [
    (trigger, id) => `${source(trigger, id)} ${trigger.detail ?? ""} ${trigger.qualifier ?? ""} ${trigger.when ?? ""}`,
    (trigger, id) => `${source(trigger, id)} ${trigger.detail ?? ""}`,
    source,
  ];
  const pairs: (readonly [ShownTrigger, ShownTrigger])[] = [];
  let [olds, news] = [before, after];
  for (const [i, way] of ways.entries()) {
    const taken = new Set<ShownTrigger>();
    for (const now of news) {
      const alike = olds.filter((old) => !taken.has(old) && way(old, idOf) === way(now, same));
      const rivals = news.filter((other) => way(other, same) === way(now, same));
      const [old] = alike;
      // Two routes of one API that are both new are no change of two others.
      if (!old || (i === ways.length - 1 && (alike.length > 1 || rivals.length > 1 || now.event === "api"))) continue;
      pairs.push([old, now]);
      taken.add(old).add(now);
    }
    olds = olds.filter((old) => !taken.has(old));
    news = news.filter((now) => !taken.has(now));
  }
  return { pairs, added: news, removed: olds };
}

function triggerChange(
  { event, detail, location }: ShownTrigger,
  change: TriggerChange["change"],
  source: Named,
  settings: readonly SettingChange[],
): TriggerChange {
  return { change, event, source, ...(detail === undefined ? {} : { detail }), settings, location };
}

function triggerChangesOf({ pairs, added, removed }: Triggers, { idOf, nameOf }: Naming): readonly TriggerChange[] {
  const source = (id: string): Named => ({ id, name: nameOf(id) });
  return [
    ...added.map((trigger) => ({
      ...triggerChange(trigger, "added", source(trigger.source), []),
      failurePath: trigger.failurePath.state,
    })),
    ...removed.map((trigger) => triggerChange(trigger, "removed", source(idOf(trigger.source)), [])),
    ...pairs.flatMap(([old, now]): TriggerChange[] => {
      const settings = [
        ...changed("detail", old.detail ?? "none", now.detail ?? "none"),
        ...changed("authorization", old.authorization ?? "none", now.authorization ?? "none"),
        ...changed("qualifier", old.qualifier ?? "none", now.qualifier ?? "none"),
        ...changed("enabled", shown(old.enabled, undefined, "true"), shown(now.enabled, undefined, "true")),
        ...changed("maximum concurrency", shown(old.maximumConcurrency), shown(now.maximumConcurrency)),
        ...changed("exists", old.when ?? "always", now.when ?? "always"),
      ];
      return settings.length > 0 ? [triggerChange(now, "changed", source(now.source), settings)] : [];
    }),
  ];
}

function failurePathChange(
  old: ShownTrigger,
  now: ShownTrigger,
  { idOf, nameOf }: Naming,
): FailurePathChange | undefined {
  const [before, after] = [old.failurePath, now.failurePath];
  const words = (state: string, because: string, targets: readonly string[]) =>
    state === "kept" && targets.length > 0 ? `kept in ${targets.join(", ")}` : `${state}: ${because}`;
  const names = (ids: readonly string[], id: (id: string) => string) =>
    [...new Set(ids.map((each) => nameOf(id(each))))].sort(compareText);
  const [oldTargets, newTargets] = [names(before.targets, idOf), names(after.targets, (id) => id)];
  const change = (): FailurePathChange["change"] | undefined => {
    if (before.state === after.state)
      return after.state === "kept" && oldTargets.join() !== newTargets.join() ? "changed" : undefined;
    if (before.state === "unknown" || after.state === "unknown") return "unknown";
    if (after.state === "lost") return "lost";
    return after.state === "kept" ? "gained" : before.state === "lost" ? "gained" : "changed";
  };
  const found = change();
  return (
    found && {
      trigger: [now.event, now.detail ?? nameOf(now.source)].join(" "),
      change: found,
      before: words(before.state, before.because, oldTargets),
      after: words(after.state, after.because, newTargets),
      location: now.location,
    }
  );
}

interface Use {
  readonly service: string;
  readonly how: readonly string[];
  readonly resource: string;
}

/** What a function uses, without what starts it: triggers are listed by themselves. */
function integrationsOf(row: FunctionRow): readonly Use[] {
  return row.services.flatMap(({ service, how, resources }) => {
    const used = how.filter((word) => !word.startsWith("triggered by "));
    const sources = new Set(row.triggers.map(({ source }) => source));
    const isOnlySource = (id: string) => sources.has(id) && used.length === 0;
    return used.length === 0
      ? []
      : resources.filter((id) => !isOnlySource(id)).map((resource) => ({ service, how: used, resource }));
  });
}

function integrationChanges(
  before: FunctionRow,
  after: FunctionRow,
  { idOf, nameOf }: Naming,
): readonly IntegrationChange[] {
  const sources = new Set([
    ...before.triggers.map(({ source }) => idOf(source)),
    ...after.triggers.map(({ source }) => source),
  ]);
  const uses = (row: FunctionRow, id: (id: string) => string) =>
    new Map(
      integrationsOf(row)
        .map((use) => ({ ...use, resource: id(use.resource) }))
        .filter(({ resource }) => !sources.has(resource))
        .map((use) => [`${use.service} ${use.resource}`, use]),
    );
  const [olds, news] = [uses(before, idOf), uses(after, (id) => id)];
  const only = (here: ReadonlyMap<string, Use>, there: ReadonlyMap<string, Use>, change: "added" | "removed") =>
    [...here].flatMap(([key, { service, how, resource }]): IntegrationChange[] =>
      there.has(key) ? [] : [{ change, service, how, resource: { id: resource, name: nameOf(resource) } }],
    );
  return [...only(news, olds, "added"), ...only(olds, news, "removed")];
}
