import { authoredFunctions, nameOf, readNumber } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

/** Invocations in which somebody waits for the whole execution. */
const WAITING: ReadonlySet<string> = new Set(["sync", "queue", "stream"]);

export const durableFunctionTimeout = defineRule({
  id: "durable-function-timeout",
  title: "A durable function may take longer than who starts it waits",
  topic: "integrations",
  severity: "high",
  why: "Only an asynchronous invocation of a durable function may take longer than 15 minutes. A synchronous caller or an event source mapping waits for the whole execution, and a longer one is refused.",
  remedy: {
    sam: "Lower `DurableConfig.ExecutionTimeout` to 900, or start the function asynchronously.",
    serverless: "Lower `durableConfig.executionTimeout` to 900, or start the function asynchronously.",
    cdk: "Lower `durableConfig.executionTimeout` to 15 minutes, or start the function asynchronously.",
    cloudformation: "Lower `DurableConfig.ExecutionTimeout` to 900, or start the function asynchronously.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html"],
  aliases: [],
  covers: ["B17", "B10"],
  examples: [{ framework: "sam", bad: example(86_400), good: example(600) }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const timeout = {
        name: "execution timeout",
        unit: "s",
        value: readNumber(fn.properties, "DurableConfig", "ExecutionTimeout"),
      };
      if (timeout.value.every(({ state }) => state === "absent")) continue;
      // A permission shows that a service may start the function, not that it waits.
      const waiting = graph
        .to(fn, "triggers")
        .filter(({ invocation, via }) => WAITING.has(invocation) && via?.type !== "AWS::Lambda::Permission");
      const isPermitted = graph.to(fn, "triggers").some(({ via }) => via?.type === "AWS::Lambda::Permission");
      const places = waiting.map(({ origin, from }) => ({ origin, says: `started by ${nameOf(from)}` }));
      yield* judge<[number]>(
        fn,
        graph.world,
        [timeout],
        (seconds) => {
          if (seconds === undefined) return doesNotApply(`${nameOf(fn)} is no durable function.`);
          if (waiting.length === 0 && isPermitted)
            return doesNotApply(
              `How ${nameOf(fn)} is started is not in the scanned inputs; a permission alone shows it.`,
            );
          if (waiting.length === 0) return passes(`Nobody waits for the ${seconds} s that ${nameOf(fn)} may take.`);
          const numbers = `The durable function ${nameOf(fn)} may take ${seconds} s; ${waiting.map(({ from, invocation }) => `${nameOf(from)} (${invocation})`).join(", ")} may start at most ${limits.timeoutSeconds} s.`;
          return seconds > limits.timeoutSeconds ? fails(numbers) : passes(numbers);
        },
        { places },
      );
    }
  },
});

function example(seconds: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Approve:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      Handler: approve.handler
      CodeUri: src/
      AutoPublishAlias: live
      DurableConfig: { ExecutionTimeout: ${seconds} }
      Events:
        Jobs: { Type: SQS, Properties: { Queue: !GetAtt Jobs.Arn } }
`;
}
