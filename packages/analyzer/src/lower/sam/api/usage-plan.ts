import { at, type MappingNode } from "../../../parse/node.js";
import { generatedFrom } from "../../draft.js";
import { generate, handedDown, type Expansion } from "../expansion.js";
import { condition, ref } from "../intrinsics.js";
import type { Drafts, Generated, SamResource } from "../model.js";
import { given, literal, present } from "../value.js";
import type { RestApi } from "./rest-schemes.js";

const PROPERTIES = ["CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"];
const SHARED_CONDITION = "SharedUsagePlanCondition";

/** The usage plan of an API with its key: one of its own, or the one that all APIs share. */
export function usagePlan(api: RestApi, stageId: string): Generated[] {
  const { resource, auth, sam } = api;
  const plan = auth && present(auth, "UsagePlan");
  if (!plan) return [];
  if (plan.kind !== "mapping") {
    sam.reject(resource.id, plan, "'Auth.UsagePlan' has to be a map");
    return [];
  }
  for (const [name, value] of plan.entries)
    if (!PROPERTIES.includes(name))
      sam.rejectProperty(resource.id, value, `'Auth.UsagePlan' has no property '${name}'`);
  const create = at(plan, "CreateUsagePlan");
  const kind = literal(create);
  if (kind === "PER_API") return ownPlan(resource, plan, stageId);
  if (kind === "SHARED") return sharedPlan(resource, plan, stageId, sam);
  if (kind !== "NONE") sam.reject(resource.id, create ?? plan, "'CreateUsagePlan' has to be SHARED, PER_API or NONE");
  return [];
}

interface PlanParts {
  /** What ids begin with: that of the API, or `Serverless`. */
  readonly prefix: string;
  readonly apis: readonly { readonly id: string; readonly stageId: string }[];
  readonly plan: MappingNode;
  readonly attributes: Drafts;
}

function ownPlan(resource: SamResource, plan: MappingNode, stageId: string): Generated[] {
  const { id, node } = resource;
  return planResources({ prefix: id, apis: [{ id, stageId }], plan, attributes: handedDown(node) });
}

/** Made anew for every API that takes part; the last one holds what all of them said. */
function sharedPlan(resource: SamResource, plan: MappingNode, stageId: string, sam: Expansion): Generated[] {
  const shared = sam.sharedUsagePlan;
  shared.apis.push({ id: resource.id, stageId });
  shared.attributes.push(handedDown(resource.node));
  const strongest = (name: string, order: readonly string[]) =>
    order.find((wanted) => shared.attributes.some((attributes) => literal(attributes[name]) === wanted));
  const attributes: Drafts = {
    Condition: sharedCondition(plan, sam),
    DeletionPolicy: strongest("DeletionPolicy", ["Retain", "Delete"]),
    UpdateReplacePolicy: strongest("UpdateReplacePolicy", ["Retain", "Snapshot", "Delete"]),
  };
  return planResources({ prefix: "Serverless", apis: shared.apis, plan, attributes });
}

/** The plan exists when one of its APIs does. */
function sharedCondition(plan: MappingNode, sam: Expansion): string | undefined {
  const names = new Set<string>();
  sam.conditions.delete(SHARED_CONDITION);
  for (const attributes of sam.sharedUsagePlan.attributes) {
    const name = literal(attributes["Condition"]);
    if (name === undefined) return undefined;
    names.add(name);
  }
  const parts = [...names].map(condition);
  const value = parts.length === 1 ? parts[0] : { "Fn::Or": parts };
  sam.addCondition(SHARED_CONDITION, value, generatedFrom(plan.origin, "SAM UsagePlan"));
  return SHARED_CONDITION;
}

function planResources({ prefix, apis, plan, attributes }: PlanParts): Generated[] {
  const origin = generatedFrom(plan.origin, "SAM UsagePlan");
  const [planId, keyId] = [`${prefix}UsagePlan`, `${prefix}ApiKey`];
  const names = ["UsagePlanName", "Description", "Quota", "Tags", "Throttle"];
  const settings: Drafts = Object.fromEntries(names.map((name) => [name, given(plan, name)]));
  const stages = apis.map(({ id, stageId }) => ({ ApiId: ref(id), Stage: ref(stageId) }));
  const keys = apis.map(({ id, stageId }) => ({ RestApiId: ref(id), StageName: ref(stageId) }));
  const made = (id: string, type: string, properties: Drafts, dependsOn: readonly string[]) =>
    generate(id, type, properties, origin, { DependsOn: dependsOn, ...attributes });
  return [
    made(
      planId,
      "AWS::ApiGateway::UsagePlan",
      { ApiStages: stages, ...settings },
      apis.map(({ id }) => id),
    ),
    made(keyId, "AWS::ApiGateway::ApiKey", { Enabled: true, StageKeys: keys }, [planId]),
    made(
      `${prefix}UsagePlanKey`,
      "AWS::ApiGateway::UsagePlanKey",
      { KeyId: ref(keyId), KeyType: "API_KEY", UsagePlanId: ref(planId) },
      [keyId],
    ),
  ];
}
