import { alarmCoverage } from "../alarms/coverage.js";
import { apis, needsOfApi } from "../alarms/api.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import { defineRule } from "../rule.js";

export const apiLatencyAlarmMissing = defineRule({
  id: "api-latency-alarm-missing",
  title: "Nobody is told when an API becomes slow",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "Customers leave a slow API before it fails. An alarm on a high percentile of the latency says so while there is still time.",
  remedy: alarmRemedy(
    "`Latency` (p99)",
    "ApiName` (REST), `ApiId` (HTTP) or `GraphQLAPIId",
    "`api.metricLatency({ statistic: 'p99' })`",
  ),
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html"],
  aliases: [],
  covers: ["O11", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Shop:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: shop, ProtocolType: HTTP }
`,
      good: `Resources:
  Shop:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: shop, ProtocolType: HTTP }
${alarmExample("ShopIsSlow", "AWS/ApiGateway", "Latency", "{ Name: ApiId, Value: !Ref Shop }")}`,
    },
  ],
  *check({ graph }) {
    for (const api of apis(graph)) yield alarmCoverage(api, needsOfApi(api, "latency"), graph);
  },
});
