import { follow, type Resource } from "@assay/analyzer";
import { queuePolicy } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { hasCallerCondition } from "../iam/resources.js";
import { count, list } from "../iam/words.js";
import { defineRule } from "../rule.js";

/** Whose own policies decide who comes in; an API without a policy is open anyway, and its authorizers are other rules'. */
const APIS = ["AWS::ApiGateway::RestApi"];

export const resourcePolicyPublic = defineRule({
  id: "resource-policy-public",
  title: "A policy lets everybody in",
  topic: "iam",
  severity: "high",
  why: '`Principal: "*"` without a condition opens a queue, topic, bus, bucket, key or secret to everybody on the internet, signed in or not.',
  remedy: {
    sam: "Name the service, role or account under `Principal`, or add a condition such as `aws:SourceArn` or `aws:PrincipalOrgID`.",
    serverless: "Name the service, role or account under `Principal`, or add a condition such as `aws:SourceArn`.",
    cdk: "Use `grant…` methods, or name `principals` in `addToResourcePolicy`.",
    cloudformation: "Name the service, role or account under `Principal`, or add a condition such as `aws:SourceArn`.",
  },
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html",
  ],
  aliases: [
    "cfn_nag:F16",
    "cfn_nag:F18",
    "cfn_nag:F21",
    "cfn_nag:F76",
    "checkov:CKV_AWS_33",
    "kics:9b6a3f5b",
    "trivy:AWS-0097",
    "guard:KMS_NO_WILDCARD_PRINCIPAL",
    "prowler:eventbridge_bus_exposed",
    "prowler:sqs_queues_not_publicly_accessible",
    "prowler:sns_topics_not_publicly_accessible",
  ],
  differs:
    "Peers ignore conditions: a topic that only its own account may publish to (`aws:SourceOwner`) or a queue that only a topic may send to (`aws:SourceArn`) passes here, and so does a search domain in a VPC.",
  covers: ["I23"],
  examples: [
    {
      framework: "cloudformation",
      bad: queuePolicy('Effect: Allow\nPrincipal: "*"\nAction: sqs:SendMessage\nResource: !GetAtt Orders.Arn'),
      good: queuePolicy(
        'Effect: Allow\nPrincipal: "*"\nAction: sqs:SendMessage\nResource: !GetAtt Orders.Arn\nCondition: { ArnEquals: { aws:SourceArn: arn:aws:sns:eu-west-1:123456789012:orders } }',
      ),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["resource"],
      needs: ["Principal"],
      about: ({ declaredBy }) => !APIS.includes(declaredBy.type) && !isInVpc(declaredBy),
      wrong: (statement) =>
        statement.effect === "Allow" && statement.principals.includes("AWS:*") && !hasCallerCondition(statement)
          ? [list(statement.actions)]
          : [],
      fails: (name, wrong) => `${name} allows everybody ${wrong}.`,
      passes: (name, statements) => `The ${count(statements.length, "statement")} of ${name} say whom they let in.`,
    }),
});

/** A search domain in a VPC is reached through its security groups only, whatever its policy says. */
function isInVpc({ kind, properties }: Resource): boolean {
  return kind === "search" && follow(properties, "VPCOptions").every(({ shape }) => shape.kind !== "absent");
}
