import { at, itemsAt, toJson, type Node } from "../../parse/node.js";
import { draft, generatedFrom } from "../draft.js";
import { codeLocation, propertiesOrigin } from "./code.js";
import { becomes, withAttributes, type Expansion } from "./expansion.js";
import { hashedId } from "./logical-id.js";
import type { Generated, SamResource } from "./model.js";
import { checkProperties, resourceProperties } from "./properties.js";
import { given, isIntrinsic, literal } from "./value.js";

/** A layer version, which gets a new logical id with every change so that the old one can be kept. */
export function expandLayerVersion(layer: SamResource, sam: Expansion): Generated[] {
  const { id, node, properties } = layer;
  const owner = { id, prefix: "", origin: propertiesOrigin(layer) };
  checkProperties(properties, resourceProperties["AWS::Serverless::LayerVersion"] ?? {}, owner, sam);
  const resolved = (name: string) => {
    const value = at(properties, name);
    return given(value) && value ? sam.values.parameters(value) : value;
  };
  const content = at(properties, "ContentUri");
  const architectures = at(properties, "CompatibleArchitectures");
  if (!isIntrinsic(architectures))
    for (const one of itemsAt(architectures))
      if (!isIntrinsic(one) && !["x86_64", "arm64"].includes(literal(one) ?? ""))
        sam.reject(id, one, "'CompatibleArchitectures' has to hold x86_64 or arm64");
  const made = becomes(
    layer,
    "AWS::Lambda::LayerVersion",
    {
      LayerName: given(resolved("LayerName")) ?? draft(id, generatedFrom(node.origin, "SAM LayerVersion")),
      Description: resolved("Description"),
      Content: content && codeLocation(content, "ContentUri", layer, sam),
      CompatibleArchitectures: architectures,
      CompatibleRuntimes: at(properties, "CompatibleRuntimes"),
      LicenseInfo: resolved("LicenseInfo"),
    },
    hashedId(id, toJson(properties)),
  );
  return [
    withAttributes(made, {
      DeletionPolicy: deletionPolicy(layer, resolved("RetentionPolicy"), sam),
      UpdatePolicy: undefined,
    }),
  ];
}

/** Layers are kept unless the author says otherwise. */
function deletionPolicy(layer: SamResource, retention: Node | undefined, sam: Expansion): Node {
  const kept = draft("Retain", { ...generatedFrom(layer.node.origin, "SAM default"), why: "default" });
  const written = at(layer.node, "DeletionPolicy");
  if (!retention) return written ?? kept;
  const policy = ["Retain", "Delete"].find((option) => option.toLowerCase() === literal(retention)?.toLowerCase());
  if (policy === undefined)
    sam.reject(layer.id, retention, "'RetentionPolicy' has to be Retain or Delete, not an intrinsic function");
  return policy === undefined
    ? (written ?? kept)
    : draft(policy, generatedFrom(retention.origin, "SAM RetentionPolicy"));
}
