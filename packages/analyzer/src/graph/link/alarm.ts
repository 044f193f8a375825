import type { Text, View } from "../../evaluate/model.js";
import { known, readItems, readString, readText } from "../../evaluate/read.js";
import { literalText, resourcesIn, showText } from "../../evaluate/text.js";
import { resourceId } from "../../evaluate/model.js";
import metricDimensions from "../data/metric-dimensions.json" with { type: "json" };
import type { Metric, Resource } from "../model.js";
import type { ResourceKind } from "../resource-type.js";
import type { LinkContext, Linker } from "./linker.js";

/** Alarms on metrics: of one metric, or of several in metric math. */
export const alarmLinker: Linker = {
  types: ["AWS::CloudWatch::Alarm"],
  link(alarm, context) {
    const { properties } = alarm;
    watch(alarm, properties, context);
    for (const { view } of readItems(properties, "Metrics")) {
      for (const { view: metric } of readItems(view, "MetricStat", "Metric")) watch(alarm, metric, context);
    }
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
function watch(alarm: Resource, view: View, { graph, locator }: LinkContext): void {
  const namespace = known(readString(view, "Namespace"))[0]?.value;
  const name = known(readText(view, "MetricName"))[0];
  if (namespace === undefined && !name) return;
  const metric: Metric = { namespace, name: name && showText(name.value) };
  const kinds = dimensions[namespace ?? ""] ?? {};
  for (const dimension of readItems(view, "Dimensions")) {
    const key = known(readString(dimension.view, "Name"))[0]?.value ?? "";
    const kind = kinds[key] as ResourceKind | undefined;
    if (!kind) continue;
    for (const { value, origin, when } of known(readText(dimension.view, "Value"))) {
      const found =
        locator.declared(value, [kind]) ??
        (literalText(value) === undefined ? undefined : locator.find(value, origin, [kind]));
      if (found)
        graph.connect("monitors", alarm, found.resource, { metric, origin, when, confidence: found.confidence });
    }
  }
}

function notify(alarm: Resource, { graph, locator }: LinkContext): void {
  for (const [key, state] of [
    ["AlarmActions", "ALARM"],
    ["OKActions", "OK"],
    ["InsufficientDataActions", "INSUFFICIENT_DATA"],
  ] as const) {
    for (const { view } of readItems(alarm.properties, key)) {
      for (const { value, origin, when } of known(readText(view))) {
        graph.connect("notifies", alarm, locator.find(value, origin, ["topic", "function"]).resource, {
          state,
          origin,
          when,
        });
      }
    }
  }
}
