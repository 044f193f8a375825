import type { Text, View } from "../evaluate/model.js";
import {
  follow,
  known,
  readBoolean,
  readItems,
  readNumber,
  readString,
  readText,
  type Value,
} from "../evaluate/read.js";
import { ALWAYS, both, type Scenario } from "../evaluate/scenario.js";
import { literalText } from "../evaluate/text.js";
import type { Origin } from "../parse/node.js";
import type { Resource } from "./model.js";

/** One dimension of a metric, by which an alarm chooses what it watches. */
export interface MetricDimension {
  readonly name: Value<string>;
  readonly value: Value<Text>;
  readonly origin: Origin;
  readonly when: Scenario;
}

/** A metric that an alarm looks at, alone or within metric math. */
export interface AlarmMetric {
  readonly namespace: Value<Text>;
  readonly name: Value<Text>;
  readonly dimensions: readonly MetricDimension[];
  /** Whether all dimensions could be read. */
  readonly hasKnownDimensions: boolean;
  /** `Sum`, `p99`, … */
  readonly statistic: Value<string>;
  /** Seconds */
  readonly period: Value<number>;
  /** Whether it is the metric of everything that reports it, as a Metrics Insights query without `WHERE` asks for it. */
  readonly isOfAll: boolean;
  /** Whether the alarm compares the metric itself with its threshold, not an expression made of it. */
  readonly isCompared: boolean;
  readonly origin: Origin;
  readonly when: Scenario;
}

/** The namespace of a metric, where it is known and literal. */
export function metricNamespace({ namespace }: AlarmMetric): string | undefined {
  const [first] = known(namespace);
  return first && literalText(first.value);
}

const read = new WeakMap<Resource, readonly AlarmMetric[]>();

/**
 * The metrics of an alarm: its only one, those of its metric math, and those of a Metrics Insights query.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
 */
export function alarmMetrics(alarm: Resource): readonly AlarmMetric[] {
  const earlier = read.get(alarm);
  if (earlier) return earlier;
  const metrics = alarm.type === "AWS::CloudWatch::Alarm" ? readMetrics(alarm) : [];
  read.set(alarm, metrics);
  return metrics;
}

function readMetrics({ properties, origin }: Resource): readonly AlarmMetric[] {
  const isNamed = [...readText(properties, "MetricName"), ...readString(properties, "Namespace")].some(
    (value) => value.state !== "absent",
  );
  const only = isNamed
    ? [metric(properties, readStatistic(properties), readNumber(properties, "Period"), true, origin, ALWAYS)]
    : [];
  const several = readItems(properties, "Metrics").flatMap(({ view, when }) => [
    ...ofStatistic(view, origin, when),
    ...ofQuery(view, when),
  ]);
  return [...only, ...several];
}

function metric(
  view: View,
  statistic: Value<string>,
  period: Value<number>,
  isCompared: boolean,
  origin: Origin,
  when: Scenario,
): AlarmMetric {
  return {
    namespace: readText(view, "Namespace"),
    name: readText(view, "MetricName"),
    dimensions: readItems(view, "Dimensions").map((dimension) => {
      const value = readText(dimension.view, "Value");
      return {
        name: readString(dimension.view, "Name"),
        value,
        origin: value[0]?.origin ?? origin,
        when: dimension.when,
      };
    }),
    hasKnownDimensions: follow(view, "Dimensions").every(
      ({ shape }) => shape.kind === "absent" || shape.kind === "list",
    ),
    statistic,
    period,
    isOfAll: false,
    isCompared,
    origin: known(readText(view, "MetricName"))[0]?.origin ?? origin,
    when,
  };
}

function readStatistic(view: View): Value<string> {
  const plain = readString(view, "Statistic");
  return plain.every((value) => value.state === "absent") ? readString(view, "ExtendedStatistic") : plain;
}

function ofStatistic(query: View, origin: Origin, when: Scenario): readonly AlarmMetric[] {
  return follow(query, "MetricStat").flatMap((found) => {
    const scenario = found.shape.kind === "map" ? both(when, found.when) : undefined;
    if (!scenario) return [];
    const stat: View = { cases: [{ when: ALWAYS, shape: found.shape }] };
    const isCompared = !known(readBoolean(query, "ReturnData")).some(({ value }) => !value);
    return follow(stat, "Metric").map(({ shape }) =>
      metric(
        { cases: [{ when: ALWAYS, shape }] },
        readString(stat, "Stat"),
        readNumber(stat, "Period"),
        isCompared,
        origin,
        scenario,
      ),
    );
  });
}

/** `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName)`: the metric of everything that the schema has. */
const QUERY =
  /^\s*SELECT\s+\w+\(\s*"?([^")]+?)"?\s*\)\s+FROM\s+(?:SCHEMA\(\s*)?"?([\w/.-]+)"?\s*(?:,[^)]*)?\)?(\s+WHERE\s)?/i;

/** A query that is limited by `WHERE` watches what cannot be told here, and is left out. */
function ofQuery(query: View, when: Scenario): readonly AlarmMetric[] {
  return known(readString(query, "Expression")).flatMap(({ value, origin }) => {
    const [, name, namespace, where] = QUERY.exec(value) ?? [];
    if (name === undefined || namespace === undefined || where !== undefined) return [];
    return [
      {
        namespace: [{ when: ALWAYS, origin, state: "known", value: [namespace] }],
        name: [{ when: ALWAYS, origin, state: "known", value: [name] }],
        dimensions: [],
        hasKnownDimensions: true,
        statistic: [],
        period: readNumber(query, "Period"),
        isOfAll: true,
        isCompared: true,
        origin,
        when,
      },
    ];
  });
}
