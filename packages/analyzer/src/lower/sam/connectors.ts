import { at, itemsAt, mappingAt, type MappingNode, type Node, type Origin } from "../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../draft.js";
import { propertiesOrigin } from "./code.js";
import { end, type End } from "./connector-ends.js";
import { filled, pairs, type Profile } from "./connector-profiles.js";
import { generate, type Expansion } from "./expansion.js";
import type { Drafts, Generated, SamResource } from "./model.js";
import { checkProperties, resourceProperties } from "./properties.js";
import { dependingOn } from "./references.js";
import { literal, logicalIdOf } from "./value.js";

const BY = "SAM connector";

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

/** What each kind of profile makes: part of its id, its type, and the property that names the subject. */
const MADE: Readonly<
  Record<
    Profile["kind"],
    {
      readonly name: string;
      readonly type: string;
      readonly holder: string;
      readonly of: (subject: End) => Draft;
      readonly what: string;
    }
  >
> = {
  "managed-policy": {
    name: "Policy",
    type: "AWS::IAM::ManagedPolicy",
    holder: "Roles",
    of: ({ roleName }) => roleName,
    what: "role",
  },
  "queue-policy": {
    name: "QueuePolicy",
    type: "AWS::SQS::QueuePolicy",
    holder: "Queues",
    of: ({ queueUrl }) => queueUrl,
    what: "URL",
  },
  "topic-policy": {
    name: "TopicPolicy",
    type: "AWS::SNS::TopicPolicy",
    holder: "Topics",
    of: ({ arn }) => arn,
    what: "ARN",
  },
  "lambda-permission": {
    name: "LambdaPermission",
    type: "AWS::Lambda::Permission",
    holder: "FunctionName",
    of: ({ arn }) => arn,
    what: "ARN",
  },
};

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
  const { id, node, properties } = connector;
  const { name, type, holder, of, what } = MADE[profile.kind];
  const target = of(subject);
  if (target === undefined) {
    const end = at(properties, profile.on === "source" ? "Source" : "Destination");
    sam.reject(id, end ?? node, `the ${what} of the ${profile.on} is not known`);
    return [];
  }
  const attributes: Drafts = Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, at(node, attribute)]));
  if (profile.kind === "lambda-permission")
    return wanted.map((access) => {
      const permission = draft(filled(profile.access[access]?.permission ?? {}, variables, origin), origin);
      const fields = { [holder]: target, ...Object.fromEntries(mappingAt(permission)?.entries ?? []) };
      return generate(id + access + name + suffix, type, fields, origin, attributes);
    });
  const statements = wanted
    .flatMap((access) => profile.access[access]?.statements ?? [])
    .map((one) => filled(one, variables, origin));
  const document = { Version: "2012-10-17", Statement: statements };
  return [generate(id + name + suffix, type, { PolicyDocument: document, [holder]: [target] }, origin, attributes)];
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
