import { always, readString, readText } from "@assay/analyzer";
import { set } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const deliveryStreamUnencrypted = propertyRule({
  id: "delivery-stream-unencrypted",
  title: "The delivery stream buffers records in plain text",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "A Firehose stream that producers write to directly keeps records until they are delivered. Without server-side encryption it keeps them in plain text.",
  remedy: {
    sam: "Set `DeliveryStreamEncryptionConfigurationInput: { KeyType: AWS_OWNED_CMK }`.",
    serverless: "Set `DeliveryStreamEncryptionConfigurationInput` of the delivery stream under `resources`.",
    cdk: "Set `encryption: StreamEncryption.awsOwnedKey()`.",
    cloudformation: "Set `DeliveryStreamEncryptionConfigurationInput: { KeyType: AWS_OWNED_CMK }`.",
  },
  references: ["https://docs.aws.amazon.com/firehose/latest/dev/encryption.html"],
  aliases: ["cfn_nag:W88", "cdk-nag:AwsSolutions-KDF1"],
  differs:
    "cdk-nag also asks it of delivery streams that read from a Kinesis stream; Firehose then takes the encryption of the source and refuses a setting of its own.",
  covers: ["X3"],
  good: "encrypts what it buffers",
  bad: "does not encrypt what it buffers",
  checks: [
    {
      type: "AWS::KinesisFirehose::DeliveryStream",
      require: { property: "DeliveryStreamEncryptionConfigurationInput", expected: set },
      exempt: ({ properties }) =>
        always(readString(properties, "DeliveryStreamType"))?.endsWith("AsSource") ||
        readText(properties, "KinesisStreamSourceConfiguration", "KinesisStreamARN").some(
          ({ state }) => state !== "absent",
        )
          ? "it reads from a source, whose encryption counts"
          : undefined,
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Archive:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties: { DeliveryStreamType: DirectPut }
`,
      good: `Resources:
  Archive:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: DirectPut
      DeliveryStreamEncryptionConfigurationInput: { KeyType: AWS_OWNED_CMK }
`,
    },
  ],
});
