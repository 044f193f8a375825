import { at, type MappingNode, type Node, type Origin } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import { draft, generatedFrom, type Draft } from "../../draft.js";
import { camelCase } from "../names.js";
import type { Service } from "../service.js";
import type { Drafts } from "../stack.js";
import { identifying, isFalse, isTruthy, listOf, literal } from "../text.js";
import { custom, type Plugin } from "./plugin.js";
import facts from "../data/slic-watch.json" with { type: "json" };

const BY = "serverless-slic-watch-plugin";

interface Kind {
  readonly type: string;
  readonly namespace: string;
  /** The dimension's name, and where its value comes from: `Ref`, an attribute, or (of an API) its name. */
  readonly dimension: readonly string[];
  readonly metrics: Readonly<Record<string, Drafts>>;
}

const KINDS: Readonly<Record<string, Kind>> = facts.kinds;

/** One resource that gets alarms, with what its own configuration says. */
interface Watched {
  readonly id: string;
  readonly resource: MappingNode;
  readonly kind: Kind;
  readonly key: string;
  readonly own: Node | undefined;
}

/** Alarms for everything in the template; no dashboard. https://github.com/fourTheorem/slic-watch */
export const slicWatch: Plugin = {
  finish: (service, template) => {
    const config = custom(service, "slicWatch");
    const resources = at(template, "Resources");
    const alarms = at(config, "alarms");
    if (isFalse(at(config, "enabled")) || isFalse(at(alarms, "enabled")) || resources?.kind !== "mapping")
      return template;
    reportOthers(service, resources);
    const entries = new Map(resources.entries);
    const actions = actionsOf(config);
    for (const watched of watchedIn(service, resources))
      for (const [id, alarm] of alarmsFor(watched, alarms, resources))
        entries.set(
          id,
          draft({ Type: "AWS::CloudWatch::Alarm", Properties: { ...actions, ...alarm } }, originOf(watched)),
        );
    return { ...template, entries: new Map(template.entries).set("Resources", { ...resources, entries }) };
  },
};

function originOf({ resource }: Watched): Origin {
  return generatedFrom(resource.origin, BY);
}

function actionsOf(config: Node | undefined): Drafts {
  const topic = at(config, "topicArn");
  const settings = at(config, "alarmActionsConfig");
  return {
    ActionsEnabled: at(settings, "actionsEnabled") ?? true,
    AlarmActions: at(settings, "alarmActions") ?? (isTruthy(topic) ? [topic] : []),
    OKActions: at(settings, "okActions") ?? [],
  };
}

function* watchedIn(service: Service, resources: MappingNode): Generator<Watched> {
  const functions = new Map([...service.functions.values()].map((fn) => [fn.id, fn.config]));
  for (const [key, kind] of Object.entries(KINDS))
    for (const [id, resource] of resources.entries) {
      if (resource.kind !== "mapping" || literal(at(resource, "Type")) !== kind.type) continue;
      const config = functions.get(id);
      const own = at(config ?? at(resource, "Metadata"), "slicWatch", "alarms");
      yield { id, resource, kind, key, own: at(own, key) ?? own };
    }
}

function reportOthers(service: Service, resources: MappingNode): void {
  for (const [id, resource] of resources.entries) {
    if (!facts.unmodelled.includes(literal(at(resource, "Type")) ?? "")) continue;
    const span = resource.origin.key ?? resource.origin.span;
    service.report(problem("plugin-partial", span, { name: BY, what: `the resource '${id}'` }));
  }
}

type Alarm = readonly [id: string, properties: Drafts];

function alarmsFor(watched: Watched, alarms: Node | undefined, resources: MappingNode): readonly Alarm[] {
  const made: Alarm[] = [];
  for (const metric of Object.keys(watched.kind.metrics)) {
    if (metric === "IteratorAge" && !readsStream(watched.id, resources)) continue;
    const { enabled, ...settings } = settingsOf(watched, metric, alarms);
    const threshold = settings["Threshold"];
    if (isNo(enabled) || threshold === undefined) continue;
    made.push(alarmOf(watched, metric, settings));
    for (const index of metric.endsWith("ThrottleEvents") ? indexesOf(watched.resource) : [])
      made.push(indexAlarm(watched, metric, index, settings));
  }
  return made;
}

function isNo(value: Draft): boolean {
  return value === false || (typeof value === "object" && value !== null && "kind" in value && isFalse(value as Node));
}

/** Whatever is stated closer to the metric counts. */
function settingsOf({ key, kind, own }: Watched, metric: string, alarms: Node | undefined): Drafts {
  const ofKind = at(alarms, key);
  return {
    ...facts.general,
    ...plain(alarms),
    ...plain(ofKind),
    ...plain(own),
    ...kind.metrics[metric],
    ...plain(at(ofKind, metric)),
    ...plain(at(own, metric)),
  };
}

/** The settings of a level: its entries that are no levels of their own. */
function plain(level: Node | undefined): Drafts {
  if (level?.kind !== "mapping") return {};
  return Object.fromEntries([...level.entries].filter(([, value]) => value.kind !== "mapping"));
}

function numberOf(value: Draft): number {
  return Number(typeof value === "object" && value !== null && "kind" in value ? literal(value as Node) : value);
}

function readsStream(id: string, resources: MappingNode): boolean {
  return [...resources.entries.values()].some((resource) => {
    if (literal(at(resource, "Type")) !== "AWS::Lambda::EventSourceMapping") return false;
    const name = at(resource, "Properties", "FunctionName");
    const [attribute] = listOf(at(name, "Fn::GetAtt"));
    return (literal(attribute) ?? literal(at(name, "Ref")) ?? literal(name)) === id;
  });
}

function alarmOf(watched: Watched, metric: string, settings: Drafts): Alarm {
  const { id, key, kind, resource } = watched;
  const [name = "", source = ""] = kind.dimension;
  const value: Draft =
    source === "Ref"
      ? { Ref: id }
      : source === "Name"
        ? at(resource, "Properties", "Name")
        : { "Fn::GetAtt": [id, source] };
  const Dimensions = [{ Name: name, Value: value }];
  switch (key) {
    case "Lambda":
      return lambdaAlarm(watched, metric, settings, Dimensions);
    case "SQS":
      return queueAlarm(watched, metric, settings, Dimensions);
    default:
      return [
        `slicWatch${PREFIXES[key] ?? key}${alphanumeric(NAMES[metric] ?? metric)}Alarm${suffixOf(watched)}`,
        { MetricName: metric, Namespace: kind.namespace, Dimensions, ...settings },
      ];
  }
}

const PREFIXES: Readonly<Record<string, string>> = { ApiGateway: "Api", DynamoDB: "Table" };
const NAMES: Readonly<Record<string, string>> = facts.names;

function alphanumeric(text: string): string {
  return text.replace(/[^a-z0-9]/gi, "");
}

function suffixOf({ id, key, resource }: Watched): string {
  if (key === "ApiGateway") return alphanumeric(identifying(at(resource, "Properties", "Name")));
  return key === "DynamoDB" ? alphanumeric(id) : alphanumeric(camelCase(id));
}

function lambdaAlarm({ id, resource, kind }: Watched, metric: string, settings: Drafts, Dimensions: Draft): Alarm {
  const MetricName = metric.replace(/Pc$/, "");
  const alarmId = `slicWatchLambda${MetricName}Alarm${id}`;
  const { Statistic, Period, ...rest } = settings;
  if (metric === "ThrottlesPc") {
    const part = (Id: string, name: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: kind.namespace, MetricName: name, Dimensions }, Period, Stat: Statistic },
      ReturnData: false,
    });
    const Expression = "(throttles / ( throttles + invocations )) * 100";
    const Metrics = [
      { Id: "throttles_pc", Expression, Label: "% Throttles", ReturnData: true },
      part("throttles", "Throttles"),
      part("invocations", "Invocations"),
    ];
    return [alarmId, { ...rest, Metrics }];
  }
  const timeout = numberOf(at(resource, "Properties", "Timeout") ?? 3);
  const Threshold =
    metric === "DurationPc" ? (numberOf(settings["Threshold"]) * timeout * 1000) / 100 : settings["Threshold"];
  return [alarmId, { MetricName, Namespace: kind.namespace, Dimensions, ...settings, Threshold }];
}

function queueAlarm({ id, resource, kind }: Watched, metric: string, settings: Drafts, Dimensions: Draft): Alarm {
  const isShare = metric === "InFlightMessagesPc";
  const { standard, fifo } = facts.queueLimits;
  const limit = at(resource, "Properties", "FifoQueue") ? fifo : standard;
  const Threshold = isShare ? Math.floor((limit * numberOf(settings["Threshold"])) / 100) : settings["Threshold"];
  const MetricName = isShare ? "ApproximateNumberOfMessagesNotVisible" : "ApproximateAgeOfOldestMessage";
  return [
    `slicWatchSQS${NAMES[metric] ?? metric}Alarm${id}`,
    { MetricName, Namespace: kind.namespace, Dimensions, ...settings, Threshold },
  ];
}

function indexesOf(table: MappingNode): readonly Node[] {
  return listOf(at(table, "Properties", "GlobalSecondaryIndexes")).flatMap((index) => at(index, "IndexName") ?? []);
}

function indexAlarm({ id, kind }: Watched, metric: string, index: Node, settings: Drafts): Alarm {
  const Dimensions = [
    { Name: "TableName", Value: { Ref: id } },
    { Name: "GlobalSecondaryIndex", Value: index },
  ];
  return [
    `slicWatchGSI${metric}Alarm${alphanumeric(id + identifying(index))}`,
    { MetricName: metric, Namespace: kind.namespace, Dimensions, ...settings },
  ];
}
