import { authoredFunctions, functionFacts, nameOf } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const functionTimeoutMaximum = defineRule({
  id: "function-timeout-maximum",
  title: "The timeout is the longest that there is",
  topic: "sizing",
  severity: "low",
  profile: "strict",
  why: "A timeout of 15 minutes shows that nobody measured how long the function takes. A call that hangs, on a connection that never answers for example, is then paid for during 15 minutes, and a retry comes that much later.",
  remedy: {
    sam: "Set `Timeout` to a little more than the longest measured duration; split work that takes longer, or run it in Step Functions.",
    serverless:
      "Set `timeout` to a little more than the longest measured duration; split work that takes longer, or run it in Step Functions.",
    cdk: "Set `timeout: Duration.seconds(…)` to a little more than the longest measured duration; split work that takes longer.",
    cloudformation: "Set `Timeout` to a little more than the longest measured duration; split work that takes longer.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"],
  aliases: ["sls-mentor:no-max-timeout"],
  covers: ["S6"],
  examples: [
    {
      framework: "sam",
      bad: `Transform: AWS::Serverless-2016-10-31
Resources:
  Import:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: import.handler, CodeUri: src/, Timeout: 900 }
`,
      good: `Transform: AWS::Serverless-2016-10-31
Resources:
  Import:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: import.handler, CodeUri: src/, Timeout: 120 }
`,
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const timeout = { name: "timeout", unit: "s", value: functionFacts(fn).timeout };
      yield* judge<[number]>(fn, graph.world, [timeout], (seconds = 0) =>
        seconds === limits.timeoutSeconds
          ? fails(`The timeout of ${nameOf(fn)} is ${seconds} s, the longest that Lambda allows.`)
          : passes(`The timeout of ${nameOf(fn)} is ${seconds} s.`),
      );
    }
  },
});
