import { authoredFunctions, functionFacts, nameOf, readPresence } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const managedInstancesMemory = defineRule({
  id: "managed-instances-memory",
  title: "A function on Lambda Managed Instances has too little memory",
  topic: "sizing",
  severity: "high",
  why: "A function with a capacity provider has at least 2 GB of memory and one vCPU, because one execution environment serves several invocations at once. Lambda refuses less, and the deployment fails.",
  remedy: {
    sam: "Set `MemorySize: 2048` or more.",
    serverless: "Set `memorySize: 2048` or more.",
    cdk: "Set `memorySize: 2048` or more.",
    cloudformation: "Set `MemorySize: 2048` or more.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-best-practices.html"],
  aliases: [],
  covers: ["B17"],
  examples: [{ framework: "cloudformation", bad: example(512), good: example(4096) }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const named = [
        { name: "memory", unit: "MB", value: functionFacts(fn).memory },
        { name: "capacity provider", value: readPresence(fn.properties, "CapacityProviderConfig") },
      ] as const;
      if (named[1].value.every(({ state }) => state === "absent")) continue;
      yield* judge<[number, boolean]>(fn, graph.world, named, (memory = 0, isManaged) => {
        if (isManaged !== true) return doesNotApply(`${nameOf(fn)} has no capacity provider.`);
        const least = limits.managedInstancesMemoryMegabytes;
        const numbers = `${nameOf(fn)} has a capacity provider and ${memory} MB of memory; ${least} MB are the least.`;
        return memory < least ? fails(numbers) : passes(numbers);
      });
    }
  },
});

function example(memory: number): string {
  return `Resources:
  Fleet:
    Type: AWS::Lambda::CapacityProvider
  Convert:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: convert.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/convert
      MemorySize: ${memory}
      CapacityProviderConfig:
        LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: !GetAtt Fleet.Arn }
`;
}
