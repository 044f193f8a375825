import { alarmCoverage } from "../alarms/coverage.js";
import { apis, needsOfApi } from "../alarms/api.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import { defineRule } from "../rule.js";

export const apiAlarmMissing = defineRule({
  id: "api-alarm-missing",
  title: "Nobody is told when an API fails",
  topic: "monitoring",
  severity: "medium",
  why: "Clients see the errors of an API, also those of its integrations, authorizers and timeouts, which no metric of a function counts. An alarm on its server errors brings them to somebody's attention.",
  remedy: alarmRemedy(
    "`5XXError` (REST API, AppSync), `5xx` (HTTP API) or `IntegrationError` (WebSocket API)",
    "ApiName` (REST), `ApiId` (HTTP, WebSocket) or `GraphQLAPIId",
    "`api.metricServerError()`",
  ),
  references: [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html",
    "https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html",
  ],
  aliases: [],
  covers: ["O11", "O12", "B7"],
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
${alarmExample("ShopFails", "AWS/ApiGateway", "5xx", "{ Name: ApiId, Value: !Ref Shop }")}`,
    },
  ],
  *check({ graph }) {
    for (const api of apis(graph)) yield alarmCoverage(api, needsOfApi(api, "errors"), graph);
  },
});
