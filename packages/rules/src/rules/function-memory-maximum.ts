import { authoredFunctions, functionFacts, nameOf } from "@assay/analyzer";
import { fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const functionMemoryMaximum = defineRule({
  id: "function-memory-maximum",
  title: "The function has very much memory",
  topic: "sizing",
  severity: "info",
  profile: "strict",
  why: "Price per millisecond grows with memory. More than the former maximum of 3008 MB is worth it for work that uses several processor cores; a measurement should show that.",
  remedy: {
    sam: "Find the best `MemorySize` with AWS Lambda Power Tuning.",
    serverless: "Find the best `memorySize` with AWS Lambda Power Tuning.",
    cdk: "Find the best `memorySize` with AWS Lambda Power Tuning.",
    cloudformation: "Find the best `MemorySize` with AWS Lambda Power Tuning.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"],
  aliases: ["sls-mentor:under-max-memory"],
  covers: ["S2"],
  options: { megabytes: { default: 3008, describes: "the memory in MB from which on a function is reported" } },
  examples: [
    {
      framework: "sam",
      bad: example(10240),
      good: example(1024),
    },
  ],
  *check({ graph }, options) {
    const limit = options.number("megabytes");
    for (const fn of authoredFunctions(graph)) {
      const memory = { name: "memory", unit: "MB", value: functionFacts(fn).memory };
      yield* judge<[number]>(fn, graph.world, [memory], (megabytes = 0) =>
        megabytes >= limit
          ? fails(`${nameOf(fn)} has ${megabytes} MB of memory, ${limit} MB or more.`)
          : passes(`${nameOf(fn)} has ${megabytes} MB of memory, less than ${limit} MB.`),
      );
    }
  },
});

function example(memory: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Resize:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: resize.handler, CodeUri: src/, MemorySize: ${memory} }
`;
}
