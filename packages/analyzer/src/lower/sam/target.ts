import type { MappingNode } from "../../parse/node.js";
import { handedDown } from "./expansion.js";
import { getAtt, ref } from "./intrinsics.js";
import type { SamResource, Target } from "./model.js";
import { literal } from "./value.js";

export function functionTarget(owner: SamResource): Target {
  return { ...common(owner), id: owner.id, arn: getAtt(owner.id, "Arn"), name: ref(owner.id) };
}

/** State machines, and aliases of both kinds: `Ref` gives their ARN. */
export function referenceTarget(owner: SamResource, id: string): Target {
  return { ...common(owner), id, arn: ref(id), name: ref(id) };
}

function common(owner: SamResource): Pick<Target, "owner" | "attributes" | "condition"> {
  return { owner, attributes: handedDown(owner.node), condition: conditionOf(owner.node) };
}

/** The condition under which a resource exists. */
export function conditionOf(node: MappingNode): string | undefined {
  return literal(node.entries.get("Condition"));
}
