import { nameOf, readString } from "@assay/analyzer";
import { judgeSetting } from "../monitoring/setting.js";
import { defineRule } from "../rule.js";

export const alarmMissingDataUnset = defineRule({
  id: "alarm-missing-data-unset",
  title: "What an alarm makes of missing data is left to the default",
  topic: "monitoring",
  severity: "info",
  profile: "strict",
  why: "Most metrics of Lambda have no data while nothing happens. By default the alarm then shows INSUFFICIENT_DATA, which hides whether it would work, and keeps an alarm that has gone off in ALARM until new data come.",
  remedy: {
    sam: "Set `TreatMissingData`, for errors to `notBreaching`.",
    serverless:
      "Set `TreatMissingData`, for errors to `notBreaching`; with serverless-plugin-aws-alerts `treatMissingData`.",
    cdk: "Set `treatMissingData: TreatMissingData.NOT_BREACHING`.",
    cloudformation: "Set `TreatMissingData`, for errors to `notBreaching`.",
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
      MetricName: Errors
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
      TreatMissingData: notBreaching
`,
    },
  ],
  *check({ graph }) {
    for (const alarm of graph.ofType("AWS::CloudWatch::Alarm")) {
      const found = judgeSetting(alarm, readString(alarm.properties, "TreatMissingData"), {
        name: "missing data",
        question: `How the alarm ${nameOf(alarm)} treats missing data`,
        isGood: () => true,
        good: (how) => `The alarm ${nameOf(alarm)} treats missing data as ${how}.`,
        bad: () => `The alarm ${nameOf(alarm)} does not say how it treats missing data.`,
      });
      if (found) yield found;
    }
  },
});
