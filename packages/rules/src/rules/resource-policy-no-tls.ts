import { nameOf, type Analysis, type Policy, type Resource } from "@assay/analyzer";
import { queuePolicy } from "../iam/example.js";
import { cite } from "../iam/judge.js";
import { deniesPlainHttp, strayPolicy } from "../iam/plain-http.js";
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";

/** Buckets are bucket-plain-http's. */
const KINDS = ["queue", "topic"] as const;

export const resourcePolicyNoTls = defineRule({
  id: "resource-policy-no-tls",
  title: "Requests without TLS are not denied",
  topic: "iam",
  severity: "low",
  profile: "strict",
  why: "Queues and topics still accept requests over plain HTTP unless their policy denies them. SDKs use TLS by themselves, so this matters where somebody asks for proof.",
  remedy: {
    sam: "Declare a policy with `Effect: Deny` and the condition `Bool: { aws:SecureTransport: false }`.",
    serverless:
      "Declare a policy under `resources` with `Effect: Deny` and the condition `Bool: { aws:SecureTransport: false }`.",
    cdk: "Set `enforceSSL: true`.",
    cloudformation: "Declare a policy with `Effect: Deny` and the condition `Bool: { aws:SecureTransport: false }`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
  ],
  aliases: ["cdk-nag:AwsSolutions-SQS4", "cdk-nag:AwsSolutions-SNS3"],
  covers: ["I23"],
  examples: [
    {
      framework: "cloudformation",
      bad: queuePolicy(
        "Effect: Allow\nPrincipal: { Service: sns.amazonaws.com }\nAction: sqs:SendMessage\nResource: !GetAtt Orders.Arn",
      ),
      good: queuePolicy(
        'Effect: Deny\nPrincipal: "*"\nAction: sqs:*\nResource: !GetAtt Orders.Arn\nCondition: { Bool: { aws:SecureTransport: "false" } }',
      ),
    },
  ],
  *check(analysis) {
    const policies = new Map<Resource, Policy[]>();
    for (const policy of analysis.policies) {
      if (policy.kind !== "resource") continue;
      for (const resource of policy.attachedTo) policies.set(resource, [...(policies.get(resource) ?? []), policy]);
    }
    for (const kind of KINDS)
      for (const resource of analysis.graph.ofKind(kind))
        if (resource.stack && resource.owner === undefined)
          yield judgeOne(resource, policies.get(resource) ?? [], analysis);
  },
});

function judgeOne(resource: Resource, policies: readonly Policy[], { graph }: Analysis): Finding {
  const name = nameOf(resource);
  const place = at(resource, name);
  const statements = policies.flatMap((policy) => policy.statements);
  const denial = statements.find(deniesPlainHttp);
  if (denial)
    return pass(resource, { message: `${name} denies requests without TLS.`, evidence: [cite(denial), place] });
  const open = policies.find((policy) => policy.unknown !== undefined);
  if (open)
    return unknown(resource, {
      message: `Whether ${name} denies requests without TLS is not known: ${open.unknown ?? ""}.`,
      evidence: [place, { origin: open.origin, says: "policy" }],
    });
  const stray = strayPolicy(resource, graph);
  if (policies.length === 0 && stray)
    return unknown(resource, {
      message: `Whether ${name} denies requests without TLS is not known: ${nameOf(stray)} does not say what it protects.`,
      evidence: [place, at(stray, nameOf(stray))],
    });
  const why = policies.length === 0 ? "has no policy, and so does not deny" : "does not deny";
  return fail(resource, {
    message: `${name} ${why} requests without TLS.`,
    evidence: [place, ...statements.slice(0, 3).map(cite)],
  });
}
