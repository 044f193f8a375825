import {
  alarmMetrics,
  combine,
  metricNamespace,
  nameOf,
  readNumber,
  type AlarmMetric,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import data from "../data/metrics.json" with { type: "json" };
import { because, defineRule, fail, pass, unknown, valueAt, worst, type Finding } from "../rule.js";

export const alarmPeriodInvalid = defineRule({
  id: "alarm-period-invalid",
  title: "The period of an alarm does not fit its metric",
  topic: "monitoring",
  severity: "medium",
  why: "CloudWatch refuses a period that is not 10, 20, 30 or a multiple of 60 seconds, and more periods than fit into a day (a week for periods from an hour). Metrics of AWS services come once a minute: an alarm with a shorter period lacks data most of the time.",
  remedy: {
    sam: "Set `Period` to 60 or a multiple of it, and `EvaluationPeriods` so that both together are at most a day.",
    serverless:
      "Set `Period` to 60 or a multiple of it, and `EvaluationPeriods` so that both together are at most a day.",
    cdk: "Set `Period` to 60 or a multiple of it, and `EvaluationPeriods` so that both together are at most a day.",
    cloudformation:
      "Set `Period` to 60 or a multiple of it, and `EvaluationPeriods` so that both together are at most a day.",
  },
  references: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"],
  aliases: ["cfn-lint:E3615"],
  differs:
    "cfn-lint refuses 20 s, which CloudWatch takes, and looks at the period alone; this rule also multiplies it with the evaluation periods and knows that metrics of AWS services come once a minute.",
  covers: ["O10", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Errors
      Statistic: Sum
      Period: 90
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
      Period: 120
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
  const periods = metric.period.filter(({ state }) => state !== "absent");
  const evaluations = readNumber(alarm.properties, "EvaluationPeriods");
  return combine(graph.world, alarm.when, periods, evaluations).map(({ when, of: [period, count] }) => {
    const said = { when, evidence: [valueAt(period, "period", "s"), valueAt(count, "evaluation periods")] as const };
    if (period.state !== "known")
      return unknown(alarm, {
        ...said,
        message: `The period of the alarm ${nameOf(alarm)} is not known: ${because(period)}.`,
      });
    const wrong = whyWrong(period.value, count.state === "known" ? count.value : 1, metricNamespace(metric) ?? "");
    const subject = `The alarm ${nameOf(alarm)} has a period of ${period.value} s`;
    return wrong === undefined
      ? pass(alarm, { ...said, message: `${subject}.` })
      : fail(alarm, { ...said, message: `${subject}${wrong}.` });
  });
}

function whyWrong(period: number, count: number, namespace: string): string | undefined {
  const { highResolutionSeconds, multipleSeconds, longestWindowSeconds, longestWindowSecondsBelowAnHour } =
    data.periods;
  const isHigh = highResolutionSeconds.includes(period);
  if (!isHigh && (period < multipleSeconds || period % multipleSeconds !== 0))
    return `, which is neither ${highResolutionSeconds.join(", ")} nor a multiple of ${multipleSeconds}`;
  if (isHigh && namespace.startsWith("AWS/")) return `, but ${namespace} publishes once a minute`;
  const longest = period < 3600 ? longestWindowSecondsBelowAnHour : longestWindowSeconds;
  return period * count > longest
    ? ` and evaluates ${count} of them: ${period * count} s are more than the ${longest} s that CloudWatch allows`
    : undefined;
}
