import { on, whenUnset } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const keyDisabled = propertyRule({
  id: "key-disabled",
  title: "The KMS key is disabled",
  topic: "security",
  severity: "medium",
  why: "A disabled key neither encrypts nor decrypts: every function, queue and table that uses it fails until somebody enables it.",
  remedy: {
    sam: "Remove `Enabled: false`.",
    serverless: "Remove `Enabled: false` of the key under `resources`.",
    cdk: "Remove `enabled: false`.",
    cloudformation: "Remove `Enabled: false`.",
  },
  references: ["https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html"],
  aliases: ["kics:2844c749"],
  differs:
    "KICS also reports keys that leave `Enabled` out, which are enabled, and keys with a `PendingWindowInDays`, which says how long a deletion waits and deletes nothing.",
  covers: ["X4"],
  good: "is enabled",
  bad: "is disabled",
  checks: [
    {
      type: "AWS::KMS::Key",
      require: { property: "Enabled", expected: whenUnset(on, true, "not set (enabled by default)") },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: { KeyPolicy: { Statement: [] }, Enabled: false }
`,
      good: `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: { KeyPolicy: { Statement: [] } }
`,
    },
  ],
});
