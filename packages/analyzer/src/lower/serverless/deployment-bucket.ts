import { at, type Node } from "../../parse/node.js";
import type { Draft } from "../draft.js";
import { tagsOf } from "./functions/role.js";
import { ids } from "./names.js";
import type { Service } from "./service.js";
import type { Drafts, Stack } from "./stack.js";
import { isTruthy } from "./text.js";

/** The bucket that holds the packages: the author's, or the one that the framework makes. */
export function deploymentBucket(service: Service): Draft {
  return ownBucket(service) ?? { Ref: ids.deploymentBucket };
}

function ownBucket(service: Service): Node | undefined {
  const bucket = at(service.provider, "deploymentBucket");
  const name = bucket?.kind === "mapping" && !bucket.entries.has("Assay::Unknown") ? at(bucket, "name") : bucket;
  return isTruthy(name) ? name : undefined;
}

const DEPLOYMENT_BUCKET = "Serverless Framework deployment bucket";

/** Adds the bucket that the framework makes unless the author names one. */
export function addDeploymentBucket(service: Service, stack: Stack): void {
  const { origin } = service.provider;
  const own = ownBucket(service);
  stack.output("ServerlessDeploymentBucketName", origin, undefined, deploymentBucket(service));
  if (own) return;
  const options = at(service.provider, "deploymentBucket");
  const id = ids.deploymentBucket;
  const bucket: Drafts = {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
    },
    Tags: tagsOf(at(options, "tags")),
    PublicAccessBlockConfiguration: isTruthy(at(options, "blockPublicAccess"))
      ? { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }
      : undefined,
    VersioningConfiguration: isTruthy(at(options, "versioning")) ? { Status: "Enabled" } : undefined,
  };
  stack.add(id, "AWS::S3::Bucket", (options ?? service.provider).origin, bucket, {}, DEPLOYMENT_BUCKET);
  if (isTruthy(at(options, "skipPolicySetup"))) return;
  const objects = (suffix: readonly Draft[]) => ({
    "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":s3:::", { Ref: id }, ...suffix]],
  });
  const policy: Drafts = {
    Bucket: { Ref: id },
    PolicyDocument: {
      Statement: [
        {
          Action: "s3:*",
          Effect: "Deny",
          Principal: "*",
          Resource: [objects(["/*"]), objects([])],
          Condition: { Bool: { "aws:SecureTransport": false } },
        },
      ],
    },
  };
  stack.add(ids.deploymentBucketPolicy, "AWS::S3::BucketPolicy", origin, policy, {}, DEPLOYMENT_BUCKET);
}
