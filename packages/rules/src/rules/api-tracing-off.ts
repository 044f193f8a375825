import { nameOf, readBoolean } from "@assay/analyzer";
import { judgeSetting } from "../monitoring/setting.js";
import { restStages, setElsewhere } from "../monitoring/stages.js";
import { defineRule } from "../rule.js";

export const apiTracingOff = defineRule({
  id: "api-tracing-off",
  title: "Requests through the API are not traced",
  topic: "monitoring",
  severity: "low",
  why: "A trace that begins at the API shows how long a request takes in the gateway, in its authorizer and in each function behind it. Without it, the time before the function starts cannot be told from its own.",
  remedy: {
    sam: "Set `TracingEnabled: true` on the `AWS::Serverless::Api` or in `Globals.Api`.",
    serverless: "Set `provider.tracing.apiGateway: true`.",
    cdk: "Set `deployOptions: { tracingEnabled: true }`.",
    cloudformation: "Set `TracingEnabled: true` on the `AWS::ApiGateway::Stage`.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html"],
  aliases: [
    "serverless-rules:WS2002",
    "cdk-nag:Serverless-APIGWXrayEnabled",
    "checkov:CKV_AWS_73",
    "trivy:AWS-0003",
    "trivy:AWS-0111",
    "kics:4ab10c48",
    "securityhub:APIGateway.3",
    "prowler:apigateway_restapi_tracing_enabled",
  ],
  covers: ["O2"],
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
      TracingEnabled: true
`,
    },
  ],
  *check({ graph }) {
    for (const stage of restStages(graph)) {
      const { resource, path } = stage;
      const question = `Whether ${nameOf(resource)} is traced`;
      const value = readBoolean(resource.properties, ...path, "TracingEnabled");
      const found =
        setElsewhere(stage, question) ??
        judgeSetting(resource, value, {
          name: "tracing",
          question,
          isGood: (isOn) => isOn,
          good: () => `${nameOf(resource)} is traced.`,
          bad: () => `Requests through ${nameOf(resource)} are not traced.`,
        });
      if (found) yield found;
    }
  },
});
