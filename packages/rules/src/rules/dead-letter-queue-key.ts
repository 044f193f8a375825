import { literalText, nameOf, policyAllows, type Analysis, type Edge, type Resource } from "@assay/analyzer";
import { permission } from "../failures/permission.js";
import { describeTarget, roleSenders, serviceSenders } from "../failures/sender.js";
import { at, defineRule, fail, notApplicable, pass, unknown, type EvidenceList, type Finding } from "../rule.js";

export const deadLetterQueueKey = defineRule({
  id: "dead-letter-queue-key",
  title: "The key of the dead-letter queue does not let the sender in",
  topic: "failures",
  severity: "high",
  why: "Whoever sends to a queue that is encrypted with a KMS key needs `kms:GenerateDataKey` and `kms:Decrypt` on the key: EventBridge and SNS by the key's policy, which the AWS managed key `alias/aws/sqs` does not have, and functions by their role. Without them the failed events are lost.",
  remedy: {
    sam: "Allow the service in `KeyPolicy` of the key, or the function's role in a policy; or use `SqsManagedSseEnabled`.",
    serverless: "Allow the service in `KeyPolicy` of the key, or the role under `provider.iam.role.statements`.",
    cdk: "Call `key.grantEncryptDecrypt(new ServicePrincipal('events.amazonaws.com'))`, or grant the role.",
    cloudformation:
      "Allow the service in `KeyPolicy` of the key, or the role in a policy; or use `SqsManagedSseEnabled`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
  ],
  aliases: [],
  covers: ["B2"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Failed:
    Type: AWS::SQS::Queue
    Properties: { KmsMasterKeyId: alias/aws/sqs }
  Hook:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: arn:aws:sns:eu-west-1:123456789012:orders
      Protocol: https
      Endpoint: https://example.com/
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn }
`,
      good: `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - { Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: ["kms:GenerateDataKey*", "kms:Decrypt"], Resource: "*" }
  Failed:
    Type: AWS::SQS::Queue
    Properties: { KmsMasterKeyId: !Ref Key }
  Hook:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: arn:aws:sns:eu-west-1:123456789012:orders
      Protocol: https
      Endpoint: https://example.com/
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn }
`,
    },
  ],
  *check(analysis) {
    const { graph } = analysis;
    for (const { edge, service } of serviceSenders(graph)) {
      const keys = graph.from(edge.to, "encrypted-by");
      if (keys.length === 0 && edge.to.stack) yield notEncrypted(edge);
      for (const key of keys) yield byService(analysis, edge, key, service);
    }
    for (const { edge, holder, roles } of roleSenders(graph)) {
      if (edge.to.kind !== "queue") continue;
      const keys = graph.from(edge.to, "encrypted-by").filter(({ to }) => !isManaged(to));
      if (keys.length === 0 && edge.to.stack) yield notEncrypted(edge);
      for (const key of keys) yield byRole(analysis, edge, key, holder, roles);
    }
  },
});

const ACTIONS = ["kms:GenerateDataKey", "kms:Decrypt"] as const;

function isManaged(key: Resource): boolean {
  return literalText(key.name ?? [])?.endsWith("alias/aws/sqs") ?? false;
}

function notEncrypted({ from, to, origin, when }: Edge<"fails-to">): Finding {
  const message = `${nameOf(to)} has no key that a sender needs permissions for.`;
  return notApplicable(from, { key: to.id, when, message, evidence: [{ origin, says: `fails to ${nameOf(to)}` }] });
}

function places(edge: Edge<"fails-to">, key: Edge<"encrypted-by">): EvidenceList {
  return [
    { origin: key.origin, says: `encrypted with ${nameOf(key.to)}` },
    { origin: edge.origin, says: describeTarget(edge) },
    at(edge.to, `queue ${nameOf(edge.to)}`),
  ];
}

function byService(
  { statements }: Analysis,
  edge: Edge<"fails-to">,
  key: Edge<"encrypted-by">,
  service: string,
): Finding {
  const { from, to: queue, when } = edge;
  const said = { key: queue.id, when, evidence: places(edge, key) };
  const what = `${service} for ${describeTarget(edge)}`;
  if (isManaged(key.to))
    return fail(from, { ...said, message: `The AWS managed key of ${nameOf(queue)} cannot be used by ${what}.` });
  if (key.to.type !== "AWS::KMS::Key")
    return unknown(from, {
      ...said,
      message: `Whether the key of ${nameOf(queue)} can be used by ${what} is not known: the policy of ${nameOf(key.to)} is not declared in the scanned inputs.`,
    });
  const answers = ACTIONS.map((action) => policyAllows(service, [action], statements.get(key.to.id) ?? []).state);
  const missing = ACTIONS.filter((_, i) => answers[i] === "not-allowed");
  if (missing.length > 0)
    return fail(from, {
      ...said,
      message: `The policy of the key ${nameOf(key.to)} does not allow ${missing.join(" and ")} to ${what}.`,
    });
  return answers.includes("unknown")
    ? unknown(from, {
        ...said,
        message: `Whether the policy of the key ${nameOf(key.to)} lets ${what} in is known at deployment only.`,
      })
    : pass(from, {
        ...said,
        message: `The policy of the key ${nameOf(key.to)} allows ${ACTIONS.join(" and ")} to ${what}.`,
      });
}

function byRole(
  analysis: Analysis,
  edge: Edge<"fails-to">,
  key: Edge<"encrypted-by">,
  holder: Resource,
  roles: readonly Resource[],
): Finding {
  const { from, to: queue, when } = edge;
  const said = { key: queue.id, when, evidence: places(edge, key) };
  const who = `the role of ${nameOf(holder)}`;
  const named = analysis.statements
    .get(key.to.id)
    ?.some(({ principals }) =>
      roles.some((role) => principals.some((principal) => principal.includes(`{${role.logicalId}.`))),
    );
  if (key.to.type !== "AWS::KMS::Key" || named)
    return unknown(from, {
      ...said,
      message: `Whether ${who} may use the key of ${nameOf(queue)} is not known: ${named ? "its policy names the role" : `${nameOf(key.to)} is not declared in the scanned inputs`}.`,
    });
  const answers = ACTIONS.map((action) => ({ action, ...permission(analysis, roles, action, key.to) }));
  const missing = answers.filter(({ state }) => state === "not-allowed").map(({ action }) => action);
  const [open] = answers.filter(({ state }) => state === "unknown");
  if (open)
    return unknown(from, {
      ...said,
      message: `Whether ${who} may use the key of ${nameOf(queue)} is not known: ${open.because}.`,
    });
  return missing.length > 0
    ? fail(from, {
        ...said,
        message: `The role of ${nameOf(holder)} does not allow ${missing.join(" and ")} on the key of ${nameOf(queue)}.`,
      })
    : pass(from, {
        ...said,
        message: `The role of ${nameOf(holder)} allows ${ACTIONS.join(" and ")} on the key of ${nameOf(queue)}.`,
      });
}
