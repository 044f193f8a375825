import { nameOf, readPresence, readString } from "@assay/analyzer";
import { authored, doesNotApply, fails, judge, passes } from "../judge.js";
import { defineRule } from "../rule.js";

export const provisionedConcurrencyLatest = defineRule({
  id: "provisioned-concurrency-latest",
  title: "Concurrency is provisioned for an alias of $LATEST",
  topic: "concurrency",
  severity: "high",
  why: "Lambda provisions concurrency for published versions only. An alias that leads to `$LATEST` is refused, and the deployment fails.",
  remedy: {
    sam: "Use `AutoPublishAlias`, which publishes a version with each change of the code.",
    serverless: "Leave `versionFunctions` switched on; `provisionedConcurrency` then uses the published version.",
    cdk: "Use `fn.currentVersion` as the version of the `Alias`.",
    cloudformation: "Let `FunctionVersion` of the alias be the `Version` of an `AWS::Lambda::Version`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html"],
  aliases: [],
  covers: ["C5"],
  examples: [{ framework: "cloudformation", bad: example("$LATEST"), good: example("!GetAtt V.Version") }],
  *check({ graph }) {
    for (const alias of authored(graph, "AWS::Lambda::Alias")) {
      const named = [
        { name: "provisioned concurrency", value: readPresence(alias.properties, "ProvisionedConcurrencyConfig") },
        { name: "version", value: isLatest(readString(alias.properties, "FunctionVersion")) },
      ] as const;
      if (named[0].value.every(({ state }) => state === "absent")) continue;
      yield* judge<[boolean, boolean]>(alias, graph.world, named, (isProvisioned, latest) => {
        if (isProvisioned !== true) return doesNotApply(`No concurrency is provisioned for ${nameOf(alias)}.`);
        return latest === true
          ? fails(`Concurrency is provisioned for the alias ${nameOf(alias)}, which leads to $LATEST.`)
          : passes(`Concurrency is provisioned for the alias ${nameOf(alias)} of a published version.`);
      });
    }
  },
});

/** What is no literal text, such as a reference to a version, is not `$LATEST`. */
function isLatest(version: ReturnType<typeof readString>) {
  return version.map((alternative) => {
    const { when, origin } = alternative;
    return {
      when,
      origin,
      state: "known",
      value: alternative.state === "known" && alternative.value === "$LATEST",
    } as const;
  });
}

function example(version: string): string {
  return `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/pay
  V:
    Type: AWS::Lambda::Version
    Properties: { FunctionName: !Ref Pay }
  Live:
    Type: AWS::Lambda::Alias
    Properties:
      Name: live
      FunctionName: !Ref Pay
      FunctionVersion: ${version}
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 }
`;
}
