import type { Origin } from "../parse/node.js";
import type { Stack, Text, View, World } from "../evaluate/model.js";
import type { Value } from "../evaluate/read.js";
import type { Scenario } from "../evaluate/scenario.js";
import type { EventKind, Invocation } from "./invocation.js";
import type { ResourceKind } from "./resource-type.js";

/** A resource of a stack, or something outside that the stacks refer to. */
export interface Resource {
  /** Unique in the graph: `template.yaml#Orders`, `template.yaml#Nested/Orders`, `external:arn:aws:sqs:…`. */
  readonly id: string;
  readonly kind: ResourceKind;
  /** The CloudFormation type; for something outside, what is known of its service (`AWS::SQS`), else empty. */
  readonly type: string;
  readonly logicalId: string;
  /** Undefined for what no scanned stack declares. */
  readonly stack: Stack | undefined;
  readonly origin: Origin;
  /** When the resource exists. */
  readonly when: Scenario;
  /** The physical name or, outside the stacks, the ARN or name by which it is referred to. */
  readonly name: Text | undefined;
  readonly properties: View;
  /** CDK: the path of the construct, without the `Resource` at its end. */
  readonly constructPath: string | undefined;
  /** The framework or construct that owns the resource when it is none of the author's own. */
  readonly owner: string | undefined;
}

/** What an edge says, by kind. */
export interface EdgeData {
  /** An event source starts a function or a state machine. */
  triggers: {
    readonly event: EventKind;
    readonly invocation: Invocation;
    /** The resource that makes the connection (event source mapping, rule, subscription), if it is one of its own. */
    readonly via: Resource | undefined;
    /** The alias or version that is invoked; undefined for the function itself. */
    readonly qualifier: string | undefined;
    /** What tells this trigger from others of the same source: `GET /orders`, `rate(5 minutes)`, `ObjectCreated:*`. */
    readonly detail: string | undefined;
    /** Whether callers must authenticate; only for events from outside (api, function-url). */
    readonly authorization: string | undefined;
    /** Milliseconds that an API waits for the function, where its integration says so. */
    readonly waits?: number | undefined;
    /** The object keys that start the function; only for events of a bucket that are filtered. */
    readonly keys?: KeyFilter | undefined;
  };
  /** Where an event goes that could not be delivered or processed. */
  "fails-to": {
    readonly reason: "dead-letter-queue" | "on-failure-destination" | "redrive-policy";
    /** How often delivery is tried before, where the configuration says so. */
    readonly attempts: Value<number>;
    /** The alias or version to which it applies; undefined for the function itself or where it has no meaning. */
    readonly qualifier: string | undefined;
    /** The target whose delivery fails, for a source with several targets. */
    readonly target: Resource | undefined;
  };
  /** Where the result of a successful asynchronous invocation goes. */
  "succeeds-to": object;
  assumes: object;
  /** A statement that allows a role something on a resource. */
  grants: { readonly statement: Statement };
  reads: Access;
  writes: Access;
  publishes: Access;
  invokes: Access;
  /** An alarm watches a resource. */
  monitors: { readonly metric: Metric };
  /** An alarm tells a topic or another target about a change of state. */
  notifies: { readonly state: "ALARM" | "OK" | "INSUFFICIENT_DATA" };
  "runs-in": object;
  "logs-to": object;
  "encrypted-by": object;
  /** A state machine runs a step. */
  orchestrates: { readonly states: readonly StateUse[] };
  /** An API holds its stages, a function its aliases, versions and asynchronous configurations, a bus its rules, a network what is in it. */
  contains: object;
  /** Application Auto Scaling changes the capacity of a table, an index of it, or of an alias. */
  scales: { readonly dimension: string | undefined; readonly index: string | undefined };
  /** An environment variable names a resource: a hint, not a permission. */
  configures: { readonly variable: string };
}

export type EdgeKind = keyof EdgeData;

/** One connection between two resources, with the place that proves it. */
export type Edge<K extends EdgeKind = EdgeKind> = {
  [Kind in K]: {
    readonly kind: Kind;
    readonly from: Resource;
    readonly to: Resource;
    readonly when: Scenario;
    readonly origin: Origin;
    /** `likely` when names were matched that the deployment could still make different. */
    readonly confidence: "certain" | "likely";
  } & EdgeData[Kind];
}[K];

/** Access that IAM allows (`statement`) or that the connection itself implies. */
export interface Access {
  readonly statement: Statement | undefined;
  /** The IAM actions as written, lower case service prefix. */
  readonly actions: readonly string[];
}

/** A metric as an alarm names it. */
export interface Metric {
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** How the keys of a bucket's objects begin and end, where that is known. */
export interface KeyFilter {
  readonly prefix: string;
  readonly suffix: string;
}

/** A state of a state machine that uses another resource. What a state around it retries and catches counts for it. */
export interface StateUse {
  readonly name: string;
  readonly hasRetry: boolean;
  readonly hasCatch: boolean;
  /** `TimeoutSeconds`, where it is a number. */
  readonly timeout: number | undefined;
  readonly origin: Origin;
}

/** A statement of an IAM policy, intrinsic functions followed. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly Text[];
  readonly notResources: readonly Text[];
  /** `Service:sns.amazonaws.com`, `AWS:*`; empty in policies of a role. */
  readonly principals: readonly string[];
  readonly notPrincipals: readonly string[];
  /** The condition block, if there is one. */
  readonly condition: View | undefined;
  readonly when: Scenario;
  readonly origin: Origin;
  /** What could not be read in it, so that it may say more than is listed. */
  readonly unknown: readonly string[];
  /** Set when a condition decides what it lists, so that some of it holds in some deployments only. */
  readonly varies?: true;
  /** The framework's addition, not the author's: how the framework calls it. */
  readonly addedBy: string | undefined;
  /** The AWS managed policy that it comes from, by its path: `service-role/AWSLambdaBasicExecutionRole`. */
  readonly managedPolicy: string | undefined;
}

/** An IAM policy as some resource declares or attaches it. */
export interface Policy {
  /**
   * `identity`: what a role, user or group may do; `resource`: who may do something to a resource; `trust`: who may
   * assume a role.
   */
  readonly kind: "identity" | "resource" | "trust";
  /** The resource that holds the document or, for an AWS managed policy, that attaches it. */
  readonly declaredBy: Resource;
  /** The roles that hold it, or the resources that it protects; empty where they are not known. */
  readonly attachedTo: readonly Resource[];
  /** Whether it is embedded in a role, user or group. */
  readonly inline: boolean;
  /** The AWS managed policy that it is, by its path. */
  readonly managedPolicy: string | undefined;
  readonly statements: readonly Statement[];
  /** Why its statements are not known, if they are not. */
  readonly unknown: string | undefined;
  readonly when: Scenario;
  readonly origin: Origin;
  readonly addedBy: string | undefined;
}

/** The typed graph of a whole repository. Everything is sorted; queries are indexed. */
export interface ResourceGraph {
  readonly world: World;
  readonly resources: readonly Resource[];
  resource(id: string): Resource | undefined;
  ofKind(kind: ResourceKind): readonly Resource[];
  ofType(type: string): readonly Resource[];
  edges<K extends EdgeKind>(kind: K): readonly Edge<K>[];
  from<K extends EdgeKind>(resource: Resource, kind: K): readonly Edge<K>[];
  to<K extends EdgeKind>(resource: Resource, kind: K): readonly Edge<K>[];
}

/**
 * How people call a resource: by its construct path or logical id; what no stack declares by the name or ARN that refers
 * to it.
 */
export function nameOf(resource: Resource): string {
  return resource.constructPath ?? (resource.logicalId || resource.id.replace(/^external:/, "") || "an empty name");
}
