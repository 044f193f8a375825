import { at, type Origin } from "../parse/node.js";
import { ALWAYS, both, type Scenario } from "../evaluate/scenario.js";
import { known, readText } from "../evaluate/read.js";
import { resourceId, type Stack, type View, type World } from "../evaluate/model.js";
import { GraphBuilder } from "./graph.js";
import { linkAccess } from "./iam/link.js";
import type { ManagedPolicies } from "./iam/managed.js";
import { collectPolicies, statementsByResource, type Statements } from "./iam/policy.js";
import { aliasLinker } from "./link/alias.js";
import { alarmLinker, compositeAlarmLinker } from "./link/alarm.js";
import { apiStageLinker, authorizerLinker, methodLinker, restApiLinker, routeLinker } from "./link/api.js";
import { bucketLinker, bucketNotificationsLinker } from "./link/bucket.js";
import { cdkCustomResourceLinkers } from "./link/cdk.js";
import { linkDeploymentHooks, linkServiceToken } from "./link/custom-resource.js";
import { eventInvokeConfigLinker } from "./link/event-invoke-config.js";
import { eventSourceMappingLinker } from "./link/event-source-mapping.js";
import { functionLinker } from "./link/function.js";
import type { LinkContext, Linker } from "./link/linker.js";
import { logGroupLinker } from "./link/log-group.js";
import { networkedLinker, networkLinker } from "./link/network.js";
import { otherTriggerLinkers } from "./link/other-triggers.js";
import { linkPermission } from "./link/permission.js";
import { pipeLinker } from "./link/pipe.js";
import { queueLinker } from "./link/queue.js";
import { ruleLinker, schedulerLinker } from "./link/schedule.js";
import { scalableTargetLinker } from "./link/scalable-target.js";
import { stateMachineLinker } from "./link/state-machine.js";
import { subscriptionLinker, topicLinker } from "./link/topic.js";
import { Locator } from "./locate.js";
import type { Policy, Resource, ResourceGraph } from "./model.js";
import { resourceType } from "./resource-type.js";

const linkers: readonly Linker[] = [
  functionLinker,
  eventInvokeConfigLinker,
  eventSourceMappingLinker,
  queueLinker,
  topicLinker,
  subscriptionLinker,
  bucketLinker,
  bucketNotificationsLinker,
  ruleLinker,
  schedulerLinker,
  pipeLinker,
  restApiLinker,
  methodLinker,
  routeLinker,
  authorizerLinker,
  apiStageLinker,
  stateMachineLinker,
  logGroupLinker,
  networkLinker,
  networkedLinker,
  alarmLinker,
  compositeAlarmLinker,
  scalableTargetLinker,
  ...otherTriggerLinkers,
  ...cdkCustomResourceLinkers,
];

/** The graph, its IAM policies, and their statements by the roles that hold them and the resources that they protect. */
export interface BuiltGraph {
  readonly graph: ResourceGraph;
  readonly policies: readonly Policy[];
  readonly statements: Statements;
}

/** Builds the graph of all stacks: resources first, then what connects them, then what IAM allows between them. */
export function buildGraph(world: World, managed: ManagedPolicies): BuiltGraph {
  const graph = new GraphBuilder(world);
  const locator = new Locator(graph);
  const context: LinkContext = { graph, locator };
  for (const stack of world.stacks) addResources(stack, graph, locator);
  const declared = graph.resources;
  for (const resource of declared) if (aliasLinker.types.includes(resource.type)) aliasLinker.link(resource, context);
  for (const linker of linkers)
    for (const type of linker.types) for (const resource of graph.ofType(type)) linker.link(resource, context);
  for (const resource of declared) {
    linkServiceToken(resource, context);
    linkDeploymentHooks(resource, context);
  }
  for (const permission of graph.ofType("AWS::Lambda::Permission")) linkPermission(permission, context);
  const policies = collectPolicies(context, managed);
  const held = statementsByResource(policies, "identity");
  linkAccess(context, held);
  return { graph, policies, statements: new Map([...held, ...statementsByResource(policies, "resource")]) };
}

function addResources(stack: Stack, graph: GraphBuilder, locator: Locator): void {
  const inherited = stack.parent ? existence(stack.parent.stack, stack.parent.logicalId) : ALWAYS;
  for (const [logicalId, node] of stack.resources) {
    const declaredType = node.entries.get("Type");
    const type = declaredType?.kind === "scalar" ? String(declaredType.value) : "";
    const when = both(inherited, condition(stack, logicalId));
    if (!when || !stack.world.satisfiable(when)) continue;
    const facts = resourceType(type);
    const construct = stack.template.constructs?.get(logicalId);
    const body = node.entries.get("Properties");
    const properties: View = body
      ? { node: body, stack }
      : { cases: [{ when: ALWAYS, shape: { kind: "absent", origin: node.origin } }] };
    const name = facts.name === undefined ? undefined : known(readText(properties, facts.name))[0]?.value;
    const resource: Resource = {
      id: resourceId(stack, logicalId),
      kind: facts.kind,
      type,
      logicalId,
      stack,
      // To point at a resource is to point at its logical id.
      origin: { ...node.origin, span: node.origin.key ?? node.origin.span },
      when,
      name,
      properties,
      constructPath: construct?.path.replace(/\/(Resource|Default)$/, ""),
      owner: construct?.owner?.name ?? ownerOf(node.origin),
    };
    graph.add(resource);
    locator.register(resource);
  }
}

/** What the Serverless Framework makes for its own purposes, not for the workload's: its functions and where it uploads. */
const FOR_ITSELF = ["Serverless Framework custom resource", "Serverless Framework deployment bucket"];

function ownerOf({ why, by }: Origin): string | undefined {
  return why === "generated" && by !== undefined && FOR_ITSELF.includes(by) ? by : undefined;
}

/** When the resource of a nested stack exists, and so all that is in it. */
function existence(stack: Stack, logicalId: string): Scenario {
  const outer = stack.parent ? existence(stack.parent.stack, stack.parent.logicalId) : ALWAYS;
  return both(outer, condition(stack, logicalId)) ?? outer;
}

function condition(stack: Stack, logicalId: string): Scenario {
  const named = at(stack.resources.get(logicalId), "Condition");
  if (named?.kind !== "scalar" || typeof named.value !== "string") return ALWAYS;
  const declared = at(stack.template.root, "Conditions", named.value);
  if (!declared || stack.world.truth(named.value, stack) === true) return ALWAYS;
  const span = declared.origin.key ?? declared.origin.span;
  return [{ kind: "condition", stack: stack.id, name: named.value, holds: true, span }];
}
