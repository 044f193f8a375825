import {
  nameOf,
  readItems,
  readNumber,
  readString,
  known,
  type Resource,
  type Value,
  type View,
} from "@assay/analyzer";
import { authored, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const apiThrottlingUnset = defineRule({
  id: "api-throttling-unset",
  title: "The stage of an API limits requests only by what the account allows",
  topic: "concurrency",
  severity: "medium",
  profile: "strict",
  why: "Without limits of its own one API can use up the requests per second of the whole account and region, and start so many executions that functions without reserved concurrency starve.",
  remedy: {
    sam: "REST: `MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: …, ThrottlingBurstLimit: … }]`. HTTP: `DefaultRouteSettings` with both limits.",
    serverless:
      "REST: serverless-api-gateway-throttling. HTTP: an extension of the stage under `resources.extensions`.",
    cdk: "REST: `deployOptions: { throttlingRateLimit, throttlingBurstLimit }`. HTTP: `throttle` of the stage.",
    cloudformation:
      "REST: `MethodSettings` for `*` and `/*` with both limits. HTTP: `DefaultRouteSettings` with both limits.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html"],
  aliases: ["serverless-rules:ES2003", "cdk-nag:Serverless-APIGWDefaultThrottling"],
  differs:
    "cfn_nag and KICS ask for a usage plan on every stage, which throttles only clients with an API key; this rule asks for the limits of the stage.",
  covers: ["C3"],
  examples: [
    {
      framework: "sam",
      bad: example(""),
      good: example("      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 }\n"),
    },
  ],
  *check({ graph }) {
    for (const stage of authored(graph, "AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage")) {
      const { rate, burst } = limitsOf(stage);
      const named = [
        { name: "rate", unit: "requests/s", value: rate },
        { name: "burst", unit: "requests", value: burst },
      ] as const;
      yield* judge<[number, number]>(stage, graph.world, named, (perSecond, atOnce) => {
        const missing = [...(perSecond === undefined ? ["rate"] : []), ...(atOnce === undefined ? ["burst"] : [])];
        return missing.length > 0
          ? fails(`The stage ${nameOf(stage)} sets no ${missing.join(" and no ")} limit for all of its routes.`)
          : passes(
              `The stage ${nameOf(stage)} allows ${String(perSecond)} requests/s and bursts of ${String(atOnce)}.`,
            );
      });
    }
  },
});

/** The limits that hold for all methods or routes of a stage. */
function limitsOf(stage: Resource): { readonly rate: Value<number>; readonly burst: Value<number> } {
  const { properties, type } = stage;
  if (type === "AWS::ApiGatewayV2::Stage") return throttling(properties, "DefaultRouteSettings");
  const all = readItems(properties, "MethodSettings").find(
    ({ view }) => isText(view, "HttpMethod", "*") && isText(view, "ResourcePath", "/*"),
  );
  return all ? throttling(all.view) : { rate: nothing(stage), burst: nothing(stage) };
}

function throttling(view: View, ...path: readonly string[]) {
  return {
    rate: readNumber(view, ...path, "ThrottlingRateLimit"),
    burst: readNumber(view, ...path, "ThrottlingBurstLimit"),
  };
}

function nothing({ origin }: Resource): Value<number> {
  return [{ when: [], origin, state: "absent" }];
}

function isText(view: View, key: string, text: string): boolean {
  return known(readString(view, key)).some(({ value }) => value === text);
}

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: prod
${more}`;
}
