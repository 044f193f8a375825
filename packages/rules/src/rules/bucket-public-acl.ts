import { noneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const bucketPublicAcl = propertyRule({
  id: "bucket-public-acl",
  title: "The bucket's access control list opens it to everybody",
  topic: "security",
  severity: "high",
  why: "With the canned lists PublicRead and PublicReadWrite everybody on the internet lists the bucket's objects, with the latter also writes and deletes them.",
  remedy: {
    sam: "Remove `AccessControl`; publish through CloudFront with origin access control.",
    serverless: "Remove `AccessControl` of the bucket under `resources`; publish through CloudFront.",
    cdk: "Remove `accessControl` and `publicReadAccess`; publish through CloudFront.",
    cloudformation: "Remove `AccessControl`; publish through CloudFront with origin access control.",
  },
  references: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"],
  aliases: ["checkov:CKV_AWS_20", "trivy:AWS-0092"],
  differs: "trivy also reports AuthenticatedRead, which this rule reports too: every AWS account may use it.",
  covers: ["X10"],
  good: "has no public access control list",
  bad: "has a public access control list",
  checks: [
    {
      type: "AWS::S3::Bucket",
      require: {
        property: "AccessControl",
        expected: noneOf("PublicRead", "PublicReadWrite", "AuthenticatedRead"),
      },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties: { AccessControl: PublicRead }
`,
      good: `Resources:
  Site:
    Type: AWS::S3::Bucket
`,
    },
  ],
});
