import {
  functionFacts,
  known,
  nameOf,
  readNumber,
  readString,
  type Edge,
  type Resource,
  type ResourceGraph,
  type Value,
} from "@assay/analyzer";
import limits from "../data/limits.json" with { type: "json" };
import { fails, judge as judgeValues, passes } from "../judge.js";
import { at, defineRule, type Finding } from "../rule.js";

export const apiTimeout = defineRule({
  id: "api-timeout",
  title: "The function may run longer than its API waits",
  topic: "integrations",
  severity: "medium",
  why: "API Gateway answers the client with an error when its integration timeout is over, while the function goes on and is paid for; the client then usually tries again.",
  remedy: {
    sam: "Lower `Timeout` of the function to the API's integration timeout or below, or make the work asynchronous.",
    serverless: "Lower `timeout` of the function to 29 s (REST) or 30 s (HTTP API) or below, or use `async: true`.",
    cdk: "Lower `timeout` of the function to 29 s (REST) or 30 s (HTTP API) or below, or make the work asynchronous.",
    cloudformation:
      "Lower `Timeout` of the function to the API's integration timeout or below, or make the work asynchronous.",
  },
  references: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"],
  aliases: ["sls-mentor:lambda-timeout-inferior-to-api-gateway-timeout"],
  covers: ["S9", "B10"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Search:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: search.handler
      CodeUri: src/
      Timeout: 60
      Events:
        Get:
          Type: HttpApi
          Properties: { Path: /search, Method: GET }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Search:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: search.handler
      CodeUri: src/
      Timeout: 15
      Events:
        Get:
          Type: HttpApi
          Properties: { Path: /search, Method: GET }
`,
    },
  ],
  *check({ graph }) {
    const seen = new Set<string>();
    for (const trigger of graph.edges("triggers")) {
      const key = `${trigger.from.id} ${trigger.to.id}`;
      if (
        trigger.event !== "api" ||
        trigger.invocation !== "sync" ||
        trigger.to.kind !== "function" ||
        !trigger.to.stack ||
        seen.has(key)
      )
        continue;
      seen.add(key);
      yield* judge(trigger.to, trigger, graph);
    }
  },
});

function judge(fn: Resource, trigger: Edge<"triggers">, { world }: ResourceGraph): readonly Finding[] {
  const { from: api, origin } = trigger;
  const named = [
    { name: "timeout", unit: "s", value: functionFacts(fn).timeout },
    {
      name: "integration timeout",
      unit: "ms",
      value: integrationTimeout(trigger),
    },
  ] as const;
  return judgeValues<[number, number]>(
    fn,
    world,
    named,
    (timeout = 0, milliseconds) => {
      const waits = milliseconds === undefined ? longestWait(api) : milliseconds / 1000;
      const numbers = `The timeout of ${nameOf(fn)} is ${timeout} s; ${nameOf(api)} waits at most ${waits} s.`;
      return timeout > waits ? fails(numbers) : passes(numbers);
    },
    { key: api.id, places: [{ origin, says: `${nameOf(api)} calls ${nameOf(fn)}` }, at(fn, `function ${nameOf(fn)}`)] },
  );
}

/** Seconds that an API waits when nothing else is said: less for REST and WebSocket APIs than for HTTP APIs. */
function longestWait(api: Resource): number {
  const isHttp =
    api.type === "AWS::ApiGatewayV2::Api" &&
    !known(readString(api.properties, "ProtocolType")).some(({ value }) => value === "WEBSOCKET");
  return isHttp ? limits.httpApiIntegrationTimeoutSeconds : limits.restApiIntegrationTimeoutSeconds;
}

/** The timeout of the method that makes the connection, else what is known of the integration. */
function integrationTimeout({ via, waits, origin }: Edge<"triggers">): Value<number> {
  const own = via ? readNumber(via.properties, "Integration", "TimeoutInMillis") : [];
  if (own.some(({ state }) => state !== "absent")) return own;
  return [
    waits === undefined ? { when: [], origin, state: "absent" } : { when: [], origin, state: "known", value: waits },
  ];
}
