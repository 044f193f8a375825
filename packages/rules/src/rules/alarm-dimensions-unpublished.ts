import {
  alarmMetrics,
  both,
  known,
  literalText,
  metricNamespace,
  nameOf,
  type AlarmMetric,
  type Resource,
} from "@assay/analyzer";
import { namespaceOf, whyNoData } from "../alarms/metric-table.js";
import { at, defineRule, fail, notApplicable, pass, unknown, worst, type Finding } from "../rule.js";

export const alarmDimensionsUnpublished = defineRule({
  id: "alarm-dimensions-unpublished",
  title: "An alarm watches a metric by dimensions that nothing is published by",
  topic: "monitoring",
  severity: "high",
  why: "A metric is a name together with a set of dimensions. An alarm on another set, one dimension too many, too few or another, sees no data and never changes to ALARM. DynamoDB, for example, publishes UserErrors for the whole account and SystemErrors by table and operation; a REST API counts 5XXError by its name and an HTTP API 5xx by its id.",
  remedy: {
    sam: "Use the dimensions by which the service publishes the metric.",
    serverless: "Use the dimensions by which the service publishes the metric.",
    cdk: "Use the methods of the construct, such as `table.metricSystemErrorsForOperations()`, which know the dimensions.",
    cloudformation: "Use the dimensions by which the service publishes the metric.",
  },
  references: [
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html",
  ],
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
      MetricName: Errors
      Dimensions:
        - { Name: Function, Value: pay }
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
      Dimensions:
        - { Name: FunctionName, Value: pay }
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
      const found = worst(alarmMetrics(alarm).flatMap((metric) => judge(alarm, metric)));
      if (found) yield found;
    }
  },
});

function judge(alarm: Resource, metric: AlarmMetric): readonly Finding[] {
  const namespace = metricNamespace(metric);
  const [name] = known(metric.name);
  const text = name && literalText(name.value);
  if (namespace === undefined || text === undefined || metric.isOfAll) return [];
  const when = both(alarm.when, metric.when) ?? alarm.when;
  const places = metric.dimensions.map(({ origin, name: dimension }) => ({
    origin,
    says: `dimension ${known(dimension)[0]?.value ?? "that is not known"}`,
  }));
  const [first = { origin: metric.origin, says: `metric ${text}` }, ...others] = places;
  const said = { when, evidence: [first, ...others, at(alarm, `alarm ${nameOf(alarm)}`)] as const };
  const subject = `The alarm ${nameOf(alarm)}`;
  if (!namespaceOf(namespace))
    return [
      notApplicable(alarm, {
        ...said,
        message: `${subject} watches ${namespace}, whose metrics are not in the table.`,
      }),
    ];
  const names = metric.dimensions.flatMap((dimension) => known(dimension.name).map(({ value }) => value));
  const isOptional = metric.dimensions.some((dimension) => dimension.when.length > 0);
  if (!metric.hasKnownDimensions || isOptional || names.length < metric.dimensions.length)
    return [
      unknown(alarm, {
        ...said,
        message: `By which dimensions ${subject.replace("The", "the")} watches ${text} is known at deployment only.`,
      }),
    ];
  const why = whyNoData(namespace, text, names);
  const how = names.length === 0 ? "without a dimension" : `by ${names.join(", ")}`;
  return [
    why === undefined
      ? pass(alarm, { ...said, message: `${subject} watches ${text} of ${namespace} ${how}.` })
      : fail(alarm, { ...said, message: `${subject} watches ${text} ${how}, but ${why}.` }),
  ];
}
