import { propertyRule } from "../properties/property-rule.js";
import { publicAccessBlocked } from "../properties/public-access-block.js";

export const bucketPublicAccessBlockUnset = propertyRule({
  id: "bucket-public-access-block-unset",
  title: "That public access is blocked is not written down",
  topic: "security",
  severity: "info",
  profile: "strict",
  why: "S3 blocks public access to buckets made since April 2023. Written in the template, the block also holds for older buckets and comes back when somebody has opened it by hand.",
  remedy: {
    sam: "Set all four switches of `PublicAccessBlockConfiguration` to true.",
    serverless: "Set all four switches of `PublicAccessBlockConfiguration` to true under `resources`.",
    cdk: "Set `blockPublicAccess: BlockPublicAccess.BLOCK_ALL`.",
    cloudformation: "Set all four switches of `PublicAccessBlockConfiguration` to true.",
  },
  references: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"],
  aliases: [],
  covers: ["X10"],
  good: "says that it blocks all public access",
  bad: "does not say that it blocks all public access",
  checks: [{ type: "AWS::S3::Bucket", require: publicAccessBlocked }],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Site:
    Type: AWS::S3::Bucket
`,
      good: `Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
`,
    },
  ],
});
