import { authoredFunctions, functionFacts, nameOf, provisionedConcurrency } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const snapstartUnused = defineRule({
  id: "snapstart-unused",
  title: "A Java function starts without SnapStart",
  topic: "sizing",
  severity: "info",
  profile: "strict",
  why: "A Java function takes seconds to initialize. With SnapStart a new execution environment starts from a snapshot of the initialized function, at no extra cost.",
  remedy: {
    sam: "Set `SnapStart: { ApplyOn: PublishedVersions }` and `AutoPublishAlias`.",
    serverless: "Set `snapStart: true` on the function.",
    cdk: "Set `snapStart: SnapStartConf.ON_PUBLISHED_VERSIONS` and use `fn.currentVersion`.",
    cloudformation: "Set `SnapStart: { ApplyOn: PublishedVersions }` and publish an `AWS::Lambda::Version`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html"],
  aliases: ["cfn-lint:I2530"],
  differs:
    "A function with provisioned concurrency, which excludes SnapStart and serves the same purpose, is not reported, and neither is a function whose SnapStart is switched off explicitly.",
  covers: ["S12"],
  examples: [
    {
      framework: "sam",
      bad: example(""),
      good: example("      AutoPublishAlias: live\n      SnapStart: { ApplyOn: PublishedVersions }\n"),
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const { snapStart, runtime } = functionFacts(fn);
      const named = [
        { name: "runtime", value: runtime },
        { name: "SnapStart", value: snapStart },
      ] as const;
      const isProvisioned = provisionedConcurrency(fn, graph).length > 0;
      yield* judge<[string, string]>(fn, graph.world, named, (language = "", applies) => {
        if (applies === "PublishedVersions") return passes(`${nameOf(fn)} starts from snapshots.`);
        if (!language.startsWith("java") || !limits.snapStartRuntimes.includes(language))
          return doesNotApply(`${nameOf(fn)} runs on ${language || "a container image"}.`);
        if (applies !== undefined) return doesNotApply(`SnapStart of ${nameOf(fn)} is switched off by its author.`);
        return isProvisioned
          ? doesNotApply(`${nameOf(fn)} has provisioned concurrency.`)
          : fails(`${nameOf(fn)} runs on ${language} without SnapStart.`);
      });
    }
  },
});

function example(more: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Quote:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: java21
      Handler: Quote
      CodeUri: src/
${more}`;
}
