import { nameOf, readText } from "@assay/analyzer";
import { judgeSetting } from "../monitoring/setting.js";
import { httpStages, restStages, setElsewhere } from "../monitoring/stages.js";
import { defineRule } from "../rule.js";

export const apiAccessLogOff = defineRule({
  id: "api-access-log-off",
  title: "The API does not log who calls it",
  topic: "monitoring",
  severity: "medium",
  why: "The access log says who called which method with which result, also for requests that never reach a function because an authorizer, a limit or a timeout answered them. Without it such requests leave no trace.",
  remedy: {
    sam: "Set `AccessLogSetting` (`AWS::Serverless::Api`) or `AccessLogSettings` (`AWS::Serverless::HttpApi`).",
    serverless: "Set `provider.logs.restApi: true`, `provider.logs.httpApi: true` or `provider.logs.websocket: true`.",
    cdk: "Set `deployOptions: { accessLogDestination: new LogGroupLogDestination(logGroup) }`; for HTTP APIs `accessLogSettings` of the stage.",
    cloudformation: "Set `AccessLogSetting` (REST) or `AccessLogSettings` (HTTP, WebSocket) of the stage.",
  },
  references: [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html",
  ],
  aliases: [
    "serverless-rules:ES2000",
    "cdk-nag:Serverless-APIGWAccessLogging",
    "cdk-nag:AwsSolutions-APIG1",
    "checkov:CKV_AWS_76",
    "checkov:CKV_AWS_95",
    "cfn_nag:W46",
    "cfn_nag:W69",
    "trivy:AWS-0001",
    "trivy:AWS-0113",
    "trivy:AWS-0116",
    "securityhub:APIGateway.9",
    "prowler:apigatewayv2_api_access_logging_enabled",
  ],
  differs:
    "cdk-nag also wants a format, without which an HTTP API cannot be deployed anyway. KICS 80d45af4 mixes access logs with execution logs and is no alias.",
  covers: ["O5"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Shop
      DeploymentId: abc123
      StageName: live
`,
      good: `Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Shop
      DeploymentId: abc123
      StageName: live
      AccessLogSetting:
        DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:shop
        Format: '{"requestId":"$context.requestId","status":"$context.status"}'
`,
    },
  ],
  *check({ graph }) {
    for (const stage of [...restStages(graph), ...httpStages(graph)]) {
      const { resource, kind, path } = stage;
      const question = `Whether ${nameOf(resource)} logs access`;
      const setting = kind === "REST" ? "AccessLogSetting" : "AccessLogSettings";
      const found =
        setElsewhere(stage, question) ??
        judgeSetting(resource, readText(resource.properties, ...path, setting, "DestinationArn"), {
          name: "destination of the access log",
          question,
          isGood: () => true,
          good: () => `${nameOf(resource)} logs access.`,
          bad: () => `${nameOf(resource)} has no access log.`,
        });
      if (found) yield found;
    }
  },
});
