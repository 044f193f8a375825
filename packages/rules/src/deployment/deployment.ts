import {
  at as nodeAt,
  firstUnknown,
  known,
  literalText,
  namedResources,
  nameOf,
  readItems,
  readText,
  type MappingNode,
  type Resource,
  type ResourceGraph,
  type View,
} from "@assay/analyzer";
import type { Evidence } from "../rule.js";

/** How CodeDeploy moves an alias to a new version. */
export interface Deployment {
  readonly alias: Resource;
  /** The alias's update policy `CodeDeployLambdaAliasUpdate`. */
  readonly policy: View;
  /** The deployment group, if it is declared in the scanned inputs. */
  readonly group: Resource | undefined;
}

/** The gradual deployment of an alias, if it has one. */
export function deploymentOf(alias: Resource, graph: ResourceGraph): Deployment | undefined {
  const { stack } = alias;
  const body: MappingNode | undefined = stack?.resources.get(alias.logicalId);
  const policy = nodeAt(body, "UpdatePolicy", "CodeDeployLambdaAliasUpdate");
  if (!policy || !stack) return undefined;
  const view: View = { node: policy, stack };
  const [group] = known(readText(view, "DeploymentGroupName")).flatMap(({ value }) => namedResources(value, graph));
  return { alias, policy: view, group };
}

/** The deployment configuration by name, or why it is not known. */
export function shiftOf({ alias, group }: Deployment): {
  readonly name: string | undefined;
  readonly because: string;
  readonly evidence: readonly Evidence[];
} {
  if (!group)
    return { name: undefined, because: `the deployment group of ${nameOf(alias)} is not declared here`, evidence: [] };
  const [configured] = readText(group.properties, "DeploymentConfigName");
  if (configured?.state !== "known") return { name: "AllAtOnce", because: "", evidence: [] };
  const name = literalText(configured.value)?.replace(/^CodeDeployDefault\.(Lambda)?/, "");
  const because = firstUnknown(configured.value)?.because ?? "its deployment configuration is known at deployment only";
  return { name, because, evidence: [{ origin: configured.origin, says: name ?? "deployment configuration" }] };
}

/** What keeps a deployment from going through: alarms that roll it back and functions that test it. */
export function guardsOf({ policy, group }: Deployment): {
  readonly alarms: number;
  readonly hooks: readonly string[];
} {
  const alarms = group ? readItems(group.properties, "AlarmConfiguration", "Alarms").length : 0;
  const hooks = ["BeforeAllowTrafficHook", "AfterAllowTrafficHook"].filter((hook) =>
    readText(policy, hook).some(({ state }) => state !== "absent"),
  );
  return { alarms, hooks };
}
