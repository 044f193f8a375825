import { at, itemsAt, mappingAt, type Node } from "../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../draft.js";
import { generate, type Expansion } from "./expansion.js";
import { anyOf, getAtt, ref, sub } from "./intrinsics.js";
import type { CodeDeployment, Drafts, Generated, SamResource } from "./model.js";
import { managedPolicyArn } from "./partition.js";
import { trustPolicy } from "./role.js";
import { tagList } from "./tags.js";
import { given, ifOf, isIf, isIntrinsic, isNoValue, isTrue, literal, present } from "./value.js";

const BY = "SAM DeploymentPreference";
const APPLICATION = "ServerlessDeploymentApplication";
const SERVICE_ROLE = "CodeDeployServiceRole";
const CONDITION = "ServerlessCodeDeployCondition";

/** Deployment configurations that CodeDeploy has for Lambda. */
const PREDEFINED = [
  "Canary10Percent5Minutes",
  "Canary10Percent10Minutes",
  "Canary10Percent15Minutes",
  "Canary10Percent30Minutes",
  "Linear10PercentEvery1Minute",
  "Linear10PercentEvery2Minutes",
  "Linear10PercentEvery3Minutes",
  "Linear10PercentEvery10Minutes",
  "AllAtOnce",
];

/** Notes that a function is deployed gradually and gives the update policy of its alias. */
export function deployGradually(fn: SamResource, sam: Expansion): Draft {
  const preference = given(fn.properties, "DeploymentPreference");
  if (!preference) return undefined;
  const resolved = (name: string) => {
    const value = present(preference, name);
    return value && sam.values.mappings(sam.values.parameters(value));
  };
  const passThrough = booleanOf(resolved("PassthroughCondition"), fn, sam);
  const enabled = resolved("Enabled");
  if (enabled && (["false", "False"].includes(literal(enabled) ?? "") || !given(enabled))) return undefined;
  const type = resolved("Type");
  if (!type) sam.reject(fn.id, preference, "'DeploymentPreference' needs a 'Type'");
  if (!given(fn.properties, "AutoPublishAlias")) {
    sam.rejectProperty(fn.id, preference, "'DeploymentPreference' needs 'AutoPublishAlias'");
    return undefined;
  }
  const hooks = present(preference, "Hooks");
  if (hooks && hooks.kind !== "mapping") sam.reject(fn.id, hooks, "'DeploymentPreference.Hooks' has to be a map");
  sam.deployments.push({ fn, preference, type, condition: passThrough ? at(fn.node, "Condition") : undefined });
  const update: Drafts = {
    ApplicationName: ref(APPLICATION),
    DeploymentGroupName: ref(groupId(fn)),
    BeforeAllowTrafficHook: present(hooks, "PreTraffic"),
    AfterAllowTrafficHook: present(hooks, "PostTraffic"),
  };
  return draft({ CodeDeployLambdaAliasUpdate: update }, generatedFrom(preference.origin, BY));
}

function groupId(fn: SamResource): string {
  return `${fn.id}DeploymentGroup`;
}

function booleanOf(value: Node | undefined, fn: SamResource, sam: Expansion): boolean {
  if (!value || isTrue(value) || ["true", "True"].includes(literal(value) ?? "")) return value !== undefined;
  const isFalse =
    (value.kind === "scalar" && value.value === false) || ["false", "False"].includes(literal(value) ?? "");
  if (!isFalse)
    sam.reject(fn.id, value, "'PassthroughCondition' has to be true or false, or refer to a parameter or mapping");
  return false;
}

/** What CodeDeploy needs: one application, a role unless every function brings one, a group per function. */
export function codeDeploy(sam: Expansion): Generated[] {
  const [first] = sam.deployments;
  if (!first) return [];
  const origin = generatedFrom(first.preference.origin, BY);
  const attributes = { Condition: sharedCondition(sam) };
  const tags = new Map(
    sam.deployments.flatMap(({ fn }) =>
      propagatesTags(fn) ? [...(mappingAt(fn.properties, "Tags")?.entries ?? [])] : [],
    ),
  );
  const shared = { Tags: tags.size > 0 ? tagList({ kind: "mapping", entries: tags, origin }) : undefined };
  const made = [
    generate(APPLICATION, "AWS::CodeDeploy::Application", { ComputePlatform: "Lambda", ...shared }, origin, attributes),
  ];
  if (sam.deployments.some(({ preference }) => !given(preference, "Role"))) {
    const policy = ["aws-iso", "aws-iso-b"].includes(sam.partition)
      ? "AWSCodeDeployRoleForLambdaLimited"
      : "AWSCodeDeployRoleForLambda";
    const properties = {
      AssumeRolePolicyDocument: trustPolicy("codedeploy.amazonaws.com"),
      ManagedPolicyArns: [managedPolicyArn(sam.partition, `service-role/${policy}`)],
      ...shared,
    };
    made.push(generate(SERVICE_ROLE, "AWS::IAM::Role", properties, origin, attributes));
  }
  return [...made, ...sam.deployments.map((deployment) => deploymentGroup(deployment, sam))];
}

/** The shared resources have a condition only when every function's deployment has one. */
function sharedCondition(sam: Expansion): Draft {
  const names = new Set<string>();
  for (const { condition } of sam.deployments) {
    if (!condition) return undefined;
    names.add(literal(condition) ?? "");
  }
  const [only, ...others] = names;
  const [first] = sam.deployments;
  if (others.length === 0 || !first) return only;
  for (const [name, value] of anyOf([...names], CONDITION))
    sam.addCondition(name, value, generatedFrom(first.preference.origin, BY));
  return CONDITION;
}

function propagatesTags(fn: SamResource): boolean {
  return given(fn.properties, "PropagateTags") !== undefined;
}

function deploymentGroup({ fn, preference, type, condition }: CodeDeployment, sam: Expansion): Generated {
  const origin = generatedFrom(preference.origin, BY);
  const tags = propagatesTags(fn) ? tagList(given(fn.properties, "Tags")) : [];
  const properties: Drafts = {
    AlarmConfiguration: alarmConfiguration(given(preference, "Alarms"), fn, sam),
    ApplicationName: ref(APPLICATION),
    AutoRollbackConfiguration: {
      Enabled: true,
      Events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
    },
    DeploymentConfigName: type && configurationName(type),
    DeploymentStyle: { DeploymentType: "BLUE_GREEN", DeploymentOption: "WITH_TRAFFIC_CONTROL" },
    ServiceRoleArn: given(preference, "Role") ?? getAtt(SERVICE_ROLE, "Arn"),
    TriggerConfigurations: given(preference, "TriggerConfigurations"),
    Tags: tags.length > 0 ? tags : undefined,
  };
  return generate(groupId(fn), "AWS::CodeDeploy::DeploymentGroup", properties, origin, { Condition: condition });
}

function alarmConfiguration(alarms: Node | undefined, fn: SamResource, sam: Expansion): Draft {
  if (!alarms || isNoValue(alarms)) return undefined;
  if (!isIf(alarms)) return alarmList(alarms, fn, sam);
  const branches = ifOf(alarms);
  if (!branches) {
    sam.reject(fn.id, alarms, "Fn::If takes three arguments");
    return undefined;
  }
  const { condition, then, otherwise } = branches;
  return { "Fn::If": [condition, alarmList(then, fn, sam), alarmList(otherwise, fn, sam)] };
}

function alarmList(alarms: Node, fn: SamResource, sam: Expansion): Draft {
  if (alarms.kind !== "sequence") sam.reject(fn.id, alarms, "'DeploymentPreference.Alarms' has to be a list");
  const names = itemsAt(alarms);
  if (names.length === 0 || isNoValue(names[0])) return {};
  return { Enabled: true, Alarms: names.map((name) => ({ Name: name })) };
}

/** The full name of a predefined configuration, also inside an intrinsic function; others are the author's own. */
function configurationName(type: Node, within?: string): Draft {
  const name = literal(type);
  if (name !== undefined && PREDEFINED.includes(name)) {
    const named = sub("CodeDeployDefault.Lambda${ConfigName}", { ConfigName: type });
    return within === "Fn::Sub" ? named["Fn::Sub"] : named;
  }
  if (type.kind === "sequence") return type.items.map((item) => configurationName(item));
  if (type.kind !== "mapping" || !isIntrinsic(type)) return type;
  return Object.fromEntries([...type.entries].map(([key, value]) => [key, configurationName(value, key)]));
}
