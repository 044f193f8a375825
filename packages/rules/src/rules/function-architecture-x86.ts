import { authoredFunctions, functionFacts, nameOf } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const functionArchitectureX86 = defineRule({
  id: "function-architecture-x86",
  title: "The function runs on x86_64",
  topic: "sizing",
  severity: "info",
  profile: "strict",
  why: "The same function costs about a fifth less per millisecond on arm64, and often runs faster. Interpreted code moves without a change unless it brings native modules.",
  remedy: {
    sam: "Set `Architectures: [arm64]` on the function or in `Globals`.",
    serverless: "Set `architecture: arm64` on the function or under `provider`.",
    cdk: "Set `architecture: Architecture.ARM_64`.",
    cloudformation: "Set `Architectures: [arm64]`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html"],
  aliases: ["sls-mentor:use-arm"],
  differs: "A function on a runtime that does not exist for arm64 is not reported.",
  covers: ["S10"],
  examples: [{ framework: "sam", bad: example(""), good: example(", Architectures: [arm64]") }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const { architecture, runtime } = functionFacts(fn);
      const named = [
        { name: "architecture", value: architecture },
        { name: "runtime", value: runtime },
      ] as const;
      yield* judge<[string, string]>(fn, graph.world, named, (runsOn, language = "") => {
        if (runsOn === "arm64") return passes(`${nameOf(fn)} runs on arm64.`);
        return limits.runtimesWithoutArm.includes(language)
          ? doesNotApply(`${nameOf(fn)} runs on ${String(runsOn)}; there is no ${language} for arm64.`)
          : fails(`${nameOf(fn)} runs on ${String(runsOn)}.`);
      });
    }
  },
});

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13, Handler: hello.handler, CodeUri: src/${more} }
`;
}
