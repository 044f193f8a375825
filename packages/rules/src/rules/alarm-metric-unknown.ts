import {
  alarmMetrics,
  combine,
  nameOf,
  type AlarmMetric,
  type Resource,
  type ResourceGraph,
  type Text,
  literalText,
} from "@assay/analyzer";
import { homeOf, misspeltNamespace, namespaceOf, nearestMetric, tableDate } from "../alarms/metric-table.js";
import { because, defineRule, fail, notApplicable, pass, unknown, valueAt, worst, type Finding } from "../rule.js";

export const alarmMetricUnknown = defineRule({
  id: "alarm-metric-unknown",
  title: "An alarm watches a metric that does not exist",
  topic: "monitoring",
  severity: "high",
  why: "CloudWatch accepts an alarm on any name. One on a metric that nobody publishes never changes to ALARM: it looks like monitoring and is none.",
  remedy: {
    sam: "Correct `Namespace` and `MetricName`; upper and lower case count.",
    serverless: "Correct `Namespace` and `MetricName`; upper and lower case count.",
    cdk: "Use the methods of the construct, such as `fn.metricErrors()`, which know the names.",
    cloudformation: "Correct `Namespace` and `MetricName`; upper and lower case count.",
  },
  references: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html"],
  aliases: [],
  covers: ["O12", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Error
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
`,
      good: `Resources:
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
`,
    },
  ],
  *check({ graph }) {
    for (const alarm of graph.ofType("AWS::CloudWatch::Alarm")) {
      const found = worst(alarmMetrics(alarm).flatMap((metric) => judge(alarm, metric, graph)));
      if (found) yield found;
    }
  },
});

function judge(alarm: Resource, metric: AlarmMetric, graph: ResourceGraph): readonly Finding[] {
  const given = metric.when.length > 0 ? metric.when : alarm.when;
  return combine(graph.world, given, metric.namespace, metric.name).map(({ when, of: [namespace, name] }) => {
    const evidence = [valueAt(shown(name), "metric"), valueAt(shown(namespace), "namespace")] as const;
    const said = { when, evidence };
    const space = namespace.state === "known" ? literalText(namespace.value) : undefined;
    const text = name.state === "known" ? literalText(name.value) : undefined;
    if (isOwn(namespace))
      return notApplicable(alarm, {
        ...said,
        message: `The alarm ${nameOf(alarm)} watches a metric of the author's own.`,
      });
    if (space === undefined || text === undefined)
      return unknown(alarm, {
        ...said,
        message: `Whether the metric of the alarm ${nameOf(alarm)} exists is not known: ${because(namespace, name) || "its name is known at deployment only"}.`,
      });
    return compare(alarm, space, text, said);
  });
}

/** Whether a namespace is none of AWS's, as far as it is known: it has another beginning, or is made of several parts. */
function isOwn(namespace: AlarmMetric["namespace"][number]): boolean {
  if (namespace.state !== "known") return false;
  const [first] = namespace.value;
  if (typeof first === "string") return !first.toUpperCase().startsWith("AWS/");
  return namespace.value.length > 1;
}

type Said = Pick<Finding, "when" | "evidence">;

function compare(alarm: Resource, namespace: string, metric: string, said: Said): Finding {
  const known = namespaceOf(namespace);
  const meant = misspeltNamespace(namespace);
  const subject = `The alarm ${nameOf(alarm)}`;
  if (meant !== undefined)
    return fail(alarm, { ...said, message: `${subject} watches the namespace ${namespace}, but AWS writes ${meant}.` });
  if (!known)
    return notApplicable(alarm, {
      ...said,
      message: `${subject} watches ${namespace}, whose metrics are not in the table.`,
    });
  if (known.metrics.includes(metric))
    return pass(alarm, { ...said, message: `${subject} watches ${metric} of ${namespace}, which exists.` });
  const near = nearestMetric(metric, known);
  const home = homeOf(metric);
  if (near !== undefined)
    return fail(alarm, {
      ...said,
      message: `${subject} watches ${metric} of ${namespace}, which does not exist; ${near} does.`,
    });
  if (home !== undefined)
    return fail(alarm, {
      ...said,
      message: `${subject} watches ${metric} of ${namespace}, which does not exist; ${home} has a metric of that name.`,
    });
  return unknown(alarm, {
    ...said,
    message: `${subject} watches ${metric} of ${namespace}, which is not in the table of ${tableDate}.`,
  });
}

/** The name as a value that can be shown. */
function shown(name: AlarmMetric["name"][number]) {
  return name.state === "known" ? { ...name, value: textOf(name.value) } : name;
}

function textOf(text: Text): string {
  return literalText(text) ?? "…";
}
