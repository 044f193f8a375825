import { authoredFunctions } from "@assay/analyzer";
import { alarmCoverage } from "../alarms/coverage.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { defineRule } from "../rule.js";

export const alarmMissing = defineRule({
  id: "alarm-missing",
  title: "Nobody is told when the function fails",
  topic: "monitoring",
  severity: "medium",
  why: "Lambda publishes errors and throttles of every function as metrics, but only an alarm brings them to somebody's attention. A function without one fails in silence until a customer complains.",
  remedy: {
    sam: "Add an `AWS::CloudWatch::Alarm` on the metric `Errors` of `AWS/Lambda` with the dimension `FunctionName: !Ref MyFunction`, and one on `Throttles`.",
    serverless:
      "Add alarms under `resources`, or use serverless-plugin-aws-alerts with `functionErrors` and `functionThrottles`.",
    cdk: "Create alarms from `fn.metricErrors()` and `fn.metricThrottles()`.",
    cloudformation:
      "Add an `AWS::CloudWatch::Alarm` on the metric `Errors` of `AWS/Lambda` with the dimension `FunctionName`, and one on `Throttles`.",
  },
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    "https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/",
  ],
  aliases: [],
  covers: ["O11", "O12", "B7"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      CodeUri: src/
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      CodeUri: src/
  PayFails:
    Type: AWS::CloudWatch::Alarm
    Properties:
      ComparisonOperator: GreaterThanThreshold
      EvaluationPeriods: 1
      Threshold: 0
      Metrics:
        - Id: failures
          Expression: errors + throttles
        - Id: errors
          ReturnData: false
          MetricStat:
            Period: 60
            Stat: Sum
            Metric:
              Namespace: AWS/Lambda
              MetricName: Errors
              Dimensions:
                - { Name: FunctionName, Value: !Ref Pay }
        - Id: throttles
          ReturnData: false
          MetricStat:
            Period: 60
            Stat: Sum
            Metric:
              Namespace: AWS/Lambda
              MetricName: Throttles
              Dimensions:
                - { Name: FunctionName, Value: !Ref Pay }
`,
    },
  ],
  *check({ graph }) {
    const { Errors, Throttles } = needs.function;
    for (const fn of authoredFunctions(graph)) yield alarmCoverage(fn, { Errors, Throttles }, graph);
  },
});
