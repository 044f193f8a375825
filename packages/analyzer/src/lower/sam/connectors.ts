import { at, itemsAt, mappingAt, type MappingNode, type Node, type Origin } from "../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../draft.js";
import { propertiesOrigin } from "./code.js";
import data from "./data/connector-profiles.json" with { type: "json" };
import { generate, type Expansion } from "./expansion.js";
import type { Drafts, Generated, SamResource } from "./model.js";
import { checkProperties, resourceProperties } from "./properties.js";
import { dependingOn } from "./references.js";
import { given, literal, logicalIdOf, sameValue } from "./value.js";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

interface Access {
  readonly statements?: readonly Json[];
  readonly permission?: { readonly [field: string]: Json };
}

interface Profile {
  readonly kind: "managed-policy" | "queue-policy" | "topic-policy" | "lambda-permission";
  readonly on: "source" | "destination";
  readonly dependedBy?: string;
  readonly combinations?: readonly (readonly string[])[];
  readonly access: Readonly<Record<string, Access>>;
}

const pairs: Readonly<Record<string, Profile>> = data.pairs as never;
const ends: Readonly<Record<string, Readonly<Record<string, Json>>>> = data.resources;

const BY = "SAM connector";

/** Types of SAM resources that an end may name, and what they become. */
const PLAIN_TYPES: Readonly<Record<string, string>> = {
  "AWS::Serverless::Function": "AWS::Lambda::Function",
  "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
  "AWS::Serverless::Api": "AWS::ApiGateway::RestApi",
  "AWS::Serverless::HttpApi": "AWS::ApiGatewayV2::Api",
  "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
};

/** One end of a connector: the names by which profiles refer to it. */
interface End {
  readonly id: string | undefined;
  readonly type: string;
  readonly arn?: Draft;
  readonly roleName?: Draft;
  readonly queueUrl?: Draft;
  readonly resourceId?: Draft;
  readonly name?: Draft;
  readonly qualifier?: Draft;
}

/**
 * The permissions between two resources.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/managing-permissions-connectors.html
 */
export function expandConnector(connector: SamResource, sam: Expansion): Generated[] {
  const { id, node, properties } = connector;
  const owner = { id, prefix: "", origin: propertiesOrigin(connector) };
  checkProperties(properties, resourceProperties["AWS::Serverless::Connector"] ?? {}, owner, sam);
  const source = at(properties, "Source");
  const destination = at(properties, "Destination");
  const isSeveral = destination?.kind === "sequence";
  const destinations = isSeveral ? destination.items : destination ? [destination] : [];
  if (isSeveral && destinations.length === 0) sam.reject(id, destination, "'Destination' is an empty list");
  if (!source) return [];
  const made = destinations.flatMap((one, index) => {
    const to = end(one, source, connector, sam);
    const from = to && end(source, one, connector, sam);
    return from ? connect(connector, from, to, isSeveral ? `Destination${index}` : "", sam) : [];
  });
  const ids = made.map((one) => one.id);
  for (const [other, resource] of sam.resources) sam.resources.set(other, dependingOn(resource, id, ids, node.origin));
  return made;
}

function end(written: Node, other: Node, connector: SamResource, sam: Expansion): End | undefined {
  const fault = faultOfEnd(written, sam);
  if (fault) {
    sam.reject(connector.id, fault.where, fault.reason);
    return undefined;
  }
  const logicalId = literal(given(written, "Id"));
  const resource = logicalId === undefined ? undefined : sam.resources.get(logicalId);
  return logicalId !== undefined && resource ? endById(written, other, logicalId, resource, sam) : endByNames(written);
}

/** What is wrong with an end: it has to say what it is, either by the id of a resource or by its type and names. */
function faultOfEnd(written: Node, sam: Expansion): { readonly where: Node; readonly reason: string } | undefined {
  const keys = [...(mappingAt(written)?.entries.keys() ?? [])];
  if (keys.includes("Id") === keys.some((key) => key !== "Id" && key !== "Qualifier")) {
    const reason = "an end of a connector takes either an 'Id' (and a 'Qualifier') or other properties";
    return { where: written, reason };
  }
  const [id, type] = [given(written, "Id"), given(written, "Type")];
  if (!id)
    return literal(type) === undefined
      ? { where: type ?? written, reason: "'Type' is missing or not a string" }
      : undefined;
  const logicalId = literal(id);
  if (logicalId === undefined) return { where: id, reason: "'Id' has to be a logical id" };
  const resource = sam.resources.get(logicalId);
  if (!resource) return { where: id, reason: `there is no resource '${logicalId}'` };
  if (literal(at(resource, "Type")) === undefined)
    return { where: id, reason: `the resource '${logicalId}' has no type` };
  return undefined;
}

function endByNames(written: Node): End {
  const type = literal(at(written, "Type")) ?? "";
  return {
    id: undefined,
    type: PLAIN_TYPES[type] ?? type,
    arn: at(written, "Arn"),
    roleName: at(written, "RoleName"),
    queueUrl: at(written, "QueueUrl"),
    resourceId: at(written, "ResourceId"),
    name: at(written, "Name"),
    qualifier: at(written, "Qualifier"),
  };
}

function endById(written: Node, other: Node, logicalId: string, resource: MappingNode, sam: Expansion): End {
  const type = literal(at(resource, "Type")) ?? "";
  const known = ends[type] ?? {};
  const value = (name: string) =>
    known[name] === undefined ? undefined : filled(known[name], { logicalId }, sam.root.origin);
  return {
    id: logicalId,
    type,
    arn: value("Arn"),
    roleName: roleName(resource, known["role"], other),
    queueUrl: value("Url"),
    resourceId: value("Id"),
    name: value("Name"),
    qualifier: at(written, "Qualifier") ?? value("Qualifier"),
  };
}

/** The role of a resource; that of a rule is the one of the target at the other end. */
function roleName(resource: MappingNode, property: Json | undefined, other: Node): Draft {
  if (typeof property !== "string") return undefined;
  const properties = at(resource, "Properties");
  const role = property === "GetEventsRuleRole" ? ruleRole(properties, other) : at(properties, property);
  const id = logicalIdOf(role);
  return id === undefined ? undefined : { Ref: id };
}

function ruleRole(properties: Node | undefined, other: Node): Node | undefined {
  const [id, arn] = [literal(at(other, "Id")), at(other, "Arn")];
  const target = itemsAt(properties, "Targets").find((one) => {
    const targetArn = at(one, "Arn");
    const targetId = logicalIdOf(targetArn);
    return (targetId !== undefined && targetId === id) || (arn && targetArn && sameValue(arn, targetArn));
  });
  return at(target, "RoleArn");
}

function connect(connector: SamResource, source: End, destination: End, suffix: string, sam: Expansion): Generated[] {
  const { id, node, properties } = connector;
  const profile = pairs[`${source.type} -> ${destination.type}`];
  if (!profile) {
    const where = at(properties, "Destination") ?? node;
    sam.reject(id, where, `a connector cannot go from ${source.type} to ${destination.type}`);
    return [];
  }
  const wanted = wantedAccess(connector, profile, sam);
  const variables: Drafts = {
    "Source.Arn": source.arn,
    "Destination.Arn": destination.arn,
    "Source.ResourceId": source.resourceId,
    "Destination.ResourceId": destination.resourceId,
    "Source.Name": source.name,
    "Destination.Name": destination.name,
    "Source.Qualifier": source.qualifier,
    "Destination.Qualifier": destination.qualifier,
  };
  const text = JSON.stringify(profile.access);
  const missing = Object.keys(variables).find((name) => variables[name] === undefined && text.includes(`%{${name}}`));
  if (missing !== undefined) {
    sam.reject(
      id,
      at(properties, missing.startsWith("Source") ? "Source" : "Destination") ?? node,
      `'${missing}' is missing`,
    );
    return [];
  }
  const origin = generatedFrom(node.origin, BY);
  const subject = profile.on === "source" ? source : destination;
  const made = resourcesOf({ connector, profile, subject, wanted, variables, suffix, origin }, sam);
  const policy = made[0];
  if (policy && profile.kind === "managed-policy") addDependency(profile, source, destination, policy.id, sam);
  const types = { Source: { Type: typeOf(source, sam) }, Destination: { Type: typeOf(destination, sam) } };
  const metadata = draft({ "aws:sam:connectors": { [id]: types } }, origin);
  return made.map((one) => ({ id: one.id, node: withEntries(one.node, { Metadata: metadata }) }));
}

/** The author's type of an end: that of SAM where it was one of SAM's. */
function typeOf(end: End, sam: Expansion): string {
  return (end.id === undefined ? undefined : literal(at(sam.authored(end.id), "Type"))) ?? end.type;
}

function wantedAccess(connector: SamResource, profile: Profile, sam: Expansion): string[] {
  const { id, properties, node } = connector;
  const written = at(properties, "Permissions");
  const permissions = new Set(itemsAt(written).map((item) => literal(item) ?? ""));
  const possible = Object.keys(profile.access);
  if (permissions.size === 0) sam.reject(id, written ?? node, `'Permissions' has to name ${possible.join(", ")}`);
  for (const item of itemsAt(written))
    if (!possible.includes(literal(item) ?? ""))
      sam.reject(id, item, `this connector only has the permissions ${possible.join(", ")}`);
  const combinations = profile.combinations;
  const isPossible =
    combinations?.some((one) => one.length === permissions.size && one.every((name) => permissions.has(name))) ?? true;
  if (written && permissions.size > 0 && !isPossible)
    sam.reject(id, written, `this connector needs ${(combinations ?? []).map((one) => one.join(" + ")).join(" or ")}`);
  return possible.filter((name) => permissions.has(name));
}

interface Connection {
  readonly connector: SamResource;
  readonly profile: Profile;
  /** The end that the permission is given to. */
  readonly subject: End;
  readonly wanted: readonly string[];
  readonly variables: Drafts;
  /** Part of the ids when there are several destinations. */
  readonly suffix: string;
  readonly origin: Origin;
}

function resourcesOf(connection: Connection, sam: Expansion): Generated[] {
  const { connector, profile, subject, wanted, variables, suffix, origin } = connection;
  const { id, node } = connector;
  const attributes: Drafts = Object.fromEntries(ATTRIBUTES.map((name) => [name, at(node, name)]));
  const statements = wanted
    .flatMap((name) => profile.access[name]?.statements ?? [])
    .map((one) => filled(one, variables, origin));
  const document = { Version: "2012-10-17", Statement: statements };
  const needs = (what: string): Generated[] => {
    sam.reject(
      id,
      at(connector.properties, profile.on === "source" ? "Source" : "Destination") ?? node,
      `the ${what} of the ${profile.on} is not known`,
    );
    return [];
  };
  switch (profile.kind) {
    case "managed-policy": {
      if (subject.roleName === undefined) return needs("role");
      const properties = { PolicyDocument: document, Roles: [subject.roleName] };
      return [generate(`${id}Policy${suffix}`, "AWS::IAM::ManagedPolicy", properties, origin, attributes)];
    }
    case "queue-policy": {
      if (subject.queueUrl === undefined) return needs("URL");
      const properties = { PolicyDocument: document, Queues: [subject.queueUrl] };
      return [generate(`${id}QueuePolicy${suffix}`, "AWS::SQS::QueuePolicy", properties, origin, attributes)];
    }
    case "topic-policy": {
      if (subject.arn === undefined) return needs("ARN");
      const properties = { PolicyDocument: document, Topics: [subject.arn] };
      return [generate(`${id}TopicPolicy${suffix}`, "AWS::SNS::TopicPolicy", properties, origin, attributes)];
    }
    case "lambda-permission":
      if (subject.arn === undefined) return needs("ARN");
      return wanted.map((name) => {
        const permission = filled(profile.access[name]?.permission ?? {}, variables, origin);
        const fields = mappingAt(draft(permission, origin)) ?? draft({}, origin);
        const properties = { FunctionName: subject.arn, ...Object.fromEntries(fields.entries) };
        return generate(
          `${id}${name}LambdaPermission${suffix}`,
          "AWS::Lambda::Permission",
          properties,
          origin,
          attributes,
        );
      });
  }
}

const ATTRIBUTES = ["DependsOn", "DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy"];

/** What uses the permission has to wait for it. */
function addDependency(profile: Profile, source: End, destination: End, policyId: string, sam: Expansion): void {
  const add = (id: string) => sam.change(id, (resource) => waitingFor(resource, policyId));
  if (profile.dependedBy === "SOURCE" && source.id !== undefined) add(source.id);
  if (profile.dependedBy !== "DESTINATION_EVENT_SOURCE_MAPPING") return;
  const mappings = [...sam.resources].filter(
    ([, resource]) =>
      literal(at(resource, "Type")) === "AWS::Lambda::EventSourceMapping" &&
      logicalIdOf(at(resource, "Properties", "FunctionName")) === destination.id &&
      logicalIdOf(at(resource, "Properties", "EventSourceArn")) === source.id &&
      source.id !== undefined,
  );
  const [only] = mappings;
  if (only && mappings.length === 1) add(only[0]);
}

function waitingFor(resource: MappingNode, id: string): MappingNode {
  const written = at(resource, "DependsOn");
  const items: readonly Node[] = written?.kind === "sequence" ? written.items : written ? [written] : [];
  if (items.some((item) => literal(item) === id)) return resource;
  return withEntries(resource, { DependsOn: draft([...items, id], generatedFrom(resource.origin, BY)) });
}

/**
 * Data of a profile with its placeholders replaced. A text that is one placeholder becomes its value; others become
 * `Fn::Sub`, as does a text that refers to resources itself.
 */
function filled(data: Json, variables: Drafts, origin: Origin): Draft {
  if (Array.isArray(data)) return (data as readonly Json[]).map((item) => filled(item, variables, origin));
  if (typeof data === "object" && data !== null)
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, filled(item, variables, origin)]));
  if (typeof data !== "string") return data;
  const whole = /^%\{([\w.]+)\}$/.exec(data)?.[1];
  if (whole !== undefined) return variables[whole];
  const used: Record<string, Draft> = {};
  const text = data.replace(/%\{([\w.]+)\}/g, (_, name: string) => {
    const variable = name.replace(/[^A-Za-z0-9]/g, "");
    used[variable] = variables[name];
    return `\${${variable}}`;
  });
  if (!/\$\{.+\}/.test(text)) return text;
  return { "Fn::Sub": Object.keys(used).length > 0 ? [text, used] : text };
}

/** Connectors written as an attribute of their source, as resources of their own. */
export function embeddedConnectors(id: string, resource: MappingNode, sam: Expansion): [string, MappingNode][] {
  const written = at(resource, "Connectors");
  if (!written) return [];
  if (written.kind !== "mapping") {
    sam.reject(id, written, "'Connectors' has to be a map");
    return [];
  }
  return [...written.entries].flatMap(([name, connector]) => {
    const properties = at(connector, "Properties");
    if (connector.kind !== "mapping" || properties?.kind !== "mapping") {
      sam.reject(id, properties ?? connector, `the connector '${name}' needs a map of 'Properties'`);
      return [];
    }
    const reference = at(properties, "SourceReference");
    if (reference && (reference.kind !== "mapping" || at(reference, "Id")))
      sam.reject(id, reference, "'SourceReference' has to be a map without 'Id'");
    if (sam.authored(id + name))
      sam.reject(id, connector, `the connector '${name}' needs the logical id '${id + name}', which is taken`);
    const source = draft(
      { Id: id, ...Object.fromEntries(mappingAt(reference)?.entries ?? []) },
      generatedFrom(connector.origin, BY),
    );
    const own = withEntries(properties, { Source: source, SourceReference: undefined });
    const type = draft("AWS::Serverless::Connector", generatedFrom(connector.origin, BY));
    return [[id + name, withEntries(connector, { Type: type, Properties: own })]];
  });
}

/** The resource without its `Connectors`. */
export function withoutConnectors(resource: MappingNode): MappingNode {
  return resource.entries.has("Connectors") ? withEntries(resource, { Connectors: undefined }) : resource;
}
