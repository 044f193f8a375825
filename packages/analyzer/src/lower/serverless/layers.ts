import { at, type Node } from "../../parse/node.js";
import { deploymentBucket } from "./deployment-bucket.js";
import { sha1 } from "./digest.js";
import { ids, normalized } from "./names.js";
import type { Service } from "./service.js";
import type { Stack } from "./stack.js";
import { identifying, isTruthy, listOf } from "./text.js";

/** Adds the service's own layers. https://www.serverless.com/framework/docs/providers/aws/guide/layers */
export function addLayers(service: Service, stack: Stack): void {
  const layers = at(service.root, "layers");
  for (const [key, layer] of layers?.kind === "mapping" ? layers.entries : []) {
    if (layer.kind !== "mapping") continue;
    const isRetained = isTruthy(at(layer, "retain"));
    // The framework's digest covers the content, which is not known here.
    const suffix = isRetained ? sha1(key) : "";
    const id = ids.layer(key) + suffix;
    const { origin } = layer;
    const retention = isRetained ? { DeletionPolicy: "Retain" } : {};
    const object = `serverless/${identifying(service.name)}/${identifying(service.stage)}/${key}.zip`;
    const name = at(layer, "name");
    stack.add(
      id,
      "AWS::Lambda::LayerVersion",
      origin,
      {
        Content: { S3Bucket: deploymentBucket(service), S3Key: object },
        LayerName: isTruthy(name) ? name : key,
        Description: set(at(layer, "description")),
        LicenseInfo: set(at(layer, "licenseInfo")),
        CompatibleRuntimes: set(at(layer, "compatibleRuntimes")),
        CompatibleArchitectures: set(at(layer, "compatibleArchitectures")),
      },
      retention,
    );
    for (const account of listOf(at(layer, "allowedAccounts"))) {
      const permission = `${normalized(key)}${identifying(account).replace("*", "Wild")}LambdaLayerPermission${suffix}`;
      const properties = { Action: "lambda:GetLayerVersion", LayerVersionArn: { Ref: id }, Principal: account };
      stack.add(permission, "AWS::Lambda::LayerVersionPermission", account.origin, properties, retention);
    }
    stack.output(`${ids.layer(key)}QualifiedArn`, origin, "Current Lambda layer version", { Ref: id });
    stack.output(`${ids.layer(key)}S3Key`, origin, "Current Lambda layer S3Key", object);
  }
}

function set(node: Node | undefined): Node | undefined {
  return isTruthy(node) ? node : undefined;
}
