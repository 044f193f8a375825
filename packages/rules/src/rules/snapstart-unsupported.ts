import { authoredFunctions, functionFacts, nameOf } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const snapstartUnsupported = defineRule({
  id: "snapstart-unsupported",
  title: "SnapStart is switched on for a runtime that does not have it",
  topic: "sizing",
  severity: "high",
  why: "Lambda refuses a function with SnapStart on a runtime other than Java 11 and later, Python 3.12 and later and .NET 8 and later, or on a container image, and the deployment fails.",
  remedy: {
    sam: "Leave out `SnapStart`, or change `Runtime`.",
    serverless: "Leave out `snapStart`, or change `runtime`.",
    cdk: "Leave out `snapStart`, or change `runtime`.",
    cloudformation: "Leave out `SnapStart`, or change `Runtime`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html"],
  aliases: ["cfn-lint:E2530"],
  differs: "The regions without SnapStart are not looked at: the region of a template is seldom known.",
  covers: ["S12"],
  examples: [{ framework: "sam", bad: example("nodejs22.x"), good: example("java21") }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const { snapStart, runtime, packageType } = functionFacts(fn);
      if (snapStart.every(({ state }) => state === "absent")) continue;
      const named = [
        { name: "runtime", value: runtime },
        { name: "SnapStart", value: snapStart },
        { name: "package type", value: packageType },
      ] as const;
      yield* judge<[string, string, string]>(fn, graph.world, named, (language, applies, kind) => {
        if (applies !== "PublishedVersions") return doesNotApply(`SnapStart of ${nameOf(fn)} is switched off.`);
        if (kind === "Image") return fails(`SnapStart is on for ${nameOf(fn)}, which is a container image.`);
        if (language === undefined) return doesNotApply(`The definition of ${nameOf(fn)} names no runtime.`);
        return limits.snapStartRuntimes.includes(language)
          ? passes(`SnapStart is on for ${nameOf(fn)}, and ${language} has it.`)
          : fails(`SnapStart is on for ${nameOf(fn)}, and ${language} does not have it.`);
      });
    }
  },
});

function example(runtime: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Quote:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: ${runtime}
      Handler: quote.handler
      CodeUri: src/
      AutoPublishAlias: live
      SnapStart: { ApplyOn: PublishedVersions }
`;
}
