import { functionFacts, type Edge, type Resource, nameOf } from "@assay/analyzer";
import limits from "../data/limits.json" with { type: "json" };
import { at, defineRule, fail, pass, unknown, valueAt, worst, type Finding } from "../rule.js";

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
      if (trigger.event !== "api" || trigger.to.kind !== "function" || !trigger.to.stack || seen.has(key)) continue;
      seen.add(key);
      const found = judge(trigger.to, trigger);
      if (found) yield found;
    }
  },
});

function judge(fn: Resource, trigger: Edge<"triggers">): Finding | undefined {
  const { from: api, origin } = trigger;
  const waits =
    api.type === "AWS::ApiGatewayV2::Api"
      ? limits.httpApiIntegrationTimeoutSeconds
      : limits.restApiIntegrationTimeoutSeconds;
  const place = { origin, says: `${nameOf(api)} calls ${nameOf(fn)}` };
  const findings = functionFacts(fn).timeout.map((timeout) => {
    const said = {
      key: api.id,
      when: timeout.when,
      evidence: [valueAt(timeout, "timeout", "s"), place, at(fn, `function ${nameOf(fn)}`)] as const,
    };
    if (timeout.state !== "known") {
      const because = timeout.state === "unknown" ? timeout.because : "it is not set";
      return unknown(fn, {
        ...said,
        message: `Whether ${nameOf(fn)} may run longer than ${nameOf(api)} waits (${waits} s) is not known: ${because}.`,
      });
    }
    const numbers = `The timeout of ${nameOf(fn)} is ${timeout.value} s; ${nameOf(api)} waits at most ${waits} s`;
    return timeout.value > waits
      ? fail(fn, { ...said, message: `${numbers}.` })
      : pass(fn, { ...said, message: `${numbers}.` });
  });
  return worst(findings);
}
