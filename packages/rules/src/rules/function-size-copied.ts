import { always, authoredFunctions, functionFacts, nameOf, type Resource } from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList } from "../rule.js";

export const functionSizeCopied = defineRule({
  id: "function-size-copied",
  title: "All functions of a stack have the same memory and timeout",
  topic: "sizing",
  severity: "info",
  profile: "evidence",
  why: "Functions that do different things seldom need the same memory and the same time. When all have the same, the numbers were copied rather than measured; a reviewer will ask for the load test behind them.",
  remedy: {
    sam: "Measure each function, with AWS Lambda Power Tuning for example, and set its own `MemorySize` and `Timeout`.",
    serverless: "Measure each function, and set its own `memorySize` and `timeout`.",
    cdk: "Measure each function, and set its own `memorySize` and `timeout`.",
    cloudformation: "Measure each function, and set its own `MemorySize` and `Timeout`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"],
  aliases: [],
  covers: ["S4"],
  options: { functions: { default: 3, describes: "from how many functions of a stack on the question makes sense" } },
  examples: [
    {
      framework: "sam",
      bad: example(512, 512, 512),
      good: example(128, 512, 1024),
    },
  ],
  *check({ graph }, options) {
    const least = options.number("functions");
    const byStack = new Map<string, Resource[]>();
    for (const fn of authoredFunctions(graph)) {
      const id = fn.stack?.id ?? "";
      byStack.set(id, [...(byStack.get(id) ?? []), fn]);
    }
    for (const [stack, functions] of byStack) {
      const [first, ...others] = functions;
      if (!first) continue;
      const sizes = functions.map(sizeOf);
      const known = sizes.filter((size) => size !== undefined);
      const distinct = new Set(known);
      const evidence: EvidenceList = [
        at(first, `${nameOf(first)}: ${sizes[0] ?? "not known"}`),
        ...others.map((fn, i) => at(fn, `${nameOf(fn)}: ${sizes[i + 1] ?? "not known"}`)),
      ];
      const said = { key: stack, evidence };
      if (functions.length < least)
        yield notApplicable(first, {
          ...said,
          message: `${stack} has ${functions.length} of the ${least} functions that are compared.`,
        });
      else if (known.length < least)
        yield unknown(first, {
          ...said,
          message: `The size of ${functions.length - known.length} of ${functions.length} functions of ${stack} is not known.`,
        });
      else if (distinct.size === 1)
        yield fail(first, {
          ...said,
          message: `All ${known.length} functions of ${stack} have ${[...distinct].join("")}.`,
        });
      else
        yield pass(first, {
          ...said,
          message: `The ${known.length} functions of ${stack} have ${distinct.size} different sizes.`,
        });
    }
  },
});

function sizeOf(fn: Resource): string | undefined {
  const { memory, timeout } = functionFacts(fn);
  const [megabytes, seconds] = [always(memory), always(timeout)];
  return megabytes === undefined || seconds === undefined ? undefined : `${megabytes} MB and ${seconds} s`;
}

function example(...memory: readonly number[]): string {
  const functions = memory.map(
    (megabytes, i) => `  Step${i + 1}:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: step${i + 1}.handler, CodeUri: src/, MemorySize: ${megabytes}, Timeout: 30 }
`,
  );
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${functions.join("")}`;
}
