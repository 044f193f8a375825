import { describe, expect, it } from "vitest";
import { apiDomainTlsOutdated } from "../../src/rules/api-domain-tls-outdated.js";
import { apiPublicEndpoint } from "../../src/rules/api-public-endpoint.js";
import { apiStageWithoutCertificate } from "../../src/rules/api-stage-without-certificate.js";
import { bucketAccessUnlogged } from "../../src/rules/bucket-access-unlogged.js";
import { bucketPublicAccessAllowed } from "../../src/rules/bucket-public-access-allowed.js";
import { bucketPublicAccessBlockUnset } from "../../src/rules/bucket-public-access-block-unset.js";
import { bucketPublicAcl } from "../../src/rules/bucket-public-acl.js";
import { bucketUnversioned } from "../../src/rules/bucket-unversioned.js";
import { bucketWithoutOwnKey } from "../../src/rules/bucket-without-own-key.js";
import { deliveryStreamUnencrypted } from "../../src/rules/delivery-stream-unencrypted.js";
import { environmentWithoutOwnKey } from "../../src/rules/environment-without-own-key.js";
import { fileSystemUnencrypted } from "../../src/rules/file-system-unencrypted.js";
import { functionUntagged } from "../../src/rules/function-untagged.js";
import { identityPoolOpen } from "../../src/rules/identity-pool-open.js";
import { keyDisabled } from "../../src/rules/key-disabled.js";
import { keyRotationOff } from "../../src/rules/key-rotation-off.js";
import { logGroupWithoutOwnKey } from "../../src/rules/log-group-without-own-key.js";
import { queueEncryptionOff } from "../../src/rules/queue-encryption-off.js";
import { queueWithoutOwnKey } from "../../src/rules/queue-without-own-key.js";
import { secretWithoutOwnKey } from "../../src/rules/secret-without-own-key.js";
import { stateMachineWithoutOwnKey } from "../../src/rules/state-machine-without-own-key.js";
import { streamUnencrypted } from "../../src/rules/stream-unencrypted.js";
import { tableDeletionUnprotected } from "../../src/rules/table-deletion-unprotected.js";
import { tableRecoveryOff } from "../../src/rules/table-recovery-off.js";
import { tableWithoutOwnKey } from "../../src/rules/table-without-own-key.js";
import { topicWithoutOwnKey } from "../../src/rules/topic-without-own-key.js";
import { userPoolDeletionUnprotected } from "../../src/rules/user-pool-deletion-unprotected.js";
import { userPoolMfaOff } from "../../src/rules/user-pool-mfa-off.js";
import { userPoolPasswordWeak } from "../../src/rules/user-pool-password-weak.js";
import { userPoolThreatsIgnored } from "../../src/rules/user-pool-threats-ignored.js";
import { check, resources, STAGES } from "../check-rule.js";

/** One resource called It, with the properties; the first line of the resource is line 4. */
const one = (type: string, properties: string) =>
  resources(`  It: { Type: ${type}, Properties: { ${properties} } }\n`, STAGES);

describe("environment-without-own-key", () => {
  it.each([
    [
      "Environment: { Variables: { A: b } }",
      "fail 4:3 The function It encrypts its environment variables with Lambda's key: KmsKeyArn is not set.",
    ],
    [
      "Environment: { Variables: { A: b } }, KmsKeyArn: !GetAtt K.Arn",
      "unknown 4:109 Whether the function It encrypts its environment variables with a key of its own is not known: nothing is called K.",
    ],
    [
      "Environment: { Variables: { A: b } }, KmsKeyArn: 'arn:aws:kms:eu-west-1:1:alias/aws/lambda'",
      "fail 4:101 The function It encrypts its environment variables with Lambda's key: KmsKeyArn is arn:aws:kms:eu-west-1:1:alias/aws/lambda.",
    ],
    [
      "Environment: { Variables: { A: b } }, KmsKeyArn: !If [IsProd, 'arn:aws:kms:eu-west-1:1:key/1', !Ref AWS::NoValue]",
      "fail 4:3 The function It encrypts its environment variables with Lambda's key: KmsKeyArn is not set. (when not IsProd)",
    ],
    [
      "Environment: { Variables: { A: b } }, KmsKeyArn: !Ref Unknown",
      "pass 4:106 The function It encrypts its environment variables with a key of its own: KmsKeyArn is ${Unknown}.",
    ],
    ["Handler: a.b", "not-applicable 4:3 The function It: it has no environment variables that are known."],
  ])("%s", async (properties, expected) => {
    expect(await check(environmentWithoutOwnKey, one("AWS::Lambda::Function", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(environmentWithoutOwnKey, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("queue-encryption-off", () => {
  it.each([
    [
      "SqsManagedSseEnabled: false",
      "fail 4:68 The queue It is not encrypted at rest: SqsManagedSseEnabled is false, KmsMasterKeyId is not set.",
    ],
    [
      "SqsManagedSseEnabled: false, KmsMasterKeyId: alias/a",
      "pass 4:91 The queue It is encrypted at rest: KmsMasterKeyId is alias/a.",
    ],
    [
      "FifoQueue: true",
      "pass 4:3 The queue It is encrypted at rest: SqsManagedSseEnabled is not set (SQS encrypts by default).",
    ],
    [
      "SqsManagedSseEnabled: !Ref Unknown",
      "unknown 4:73 Whether the queue It is encrypted at rest is not known: parameter Unknown has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(queueEncryptionOff, one("AWS::SQS::Queue", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(queueEncryptionOff, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("queue-without-own-key", () => {
  it.each([
    ["FifoQueue: true", "fail 4:3 The queue It is not encrypted with a KMS key: KmsMasterKeyId is not set."],
    ["KmsMasterKeyId: alias/a", "pass 4:62 The queue It is encrypted with a KMS key: KmsMasterKeyId is alias/a."],
    [
      "KmsMasterKeyId: !ImportValue key",
      "pass 4:75 The queue It is encrypted with a KMS key: KmsMasterKeyId is ${key}.",
    ],
    ["KmsMasterKeyId: ''", "fail 4:62 The queue It is not encrypted with a KMS key: KmsMasterKeyId is empty."],
  ])("%s", async (properties, expected) => {
    expect(await check(queueWithoutOwnKey, one("AWS::SQS::Queue", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(queueWithoutOwnKey, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("topic-without-own-key", () => {
  it.each([
    ["TopicName: a", "fail 4:3 The topic It is not encrypted with a KMS key: KmsMasterKeyId is not set."],
    [
      "KmsMasterKeyId: !Ref K",
      "unknown 4:67 Whether the topic It is encrypted with a KMS key is not known: nothing is called K.",
    ],
    [
      "KmsMasterKeyId: !If [IsProd, !Ref K, !Ref AWS::NoValue]",
      "fail 4:3 The topic It is not encrypted with a KMS key: KmsMasterKeyId is not set. (when not IsProd)",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(topicWithoutOwnKey, one("AWS::SNS::Topic", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(topicWithoutOwnKey, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("stream-unencrypted", () => {
  it.each([
    ["ShardCount: 1", "fail 4:3 The stream It is not encrypted at rest: EncryptionType is not set."],
    [
      "StreamEncryption: { EncryptionType: KMS }",
      "pass 4:87 The stream It is encrypted at rest: EncryptionType is KMS.",
    ],
    [
      "StreamEncryption: { EncryptionType: !Ref Stage }",
      "unknown 4:92 Whether the stream It is encrypted at rest is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(streamUnencrypted, one("AWS::Kinesis::Stream", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(streamUnencrypted, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("delivery-stream-unencrypted", () => {
  it.each([
    [
      "DeliveryStreamName: a",
      "fail 4:3 The delivery stream It does not encrypt what it buffers: DeliveryStreamEncryptionConfigurationInput is not set.",
    ],
    [
      "DeliveryStreamEncryptionConfigurationInput: { KeyType: AWS_OWNED_CMK }",
      "pass 4:111 The delivery stream It encrypts what it buffers: DeliveryStreamEncryptionConfigurationInput is set.",
    ],
    [
      "DeliveryStreamType: KinesisStreamAsSource",
      "not-applicable 4:3 The delivery stream It: it reads from a source, whose encryption counts.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(deliveryStreamUnencrypted, one("AWS::KinesisFirehose::DeliveryStream", properties))).toEqual([
      expected,
    ]);
  });
  it("is silent about other resources", async () => {
    expect(await check(deliveryStreamUnencrypted, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("table-without-own-key", () => {
  it.each([
    [
      "TableName: a",
      "fail 4:3 The table It is not encrypted with a KMS key of its own: SSEEnabled is not set, KMSMasterKeyId is not set.",
    ],
    [
      "SSESpecification: { SSEEnabled: true }",
      "fail 4:3 The table It is not encrypted with a KMS key of its own: KMSMasterKeyId is not set.",
    ],
    [
      "SSESpecification: { SSEEnabled: true, KMSMasterKeyId: alias/a }",
      "pass 4:83 The table It is encrypted with a KMS key of its own: SSEEnabled is true, KMSMasterKeyId is alias/a.",
    ],
    [
      "SSESpecification: { SSEEnabled: !Ref Stage, KMSMasterKeyId: alias/a }",
      "unknown 4:88 Whether the table It is encrypted with a KMS key of its own is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(tableWithoutOwnKey, one("AWS::DynamoDB::Table", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(tableWithoutOwnKey, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("log-group-without-own-key", () => {
  it.each([
    ["RetentionInDays: 1", "fail 4:3 The log group It is not encrypted with a KMS key: KmsKeyId is not set."],
    [
      "KmsKeyId: !GetAtt K.Arn",
      "unknown 4:68 Whether the log group It is encrypted with a KMS key is not known: nothing is called K.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(logGroupWithoutOwnKey, one("AWS::Logs::LogGroup", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(logGroupWithoutOwnKey, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("secret-without-own-key", () => {
  it.each([
    ["Name: a", "fail 4:3 The secret It is encrypted with the default key of the account: KmsKeyId is not set."],
    [
      "KmsKeyId: alias/aws/secretsmanager",
      "fail 4:68 The secret It is encrypted with the default key of the account: KmsKeyId is alias/aws/secretsmanager.",
    ],
    [
      "KmsKeyId: !Ref K",
      "unknown 4:73 Whether the secret It is encrypted with a KMS key of its own is not known: nothing is called K.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(secretWithoutOwnKey, one("AWS::SecretsManager::Secret", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(secretWithoutOwnKey, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("state-machine-without-own-key", () => {
  it.each([
    [
      "StateMachineName: a",
      "fail 4:3 The state machine It does not encrypt its execution data with a key of its own: EncryptionConfiguration.Type is not set.",
    ],
    [
      "EncryptionConfiguration: { Type: CUSTOMER_MANAGED_KMS_KEY }",
      "pass 4:96 The state machine It encrypts its execution data with a key of its own: EncryptionConfiguration.Type is CUSTOMER_MANAGED_KMS_KEY.",
    ],
    [
      "EncryptionConfiguration: { Type: !Ref Stage }",
      "unknown 4:101 Whether the state machine It encrypts its execution data with a key of its own is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(stateMachineWithoutOwnKey, one("AWS::StepFunctions::StateMachine", properties))).toEqual([
      expected,
    ]);
  });
  it("is silent about other resources", async () => {
    expect(await check(stateMachineWithoutOwnKey, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("bucket-without-own-key", () => {
  it.each([
    ["BucketName: a", "fail 4:3 The bucket It does not encrypt its objects with a KMS key: SSEAlgorithm is not set."],
    [
      "BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }] }",
      "fail 4:151 The bucket It does not encrypt its objects with a KMS key: SSEAlgorithm is AES256.",
    ],
    [
      "BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] }",
      "pass 4:151 The bucket It encrypts its objects with a KMS key: SSEAlgorithm is aws:kms.",
    ],
    [
      "BucketEncryption: { ServerSideEncryptionConfiguration: [!If [IsProd, { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }, { ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }]] }",
      "fail 4:228 The bucket It does not encrypt its objects with a KMS key: SSEAlgorithm is AES256. (when not IsProd)",
    ],
    [
      "BucketEncryption: !Ref Stage",
      "unknown 4:69 Whether the bucket It encrypts its objects with a KMS key is not known: parameter Stage has no default.",
    ],
    [
      "BucketEncryption: { ServerSideEncryptionConfiguration: [] }",
      "fail 4:3 The bucket It does not encrypt its objects with a KMS key: SSEAlgorithm is not set.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(bucketWithoutOwnKey, one("AWS::S3::Bucket", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(bucketWithoutOwnKey, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("file-system-unencrypted", () => {
  it.each([
    ["Encrypted: false", "fail 4:62 The file system It is not encrypted at rest: Encrypted is false."],
    ["Encrypted: true", "pass 4:62 The file system It is encrypted at rest: Encrypted is true."],
    [
      "Encrypted: !Ref Unknown",
      "unknown 4:67 Whether the file system It is encrypted at rest is not known: parameter Unknown has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(fileSystemUnencrypted, one("AWS::EFS::FileSystem", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(fileSystemUnencrypted, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("key-rotation-off", () => {
  it.each([
    ["Description: a", "fail 4:3 The key It is not rotated: EnableKeyRotation is not set."],
    ["EnableKeyRotation: true", "pass 4:63 The key It is rotated: EnableKeyRotation is true."],
    ["KeySpec: RSA_2048", "not-applicable 4:3 The key It: KMS rotates no RSA_2048 keys."],
    ["Origin: EXTERNAL", "not-applicable 4:3 The key It: KMS rotates no keys of the origin EXTERNAL."],
    [
      "EnableKeyRotation: !Ref Stage",
      "unknown 4:68 Whether the key It is rotated is not known: parameter Stage has no default.",
    ],
    [
      "EnableKeyRotation: !If [IsProd, true, false]",
      "fail 4:82 The key It is not rotated: EnableKeyRotation is false. (when not IsProd)",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(keyRotationOff, one("AWS::KMS::Key", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(keyRotationOff, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("key-disabled", () => {
  it.each([
    ["Enabled: false", "fail 4:53 The key It is disabled: Enabled is false."],
    ["Description: a", "pass 4:3 The key It is enabled: Enabled is not set (enabled by default)."],
    ["Enabled: !Ref Stage", "unknown 4:58 Whether the key It is enabled is not known: parameter Stage has no default."],
  ])("%s", async (properties, expected) => {
    expect(await check(keyDisabled, one("AWS::KMS::Key", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(keyDisabled, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("table-recovery-off", () => {
  it.each([
    [
      "TableName: a",
      "fail 4:3 The table It cannot be restored to an earlier moment: PointInTimeRecoveryEnabled is not set.",
    ],
    [
      "PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }",
      "pass 4:115 The table It can be restored to any moment of the last 35 days: PointInTimeRecoveryEnabled is true.",
    ],
    [
      "PointInTimeRecoverySpecification: !If [IsProd, { PointInTimeRecoveryEnabled: true }, !Ref AWS::NoValue]",
      "fail 4:3 The table It cannot be restored to an earlier moment: PointInTimeRecoveryEnabled is not set. (when not IsProd)",
    ],
    [
      "PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: !Ref Stage }",
      "unknown 4:120 Whether the table It can be restored to any moment of the last 35 days is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(tableRecoveryOff, one("AWS::DynamoDB::Table", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(tableRecoveryOff, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("table-deletion-unprotected", () => {
  it.each([
    [
      "Replicas: [{ Region: eu-west-1 }]",
      "fail 4:3 The table It is not protected against deletion: DeletionProtectionEnabled is not set.",
    ],
    [
      "Replicas: [{ DeletionProtectionEnabled: true }]",
      "pass 4:97 The table It is protected against deletion: DeletionProtectionEnabled is true.",
    ],
    [
      "Replicas: [{ DeletionProtectionEnabled: !Ref Stage }]",
      "unknown 4:102 Whether the table It is protected against deletion is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(tableDeletionUnprotected, one("AWS::DynamoDB::GlobalTable", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(tableDeletionUnprotected, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("user-pool-mfa-off", () => {
  it.each([
    ["UserPoolName: a", "fail 4:3 The user pool It offers no second factor: MfaConfiguration is not set."],
    ["MfaConfiguration: 'OFF'", "fail 4:71 The user pool It offers no second factor: MfaConfiguration is OFF."],
    ["MfaConfiguration: 'ON'", "pass 4:71 The user pool It offers a second factor: MfaConfiguration is ON."],
    [
      "MfaConfiguration: !Ref Stage",
      "unknown 4:76 Whether the user pool It offers a second factor is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(userPoolMfaOff, one("AWS::Cognito::UserPool", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(userPoolMfaOff, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("user-pool-password-weak", () => {
  it.each([
    [
      "UserPoolName: a",
      "not-applicable 4:3 The user pool It: it has no password policy of its own, so Cognito's default of 8 characters of all kinds applies.",
    ],
    [
      "Policies: { PasswordPolicy: { MinimumLength: 6, RequireUppercase: true, RequireNumbers: true } }",
      "fail 4:98 The user pool It accepts weak passwords: MinimumLength is 6, RequireSymbols is not set.",
    ],
    [
      "Policies: { PasswordPolicy: { MinimumLength: 8, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true } }",
      "pass 4:98 The user pool It asks for strong passwords: MinimumLength is 8, RequireUppercase is true, RequireNumbers is true, RequireSymbols is true.",
    ],
    [
      "Policies: { PasswordPolicy: { MinimumLength: !Ref Unknown, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true } }",
      "unknown 4:103 Whether the user pool It asks for strong passwords is not known: parameter Unknown has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(userPoolPasswordWeak, one("AWS::Cognito::UserPool", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(userPoolPasswordWeak, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("user-pool-threats-ignored", () => {
  it.each([
    [
      "UserPoolName: a",
      "fail 4:3 The user pool It does not stop suspicious sign-ins: AdvancedSecurityMode is not set.",
    ],
    [
      "UserPoolAddOns: { AdvancedSecurityMode: ENFORCED }",
      "pass 4:93 The user pool It stops suspicious sign-ins: AdvancedSecurityMode is ENFORCED.",
    ],
    [
      "UserPoolAddOns: { AdvancedSecurityMode: !Ref Stage }",
      "unknown 4:98 Whether the user pool It stops suspicious sign-ins is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(userPoolThreatsIgnored, one("AWS::Cognito::UserPool", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(userPoolThreatsIgnored, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("user-pool-deletion-unprotected", () => {
  it.each([
    [
      "DeletionProtection: INACTIVE",
      "fail 4:73 The user pool It is not protected against deletion: DeletionProtection is INACTIVE.",
    ],
    [
      "DeletionProtection: ACTIVE",
      "pass 4:73 The user pool It is protected against deletion: DeletionProtection is ACTIVE.",
    ],
    [
      "DeletionProtection: !Ref Stage",
      "unknown 4:78 Whether the user pool It is protected against deletion is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(userPoolDeletionUnprotected, one("AWS::Cognito::UserPool", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(userPoolDeletionUnprotected, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("identity-pool-open", () => {
  it.each([
    [
      "AllowUnauthenticatedIdentities: true",
      "fail 4:89 The identity pool It gives credentials to anybody: AllowUnauthenticatedIdentities is true.",
    ],
    [
      "AllowUnauthenticatedIdentities: 'false'",
      "pass 4:89 The identity pool It gives credentials to signed-in users only: AllowUnauthenticatedIdentities is false.",
    ],
    [
      "AllowUnauthenticatedIdentities: !Ref Stage",
      "unknown 4:94 Whether the identity pool It gives credentials to signed-in users only is not known: parameter Stage has no default.",
    ],
    [
      "AllowUnauthenticatedIdentities: !If [IsProd, false, true]",
      "fail 4:109 The identity pool It gives credentials to anybody: AllowUnauthenticatedIdentities is true. (when not IsProd)",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(identityPoolOpen, one("AWS::Cognito::IdentityPool", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(identityPoolOpen, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("api-domain-tls-outdated", () => {
  it.each([
    ["DomainName: a", "fail 4:3 The domain name It does not ask for TLS 1.2 or newer: SecurityPolicy is not set."],
    [
      "SecurityPolicy: TLS_1_0",
      "fail 4:74 The domain name It does not ask for TLS 1.2 or newer: SecurityPolicy is TLS_1_0.",
    ],
    ["SecurityPolicy: TLS_1_2", "pass 4:74 The domain name It asks for TLS 1.2 or newer: SecurityPolicy is TLS_1_2."],
    [
      "SecurityPolicy: SecurityPolicy_TLS13_1_3_2025_09",
      "pass 4:74 The domain name It asks for TLS 1.2 or newer: SecurityPolicy is SecurityPolicy_TLS13_1_3_2025_09.",
    ],
    [
      "SecurityPolicy: !Ref Stage",
      "unknown 4:79 Whether the domain name It asks for TLS 1.2 or newer is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(apiDomainTlsOutdated, one("AWS::ApiGateway::DomainName", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(apiDomainTlsOutdated, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("api-stage-without-certificate", () => {
  it.each([
    [
      "StageName: a",
      "fail 4:3 The API stage It presents no client certificate to its backends: ClientCertificateId is not set.",
    ],
    [
      "ClientCertificateId: !Ref C",
      "unknown 4:79 Whether the API stage It presents a client certificate to its backends is not known: nothing is called C.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(apiStageWithoutCertificate, one("AWS::ApiGateway::Stage", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(apiStageWithoutCertificate, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("api-public-endpoint", () => {
  it.each([
    ["Name: a", "fail 4:3 The API It is reachable from the internet: EndpointConfiguration.Types is not set."],
    [
      "EndpointConfiguration: { Types: [REGIONAL] }",
      "fail 4:88 The API It is reachable from the internet: EndpointConfiguration.Types is REGIONAL.",
    ],
    [
      "EndpointConfiguration: { Types: [PRIVATE] }",
      "pass 4:88 The API It is reachable through a VPC endpoint only: EndpointConfiguration.Types is PRIVATE.",
    ],
    [
      "EndpointConfiguration: { Types: [!Ref Stage] }",
      "unknown 4:93 Whether the API It is reachable through a VPC endpoint only is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(apiPublicEndpoint, one("AWS::ApiGateway::RestApi", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(apiPublicEndpoint, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("bucket-public-acl", () => {
  it.each([
    ["BucketName: a", "pass 4:3 The bucket It has no public access control list: AccessControl is not set."],
    [
      "AccessControl: PublicReadWrite",
      "fail 4:61 The bucket It has a public access control list: AccessControl is PublicReadWrite.",
    ],
    ["AccessControl: Private", "pass 4:61 The bucket It has no public access control list: AccessControl is Private."],
    [
      "AccessControl: !Ref Stage",
      "unknown 4:66 Whether the bucket It has no public access control list is not known: parameter Stage has no default.",
    ],
    [
      "AccessControl: !If [IsProd, Private, PublicRead]",
      "fail 4:83 The bucket It has a public access control list: AccessControl is PublicRead. (when not IsProd)",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(bucketPublicAcl, one("AWS::S3::Bucket", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(bucketPublicAcl, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("bucket-public-access-allowed", () => {
  it.each([
    [
      "BucketName: a",
      "not-applicable 4:3 The bucket It: it writes no block of its own, so S3's default applies, which blocks all public access.",
    ],
    [
      "PublicAccessBlockConfiguration: !If [IsProd, { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }, !Ref AWS::NoValue]",
      "pass 4:110 The bucket It blocks all public access: BlockPublicAcls is true, BlockPublicPolicy is true, IgnorePublicAcls is true, RestrictPublicBuckets is true. (when IsProd)",
    ],
    [
      "PublicAccessBlockConfiguration: !If [IsProd, { BlockPublicAcls: true }, !Ref AWS::NoValue]",
      "fail 4:3 The bucket It does not block all public access: BlockPublicPolicy is not set, IgnorePublicAcls is not set, RestrictPublicBuckets is not set. (when IsProd)",
    ],
    [
      "PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: false, IgnorePublicAcls: true }",
      "fail 4:122 The bucket It does not block all public access: BlockPublicPolicy is false, RestrictPublicBuckets is not set.",
    ],
    [
      "PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }",
      "pass 4:97 The bucket It blocks all public access: BlockPublicAcls is true, BlockPublicPolicy is true, IgnorePublicAcls is true, RestrictPublicBuckets is true.",
    ],
    [
      "PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: !Ref Stage }",
      "unknown 4:180 Whether the bucket It blocks all public access is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(bucketPublicAccessAllowed, one("AWS::S3::Bucket", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(bucketPublicAccessAllowed, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("bucket-public-access-block-unset", () => {
  it.each([
    [
      "BucketName: a",
      "fail 4:3 The bucket It does not say that it blocks all public access: BlockPublicAcls is not set, BlockPublicPolicy is not set, IgnorePublicAcls is not set, RestrictPublicBuckets is not set.",
    ],
    [
      "PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }",
      "pass 4:97 The bucket It says that it blocks all public access: BlockPublicAcls is true, BlockPublicPolicy is true, IgnorePublicAcls is true, RestrictPublicBuckets is true.",
    ],
    [
      "PublicAccessBlockConfiguration: !Ref Stage",
      "unknown 4:83 Whether the bucket It says that it blocks all public access is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(bucketPublicAccessBlockUnset, one("AWS::S3::Bucket", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(bucketPublicAccessBlockUnset, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("bucket-unversioned", () => {
  it.each([
    [
      "BucketName: a",
      "fail 4:3 The bucket It does not keep earlier versions of its objects: VersioningConfiguration.Status is not set.",
    ],
    [
      "VersioningConfiguration: { Status: Suspended }",
      "fail 4:81 The bucket It does not keep earlier versions of its objects: VersioningConfiguration.Status is Suspended.",
    ],
    [
      "VersioningConfiguration: { Status: Enabled }",
      "pass 4:81 The bucket It keeps earlier versions of its objects: VersioningConfiguration.Status is Enabled.",
    ],
    [
      "VersioningConfiguration: { Status: !Ref Stage }",
      "unknown 4:86 Whether the bucket It keeps earlier versions of its objects is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(bucketUnversioned, one("AWS::S3::Bucket", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(bucketUnversioned, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("bucket-access-unlogged", () => {
  it.each([
    ["BucketName: a", "fail 4:3 The bucket It does not log who uses it: LoggingConfiguration is not set."],
    [
      "LoggingConfiguration: { DestinationBucketName: b }",
      "pass 4:68 The bucket It logs who uses it: LoggingConfiguration is set.",
    ],
    ["AccessControl: LogDeliveryWrite", "not-applicable 4:3 The bucket It: it is where S3 delivers logs to."],
    [
      "LoggingConfiguration: !Ref AWS::NoValue",
      "fail 4:3 The bucket It does not log who uses it: LoggingConfiguration is not set.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(bucketAccessUnlogged, one("AWS::S3::Bucket", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(bucketAccessUnlogged, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("function-untagged", () => {
  it.each([
    ["Handler: a.b", "fail 4:3 The function It has no tags: Tags is not set."],
    [
      "Tags: [{ Key: 'lambda:createdBy', Value: SAM }]",
      "fail 4:58 The function It has no tags: Tags is nothing but SAM's lambda:createdBy.",
    ],
    ["Tags: [{ Key: team, Value: a }]", "pass 4:58 The function It is tagged: Tags is set."],
    [
      "Tags: !Ref Stage",
      "unknown 4:63 Whether the function It is tagged is not known: parameter Stage has no default.",
    ],
  ])("%s", async (properties, expected) => {
    expect(await check(functionUntagged, one("AWS::Lambda::Function", properties))).toEqual([expected]);
  });
  it("is silent about other resources", async () => {
    expect(await check(functionUntagged, one("AWS::SSM::Parameter", "Name: a"))).toEqual([]);
  });
});

describe("the bucket to which the Serverless Framework uploads", () => {
  it.each([bucketAccessUnlogged, bucketPublicAccessBlockUnset, bucketUnversioned, bucketWithoutOwnKey])(
    "is not the author's ($id)",
    async (rule) => {
      const text = `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions: { get: { handler: a.b } }
resources: { Resources: { Own: { Type: AWS::S3::Bucket } } }
`;
      const found = await check(rule, { "serverless.yml": text });
      expect(found).toHaveLength(1);
      expect(found[0]).toContain("Own");
    },
  );
});
