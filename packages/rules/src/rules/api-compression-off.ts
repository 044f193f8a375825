import { nameOf, readNumber } from "@assay/analyzer";
import { authored, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

/** The largest value that switches compression on, in bytes. */
const LARGEST = 10_485_760;

export const apiCompressionOff = defineRule({
  id: "api-compression-off",
  title: "A REST API sends its answers uncompressed",
  topic: "sizing",
  severity: "info",
  profile: "strict",
  why: "API Gateway compresses answers for clients that accept it when a minimum size is set. JSON shrinks to a fraction, which saves time and transfer costs.",
  remedy: {
    sam: "Set `MinimumCompressionSize: 1024` on the `AWS::Serverless::Api`.",
    serverless: "Set `provider.apiGateway.minimumCompressionSize: 1024`.",
    cdk: "Set `minCompressionSize: Size.kibibytes(1)` on the `RestApi`.",
    cloudformation: "Set `MinimumCompressionSize: 1024` on the `AWS::ApiGateway::RestApi`.",
  },
  references: [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html",
  ],
  aliases: ["kics:d6653eee", "kics:a2f2800e", "kics:d5d1fe08"],
  covers: ["S19"],
  examples: [{ framework: "sam", bad: example(""), good: example(", MinimumCompressionSize: 1024") }],
  *check({ graph }) {
    for (const api of authored(graph, "AWS::ApiGateway::RestApi")) {
      const size = { name: "minimum size", unit: "bytes", value: readNumber(api.properties, "MinimumCompressionSize") };
      yield* judge<[number]>(api, graph.world, [size], (bytes) => {
        if (bytes === undefined) return fails(`The API ${nameOf(api)} compresses nothing.`);
        return bytes < 0 || bytes > LARGEST
          ? fails(`The API ${nameOf(api)} compresses nothing: ${bytes} bytes are outside of 0 to ${LARGEST}.`)
          : passes(`The API ${nameOf(api)} compresses answers from ${bytes} bytes on.`);
      });
    }
  },
});

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: { StageName: prod${more} }
`;
}
