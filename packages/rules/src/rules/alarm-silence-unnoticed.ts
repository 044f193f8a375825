import { alarmMetrics, combine, nameOf, readString, type Resource, type ResourceGraph } from "@assay/analyzer";
import { metricName } from "../alarms/watchers.js";
import data from "../data/metrics.json" with { type: "json" };
import { at, because, defineRule, fail, pass, unknown, valueAt, worst, type Finding } from "../rule.js";

export const alarmSilenceUnnoticed = defineRule({
  id: "alarm-silence-unnoticed",
  title: "An alarm on too little traffic never sees that there is none",
  topic: "monitoring",
  severity: "medium",
  why: "A function that is not called publishes no metric at all, not even a zero. An alarm that is to say that calls have stopped sees missing data instead, and unless missing data count as breaching it does not go off in the very case that it is for.",
  remedy: {
    sam: "Set `TreatMissingData: breaching`, or compare `FILL(metric, 0)` in metric math.",
    serverless: "Set `TreatMissingData: breaching`, or compare `FILL(metric, 0)` in metric math.",
    cdk: "Set `treatMissingData: TreatMissingData.BREACHING`.",
    cloudformation: "Set `TreatMissingData: breaching`, or compare `FILL(metric, 0)` in metric math.",
  },
  references: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html"],
  aliases: [],
  covers: ["B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Invocations
      Dimensions:
        - { Name: FunctionName, Value: pay }
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: LessThanThreshold
`,
      good: `Resources:
  TooManyErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Invocations
      Dimensions:
        - { Name: FunctionName, Value: pay }
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: LessThanThreshold
      TreatMissingData: breaching
`,
    },
  ],
  *check({ graph }) {
    for (const alarm of graph.ofType("AWS::CloudWatch::Alarm")) {
      const found = judge(alarm, graph);
      if (found) yield found;
    }
  },
});

function judge(alarm: Resource, graph: ResourceGraph): Finding | undefined {
  const compared = alarmMetrics(alarm).filter(({ isCompared }) => isCompared);
  const [only] = compared;
  const metric = only && compared.length === 1 ? metricName(only) : undefined;
  if (metric === undefined || !data.silent.metrics.includes(metric)) return undefined;
  const operator = readString(alarm.properties, "ComparisonOperator");
  const missing = readString(alarm.properties, "TreatMissingData");
  const findings = combine(graph.world, alarm.when, operator, missing).flatMap(({ when, of: [how, treats] }) => {
    if (how.state !== "known" || !/^LessThan(OrEqualTo)?Threshold$/.test(how.value)) return [];
    const place = treats.state === "absent" ? at(alarm, "missing data not set") : valueAt(treats, "missing data");
    const said = { when, evidence: [place, valueAt(how, "comparison")] as const };
    const subject = `The alarm ${nameOf(alarm)} is to notice too little of ${metric}`;
    if (treats.state === "unknown")
      return [
        unknown(alarm, {
          ...said,
          message: `${subject}; how it treats missing data is not known: ${because(treats)}.`,
        }),
      ];
    if (treats.state === "known" && treats.value === "breaching")
      return [pass(alarm, { ...said, message: `${subject}, and missing data count as breaching.` })];
    const as = treats.state === "known" ? treats.value : "missing, the default";
    return [fail(alarm, { ...said, message: `${subject}, but treats missing data as ${as}.` })];
  });
  return worst(findings);
}
