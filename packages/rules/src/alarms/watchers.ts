import { alarmMetrics, both, known, literalText, metricNamespace, showText, transformsOf } from "@assay/analyzer";
import type { AlarmMetric, Resource, ResourceGraph, Scenario } from "@assay/analyzer";
import coverage from "../data/alarm-coverage.json" with { type: "json" };

/** An alarm and when it watches. */
export interface Watcher {
  readonly alarm: Resource;
  readonly when: Scenario;
}

/** The alarms that no edge of the graph leads to, by metric (`AWS/Lambda Errors`). */
export interface OtherAlarms {
  /** On a metric of everything that reports it: no dimension, or a Metrics Insights query. */
  readonly onAll: ReadonlyMap<string, readonly Watcher[]>;
  /** On something whose name is known at deployment only. */
  readonly onUnknown: ReadonlyMap<string, readonly Watcher[]>;
}

const found = new WeakMap<ResourceGraph, OtherAlarms>();

/** The alarms that watch more than one resource, or one that is not known. */
export function otherAlarms(graph: ResourceGraph): OtherAlarms {
  const earlier = found.get(graph);
  if (earlier) return earlier;
  const onAll = new Map<string, Watcher[]>();
  const onUnknown = new Map<string, Watcher[]>();
  for (const alarm of graph.ofType("AWS::CloudWatch::Alarm")) {
    if (!alarm.stack) continue;
    const watchesDeclared = graph.from(alarm, "monitors").some(({ to }) => to.stack);
    for (const metric of alarmMetrics(alarm)) {
      const when = both(alarm.when, metric.when);
      const name = metricName(metric);
      if (!when || name === undefined) continue;
      const watcher = { alarm, when };
      if (isOnAll(metric, name)) listed(onAll, name).push(watcher);
      else if (!watchesDeclared && mayWatchAnything(metric)) listed(onUnknown, name).push(watcher);
    }
  }
  const result = { onAll, onUnknown };
  found.set(graph, result);
  return result;
}

/** `AWS/Lambda Errors`, when both parts are known. */
export function metricName(metric: AlarmMetric): string | undefined {
  const namespace = metricNamespace(metric);
  const name = known(metric.name)[0]?.value;
  return namespace === undefined || !name ? undefined : `${namespace} ${showText(name)}`;
}

/** Lambda also publishes its metrics over all functions of a region, without a dimension. */
function isOnAll(metric: AlarmMetric, name: string): boolean {
  return (
    metric.isOfAll || (metric.hasKnownDimensions && metric.dimensions.length === 0 && name.startsWith("AWS/Lambda "))
  );
}

/** Whether the dimensions hold nothing that tells what is watched: a parameter, an import, a name made of them. */
function mayWatchAnything({ dimensions, hasKnownDimensions }: AlarmMetric): boolean {
  if (!hasKnownDimensions) return true;
  return dimensions.some(({ value }) =>
    value.some((one) => one.state === "unknown" || (one.state === "known" && literalText(one.value) === undefined)),
  );
}

/** Whether two resources belong to templates of one folder or of folders within each other. */
export function areNear(a: Resource, b: Resource): boolean {
  const [one, other] = [folderOf(a), folderOf(b)];
  return one.startsWith(other) || other.startsWith(one);
}

function folderOf({ stack }: Resource): string {
  const path = stack?.template.path ?? "";
  return path.slice(0, path.lastIndexOf("/") + 1);
}

const macros: Readonly<Record<string, string | readonly string[]>> = coverage.macros;

/** The macro of a resource's stack that adds an alarm on one of the metrics while it is deployed. */
export function alarmMacro({ stack }: Resource, metrics: readonly string[]): string | undefined {
  if (!stack) return undefined;
  return transformsOf(stack.template.root).find((name) => {
    const added = macros[name];
    return typeof added === "object" && metrics.some((metric) => added.includes(metric));
  });
}

function listed(map: Map<string, Watcher[]>, key: string): Watcher[] {
  const known = map.get(key);
  if (known) return known;
  const fresh: Watcher[] = [];
  map.set(key, fresh);
  return fresh;
}
