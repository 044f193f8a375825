import { follow } from "@assay/analyzer";
import { propertyRule } from "../properties/property-rule.js";
import { publicAccessBlockedByDefault } from "../properties/public-access-block.js";

export const bucketPublicAccessAllowed = propertyRule({
  id: "bucket-public-access-allowed",
  title: "The bucket's block of public access has gaps",
  topic: "security",
  severity: "medium",
  why: "S3 blocks public access to new buckets. A bucket that writes the block itself and leaves a switch off, or out, can be opened by a policy or a list again.",
  remedy: {
    sam: "Set all four switches of `PublicAccessBlockConfiguration` to true, or remove it.",
    serverless: "Set all four switches of `PublicAccessBlockConfiguration` to true under `resources`, or remove it.",
    cdk: "Set `blockPublicAccess: BlockPublicAccess.BLOCK_ALL`.",
    cloudformation: "Set all four switches of `PublicAccessBlockConfiguration` to true, or remove it.",
  },
  references: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"],
  aliases: ["cdk-nag:AwsSolutions-S2"],
  covers: ["X10"],
  good: "blocks all public access",
  bad: "does not block all public access",
  checks: [
    {
      type: "AWS::S3::Bucket",
      require: publicAccessBlockedByDefault,
      exempt: ({ properties }) =>
        follow(properties, "PublicAccessBlockConfiguration").every(({ shape }) => shape.kind === "absent")
          ? "it writes no block of its own, so S3's default applies, which blocks all public access"
          : undefined,
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true }
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
