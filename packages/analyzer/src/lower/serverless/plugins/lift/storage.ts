import { at, type Node } from "../../../../parse/node.js";
import { upperFirst } from "../../names.js";
import type { Service } from "../../service.js";
import type { Drafts, Stack } from "../../stack.js";
import { identifying, isPresent, isTrue, listOf, literal } from "../../text.js";
import { arnOf, bucketId, cdkId } from "./ids.js";

/** A bucket with its policy. */
export function addStorage(_service: Service, stack: Stack, key: string, config: Node): void {
  const { origin } = config;
  const id = bucketId(key);
  const isKms = literal(at(config, "encryption")) === "kms";
  const published = at(config, "publicPath");
  const isPrivate = !isPresent(published);
  const allowsAcl = isTrue(at(config, "allowAcl"));
  const rules = listOf(at(config, "lifecycleRules")).map((rule) => ({ Status: "Enabled", ...capitalized(rule) }));
  stack.add(
    id,
    "AWS::S3::Bucket",
    origin,
    {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: isKms ? "aws:kms" : "AES256" } },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          { Status: "Enabled", Transitions: [{ StorageClass: "INTELLIGENT_TIERING", TransitionInDays: 0 }] },
          { Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
          ...rules,
        ],
      },
      OwnershipControls: allowsAcl ? { Rules: [{ ObjectOwnership: "BucketOwnerPreferred" }] } : undefined,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: isPrivate || !allowsAcl,
        BlockPublicPolicy: isPrivate,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: isPrivate,
      },
      VersioningConfiguration: { Status: "Enabled" },
    },
    { UpdateReplacePolicy: "Retain", DeletionPolicy: "Retain" },
  );
  const arn = arnOf(id);
  const prefix = identifying(published).replace(/^\/+|\/+$/g, "");
  stack.add(cdkId(key, "Bucket", "Policy", "Resource"), "AWS::S3::BucketPolicy", origin, {
    Bucket: { Ref: id },
    PolicyDocument: {
      Statement: [
        {
          Action: "s3:*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
          Effect: "Deny",
          Principal: { AWS: "*" },
          Resource: [arn, { "Fn::Join": ["", [arn, "/*"]] }],
        },
        isPrivate
          ? undefined
          : {
              Action: "s3:GetObject",
              Effect: "Allow",
              Principal: { AWS: "*" },
              Resource: { "Fn::Join": ["", [arn, prefix === "" || prefix === "*" ? "/*" : `/${prefix}/*`]] },
            },
      ],
      Version: "2012-10-17",
    },
  });
}

function capitalized(node: Node): Drafts {
  if (node.kind !== "mapping") return {};
  return Object.fromEntries([...node.entries].map(([key, value]) => [upperFirst(key), value]));
}
