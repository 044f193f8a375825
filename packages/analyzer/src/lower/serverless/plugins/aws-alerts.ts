import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import { draft, generatedFrom, type Draft } from "../../draft.js";
import { stackName } from "../api/http.js";
import { merge } from "../merge.js";
import { ids, normalized, upperFirst } from "../names.js";
import type { Service, ServiceFunction } from "../service.js";
import type { Drafts, Stack } from "../stack.js";
import { identifying, isFalse, isTruthy, listOf, literal, text } from "../text.js";
import facts from "../data/aws-alerts.json" with { type: "json" };
import { custom, type Plugin } from "./plugin.js";

/** Alarms for every function, and its own. https://github.com/ACloudGuru/serverless-plugin-aws-alerts */
export const awsAlerts: Plugin = {
  generate: (service, stack) => {
    const config = custom(service, "alerts");
    if (config?.kind !== "mapping") return;
    const stages = at(config, "stages");
    if (stages && !listOf(stages).some((stage) => literal(stage) === literal(service.stage))) return;
    const topics = topicsOf(stack, at(config, "topics"));
    const general = ["alarms", "global", "function"].flatMap((key) => listOf(at(config, key)));
    for (const fn of service.functions.values()) {
      const alarms = [...general, ...listOf(at(fn.config, "alarms"))];
      for (const alarm of alarms) addAlarm(service, stack, config, topics, fn, alarm);
    }
  },
};

type Topics = ReadonlyMap<string, Draft>;
const KINDS = ["ok", "alarm", "insufficientData"];

/** The topics by `kind`, and by `group/kind` for those that alarms name. */
function topicsOf(stack: Stack, config: Node | undefined): Topics {
  const topics = new Map<string, Draft>();
  const add = (kind: string, written: Node, group?: string) => {
    const topic = written.kind === "mapping" && written.entries.has("topic") ? at(written, "topic") : written;
    if (!isTruthy(topic)) return;
    const key = group === undefined ? kind : `${group}/${kind}`;
    const name = literal(topic);
    if (name === undefined || name.startsWith("arn:")) {
      topics.set(key, topic);
      return;
    }
    const id = `AwsAlerts${upperFirst(group ?? "")}${upperFirst(kind)}`;
    const subscriptions = listOf(at(written, "notifications"));
    stack.add(id, "AWS::SNS::Topic", topic.origin, {
      TopicName: topic,
      Subscription: subscriptions.map((one) => ({ Protocol: at(one, "protocol"), Endpoint: at(one, "endpoint") })),
    });
    topics.set(key, { Ref: id });
  };
  for (const [key, value] of config?.kind === "mapping" ? config.entries : []) {
    if (KINDS.includes(key)) add(key, value);
    else if (value.kind === "mapping") for (const [kind, topic] of value.entries) add(kind, topic, key);
  }
  return topics;
}

/** A definition by its name, or one that is written beside the function, on top of what has the same name. */
function definitionOf(service: Service, config: Node, alarm: Node): Node | undefined {
  const name = literal(alarm) ?? literal(at(alarm, "name"));
  const origin = generatedFrom(alarm.origin, "serverless-plugin-aws-alerts");
  const known = name !== undefined && name in facts.definitions;
  const preset = known ? draft(facts.definitions[name as keyof typeof facts.definitions], origin) : undefined;
  const own = name === undefined ? undefined : at(config, "definitions", name);
  const defined = own ? merge(preset, own) : preset;
  if (alarm.kind === "mapping") return merge(defined, alarm);
  if (defined) return merge(defined, draft({ name: alarm }, alarm.origin));
  service.report(
    problem("serverless-reference", alarm.origin.span, { what: "alarm definition", name: identifying(alarm) }),
  );
  return undefined;
}

function addAlarm(
  service: Service,
  stack: Stack,
  config: Node,
  topics: Topics,
  fn: ServiceFunction,
  alarm: Node,
): void {
  const definition = definitionOf(service, config, alarm);
  if (!definition) return;
  const id = `${normalized(fn.key)}${normalized(identifying(at(definition, "name")))}Alarm`;
  if (isFalse(at(definition, "enabled"))) {
    stack.resources.delete(id);
    return;
  }
  const pattern = at(definition, "pattern");
  const metric = at(definition, "metric");
  const metricName = isTruthy(pattern) ? `${upperFirst(identifying(metric))}${fn.id}` : metric;
  const namespace = isTruthy(pattern) ? stackName(service) : at(definition, "namespace");
  const dimensions = isTruthy(pattern) ? [] : dimensionsOf(fn, definition);
  const actions = (kind: string, key: string): readonly Draft[] => [
    topics.get(kind),
    ...listOf(at(definition, key)).map((group) => topics.get(`${identifying(group)}/${kind}`)),
  ];
  const isAnomaly = literal(at(definition, "type")) === "anomalyDetection";
  stack.add(id, "AWS::CloudWatch::Alarm", alarm.origin, {
    ActionsEnabled: at(definition, "actionsEnabled"),
    AlarmName: alarmName(service, config, fn, definition, identifying(metric)),
    AlarmDescription: at(definition, "description"),
    EvaluationPeriods: at(definition, "evaluationPeriods"),
    DatapointsToAlarm: at(definition, "datapointsToAlarm"),
    ComparisonOperator: at(definition, "comparisonOperator"),
    TreatMissingData: at(definition, "treatMissingData") ?? "missing",
    OKActions: actions("ok", "okActions"),
    AlarmActions: actions("alarm", "alarmActions"),
    InsufficientDataActions: actions("insufficientData", "insufficientDataActions"),
    ...(isAnomaly
      ? anomaly(definition, namespace, metricName, dimensions)
      : threshold(definition, namespace, metricName, dimensions)),
  });
  if (isTruthy(pattern)) addMetricFilters(service, stack, fn, definition, pattern, metricName);
}

function dimensionsOf(fn: ServiceFunction, definition: Node): readonly Draft[] {
  const own = listOf(at(definition, "dimensions"));
  if (isTruthy(at(definition, "omitDefaultDimension"))) return own;
  const others = own.filter((dimension) => literal(at(dimension, "Name")) !== "FunctionName");
  return [...others, { Name: "FunctionName", Value: { Ref: fn.id } }];
}

function threshold(definition: Node, Namespace: Draft, MetricName: Draft, Dimensions: readonly Draft[]): Drafts {
  const statistic = at(definition, "statistic");
  const isPlain = facts.statistics.includes(literal(statistic) ?? "");
  return {
    Namespace,
    MetricName,
    Dimensions,
    Threshold: at(definition, "threshold"),
    Period: at(definition, "period"),
    Statistic: isPlain ? statistic : undefined,
    ExtendedStatistic: isPlain ? undefined : statistic,
    EvaluateLowSampleCountPercentile: isPlain ? undefined : at(definition, "evaluateLowSampleCountPercentile"),
  };
}

function anomaly(definition: Node, Namespace: Draft, MetricName: Draft, Dimensions: readonly Draft[]): Drafts {
  return {
    Metrics: [
      {
        Id: "m1",
        ReturnData: true,
        MetricStat: {
          Metric: { Namespace, MetricName, Dimensions },
          Period: at(definition, "period"),
          Stat: at(definition, "statistic"),
        },
      },
      {
        Id: "ad1",
        Expression: `ANOMALY_DETECTION_BAND(m1, ${identifying(at(definition, "threshold"))})`,
        Label: `${identifying(at(definition, "metric"))} (expected)`,
        ReturnData: true,
      },
    ],
    ThresholdMetricId: "ad1",
  };
}

function alarmName(service: Service, config: Node, fn: ServiceFunction, definition: Node, metric: string): Draft {
  const own = (key: string) => at(definition, key) ?? at(config, key);
  const prefix = own("prefixTemplate");
  const template = own("nameTemplate");
  if (!isTruthy(template) && !isTruthy(prefix)) return undefined;
  const name = (isTruthy(template) ? identifying(template) : "$[functionName]-$[metricName]")
    .replace("$[functionName]", fn.key)
    .replace("$[functionId]", fn.id)
    .replace("$[metricName]", metric)
    .replace("$[metricId]", metric);
  const [before, after] = (prefix ? identifying(prefix) : "$[stackName]").split("$[stackName]");
  const { origin } = definition;
  const start = after === undefined ? text(origin, before) : text(origin, before, stackName(service), after);
  return literal(start) === "" ? name : text(origin, start, "-", name);
}

function addMetricFilters(
  service: Service,
  stack: Stack,
  fn: ServiceFunction,
  definition: Node,
  pattern: Node,
  metricName: Draft,
): void {
  const id = `${fn.id}${upperFirst(identifying(at(definition, "name")))}LogMetricFilter`;
  const filter = (suffix: string, FilterPattern: Draft, MetricValue: number) =>
    stack.add(
      id + suffix,
      "AWS::Logs::MetricFilter",
      pattern.origin,
      {
        FilterPattern,
        LogGroupName: text(pattern.origin, "/aws/lambda/", fn.name),
        MetricTransformations: [{ MetricValue, MetricNamespace: stackName(service), MetricName: metricName }],
      },
      { DependsOn: ids.logGroup(fn.key) },
    );
  filter("ALERT", pattern, 1);
  filter("OK", "", 0);
}
