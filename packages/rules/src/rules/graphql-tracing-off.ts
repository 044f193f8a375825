import { nameOf, readBoolean } from "@assay/analyzer";
import { judgeSetting } from "../monitoring/setting.js";
import { defineRule } from "../rule.js";

export const graphqlTracingOff = defineRule({
  id: "graphql-tracing-off",
  title: "Requests through the GraphQL API are not traced",
  topic: "monitoring",
  severity: "low",
  why: "One GraphQL request may call many resolvers and data sources. Only a trace shows which of them made it slow or failed.",
  remedy: {
    sam: "Set `XrayEnabled: true` on the `AWS::Serverless::GraphQLApi`.",
    serverless: "Set `appSync.xrayEnabled: true`, or `XrayEnabled: true` under `resources`.",
    cdk: "Set `xrayEnabled: true` of the `GraphqlApi`.",
    cloudformation: "Set `XrayEnabled: true` on the `AWS::AppSync::GraphQLApi`.",
  },
  references: ["https://docs.aws.amazon.com/appsync/latest/devguide/x-ray-tracing.html"],
  aliases: ["serverless-rules:WS3000", "cdk-nag:Serverless-AppSyncTracing"],
  covers: ["O3"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Shop:
    Type: AWS::AppSync::GraphQLApi
    Properties:
      Name: shop
      AuthenticationType: AWS_IAM
`,
      good: `Resources:
  Shop:
    Type: AWS::AppSync::GraphQLApi
    Properties:
      Name: shop
      AuthenticationType: AWS_IAM
      XrayEnabled: true
`,
    },
  ],
  *check({ graph }) {
    for (const api of graph.ofType("AWS::AppSync::GraphQLApi")) {
      const found = judgeSetting(api, readBoolean(api.properties, "XrayEnabled"), {
        name: "tracing",
        question: `Whether ${nameOf(api)} is traced`,
        isGood: (isOn) => isOn,
        good: () => `${nameOf(api)} is traced.`,
        bad: () => `Requests through ${nameOf(api)} are not traced.`,
      });
      if (found) yield found;
    }
  },
});
