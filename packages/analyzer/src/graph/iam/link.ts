import { known, readItems, readText, type Member } from "../../evaluate/read.js";
import { both } from "../../evaluate/scenario.js";
import { literalText } from "../../evaluate/text.js";
import type { Text } from "../../evaluate/model.js";
import { parseArn } from "../locate.js";
import type { LinkContext } from "../link/linker.js";
import type { Resource, Statement } from "../model.js";
import { accessKinds, actedOn, pattern, type AccessKind } from "./access.js";
import { readStatement, readStatements } from "./statement.js";
import type { ResourceKind } from "../resource-type.js";

/** The statements that each role holds, from its own policies and from those attached to it. */
export type RoleStatements = ReadonlyMap<string, readonly Statement[]>;

const POLICY_TYPES = ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"];

/** Collects the statements of every role of the graph. */
export function collectRoleStatements({ graph, locator }: LinkContext): RoleStatements {
  const found: Collected = new Map();
  for (const type of POLICY_TYPES) {
    for (const policy of graph.ofType(type)) {
      const statements = readStatements(policy.properties, ["PolicyDocument"], policy.when);
      const holders: readonly Member[] = [
        ...readItems(policy.properties, "Roles"),
        ...readItems(policy.properties, "RoleName"),
      ];
      for (const holder of holders) {
        for (const { value, origin } of known(readText(holder.view)))
          hold(found, locator.find(value, origin, ["role"]).resource, statements);
      }
    }
  }
  for (const role of graph.ofType("AWS::IAM::Role")) {
    for (const policy of readItems(role.properties, "Policies")) {
      const when = both(role.when, policy.when);
      if (when) hold(found, role, readStatements(policy.view, ["PolicyDocument"], when));
    }
    for (const item of readItems(role.properties, "ManagedPolicyArns")) {
      for (const { value } of known(readText(item.view))) {
        const managed = locator.declared(value, ["policy"])?.resource;
        if (managed) hold(found, role, readStatements(managed.properties, ["PolicyDocument"], item.when));
      }
    }
  }
  return found;
}

/** Where the policy of a resource is declared: by a resource of its own, which names what it is attached to. */
const RESOURCE_POLICIES: readonly {
  readonly type: string;
  readonly attachedTo: string;
  readonly kind: ResourceKind;
  readonly document: readonly string[];
}[] = [
  { type: "AWS::SQS::QueuePolicy", attachedTo: "Queues", kind: "queue", document: ["PolicyDocument"] },
  { type: "AWS::SNS::TopicPolicy", attachedTo: "Topics", kind: "topic", document: ["PolicyDocument"] },
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

/** Collects the statements of the policies of queues, topics, buckets and other resources, by the resource's id. */
export function collectResourceStatements({ graph, locator }: LinkContext): Collected {
  const found: Collected = new Map();
  for (const { type, attachedTo, kind, document } of RESOURCE_POLICIES) {
    for (const policy of graph.ofType(type)) {
      const statements = readStatements(policy.properties, document, policy.when);
      for (const item of readItems(policy.properties, attachedTo)) {
        for (const { value, origin } of known(readText(item.view))) {
          hold(found, locator.find(value, origin, [kind]).resource, statements);
        }
      }
    }
  }
  for (const { type, document } of OWN_POLICIES) {
    for (const resource of graph.ofType(type))
      hold(found, resource, readStatements(resource.properties, document, resource.when));
  }
  for (const policy of graph.ofType("AWS::Events::EventBusPolicy")) {
    const [bus] = known(readText(policy.properties, "EventBusName"));
    const statements = readItems(policy.properties, "Statement").map(({ view }) => readStatement(view, policy.when));
    if (bus) hold(found, locator.find(bus.value, bus.origin, ["bus"]).resource, statements);
  }
  return found;
}

type Collected = Map<string, Statement[]>;

function hold(found: Collected, resource: Resource, statements: readonly Statement[]): void {
  if (statements.length === 0) return;
  const held = found.get(resource.id);
  if (held) held.push(...statements);
  else found.set(resource.id, [...statements]);
}

/** Draws what roles allow: `grants` for each statement on a known resource, and the access that follows for who assumes the role. */
export function linkAccess(context: LinkContext, statements: RoleStatements): void {
  const { graph } = context;
  for (const [roleId, held] of statements) {
    const role = graph.resource(roleId);
    if (!role) continue;
    const holders = graph.to(role, "assumes").map((edge) => edge.from);
    for (const statement of held) {
      if (statement.effect === "Deny") continue;
      const { origin, when } = statement;
      const byService = groupByService(statement.actions);
      for (const [service, actions] of byService) {
        for (const resource of resourcesOf(statement, service, context)) {
          graph.connect("grants", role, resource, { statement, origin, when });
          for (const holder of holders) access(holder, resource, statement, actions, context);
        }
        if (!isWide(statement)) continue;
        // A wildcard allows every resource of the service: access is drawn to those that the function is configured with.
        for (const holder of holders) {
          for (const { to } of graph.from(holder, "configures"))
            if (to.kind === actedOn(service)) access(holder, to, statement, actions, context);
        }
      }
    }
  }
}

function access(
  from: Resource,
  to: Resource,
  statement: Statement,
  actions: readonly string[],
  { graph }: LinkContext,
): void {
  const byKind = new Map<AccessKind, string[]>();
  for (const action of actions)
    for (const kind of accessKinds(action)) byKind.set(kind, [...(byKind.get(kind) ?? []), action]);
  for (const [kind, used] of byKind) {
    if (from !== to)
      graph.connect(kind, from, to, { statement, actions: used, origin: statement.origin, when: statement.when });
  }
}

function groupByService(actions: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    const service = action.split(":")[0]?.toLowerCase() ?? "";
    groups.set(service, [...(groups.get(service) ?? []), action]);
  }
  return groups;
}

/** The resources of the graph that a statement names for one service. */
function resourcesOf(statement: Statement, service: string, { graph, locator }: LinkContext): ReadonlySet<Resource> {
  const kind = actedOn(service);
  const found = new Set<Resource>();
  for (const text of statement.resources) {
    const declared = locator.declared(text, kind ? [kind] : undefined);
    if (declared) found.add(declared.resource);
    else if (kind) for (const resource of named(text, service, graph.ofKind(kind))) found.add(resource);
  }
  return found;
}

/** Resources whose literal name matches an ARN with wildcards. */
function named(text: Text, service: string, candidates: readonly Resource[]): readonly Resource[] {
  const arn = parseArn(text);
  const name = arn?.service === service ? arn.match(/([^:/]+)\/?\*?$/)?.[1] : undefined;
  if (name === undefined || name === "*" || !name.includes("*")) return [];
  const matches = pattern(name);
  return candidates.filter((resource) => {
    const literal = resource.name && literalText(resource.name);
    return literal !== undefined && matches(literal);
  });
}

function isWide(statement: Statement): boolean {
  return statement.resources.some(
    (text) => literalText(text) === "*" || parseArn(text)?.match(/^(\*|[a-z-]+[:/]\*)$/) !== undefined,
  );
}
