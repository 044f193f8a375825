// Written by scripts/generate.mjs; do not edit.
import type { Rule } from "./rule.js";
import { alarmMissing } from "./rules/alarm-missing.js";
import { alarmUnrouted } from "./rules/alarm-unrouted.js";
import { apiDomainTlsOutdated } from "./rules/api-domain-tls-outdated.js";
import { apiPublicEndpoint } from "./rules/api-public-endpoint.js";
import { apiStageWithoutCertificate } from "./rules/api-stage-without-certificate.js";
import { apiTimeout } from "./rules/api-timeout.js";
import { bucketAccessUnlogged } from "./rules/bucket-access-unlogged.js";
import { bucketPublicAccessAllowed } from "./rules/bucket-public-access-allowed.js";
import { bucketPublicAccessBlockUnset } from "./rules/bucket-public-access-block-unset.js";
import { bucketPublicAcl } from "./rules/bucket-public-acl.js";
import { bucketUnversioned } from "./rules/bucket-unversioned.js";
import { bucketWithoutOwnKey } from "./rules/bucket-without-own-key.js";
import { deliveryStreamUnencrypted } from "./rules/delivery-stream-unencrypted.js";
import { environmentWithoutOwnKey } from "./rules/environment-without-own-key.js";
import { failurePathMissing } from "./rules/failure-path-missing.js";
import { fileSystemUnencrypted } from "./rules/file-system-unencrypted.js";
import { functionSizeUnset } from "./rules/function-size-unset.js";
import { functionUntagged } from "./rules/function-untagged.js";
import { identityPoolOpen } from "./rules/identity-pool-open.js";
import { keyDisabled } from "./rules/key-disabled.js";
import { keyRotationOff } from "./rules/key-rotation-off.js";
import { logGroupWithoutOwnKey } from "./rules/log-group-without-own-key.js";
import { logRetentionUnset } from "./rules/log-retention-unset.js";
import { queueEncryptionOff } from "./rules/queue-encryption-off.js";
import { queueVisibilityTimeout } from "./rules/queue-visibility-timeout.js";
import { queueWithoutOwnKey } from "./rules/queue-without-own-key.js";
import { reservedConcurrencyBelowMappings } from "./rules/reserved-concurrency-below-mappings.js";
import { roleShared } from "./rules/role-shared.js";
import { roleWildcardAction } from "./rules/role-wildcard-action.js";
import { runtimeDeprecated } from "./rules/runtime-deprecated.js";
import { secretWithoutOwnKey } from "./rules/secret-without-own-key.js";
import { stateMachineWithoutOwnKey } from "./rules/state-machine-without-own-key.js";
import { streamUnencrypted } from "./rules/stream-unencrypted.js";
import { tableDeletionUnprotected } from "./rules/table-deletion-unprotected.js";
import { tableRecoveryOff } from "./rules/table-recovery-off.js";
import { tableWithoutOwnKey } from "./rules/table-without-own-key.js";
import { topicWithoutOwnKey } from "./rules/topic-without-own-key.js";
import { tracingOff } from "./rules/tracing-off.js";
import { triggerNotFound } from "./rules/trigger-not-found.js";
import { userPoolDeletionUnprotected } from "./rules/user-pool-deletion-unprotected.js";
import { userPoolMfaOff } from "./rules/user-pool-mfa-off.js";
import { userPoolPasswordWeak } from "./rules/user-pool-password-weak.js";
import { userPoolThreatsIgnored } from "./rules/user-pool-threats-ignored.js";
import { vpcEgress } from "./rules/vpc-egress.js";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  alarmMissing,
  alarmUnrouted,
  apiDomainTlsOutdated,
  apiPublicEndpoint,
  apiStageWithoutCertificate,
  apiTimeout,
  bucketAccessUnlogged,
  bucketPublicAccessAllowed,
  bucketPublicAccessBlockUnset,
  bucketPublicAcl,
  bucketUnversioned,
  bucketWithoutOwnKey,
  deliveryStreamUnencrypted,
  environmentWithoutOwnKey,
  failurePathMissing,
  fileSystemUnencrypted,
  functionSizeUnset,
  functionUntagged,
  identityPoolOpen,
  keyDisabled,
  keyRotationOff,
  logGroupWithoutOwnKey,
  logRetentionUnset,
  queueEncryptionOff,
  queueVisibilityTimeout,
  queueWithoutOwnKey,
  reservedConcurrencyBelowMappings,
  roleShared,
  roleWildcardAction,
  runtimeDeprecated,
  secretWithoutOwnKey,
  stateMachineWithoutOwnKey,
  streamUnencrypted,
  tableDeletionUnprotected,
  tableRecoveryOff,
  tableWithoutOwnKey,
  topicWithoutOwnKey,
  tracingOff,
  triggerNotFound,
  userPoolDeletionUnprotected,
  userPoolMfaOff,
  userPoolPasswordWeak,
  userPoolThreatsIgnored,
  vpcEgress,
];
