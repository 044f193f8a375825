import {
  defaultOrigin,
  defaults,
  functionFacts,
  known,
  nameOf,
  readNumber,
  withDefault,
  type AlarmMetric,
  type Resource,
  type ResourceGraph,
  type Value,
} from "@assay/analyzer";
import data from "../data/metrics.json" with { type: "json" };

/** What a metric of an alarm reaches at most. */
export interface Limit {
  /** The metric as a sentence names it: "Duration", "the average of Errors". */
  readonly metric: string;
  readonly value: Value<number>;
  /** What the value is called and counted in: "timeout", "s". */
  readonly name: string;
  readonly unit: string;
  /** How many of the metric's units one of the value is. */
  readonly factor: number;
  /** Whether the limit itself is reached but never exceeded; otherwise a threshold at the limit is let pass. */
  readonly isStrict: boolean;
  /** The limit in words. */
  because(value: number): string;
}

/** The limits of the metric that an alarm compares with its threshold, one for each resource that it watches. */
export function limitsOf(alarm: Resource, metric: AlarmMetric, name: string, graph: ResourceGraph): readonly Limit[] {
  const statistic = known(metric.statistic)[0]?.value ?? "";
  if (statistic === "Sum" || statistic === "SampleCount") return [];
  const binary = binaryLimit(alarm, name, statistic);
  if (binary) return [binary];
  return graph.from(alarm, "monitors").flatMap(({ to }) => (to.stack ? resourceLimits(to, name, graph) : []));
}

function binaryLimit(alarm: Resource, name: string, statistic: string): Limit | undefined {
  const { metrics, statistics } = data.binary;
  if (!metrics.includes(name) || !statistics.includes(statistic)) return undefined;
  const metric = `the ${statistic.toLowerCase()} of ${shortName(name)}`;
  return {
    metric,
    value: [{ when: [], state: "known", value: 1, origin: defaultOrigin(alarm, "CloudWatch") }],
    name: "limit",
    unit: "",
    factor: 1,
    isStrict: true,
    because: () => `each counts one, so that ${metric} is never above 1`,
  };
}

function resourceLimits(resource: Resource, name: string, graph: ResourceGraph): readonly Limit[] {
  const subject = nameOf(resource);
  switch (name) {
    case "AWS/Lambda Duration": {
      const value = functionFacts(resource).timeout;
      const because = (timeout: number) => `${subject} stops after ${timeout} s (${timeout * 1000} ms)`;
      return [{ metric: "Duration", value, name: "timeout", unit: "s", factor: 1000, isStrict: false, because }];
    }
    case "AWS/Lambda ConcurrentExecutions": {
      const value = functionFacts(resource).reservedConcurrency;
      const because = (reserved: number) => `${subject} runs at most ${reserved} times at once`;
      const limit = { value, name: "reserved concurrency", unit: "", factor: 1, isStrict: true, because };
      return [{ metric: "ConcurrentExecutions", ...limit }];
    }
    case "AWS/Lambda IteratorAge":
      return graph
        .to(resource, "triggers")
        .filter(({ event }) => event === "kinesis" || event === "dynamodb")
        .map(({ from }) => ageLimit("IteratorAge", from));
    case "AWS/Kinesis GetRecords.IteratorAgeMilliseconds":
      return [ageLimit("GetRecords.IteratorAgeMilliseconds", resource)];
    case "AWS/SQS ApproximateAgeOfOldestMessage": {
      const { MessageRetentionPeriod } = defaults.queue;
      const set = readNumber(resource.properties, "MessageRetentionPeriod");
      const value = withDefault(set, resource, MessageRetentionPeriod, "SQS default");
      const because = (retention: number) => `${subject} keeps messages for ${retention} s`;
      const limit = { value, name: "retention", unit: "s", factor: 1, isStrict: false, because };
      return [{ metric: "ApproximateAgeOfOldestMessage", ...limit }];
    }
    default:
      return [];
  }
}

const MS_PER_HOUR = 3_600_000;

/** Records of a table's stream are kept for a day, those of Kinesis for a day unless the stream says otherwise. */
function ageLimit(metric: string, source: Resource): Limit {
  const set = source.kind === "stream" ? readNumber(source.properties, "RetentionPeriodHours") : [];
  const dflt = { when: [], state: "absent", origin: source.origin } as const;
  const value = withDefault(set.length > 0 ? set : [dflt], source, 24, "default");
  const because = (hours: number) =>
    `records of ${nameOf(source)} are gone after ${hours} h (${hours * MS_PER_HOUR} ms)`;
  return { metric, value, name: "retention", unit: "h", factor: MS_PER_HOUR, isStrict: false, because };
}

function shortName(name: string): string {
  return name.slice(name.indexOf(" ") + 1);
}
