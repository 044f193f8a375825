import { authoredFunctions, functionFacts, nameOf, provisionedConcurrency, readItems } from "@assay/analyzer";
import limits from "../data/function-limits.json" with { type: "json" };
import { doesNotApply, fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

export const snapstartConflict = defineRule({
  id: "snapstart-conflict",
  title: "SnapStart is used together with what excludes it",
  topic: "sizing",
  severity: "high",
  why: "Lambda refuses SnapStart together with provisioned concurrency, a file system (EFS) or more than 512 MB of /tmp, and the deployment fails.",
  remedy: {
    sam: "Leave out `SnapStart`, or `ProvisionedConcurrencyConfig`, `FileSystemConfigs` and `EphemeralStorage` over 512.",
    serverless:
      "Leave out `snapStart`, or `provisionedConcurrency`, `fileSystemConfig` and `ephemeralStorageSize` over 512.",
    cdk: "Leave out `snapStart`, or provisioned concurrency, `filesystem` and `ephemeralStorageSize` over 512 MiB.",
    cloudformation:
      "Leave out `SnapStart`, or `ProvisionedConcurrencyConfig` of aliases, `FileSystemConfigs` and `EphemeralStorage` over 512.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html"],
  aliases: [],
  covers: ["S13"],
  examples: [{ framework: "sam", bad: example(2048), good: example(512) }],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const { snapStart, ephemeralStorage } = functionFacts(fn);
      if (snapStart.every(({ state }) => state === "absent")) continue;
      const provisioned = provisionedConcurrency(fn, graph);
      const systems = readItems(fn.properties, "FileSystemConfigs").length;
      const places = provisioned.map(({ through }) => at(through, `provisioned concurrency of ${nameOf(through)}`));
      const named = [
        { name: "SnapStart", value: snapStart },
        { name: "size of /tmp", unit: "MB", value: ephemeralStorage },
      ] as const;
      yield* judge<[string, number]>(
        fn,
        graph.world,
        named,
        (applies, storage = 0) => {
          if (applies !== "PublishedVersions") return doesNotApply(`SnapStart of ${nameOf(fn)} is switched off.`);
          const others = [
            ...(provisioned.length > 0 ? ["provisioned concurrency"] : []),
            ...(systems > 0 ? ["a file system"] : []),
            ...(storage > limits.snapStartEphemeralStorageMegabytes ? [`${storage} MB of /tmp`] : []),
          ];
          return others.length > 0
            ? fails(`${nameOf(fn)} has SnapStart together with ${others.join(", ")}.`)
            : passes(`${nameOf(fn)} has SnapStart, and nothing that excludes it.`);
        },
        { places },
      );
    }
  },
});

function example(storage: number): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Quote:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: java21
      Handler: Quote
      CodeUri: src/
      AutoPublishAlias: live
      SnapStart: { ApplyOn: PublishedVersions }
      EphemeralStorage: { Size: ${storage} }
`;
}
