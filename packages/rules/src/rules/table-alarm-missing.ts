import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { defineRule } from "../rule.js";

export const tableAlarmMissing = defineRule({
  id: "table-alarm-missing",
  title: "Nobody is told when a table is throttled",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "A table that is throttled slows its functions down, whose SDK tries again in silence, and then makes them fail. Its throttle metrics say why.",
  remedy: alarmRemedy(
    "`ReadThrottleEvents` and `WriteThrottleEvents` of `AWS/DynamoDB`",
    "TableName",
    "`table.metricThrottledRequestsForOperations()` or `table.metric('WriteThrottleEvents')`",
  ),
  references: ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html"],
  aliases: [],
  covers: ["O11", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
`,
      good: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
${alarmExample("OrdersThrottled", "AWS/DynamoDB", "WriteThrottleEvents", "{ Name: TableName, Value: !Ref Orders }")}`,
    },
  ],
  *check({ graph }) {
    for (const table of graph.ofKind("table"))
      if (table.stack && table.owner === undefined) yield alarmCoverage(table, needs.table, graph);
  },
});
