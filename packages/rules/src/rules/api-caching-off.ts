import { nameOf, readBoolean } from "@assay/analyzer";
import { authored, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const apiCachingOff = defineRule({
  id: "api-caching-off",
  title: "The stage of a REST API has no cache",
  topic: "sizing",
  severity: "info",
  profile: "strict",
  why: "A cache answers repeated requests without invoking the function behind them. It costs money by the hour, so it is worth it for answers that many clients ask for and that may be some minutes old.",
  remedy: {
    sam: "Set `CacheClusterEnabled: true` and `CacheClusterSize` on the `AWS::Serverless::Api`, and `CachingEnabled` in `MethodSettings`.",
    serverless: "Use serverless-api-gateway-caching, or an `AWS::ApiGateway::Stage` under `resources`.",
    cdk: "Set `deployOptions: { cachingEnabled: true }`.",
    cloudformation:
      "Set `CacheClusterEnabled: true` and `CacheClusterSize` on the stage, and `CachingEnabled` in `MethodSettings`.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"],
  aliases: ["checkov:CKV_AWS_120", "kics:52790cad", "kics:60a05ede"],
  differs:
    "cdk-nag, Guard and Trivy also ask that the cache is used by all methods and encrypted, which is another question.",
  covers: ["S18"],
  examples: [
    {
      framework: "cloudformation",
      bad: example(""),
      good: example(", CacheClusterEnabled: true, CacheClusterSize: '0.5'"),
    },
  ],
  *check({ graph }) {
    for (const stage of authored(graph, "AWS::ApiGateway::Stage")) {
      const cache = { name: "cache", value: readBoolean(stage.properties, "CacheClusterEnabled") };
      yield* judge<[boolean]>(stage, graph.world, [cache], (isOn) =>
        isOn === true
          ? passes(`The stage ${nameOf(stage)} has a cache.`)
          : fails(`The stage ${nameOf(stage)} has no cache.`),
      );
    }
  },
});

function example(more: string): string {
  return `Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Shop, StageName: prod, DeploymentId: d1${more} }
`;
}
