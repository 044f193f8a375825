import { oneOf } from "../properties/expectation.js";
import { propertyRule } from "../properties/property-rule.js";

export const stateMachineWithoutOwnKey = propertyRule({
  id: "state-machine-without-own-key",
  title: "The execution data of the state machine is encrypted with a key that nobody can revoke",
  topic: "security",
  severity: "low",
  profile: "strict",
  why: "Step Functions keeps the input and output of every state of an execution for up to 90 days, encrypted with a key that AWS owns. With a customer managed key the key policy decides who reads them.",
  remedy: {
    sam: "Set `EncryptionConfiguration: { Type: CUSTOMER_MANAGED_KMS_KEY, KmsKeyId: !Ref Key }` on an `AWS::StepFunctions::StateMachine`.",
    serverless: "Set `encryptionConfig` of the state machine (serverless-step-functions).",
    cdk: "Set `encryptionConfiguration: new CustomerManagedEncryptionConfiguration(key)`.",
    cloudformation: "Set `EncryptionConfiguration: { Type: CUSTOMER_MANAGED_KMS_KEY, KmsKeyId: !Ref Key }`.",
  },
  references: ["https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html"],
  aliases: [],
  covers: ["X3"],
  good: "encrypts its execution data with a key of its own",
  bad: "does not encrypt its execution data with a key of its own",
  checks: [
    {
      type: "AWS::StepFunctions::StateMachine",
      require: { property: "EncryptionConfiguration.Type", expected: oneOf("CUSTOMER_MANAGED_KMS_KEY") },
    },
  ],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Checkout:
    Type: AWS::StepFunctions::StateMachine
    Properties: { DefinitionString: '{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }' }
`,
      good: `Resources:
  Checkout:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: '{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }'
      EncryptionConfiguration: { Type: CUSTOMER_MANAGED_KMS_KEY, KmsKeyId: alias/checkout }
`,
    },
  ],
});
