import { functionFacts, nameOf } from "@assay/analyzer";
import { fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const functionInvokesLonger = defineRule({
  id: "function-invokes-longer",
  title: "A function may invoke another one that takes longer than itself",
  topic: "integrations",
  severity: "info",
  profile: "evidence",
  why: "A function that waits for another one pays for both, and is cut off before the other one is when its own timeout is shorter. Whether it waits is in the code; the permission to invoke and the two timeouts are what the templates show.",
  remedy: {
    sam: "Give the caller the longer `Timeout`, invoke asynchronously (`InvocationType: Event`), or let Step Functions call both.",
    serverless: "Give the caller the longer `timeout`, invoke asynchronously, or let Step Functions call both.",
    cdk: "Give the caller the longer `timeout`, invoke asynchronously, or let Step Functions call both.",
    cloudformation: "Give the caller the longer `Timeout`, invoke asynchronously, or let Step Functions call both.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html"],
  aliases: [],
  covers: ["B10"],
  examples: [{ framework: "sam", bad: example(10), good: example(60) }],
  *check({ graph }) {
    const seen = new Set<string>();
    for (const { from: caller, to: called, origin } of graph.edges("invokes")) {
      if (caller.kind !== "function" || called.kind !== "function" || !caller.stack || !called.stack) continue;
      const pair = `${caller.id} ${called.id}`;
      if (caller.owner !== undefined || called.owner !== undefined || seen.has(pair)) continue;
      seen.add(pair);
      const named = [
        { name: `timeout of ${nameOf(caller)}`, unit: "s", value: functionFacts(caller).timeout },
        { name: `timeout of ${nameOf(called)}`, unit: "s", value: functionFacts(called).timeout },
      ] as const;
      yield* judge<[number, number]>(
        caller,
        graph.world,
        named,
        (own = 0, other = 0) => {
          const numbers = `${nameOf(caller)} may invoke ${nameOf(called)}: its own timeout is ${own} s, the other's ${other} s.`;
          return other > own ? fails(numbers) : passes(numbers);
        },
        { key: called.id, confidence: "likely", places: [{ origin, says: `may invoke ${nameOf(called)}` }] },
      );
    }
  },
});

function example(seconds: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Convert:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: convert.handler, CodeUri: src/, Timeout: 60 }
  Start:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: start.handler
      CodeUri: src/
      Timeout: ${seconds}
      Policies: [{ LambdaInvokePolicy: { FunctionName: !Ref Convert } }]
`;
}
