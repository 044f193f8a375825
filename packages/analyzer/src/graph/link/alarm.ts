import type { Text } from "../../evaluate/model.js";
import { known, readItems, readText } from "../../evaluate/read.js";
import { both } from "../../evaluate/scenario.js";
import { literalText, resourcesIn, showText } from "../../evaluate/text.js";
import { resourceId } from "../../evaluate/model.js";
import { alarmMetrics, metricNamespace, type AlarmMetric } from "../alarm.js";
import metricDimensions from "../data/metric-dimensions.json" with { type: "json" };
import type { Metric, Resource } from "../model.js";
import type { ResourceKind } from "../resource-type.js";
import type { LinkContext, Linker } from "./linker.js";

/** Alarms on metrics: of one metric, or of several in metric math. */
export const alarmLinker: Linker = {
  types: ["AWS::CloudWatch::Alarm"],
  link(alarm, context) {
    for (const metric of alarmMetrics(alarm)) watch(alarm, metric, context);
    notify(alarm, context);
  },
};

/** Composite alarms watch what the alarms in their rule watch. Runs after the others. */
export const compositeAlarmLinker: Linker = {
  types: ["AWS::CloudWatch::CompositeAlarm"],
  link(alarm, context) {
    const { graph, locator } = context;
    for (const { value, origin } of known(readText(alarm.properties, "AlarmRule"))) {
      for (const member of membersOf(value, context)) {
        for (const { to, metric, when, confidence } of graph.from(member, "monitors"))
          graph.connect("monitors", alarm, to, { metric, origin, when, confidence });
        graph.connect("contains", alarm, member, { origin });
      }
    }
    notify(alarm, { graph, locator });
  },
};

/** The alarms that a rule such as `ALARM(A) OR ALARM("b")` names. */
function membersOf(rule: Text, { graph, locator }: LinkContext): readonly Resource[] {
  const referenced = resourcesIn(rule).flatMap(
    (symbol) => graph.resource(resourceId(symbol.stack, symbol.logicalId)) ?? [],
  );
  const names = rule.flatMap((part) =>
    typeof part === "string" ? [...part.matchAll(/\(\s*"?([^")]+)"?\s*\)/g)].map((match) => match[1] ?? "") : [],
  );
  return [...referenced, ...names.flatMap((name) => locator.declared([name], ["alarm"])?.resource ?? [])];
}

const dimensions = metricDimensions.namespaces as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Connects the alarm with the resources that the dimensions of a metric name. */
function watch(alarm: Resource, watched: AlarmMetric, { graph, locator }: LinkContext): void {
  const namespace = metricNamespace(watched);
  const name = known(watched.name)[0];
  if (namespace === undefined && !name) return;
  const metric: Metric = { namespace, name: name && showText(name.value) };
  const kinds = dimensions[namespace ?? ""] ?? {};
  for (const dimension of watched.dimensions) {
    const key = known(dimension.name)[0]?.value ?? "";
    const kind = kinds[key] as ResourceKind | undefined;
    if (!kind) continue;
    for (const { value, origin, when } of known(dimension.value)) {
      const found =
        locator.declared(value, [kind]) ??
        (literalText(value) === undefined ? undefined : locator.find(value, origin, [kind]));
      const scenario = both(watched.when, both(dimension.when, when) ?? when);
      if (found && scenario)
        graph.connect("monitors", alarm, found.resource, {
          metric,
          origin,
          when: scenario,
          confidence: found.confidence,
        });
    }
  }
}

function notify(alarm: Resource, { graph, locator }: LinkContext): void {
  for (const [key, state] of [
    ["AlarmActions", "ALARM"],
    ["OKActions", "OK"],
    ["InsufficientDataActions", "INSUFFICIENT_DATA"],
  ] as const) {
    for (const { view, when: given } of readItems(alarm.properties, key)) {
      for (const { value, origin, when } of known(readText(view))) {
        const scenario = both(given, when);
        if (!scenario) continue;
        const { resource } = locator.find(value, origin, ["topic", "function"]);
        graph.connect("notifies", alarm, resource, { state, origin, when: scenario });
      }
    }
  }
}
