import { nameOf, type Analysis, type Resource } from "@assay/analyzer";
import { deniesPlainHttp, strayPolicy } from "../iam/plain-http.js";
import { at, defineRule, fail, pass, unknown, type Finding } from "../rule.js";

export const bucketPlainHttp = defineRule({
  id: "bucket-plain-http",
  title: "The bucket answers requests without TLS",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "S3 also answers plain HTTP. A bucket policy that denies requests without TLS keeps clients from sending objects and signatures readable over the network.",
  remedy: {
    sam: "Add an `AWS::S3::BucketPolicy` that denies `s3:*` when `aws:SecureTransport` is false.",
    serverless:
      "Add an `AWS::S3::BucketPolicy` under `resources` that denies `s3:*` when `aws:SecureTransport` is false.",
    cdk: "Set `enforceSSL: true`.",
    cloudformation: "Add an `AWS::S3::BucketPolicy` that denies `s3:*` when `aws:SecureTransport` is false.",
  },
  references: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html"],
  aliases: [
    "cdk-nag:AwsSolutions-S10",
    "securityhub:S3.5",
    "guard:S3_BUCKET_SSL_REQUESTS_ONLY",
    "prowler:s3_bucket_secure_transport_policy",
  ],
  covers: ["X10"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Invoices:
    Type: AWS::S3::Bucket
`,
      good: `Resources:
  Invoices:
    Type: AWS::S3::Bucket
  OnlyTls:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Invoices
      PolicyDocument:
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: "s3:*"
            Resource: [!GetAtt Invoices.Arn, !Sub "\${Invoices.Arn}/*"]
            Condition: { Bool: { "aws:SecureTransport": false } }
`,
    },
  ],
  *check(analysis) {
    for (const bucket of analysis.graph.ofKind("bucket"))
      if (bucket.stack && bucket.owner === undefined) yield judge(bucket, analysis);
  },
});

function judge(bucket: Resource, { statements, graph }: Analysis): Finding {
  const held = statements.get(bucket.id) ?? [];
  const place = at(bucket, `bucket ${nameOf(bucket)}`);
  const denying = held.find(
    (statement) => deniesPlainHttp(statement) && statement.actions.some((action) => /^(\*|s3:\*)$/i.test(action)),
  );
  if (denying)
    return pass(bucket, {
      when: denying.when,
      message: `The bucket ${nameOf(bucket)} denies requests without TLS.`,
      evidence: [{ origin: denying.origin, says: "denies requests without TLS" }, place],
    });
  const open = held.flatMap((statement) => statement.unknown);
  if (open.length > 0)
    return unknown(bucket, {
      message: `Whether the bucket ${nameOf(bucket)} denies requests without TLS is not known: ${open.join("; ")}.`,
      evidence: [place],
    });
  const stray = held.length === 0 ? strayPolicy(bucket, graph) : undefined;
  if (stray)
    return unknown(bucket, {
      message: `Whether the bucket ${nameOf(bucket)} denies requests without TLS is not known: ${nameOf(stray)} does not say what it protects.`,
      evidence: [place, at(stray, nameOf(stray))],
    });
  const policy = held.length > 0 ? "its policy does not deny" : "no policy of it denies";
  return fail(bucket, {
    message: `The bucket ${nameOf(bucket)} answers requests without TLS: ${policy} them.`,
    evidence: [place, ...held.map(({ origin, effect }) => ({ origin, says: effect }))],
  });
}
