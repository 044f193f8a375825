import { at, mappingAt, type MappingNode, type Node, type Origin } from "../../parse/node.js";
import { draft, generatedFrom, withEntries } from "../draft.js";
import { definitionLocation, propertiesOrigin } from "./code.js";
import { localDefinition } from "./definition.js";
import { expandStateMachineEvents } from "./events/events.js";
import { becomes, generate, handedDown, type Expansion } from "./expansion.js";
import { getAtt, ref } from "./intrinsics.js";
import type { Drafts, Generated, SamResource } from "./model.js";
import { managedPolicyArn, xrayPolicy } from "./partition.js";
import { policyEntries, readPolicies } from "./policies.js";
import { checkProperties, resourceProperties } from "./properties.js";
import { role } from "./role.js";
import { propagateTags, tagList } from "./tags.js";
import { referenceTarget } from "./target.js";
import { given, isIntrinsic, isTrue, literal } from "./value.js";

const TAG = { "stateMachine:createdBy": "SAM" };

/**
 * A Step Functions state machine with its role, version and alias, and events.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html
 */
export function expandStateMachine(machine: SamResource, sam: Expansion): Generated[] {
  const { id, node, properties } = machine;
  const owner = { id, prefix: "", origin: propertiesOrigin(machine) };
  checkProperties(properties, resourceProperties["AWS::Serverless::StateMachine"] ?? {}, owner, sam);
  const [own, policies] = [given(properties, "Role"), given(properties, "Policies")];
  if (own && policies) sam.rejectProperty(id, policies, "'Role' and 'Policies' cannot be given together");
  const made = own ? [] : [executionRole(machine, sam)];
  const published = publish(machine, sam);
  const alias = given(properties, "UseAliasAsEventTarget") ? published.find(isAlias) : undefined;
  const events = expandStateMachineEvents(machine, referenceTarget(machine, alias?.id ?? id), sam);
  const tags = mappingAt(properties, "Tags");
  const resources = [
    becomes(machine, "AWS::StepFunctions::StateMachine", {
      ...definition(machine, sam),
      RoleArn: own ?? draft(getAtt(`${id}Role`, "Arn"), generatedFrom(node.origin, "SAM implicit role")),
      StateMachineName: at(properties, "Name"),
      StateMachineType: at(properties, "Type"),
      LoggingConfiguration: at(properties, "Logging"),
      TracingConfiguration: at(properties, "Tracing"),
      Tags: draft(tagList(tags, TAG), tags?.origin ?? generatedFrom(node.origin, "SAM")),
    }),
    ...made,
    ...published,
    ...events.resources,
  ];
  return given(properties, "PropagateTags") ? propagateTags(resources, tags) : resources;
}

function executionRole(machine: SamResource, sam: Expansion): Generated {
  const { id, node, properties } = machine;
  const own = readPolicies(policyEntries(given(properties, "Policies")), machine, `${id}Role`, sam);
  const tracing = at(properties, "Tracing", "Enabled");
  const xray = managedPolicyArn(sam.partition, xrayPolicy(sam.partition));
  const traced =
    tracing && isTrue(tracing) ? [{ managed: [draft(xray, generatedFrom(tracing.origin, "SAM Tracing"))] }] : [];
  return role(
    {
      id: `${id}Role`,
      trust: "states.amazonaws.com",
      policies: [own, ...traced],
      path: at(properties, "RolePath"),
      permissionsBoundary: at(properties, "PermissionsBoundary"),
      tags: tagList(at(properties, "Tags"), TAG),
    },
    generatedFrom(node.origin, "SAM implicit role"),
    handedDown(node),
  );
}

/** The definition itself, or where it is; a local file is opened and read. */
function definition(machine: SamResource, sam: Expansion): Drafts {
  const { id, properties } = machine;
  const [inline, uri] = [given(properties, "Definition"), given(properties, "DefinitionUri")];
  const substitutions = given(properties, "DefinitionSubstitutions");
  if (inline && uri) sam.rejectProperty(id, uri, "'Definition' and 'DefinitionUri' cannot be given together");
  if (inline) return inlineDefinition(inline, substitutions);
  if (!uri) {
    sam.reject(id, propertiesOrigin(machine), "'Definition' or 'DefinitionUri' is required");
    return { DefinitionSubstitutions: substitutions };
  }
  const local = literal(uri)?.startsWith("s3://") ? undefined : localDefinition(uri, machine, sam);
  return {
    ...(local ? { Definition: local } : { DefinitionS3Location: definitionLocation(uri, machine, sam) }),
    DefinitionSubstitutions: substitutions,
  };
}

/** An inline definition becomes text; what CloudFormation has to fill in becomes substitutions. */
function inlineDefinition(inline: Node, substitutions: Node | undefined): Drafts {
  const found = new Map<string, Node>();
  const lines = printed(replaceDynamic(inline, found)).map(({ text, origin }) => draft(text, origin));
  const origin = generatedFrom(inline.origin, "SAM Definition");
  const all = { ...Object.fromEntries(mappingAt(substitutions)?.entries ?? []), ...Object.fromEntries(found) };
  return {
    DefinitionString: draft({ "Fn::Join": ["\n", lines] }, origin),
    DefinitionSubstitutions: found.size > 0 ? draft(all, substitutions?.origin ?? origin) : substitutions,
  };
}

function replaceDynamic(node: Node, found: Map<string, Node>): Node {
  if (isIntrinsic(node) || /^\{\{resolve:[a-z-]+:.+\}\}$/.test(literal(node) ?? "")) {
    const name = `definition_substitution_${found.size + 1}`;
    found.set(name, node);
    return { kind: "scalar", value: `\${${name}}`, origin: node.origin };
  }
  if (node.kind === "sequence") return { ...node, items: node.items.map((item) => replaceDynamic(item, found)) };
  if (node.kind === "scalar") return node;
  const keys = [...node.entries.keys()].sort();
  const entries = keys.flatMap((key) => {
    const value = node.entries.get(key);
    return value ? [[key, replaceDynamic(value, found)] as const] : [];
  });
  return { ...node, entries: new Map(entries) };
}

interface Line {
  readonly text: string;
  readonly origin: Origin;
}

/** A value as indented JSON; every line knows where what it shows was written. */
function printed(node: Node, indent = "", key = "", end = ""): Line[] {
  const line = (text: string): Line => ({ text: indent + text, origin: node.origin });
  const [open, close] = node.kind === "sequence" ? ["[", "]"] : ["{", "}"];
  const items =
    node.kind === "sequence"
      ? node.items.map((item) => ["", item] as const)
      : node.kind === "mapping"
        ? [...node.entries].map(([name, item]) => [`${JSON.stringify(name)}: `, item] as const)
        : [];
  if (node.kind === "scalar") return [line(key + JSON.stringify(node.value) + end)];
  if (items.length === 0) return [line(key + open + close + end)];
  const inner = items.flatMap(([name, item], i) =>
    printed(item, `${indent}    `, name, i < items.length - 1 ? "," : ""),
  );
  return [line(key + open), ...inner, line(close + end)];
}

function isAlias({ node }: Generated): boolean {
  return literal(at(node, "Type")) === "AWS::StepFunctions::StateMachineAlias";
}

/** A version and an alias that traffic is shifted to. */
function publish(machine: SamResource, sam: Expansion): Generated[] {
  const { id, node, properties } = machine;
  const name = given(properties, "AutoPublishAlias");
  const preference = given(properties, "DeploymentPreference");
  if (!name) {
    for (const property of ["UseAliasAsEventTarget", "DeploymentPreference"]) {
      const value = given(properties, property);
      if (value) sam.rejectProperty(id, value, `'${property}' needs 'AutoPublishAlias'`);
    }
    return [];
  }
  const origin = generatedFrom(name.origin, "SAM AutoPublishAlias");
  const version = generate(
    `${id}Version`,
    "AWS::StepFunctions::StateMachineVersion",
    { StateMachineArn: ref(id), StateMachineRevisionId: getAtt(id, "StateMachineRevisionId") },
    origin,
    { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain", ...handedDown(node) },
  );
  const shift = preference?.kind === "mapping" ? preference : draft({ Type: "ALL_AT_ONCE" }, origin);
  const deployment: MappingNode = withEntries(shift, { StateMachineVersionArn: ref(version.id) }, origin);
  const aliasName = literal(name);
  if (aliasName === undefined) sam.reject(id, name, "'AutoPublishAlias' has to be a string");
  const alias = generate(
    `${id}Alias${aliasName ?? ""}`,
    "AWS::StepFunctions::StateMachineAlias",
    { Name: name, DeploymentPreference: deployment },
    origin,
    handedDown(node),
  );
  return [version, alias];
}
