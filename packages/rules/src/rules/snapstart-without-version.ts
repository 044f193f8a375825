import { authoredFunctions, functionFacts, nameOf } from "@assay/analyzer";
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

export const snapstartWithoutVersion = defineRule({
  id: "snapstart-without-version",
  title: "SnapStart is on, but no version of the function is published",
  topic: "sizing",
  severity: "medium",
  why: "Lambda takes the snapshot when a version is published, and starts from it only when that version, or an alias of it, is invoked. Without a version the setting changes nothing: every cold start is as slow as before.",
  remedy: {
    sam: "Set `AutoPublishAlias` on the function, and let events use the alias.",
    serverless: "Keep `versionFunctions: true`, and invoke the published version or an alias.",
    cdk: "Use `fn.currentVersion` or an `Alias` of it where the function is invoked.",
    cloudformation: "Add an `AWS::Lambda::Version` of the function and an `AWS::Lambda::Alias`, and invoke the alias.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html"],
  aliases: ["cfn-lint:W2530"],
  covers: ["S12"],
  examples: [{ framework: "sam", bad: example(""), good: example("      AutoPublishAlias: live\n") }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const { snapStart } = functionFacts(fn);
      if (snapStart.every(({ state }) => state === "absent")) continue;
      const versions = graph.from(fn, "contains").filter(({ to }) => to.kind === "version");
      const places = versions.map(({ to }) => at(to, `version ${nameOf(to)}`));
      yield* judge<[string]>(
        fn,
        graph.world,
        [{ name: "SnapStart", value: snapStart }],
        (applies) => {
          if (applies !== "PublishedVersions") return doesNotApply(`SnapStart of ${nameOf(fn)} is switched off.`);
          return versions.length > 0
            ? passes(`SnapStart of ${nameOf(fn)} applies to ${versions.map(({ to }) => nameOf(to)).join(", ")}.`)
            : fails(`SnapStart of ${nameOf(fn)} applies to published versions, and none is published.`);
        },
        { places },
      );
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
${more}      SnapStart: { ApplyOn: PublishedVersions }
`;
}
