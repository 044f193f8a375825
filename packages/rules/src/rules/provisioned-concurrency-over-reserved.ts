import { authoredFunctions, functionFacts, nameOf, provisionedConcurrency } from "@assay/analyzer";
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

export const provisionedConcurrencyOverReserved = defineRule({
  id: "provisioned-concurrency-over-reserved",
  title: "More executions are provisioned than the function has reserved",
  topic: "concurrency",
  severity: "high",
  why: "Provisioned concurrency is taken from what a function has reserved. Lambda refuses to provision more than that for all aliases and versions together, and the deployment fails.",
  remedy: {
    sam: "Raise `ReservedConcurrentExecutions` or lower `ProvisionedConcurrencyConfig`.",
    serverless: "Raise `reservedConcurrency` or lower `provisionedConcurrency`.",
    cdk: "Raise `reservedConcurrentExecutions` or lower `provisionedConcurrentExecutions`.",
    cloudformation: "Raise `ReservedConcurrentExecutions` or lower `ProvisionedConcurrencyConfig` of the aliases.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html"],
  aliases: [],
  covers: ["C5"],
  examples: [{ framework: "sam", bad: example(10), good: example(5) }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const provisioned = provisionedConcurrency(fn, graph);
      if (provisioned.length === 0) continue;
      const places = provisioned.map(({ through }) => at(through, nameOf(through)));
      const named = [
        { name: "reserved concurrency", value: functionFacts(fn).reservedConcurrency },
        ...provisioned.map(({ executions }) => ({ name: "provisioned concurrency", value: executions })),
      ];
      yield* judge<readonly number[]>(
        fn,
        graph.world,
        named,
        (reserved, ...each) => {
          const sum = each.reduce<number>((total, executions) => total + (executions ?? 0), 0);
          if (reserved === undefined)
            return doesNotApply(`${nameOf(fn)} reserves no concurrency; ${sum} executions are provisioned.`);
          const numbers = `${nameOf(fn)} reserves ${reserved} executions; ${sum} are provisioned.`;
          return sum > reserved ? fails(numbers) : passes(numbers);
        },
        { places },
      );
    }
  },
});

function example(executions: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      CodeUri: src/
      AutoPublishAlias: live
      ReservedConcurrentExecutions: 5
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: ${executions} }
`;
}
