import { always, readString } from "@assay/analyzer";
import { on } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const keyRotationOff = propertyRule({
  id: "key-rotation-off",
  title: "The KMS key is never rotated",
  topic: "security",
  severity: "low",
  why: "With rotation KMS changes the key material every year without anything else having to change. Without it, all data of all years hangs on the same material.",
  remedy: {
    sam: "Set `EnableKeyRotation: true`.",
    serverless: "Set `EnableKeyRotation: true` of the key under `resources`.",
    cdk: "Set `enableKeyRotation: true`.",
    cloudformation: "Set `EnableKeyRotation: true`.",
  },
  references: ["https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"],
  aliases: [
    "checkov:CKV_AWS_7",
    "cfn_nag:F19",
    "trivy:AWS-0065",
    "cdk-nag:AwsSolutions-KMS5",
    "kics:1c07bfaf",
    "securityhub:KMS.4",
    "guard:CMK_BACKING_KEY_ROTATION_ENABLED",
  ],
  differs:
    "KMS rotates symmetric keys with material of its own only; asymmetric, HMAC and imported keys and keys of custom key stores are left out, which some peers report. KICS leaves out keys that have a PendingWindowInDays, which only matters once a key is deleted.",
  covers: ["X4"],
  good: "is rotated",
  bad: "is not rotated",
  checks: [
    {
      type: "AWS::KMS::Key",
      require: { property: "EnableKeyRotation", expected: on },
      exempt: ({ properties }) => {
        const spec = always(readString(properties, "KeySpec"));
        if (spec !== undefined && spec !== "SYMMETRIC_DEFAULT") return `KMS rotates no ${spec} keys`;
        const origin = always(readString(properties, "Origin"));
        return origin !== undefined && origin !== "AWS_KMS" ? `KMS rotates no keys of the origin ${origin}` : undefined;
      },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: { KeyPolicy: { Statement: [] } }
`,
      good: `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: { KeyPolicy: { Statement: [] }, EnableKeyRotation: true }
`,
    },
  ],
});
