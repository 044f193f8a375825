import {
  alarmMetrics,
  both,
  combine,
  known,
  nameOf,
  readNumber,
  readString,
  type AlarmMetric,
  type Resource,
  type ResourceGraph,
  type Scenario,
} from "@assay/analyzer";
import { limitsOf, type Limit } from "../alarms/limits.js";
import { metricName } from "../alarms/watchers.js";
import { because, defineRule, fail, pass, unknown, valueAt, worst, type EvidenceList, type Finding } from "../rule.js";

export const alarmThresholdUnreachable = defineRule({
  id: "alarm-threshold-unreachable",
  title: "An alarm waits for more than its metric can reach",
  topic: "monitoring",
  severity: "high",
  why: "A function stops at its timeout, so its duration never exceeds it; errors count one each, so their average and maximum never exceed one; a record that is older than the retention of its stream is gone. An alarm above such a limit never changes to ALARM. Mostly seconds were meant where milliseconds count, or Sum where Average is written.",
  remedy: {
    sam: "Lower `Threshold` below the limit, or use the statistic `Sum`. `Duration` and `IteratorAge` are in milliseconds.",
    serverless:
      "Lower `Threshold` below the limit, or use the statistic `Sum`. `Duration` and `IteratorAge` are in milliseconds.",
    cdk: "Lower `threshold` below the limit, or use `statistic: Stats.SUM`. `Duration` and `IteratorAge` are in milliseconds.",
    cloudformation:
      "Lower `Threshold` below the limit, or use the statistic `Sum`. `Duration` and `IteratorAge` are in milliseconds.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html",
  ],
  aliases: [],
  covers: ["O12", "B5", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      Timeout: 10
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Duration
      Dimensions:
        - { Name: FunctionName, Value: !Ref Pay }
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 15000
      ComparisonOperator: GreaterThanThreshold
`,
      good: `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
      Timeout: 10
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Duration
      Dimensions:
        - { Name: FunctionName, Value: !Ref Pay }
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 8000
      ComparisonOperator: GreaterThanThreshold
`,
    },
  ],
  *check({ graph }) {
    for (const alarm of graph.ofType("AWS::CloudWatch::Alarm")) {
      const compared = alarmMetrics(alarm).filter(({ isCompared }) => isCompared);
      const [only] = compared;
      const found = only && compared.length === 1 ? judge(alarm, only, graph) : undefined;
      if (found) yield found;
    }
  },
});

function judge(alarm: Resource, metric: AlarmMetric, graph: ResourceGraph): Finding | undefined {
  const name = metricName(metric);
  const given = both(alarm.when, metric.when);
  if (name === undefined || !given) return undefined;
  const limits = limitsOf(alarm, metric, name, graph);
  return worst(limits.flatMap((limit) => compare(alarm, limit, given, graph)));
}

function compare(alarm: Resource, limit: Limit, given: Scenario, graph: ResourceGraph): readonly Finding[] {
  const { properties } = alarm;
  const threshold = readNumber(properties, "Threshold");
  const operator = readString(properties, "ComparisonOperator");
  return combine(graph.world, given, threshold, operator, limit.value).flatMap(({ when, of: [above, how, most] }) => {
    if (how.state !== "known" || !how.value.startsWith("GreaterThan") || above.state === "absent") return [];
    if (most.state === "absent") return [];
    const places = known(limit.value).map((value) => valueAt({ ...value, state: "known" }, limit.name, limit.unit));
    const evidence: EvidenceList = [valueAt(above, "threshold"), ...places];
    const said = { when, evidence };
    if (above.state !== "known" || most.state !== "known")
      return [
        unknown(alarm, {
          ...said,
          message: `Whether the alarm ${nameOf(alarm)} can change to ALARM is not known: ${because(above, most)}.`,
        }),
      ];
    const highest = most.value * limit.factor;
    const isReachable =
      limit.isStrict && how.value === "GreaterThanThreshold" ? above.value < highest : above.value <= highest;
    const sentence = `The alarm ${nameOf(alarm)} waits for ${limit.metric} ${how.value === "GreaterThanThreshold" ? "above" : "from"} ${above.value}`;
    return [
      isReachable
        ? pass(alarm, { ...said, message: `${sentence}; ${limit.because(most.value)}.` })
        : fail(alarm, { ...said, message: `${sentence}, but ${limit.because(most.value)}.` }),
    ];
  });
}
