import { both, describeScenario, nameOf, type Resource, type ResourceGraph, type Scenario } from "@assay/analyzer";
import { at, fail, pass, unknown, type EvidenceList, type Finding } from "../rule.js";
import { alarmMacro, areNear, otherAlarms, type Watcher } from "./watchers.js";

/** What an alarm is needed on: a name for it, and the metrics any of which does (`AWS/Lambda Errors`). */
export type Needs = Readonly<Record<string, readonly string[]>>;

interface Coverage {
  readonly need: string;
  readonly watchers: readonly Watcher[];
  /** A scenario without an alarm; undefined when there always is one. */
  readonly gap: Scenario | undefined;
  /** An alarm that may be the one, but whose dimensions are known at deployment only. */
  readonly possible: Resource | undefined;
  readonly macro: string | undefined;
}

/** Whether a resource has an alarm on each of its needs, in every scenario. `also` are resources whose alarms count too. */
export function alarmCoverage(
  subject: Resource,
  needs: Needs,
  graph: ResourceGraph,
  also: readonly Resource[] = [],
): Finding {
  const found = Object.entries(needs).map(([need, metrics]) => coverageOf(subject, need, metrics, graph, also));
  const watchers = found.flatMap((one) => one.watchers);
  const evidence: EvidenceList = [
    at(subject, nameOf(subject)),
    ...found.flatMap(({ need, watchers: own }) =>
      own.map(({ alarm }) => at(alarm, `alarm ${nameOf(alarm)} on ${need}`)),
    ),
  ];
  const open = found.filter((one) => one.gap);
  const macro = open.find((one) => one.macro !== undefined)?.macro;
  if (open.length === 0)
    return pass(subject, { evidence, message: `${nameOf(subject)} has ${haveAlarms(found, watchers)}.` });
  if (macro !== undefined && open.every((one) => one.macro !== undefined)) {
    const message = `The macro ${macro} adds an alarm on ${listed(open, "and")} of ${nameOf(subject)} when the stack is deployed.`;
    return pass(subject, { evidence, message, confidence: "likely" });
  }
  const uncovered = open.filter((one) => !one.possible && one.macro === undefined);
  const [first] = uncovered;
  if (!first) {
    const [alarm] = open.flatMap((one) => one.possible ?? []);
    const message = `Whether ${nameOf(subject)} has an alarm on ${listed(open, "and")} is not known: what ${alarm ? `the alarm ${nameOf(alarm)}` : "an alarm"} watches is known at deployment only.`;
    return unknown(subject, {
      evidence: alarm ? [...evidence, at(alarm, `alarm ${nameOf(alarm)}`)] : evidence,
      message,
    });
  }
  const never = uncovered.filter((one) => one.watchers.length === 0);
  const message = describeGaps(subject, never, uncovered, found);
  return fail(subject, { evidence, message, when: never.length > 0 ? subject.when : (first.gap ?? subject.when) });
}

function coverageOf(
  subject: Resource,
  need: string,
  metrics: readonly string[],
  graph: ResourceGraph,
  also: readonly Resource[],
): Coverage {
  const others = otherAlarms(graph);
  const watchers: Watcher[] = [subject, ...also].flatMap((resource) =>
    graph
      .to(resource, "monitors")
      .filter(({ metric }) => metrics.includes(`${metric.namespace ?? ""} ${metric.name ?? ""}`))
      .map(({ from, when }) => ({ alarm: from, when })),
  );
  for (const metric of metrics)
    for (const { alarm, when } of others.onAll.get(metric) ?? []) {
      const together = both(subject.when, when);
      if (together && areNear(subject, alarm) && graph.world.satisfiable(together))
        watchers.push({ alarm, when: together });
    }
  const gap = graph.world.gap(
    subject.when,
    watchers.map(({ when }) => when),
  );
  const possible = metrics
    .flatMap((metric) => others.onUnknown.get(metric) ?? [])
    .find(({ alarm, when }) => areNear(subject, alarm) && mayClose(gap, when, graph))?.alarm;
  return { need, watchers, gap, possible, macro: gap && alarmMacro(subject, metrics) };
}

/** Whether an alarm exists in the scenario in which there is none otherwise. */
function mayClose(gap: Scenario | undefined, when: Scenario, graph: ResourceGraph): boolean {
  const together = gap && both(gap, when);
  return together !== undefined && graph.world.satisfiable(together);
}

function haveAlarms(found: readonly Coverage[], watchers: readonly Watcher[]): string {
  return `${found.length > 1 ? "alarms" : "an alarm"} on ${listed(found, "and")}: ${names(watchers)}`;
}

function describeGaps(
  subject: Resource,
  never: readonly Coverage[],
  uncovered: readonly Coverage[],
  found: readonly Coverage[],
): string {
  const sometimes = uncovered.filter((one) => one.watchers.length > 0);
  const partly = sometimes.map(
    ({ need, watchers }) => `on ${need} only when ${circumstances(subject, watchers)} (${names(watchers)})`,
  );
  if (never.length === 0) return `${nameOf(subject)} has an alarm ${partly.join(", ")}.`;
  const held = found.filter((one) => !one.gap).map(({ need, watchers }) => `alarm ${names(watchers)} on ${need}`);
  const others = held.length > 0 ? ` (it has ${held.join(", ")})` : "";
  const rest = partly.length > 0 ? `, and one ${partly.join(", ")}` : "";
  return `${nameOf(subject)} has no alarm on ${listed(never, "or")}${others}${rest}.`;
}

/** When there is an alarm, beyond what the resource itself needs to exist. */
function circumstances(subject: Resource, watchers: readonly Watcher[]): string {
  const own = describeScenario(subject.when);
  const texts = watchers.map(({ when }) =>
    describeScenario(when.filter((assumption) => !own.includes(describeScenario([assumption])))),
  );
  return [...new Set(texts)].join(" or ");
}

function listed(found: readonly Coverage[], joint: string): string {
  return found.map(({ need }) => need).join(` ${joint} `);
}

function names(watchers: readonly Watcher[]): string {
  return [...new Set(watchers.map(({ alarm }) => nameOf(alarm)))].join(", ");
}
