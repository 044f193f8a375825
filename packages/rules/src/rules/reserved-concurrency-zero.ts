import { authoredFunctions, functionFacts, nameOf } from "@assay/analyzer";
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const reservedConcurrencyZero = defineRule({
  id: "reserved-concurrency-zero",
  title: "The function is switched off",
  topic: "concurrency",
  severity: "high",
  why: "A function that reserves 0 executions never runs: every invocation is throttled. It is a good way to stop a function in an emergency and a bad thing to forget in a template.",
  remedy: {
    sam: "Remove `ReservedConcurrentExecutions: 0`, or remove the function.",
    serverless: "Remove `reservedConcurrency: 0`, or remove the function.",
    cdk: "Remove `reservedConcurrentExecutions: 0`, or remove the function.",
    cloudformation: "Remove `ReservedConcurrentExecutions: 0`, or remove the function.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"],
  aliases: [],
  covers: ["C1", "B6"],
  examples: [{ framework: "sam", bad: example(0), good: example(5) }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const reserved = { name: "reserved concurrency", value: functionFacts(fn).reservedConcurrency };
      yield* judge<[number]>(fn, graph.world, [reserved], (executions) => {
        if (executions === undefined) return doesNotApply(`${nameOf(fn)} reserves no concurrency.`);
        return executions === 0
          ? fails(`${nameOf(fn)} reserves 0 executions: it never runs.`)
          : passes(`${nameOf(fn)} reserves ${executions} executions.`);
      });
    }
  },
});

function example(executions: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: pay.handler, CodeUri: src/, ReservedConcurrentExecutions: ${executions} }
`;
}
