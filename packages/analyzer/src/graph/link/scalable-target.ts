import { known, readString, readText } from "../../evaluate/read.js";
import { resourceId } from "../../evaluate/model.js";
import { literalText, showText } from "../../evaluate/text.js";
import type { Resource } from "../model.js";
import { referencesIn } from "../dependency.js";
import type { LinkContext, Linker } from "./linker.js";

/**
 * Application Auto Scaling changes the capacity of a table, or of the provisioned concurrency of an alias:
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export const scalableTargetLinker: Linker = {
  types: ["AWS::ApplicationAutoScaling::ScalableTarget"],
  link(target, context) {
    const { properties } = target;
    const dimension = known(readString(properties, "ScalableDimension"))[0]?.value;
    for (const to of scaled(target, context)) {
      const text = known(readText(properties, "ResourceId"))[0];
      const index = text && /\/index\/(.+)$/.exec(showText(text.value))?.[1];
      context.graph.connect("scales", target, to, { dimension, index, origin: text?.origin ?? target.origin });
    }
  },
};

/** What the id names: by reference, also inside functions that are not evaluated, else by its name. */
function scaled(target: Resource, { graph, locator }: LinkContext): readonly Resource[] {
  const { stack, properties } = target;
  const node =
    "node" in properties && properties.node.kind === "mapping" ? properties.node.entries.get("ResourceId") : undefined;
  const wanted = ["table", "alias", "version", "function"];
  const referenced = stack ? referencesIn(node, stack) : [];
  const byReference = referenced.flatMap(({ logicalId }) => {
    const resource = stack && graph.resource(resourceId(stack, logicalId));
    return resource && wanted.includes(resource.kind) ? [resource] : [];
  });
  if (byReference.length > 0) return [...new Set(byReference)];
  return known(readText(properties, "ResourceId")).flatMap(({ value }) => {
    const [, kind, name] = /^(table|function)[/:]([^/:]+)/.exec(literalText(value) ?? "") ?? [];
    const found =
      name === undefined ? undefined : locator.declared([name], kind === "table" ? ["table"] : ["function"]);
    return found ? [found.resource] : [];
  });
}
