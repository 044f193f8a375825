/** An alarm as the examples of rules write it. */
export function alarmExample(id: string, namespace: string, metric: string, dimension: string): string {
  return `  ${id}:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: ${namespace}
      MetricName: ${metric}
      Dimensions:
        - ${dimension}
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
`;
}

/** The remedy of a missing alarm, in the words of each framework. */
export function alarmRemedy(
  metric: string,
  dimension: string,
  cdk: string,
): Readonly<Record<"sam" | "serverless" | "cdk" | "cloudformation", string>> {
  const plain = `Add an \`AWS::CloudWatch::Alarm\` on ${metric} with the dimension \`${dimension}\``;
  return {
    sam: `${plain}.`,
    serverless: `${plain} under \`resources\`; serverless-plugin-aws-alerts and serverless-slic-watch-plugin add alarms by themselves.`,
    cdk: `Create the alarm from ${cdk}.`,
    cloudformation: `${plain}.`,
  };
}
