import type { MappingNode, Node, Origin } from "../../parse/node.js";
import type { Draft } from "../draft.js";

/** Entries of a mapping to be drafted. */
export interface Drafts {
  readonly [key: string]: Draft;
}

/** An `AWS::Serverless::*` resource, ready to be expanded. */
export interface SamResource {
  readonly id: string;
  readonly type: string;
  /** The resource as it is written. */
  readonly node: MappingNode;
  /** Its properties with Globals merged in; what is null is left out. */
  readonly properties: MappingNode;
}

/** A resource of the expanded template. */
export interface Generated {
  readonly id: string;
  readonly node: MappingNode;
}

/** One entry of `Events`. */
export interface SamEvent {
  readonly owner: SamResource;
  /** Its key in `Events`. */
  readonly name: string;
  /** The logical id that resources made for it begin with. */
  readonly id: string;
  readonly type: string;
  readonly node: MappingNode;
  readonly properties: MappingNode;
  /** The origin of what SAM makes of it. */
  readonly origin: Origin;
}

/** What an event starts: a function or state machine, or the alias that SAM publishes for it. */
export interface Target {
  readonly owner: SamResource;
  /** The logical id of the function, state machine or alias. */
  readonly id: string;
  readonly arn: Draft;
  /** What stands for it where a name is wanted; an alias has no name of its own, so its ARN. */
  readonly name: Draft;
  /** The attributes that resources made for it get. */
  readonly attributes: Drafts;
  readonly condition: string | undefined;
}

/** An operation that an event adds to the definition of an API. */
export interface ApiRoute {
  readonly event: SamEvent;
  readonly target: Target;
  readonly path: string;
  /** In lower case, `any` for all. */
  readonly method: string;
  /** The role with which API Gateway starts a state machine. */
  readonly credentials?: Draft;
}

/** The gradual deployment of one function. */
export interface CodeDeployment {
  readonly fn: SamResource;
  readonly preference: Node;
  readonly type: Node | undefined;
  /** The function's condition, if CodeDeploy's resources are to exist only under it. */
  readonly condition: Node | undefined;
}

/** The records of a hosted zone that several APIs add to. */
export interface RecordSets {
  readonly owner: SamResource;
  readonly zone: Drafts;
  readonly sets: Draft[];
}

/** What the APIs that share one usage plan have in common so far. */
export interface SharedUsagePlan {
  readonly apis: { readonly id: string; readonly stageId: string }[];
  readonly attributes: Readonly<Record<string, Node | undefined>>[];
}
