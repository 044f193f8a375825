import {
  functionFacts,
  known,
  nameOf,
  readPresence,
  readString,
  type Edge,
  type Resource,
  type View,
} from "@assay/analyzer";
import data from "../data/caller-timeouts.json" with { type: "json" };
import { fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

const waits: Readonly<Record<string, number>> = data.seconds;

export const callerTimeout = defineRule({
  id: "caller-timeout",
  title: "The function may run longer than its caller waits",
  topic: "integrations",
  severity: "low",
  why: "Amazon Cognito waits 5 s for a trigger and then tries it again; an HTTP API waits 10 s for an authorizer; AppSync, Alexa, S3 Object Lambda and others have limits of their own. A function with a longer timeout works on for a caller that has given up, sometimes beside the caller's own retry.",
  remedy: {
    sam: "Lower `Timeout` of the function to what its caller waits, or make the work asynchronous.",
    serverless: "Lower `timeout` of the function to what its caller waits, or make the work asynchronous.",
    cdk: "Lower `timeout` of the function to what its caller waits, or make the work asynchronous.",
    cloudformation: "Lower `Timeout` of the function to what its caller waits, or make the work asynchronous.",
  },
  references: [
    "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
  ],
  aliases: [],
  covers: ["B10"],
  examples: [{ framework: "sam", bad: example(30), good: example(5) }],
  *check({ graph }) {
    const seen = new Set<string>();
    for (const trigger of graph.edges("triggers")) {
      const { from: caller, to: fn, origin } = trigger;
      const seconds = waitOf(trigger);
      const key = `${trigger.event} ${caller.id}`;
      if (seconds === undefined || fn.kind !== "function" || !fn.stack || fn.owner !== undefined) continue;
      if (seen.has(`${key} ${fn.id}`)) continue;
      seen.add(`${key} ${fn.id}`);
      yield* judge<[number]>(
        fn,
        graph.world,
        [{ name: "timeout", unit: "s", value: functionFacts(fn).timeout }],
        (timeout = 0) => {
          const numbers = `The timeout of ${nameOf(fn)} is ${timeout} s; ${nameOf(caller)} (${trigger.event}) waits at most ${seconds} s.`;
          return timeout > seconds ? fails(numbers) : passes(numbers);
        },
        { key, places: [{ origin, says: `${nameOf(caller)} calls ${nameOf(fn)}` }, at(fn, nameOf(fn))] },
      );
    }
  },
});

/** How long the caller waits, where AWS says so. */
function waitOf({ event, from, detail }: Edge<"triggers">): number | undefined {
  if (event === "authorizer") return isHttpApi(from) ? data.httpApiAuthorizerSeconds : undefined;
  if (event === "cognito" && detail?.startsWith("Custom") === true && detail.endsWith("Sender")) return undefined;
  return waits[event];
}

/** The limit of authorizers is documented for HTTP APIs only. */
function isHttpApi({ type, properties }: Resource): boolean {
  const isNamed = known(readString(properties, "ProtocolType")).some(({ value }) => value === "HTTP");
  return type === "AWS::ApiGatewayV2::Api" && (isNamed || hasDocument(properties));
}

function hasDocument(properties: View): boolean {
  return readPresence(properties, "Body").some(({ state }) => state !== "absent");
}

function example(seconds: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Users:
    Type: AWS::Cognito::UserPool
  Check:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: check.handler
      CodeUri: src/
      Timeout: ${seconds}
      Events:
        SignUp: { Type: Cognito, Properties: { UserPool: !Ref Users, Trigger: PreSignUp } }
`;
}
