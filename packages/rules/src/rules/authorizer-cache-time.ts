import { nameOf, readNumber, readString } from "@assay/analyzer";
import { authored, doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html */
const LONGEST = 3600;
const DEFAULT = 300;

export const authorizerCacheTime = defineRule({
  id: "authorizer-cache-time",
  title: "The answers of an authorizer are cached longer than is possible",
  topic: "integrations",
  severity: "high",
  why: "API Gateway keeps the answer of a Lambda authorizer for 3600 s at most and refuses a longer time; the deployment fails.",
  remedy: {
    sam: "Set `Identity.ReauthorizeEvery` to 3600 or less.",
    serverless: "Set `resultTtlInSeconds` of the authorizer to 3600 or less.",
    cdk: "Set `resultsCacheTtl` to an hour or less.",
    cloudformation: "Set `AuthorizerResultTtlInSeconds` to 3600 or less.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html"],
  aliases: ["cfn-lint:E3718"],
  covers: ["N2"],
  examples: [{ framework: "cloudformation", bad: example(7200), good: example(300) }],
  *check({ graph }) {
    for (const authorizer of authored(graph, "AWS::ApiGateway::Authorizer", "AWS::ApiGatewayV2::Authorizer")) {
      const isV2 = authorizer.type === "AWS::ApiGatewayV2::Authorizer";
      const named = [
        { name: "cache time", unit: "s", value: readNumber(authorizer.properties, "AuthorizerResultTtlInSeconds") },
        { name: "type", value: readString(authorizer.properties, isV2 ? "AuthorizerType" : "Type") },
      ] as const;
      yield* judge<[number, string]>(authorizer, graph.world, named, (seconds = DEFAULT, type = "") => {
        if (type !== "TOKEN" && type !== "REQUEST")
          return doesNotApply(`${nameOf(authorizer)} is no Lambda authorizer.`);
        const numbers = `The answers of ${nameOf(authorizer)} are kept for ${seconds} s; ${LONGEST} s are possible.`;
        return seconds > LONGEST ? fails(numbers) : passes(numbers);
      });
    }
  },
});

function example(seconds: number): string {
  return `Resources:
  Guard:
    Type: AWS::ApiGateway::Authorizer
    Properties: { RestApiId: abc, Name: guard, Type: TOKEN, AuthorizerResultTtlInSeconds: ${seconds} }
`;
}
