import type { Node, Origin } from "../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../draft.js";
import { generate } from "./expansion.js";
import type { Drafts, Generated } from "./model.js";
import type { RolePolicies } from "./policies.js";
import { sameValue } from "./value.js";

/** What a role that SAM makes consists of. */
export interface RoleParts {
  readonly id: string;
  /** The service principal that may assume it, or the author's trust policy. */
  readonly trust: string | Node;
  readonly policies: readonly RolePolicies[];
  readonly tags?: Draft;
  readonly path?: Node | undefined;
  readonly permissionsBoundary?: Node | undefined;
}

/** A role of SAM's making. Managed policies appear once; an inline policy is dropped when its document is there already. */
export function role(parts: RoleParts, origin: Origin, attributes: Drafts): Generated {
  const managed: Node[] = [];
  const inline: Node[] = [];
  for (const policies of parts.policies) {
    for (const arn of policies.managed ?? []) if (!managed.some((known) => sameValue(known, arn))) managed.push(arn);
    inline.push(...(policies.inline ?? []));
  }
  const properties: Drafts = {
    AssumeRolePolicyDocument: typeof parts.trust === "string" ? trustPolicy(parts.trust) : parts.trust,
    ManagedPolicyArns: parts.policies.some((policies) => policies.managed) ? managed : undefined,
    Policies: inline.length > 0 ? inline : undefined,
    Path: parts.path,
    PermissionsBoundary: parts.permissionsBoundary,
    Tags: parts.tags,
  };
  return generate(parts.id, "AWS::IAM::Role", properties, origin, attributes);
}

/** The trust policy that lets a service assume a role. */
export function trustPolicy(service: string): Draft {
  return {
    Version: "2012-10-17",
    Statement: [{ Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: [service] } }],
  };
}

/** An inline policy with statements. */
export function inlinePolicy(
  name: string,
  statements: readonly Draft[],
  cause: Origin,
  by: string,
  version?: string,
): Node {
  return draft(
    { PolicyName: name, PolicyDocument: { Version: version, Statement: statements } },
    generatedFrom(cause, by),
  );
}

export function allow(action: string | readonly string[], resource: Draft): Draft {
  return { Action: action, Effect: "Allow", Resource: resource };
}

/** Sends to a queue, topic, bus, function or bucket: what a function needs to hand on an event. */
export function sendPolicy(kind: DestinationKind, arn: Draft, logicalId: string, cause: Origin, by: string): Node {
  const { suffix, statements } = SENDING[kind];
  return inlinePolicy(`${logicalId}${suffix}`, statements(arn), cause, by);
}

export type DestinationKind = "SQS" | "SNS" | "EventBridge" | "Lambda" | "S3";

const SENDING: Readonly<Record<DestinationKind, { suffix: string; statements: (arn: Draft) => Draft[] }>> = {
  SQS: { suffix: "SQSPolicy", statements: (arn) => [allow("sqs:SendMessage", arn)] },
  SNS: { suffix: "SNSPolicy", statements: (arn) => [allow("sns:publish", arn)] },
  EventBridge: { suffix: "EventBridgePolicy", statements: (arn) => [allow("events:PutEvents", arn)] },
  Lambda: { suffix: "LambdaPolicy", statements: (arn) => [allow("lambda:InvokeFunction", arn)] },
  S3: {
    suffix: "S3Policy",
    statements: (arn) => [allow("s3:PutObject", { "Fn::Join": ["/", [arn, "*"]] }), allow("s3:ListBucket", arn)],
  },
};

/** What events add to the role of their function; policies whose document is there already are left out. */
export function withoutRepeats(inline: readonly Node[], known: readonly Node[]): Node[] {
  const kept: Node[] = [];
  const documentOf = (policy: Node) => (policy.kind === "mapping" ? policy.entries.get("PolicyDocument") : undefined);
  for (const policy of inline) {
    const document = documentOf(policy);
    const isThere = [...known, ...kept].some((other) => {
      const otherDocument = documentOf(other);
      return document && otherDocument && sameValue(document, otherDocument);
    });
    if (!isThere) kept.push(policy);
  }
  return kept;
}
