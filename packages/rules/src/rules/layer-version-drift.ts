import {
  authoredFunctions,
  known,
  nameOf,
  readItems,
  readText,
  textKey,
  type Origin,
  type Resource,
} from "@assay/analyzer";
import { at, defineRule, fail, pass, type Finding } from "../rule.js";

export const layerVersionDrift = defineRule({
  id: "layer-version-drift",
  title: "Functions use different versions of the same layer",
  topic: "management",
  severity: "low",
  why: "A layer holds what functions share. Functions that stay on an older version run older code, without the corrections that the others have, and nobody sees it in their own code.",
  remedy: {
    sam: "Name the layer once, in `Globals.Function.Layers` or as a parameter.",
    serverless: "Name the layer once, in `provider.layers` or under `custom`.",
    cdk: "Create the layer once with `LayerVersion.fromLayerVersionArn` and share the constant.",
    cloudformation: "Name the layer once, as a parameter or mapping.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html"],
  aliases: [],
  covers: ["B14"],
  examples: [
    {
      framework: "sam",
      bad: layered(7, 9),
      good: layered(9, 9),
    },
  ],
  *check({ graph }) {
    const layers = new Map<string, Use[]>();
    for (const fn of authoredFunctions(graph)) {
      for (const { view } of readItems(fn.properties, "Layers")) {
        for (const { value, origin } of known(readText(view))) {
          const [, layer, version] = /^(.*:layer:.+?):(\d+)$/.exec(textKey(value)) ?? [];
          if (layer === undefined) continue;
          layers.set(layer, [...(layers.get(layer) ?? []), { fn, version: Number(version), origin }]);
        }
      }
    }
    for (const [layer, uses] of layers) yield* judge(layer.replace(/^.*:layer:/, ""), uses);
  },
});

interface Use {
  readonly fn: Resource;
  readonly version: number;
  readonly origin: Origin;
}

function* judge(layer: string, uses: readonly Use[]): Iterable<Finding> {
  const newest = uses.reduce((a, b) => (b.version > a.version ? b : a));
  for (const { fn, version, origin } of uses) {
    const evidence = [
      { origin, says: `version ${version}` },
      { origin: newest.origin, says: `${nameOf(newest.fn)}: version ${newest.version}` },
      at(fn, `function ${nameOf(fn)}`),
    ] as const;
    const said = { key: layer, evidence };
    if (version < newest.version)
      yield fail(fn, {
        ...said,
        message: `${nameOf(fn)} uses version ${version} of the layer ${layer}, ${nameOf(newest.fn)} version ${newest.version}.`,
      });
    else
      yield pass(fn, {
        ...said,
        message: `${nameOf(fn)} uses version ${version} of the layer ${layer}, the newest in use.`,
      });
  }
}

function layered(one: number, other: number): string {
  const layer = (version: number) => `arn:aws:lambda:eu-west-1:111122223333:layer:shared:${version}`;
  const fn = (name: string, version: number) => `  ${name}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: ${name.toLowerCase()}.handler
      CodeUri: src/
      Layers: ["${layer(version)}"]
`;
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${fn("Read", one)}${fn("Write", other)}`;
}
