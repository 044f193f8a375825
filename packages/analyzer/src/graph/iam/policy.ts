import { follow, known, readItems, readText, type Member } from "../../evaluate/read.js";
import type { Shape, Text, View } from "../../evaluate/model.js";
import { both, type Scenario } from "../../evaluate/scenario.js";
import { firstUnknown, showText } from "../../evaluate/text.js";
import type { Origin } from "../../parse/node.js";
import type { LinkContext } from "../link/linker.js";
import type { Policy, Resource, Statement } from "../model.js";
import type { ResourceKind } from "../resource-type.js";
import { managedPolicyName, managedStatements, type ManagedPolicies } from "./managed.js";
import { addedBy, readStatement, readStatements } from "./statement.js";

/** The statements of roles and of resources with a policy of their own, by id. */
export type Statements = ReadonlyMap<string, readonly Statement[]>;

/** Policies that are a resource of their own, and the properties that name who holds them. */
const IDENTITY_POLICIES: Readonly<Record<string, { readonly holders: readonly string[]; readonly inline: boolean }>> = {
  "AWS::IAM::Policy": { holders: ["Roles"], inline: true },
  "AWS::IAM::ManagedPolicy": { holders: ["Roles"], inline: false },
  "AWS::IAM::RolePolicy": { holders: ["RoleName"], inline: true },
  "AWS::IAM::UserPolicy": { holders: [], inline: true },
  "AWS::IAM::GroupPolicy": { holders: [], inline: true },
};

const IDENTITIES = ["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"];

/** Where the policy of a resource is declared: by a resource of its own, which names what it is attached to. */
const RESOURCE_POLICIES: readonly {
  readonly type: string;
  readonly attachedTo: string;
  readonly kind: ResourceKind;
  readonly document: readonly string[];
}[] = [
  { type: "AWS::SQS::QueuePolicy", attachedTo: "Queues", kind: "queue", document: ["PolicyDocument"] },
  { type: "AWS::SQS::QueueInlinePolicy", attachedTo: "Queue", kind: "queue", document: ["PolicyDocument"] },
  { type: "AWS::SNS::TopicPolicy", attachedTo: "Topics", kind: "topic", document: ["PolicyDocument"] },
  { type: "AWS::SNS::TopicInlinePolicy", attachedTo: "TopicArn", kind: "topic", document: ["PolicyDocument"] },
  { type: "AWS::S3::BucketPolicy", attachedTo: "Bucket", kind: "bucket", document: ["PolicyDocument"] },
  { type: "AWS::SecretsManager::ResourcePolicy", attachedTo: "SecretId", kind: "secret", document: ["ResourcePolicy"] },
  { type: "AWS::Kinesis::ResourcePolicy", attachedTo: "ResourceArn", kind: "stream", document: ["ResourcePolicy"] },
];

/** Where a resource holds its policy itself. */
const OWN_POLICIES: readonly { readonly type: string; readonly document: readonly string[] }[] = [
  { type: "AWS::KMS::Key", document: ["KeyPolicy"] },
  { type: "AWS::ApiGateway::RestApi", document: ["Policy"] },
  { type: "AWS::ApiGateway::RestApi", document: ["Body", "x-amazon-apigateway-policy"] },
  { type: "AWS::Events::EventBus", document: ["Policy"] },
  { type: "AWS::DynamoDB::Table", document: ["ResourcePolicy", "PolicyDocument"] },
  { type: "AWS::OpenSearchService::Domain", document: ["AccessPolicies"] },
  { type: "AWS::Elasticsearch::Domain", document: ["AccessPolicies"] },
  { type: "AWS::EFS::FileSystem", document: ["FileSystemPolicy"] },
  { type: "AWS::ECR::Repository", document: ["RepositoryPolicyText"] },
];

/** All policies of the graph: what roles hold, who may assume them, and who may use queues, buckets and the like. */
export function collectPolicies(context: LinkContext, managed: ManagedPolicies): readonly Policy[] {
  return [...identityPolicies(context, managed), ...resourcePolicies(context)];
}

function* identityPolicies({ graph, locator }: LinkContext, managed: ManagedPolicies): Iterable<Policy> {
  const attached = new Map<Resource, Resource[]>();
  for (const type of IDENTITIES) {
    for (const identity of graph.ofType(type)) {
      if (type === "AWS::IAM::Role") yield* trustPolicies(identity);
      for (const policy of readItems(identity.properties, "Policies")) {
        const when = both(identity.when, policy.when);
        if (when) yield* documents(identity, [identity], "identity", policy.view, ["PolicyDocument"], when, true);
      }
      for (const item of readItems(identity.properties, "ManagedPolicyArns")) {
        const when = both(identity.when, item.when);
        const [arn] = known(readText(item.view));
        if (!when || !arn || !identity.stack) continue;
        const name = managedPolicyName(arn.value);
        const declared = name === undefined ? locator.declared(arn.value, ["policy"])?.resource : undefined;
        if (declared) attached.set(declared, [...(attached.get(declared) ?? []), identity]);
        else yield attachedPolicy(identity, arn.value, managed, arn.origin, when);
      }
    }
  }
  for (const [type, { holders, inline }] of Object.entries(IDENTITY_POLICIES)) {
    for (const policy of graph.ofType(type)) {
      const named: readonly Member[] = holders.flatMap((property) => readItems(policy.properties, property));
      const roles = named.flatMap((holder) =>
        known(readText(holder.view)).map(({ value, origin }) => locator.find(value, origin, ["role"]).resource),
      );
      const all = [...new Set([...roles, ...(attached.get(policy) ?? [])])];
      yield* documents(policy, all, "identity", policy.properties, ["PolicyDocument"], policy.when, inline);
    }
  }
}

/** A policy that is attached by its ARN and that no stack declares: one of AWS's, or somebody else's. */
function attachedPolicy(
  identity: Resource,
  arn: Text,
  managed: ManagedPolicies,
  origin: Origin,
  when: Scenario,
): Policy {
  const { stack } = identity;
  const name = managedPolicyName(arn);
  const statements =
    name !== undefined && stack ? managedStatements(name, managed, { stack, when, origin }) : undefined;
  return {
    kind: "identity",
    declaredBy: identity,
    attachedTo: [identity],
    inline: false,
    managedPolicy: name,
    statements: statements ?? [],
    unknown: statements === undefined ? `the statements of ${showText(arn)} are not known` : undefined,
    when,
    origin,
    addedBy: addedBy(origin),
  };
}

function trustPolicies(role: Resource): Iterable<Policy> {
  return documents(role, [role], "trust", role.properties, ["AssumeRolePolicyDocument"], role.when, true);
}

function* resourcePolicies({ graph, locator }: LinkContext): Iterable<Policy> {
  for (const { type, attachedTo, kind, document } of RESOURCE_POLICIES) {
    for (const policy of graph.ofType(type)) {
      const protects = readItems(policy.properties, attachedTo).flatMap((item) =>
        known(readText(item.view)).map(({ value, origin }) => locator.find(value, origin, [kind]).resource),
      );
      yield* documents(policy, protects, "resource", policy.properties, document, policy.when, false);
    }
  }
  for (const { type, document } of OWN_POLICIES) {
    for (const resource of graph.ofType(type))
      yield* documents(resource, [resource], "resource", resource.properties, document, resource.when, false);
  }
  for (const policy of graph.ofType("AWS::Events::EventBusPolicy")) {
    const buses = known(readText(policy.properties, "EventBusName"));
    const attachedTo = buses.map(({ value, origin }) => locator.find(value, origin, ["bus"]).resource);
    const statements = readItems(policy.properties, "Statement").map(({ view }) => readStatement(view, policy.when));
    if (statements.length > 0)
      yield {
        ...described(policy, attachedTo, "resource", policy.origin, policy.when, false),
        statements,
        unknown: undefined,
      };
  }
}

/** The policy document at a path; none where there is no document. */
function* documents(
  declaredBy: Resource,
  attachedTo: readonly Resource[],
  kind: Policy["kind"],
  view: View,
  path: readonly string[],
  when: Scenario,
  inline: boolean,
): Iterable<Policy> {
  const cases = follow(view, ...path).filter(({ shape }) => shape.kind !== "absent");
  const [first] = cases;
  if (!first) return;
  const unknown = cases.flatMap(({ shape }) => whyUnknown(shape) ?? [])[0];
  yield {
    ...described(declaredBy, attachedTo, kind, first.shape.origin, when, inline),
    statements: unknown === undefined ? readStatements(view, path, when) : [],
    unknown,
  };
}

function whyUnknown(shape: Shape): string | undefined {
  if (shape.kind === "map") return undefined;
  if (shape.kind === "unknown") return shape.because;
  return (shape.kind === "text" ? firstUnknown(shape.text)?.because : undefined) ?? "its document is a text";
}

function described(
  declaredBy: Resource,
  attachedTo: readonly Resource[],
  kind: Policy["kind"],
  origin: Origin,
  when: Scenario,
  inline: boolean,
): Omit<Policy, "statements" | "unknown"> {
  return { kind, declaredBy, attachedTo, inline, managedPolicy: undefined, when, origin, addedBy: addedBy(origin) };
}

/** The statements of identity and resource policies by what they are attached to. */
export function statementsByResource(policies: readonly Policy[], kind: Policy["kind"]): Statements {
  const found = new Map<string, Statement[]>();
  for (const policy of policies) {
    if (policy.kind !== kind || policy.statements.length === 0) continue;
    for (const resource of policy.attachedTo) {
      const held = found.get(resource.id);
      if (held) held.push(...policy.statements);
      else found.set(resource.id, [...policy.statements]);
    }
  }
  return found;
}
