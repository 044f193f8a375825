import { authoredFunctions, type Edge, type Resource, type ResourceGraph, nameOf } from "@assay/analyzer";
import { at, defineRule, fail, pass, type Finding, type EvidenceList } from "../rule.js";

/** The metrics of the namespace AWS/Lambda whose alarms say that a function fails. */
const FAILURE_METRICS = ["Errors", "Throttles"] as const;

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
  covers: ["O12", "B7"],
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
    for (const fn of authoredFunctions(graph)) yield judge(fn, graph);
  },
});

function judge(fn: Resource, graph: ResourceGraph): Finding {
  const alarms = graph
    .to(fn, "monitors")
    .filter((edge) => edge.metric.namespace === "AWS/Lambda" || edge.metric.namespace === undefined);
  const covering = (metric: string) => alarms.filter((edge) => edge.metric.name === metric);
  const missing = FAILURE_METRICS.filter(
    (metric) =>
      graph.world.gap(
        fn.when,
        covering(metric).map((edge) => edge.when),
      ) !== undefined,
  );
  const evidence: EvidenceList = [
    at(fn, `function ${nameOf(fn)}`),
    ...alarms.map((edge) => at(edge.from, alarmText(edge))),
  ];
  const said = { evidence };
  if (missing.length === 0) {
    const names = [...new Set(alarms.map((edge) => nameOf(edge.from)))].join(", ");
    return pass(fn, { ...said, message: `${nameOf(fn)} has alarms on ${FAILURE_METRICS.join(" and ")}: ${names}.` });
  }
  const others = alarms.length > 0 ? ` (it has ${alarms.map(alarmText).join(", ")})` : "";
  return fail(fn, { ...said, message: `${nameOf(fn)} has no alarm on ${missing.join(" or ")}${others}.` });
}

function alarmText({ from, metric }: Edge<"monitors">): string {
  return `alarm ${nameOf(from)} on ${metric.name ?? "a metric that is not known here"}`;
}
