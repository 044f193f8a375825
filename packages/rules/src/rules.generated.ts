// Written by scripts/generate.mjs; do not edit.
import type { Rule } from "./rule.js";
import { accountHardCoded } from "./rules/account-hard-coded.js";
import { alarmMissing } from "./rules/alarm-missing.js";
import { alarmUnrouted } from "./rules/alarm-unrouted.js";
import { apiCacheUnencrypted } from "./rules/api-cache-unencrypted.js";
import { apiDomainTlsOutdated } from "./rules/api-domain-tls-outdated.js";
import { apiPublicEndpoint } from "./rules/api-public-endpoint.js";
import { apiRequestUnvalidated } from "./rules/api-request-unvalidated.js";
import { apiRouteOpen } from "./rules/api-route-open.js";
import { apiStageWithoutCertificate } from "./rules/api-stage-without-certificate.js";
import { apiTimeout } from "./rules/api-timeout.js";
import { apiWithoutFirewall } from "./rules/api-without-firewall.js";
import { bucketAccessUnlogged } from "./rules/bucket-access-unlogged.js";
import { bucketPlainHttp } from "./rules/bucket-plain-http.js";
import { bucketPublicAccessAllowed } from "./rules/bucket-public-access-allowed.js";
import { bucketPublicAccessBlockUnset } from "./rules/bucket-public-access-block-unset.js";
import { bucketPublicAcl } from "./rules/bucket-public-acl.js";
import { bucketUnversioned } from "./rules/bucket-unversioned.js";
import { bucketWithoutOwnKey } from "./rules/bucket-without-own-key.js";
import { dataLostOnDeletion } from "./rules/data-lost-on-deletion.js";
import { declarationUnused } from "./rules/declaration-unused.js";
import { deliveryStreamUnencrypted } from "./rules/delivery-stream-unencrypted.js";
import { deploymentAllAtOnce } from "./rules/deployment-all-at-once.js";
import { deploymentUnguarded } from "./rules/deployment-unguarded.js";
import { environmentWithoutOwnKey } from "./rules/environment-without-own-key.js";
import { failurePathMissing } from "./rules/failure-path-missing.js";
import { fileSystemUnencrypted } from "./rules/file-system-unencrypted.js";
import { functionDuplicated } from "./rules/function-duplicated.js";
import { functionNamingMixed } from "./rules/function-naming-mixed.js";
import { functionSizeUnset } from "./rules/function-size-unset.js";
import { functionUntagged } from "./rules/function-untagged.js";
import { identityPoolOpen } from "./rules/identity-pool-open.js";
import { keyDisabled } from "./rules/key-disabled.js";
import { keyRotationOff } from "./rules/key-rotation-off.js";
import { layerOfOtherAccount } from "./rules/layer-of-other-account.js";
import { layerVersionDrift } from "./rules/layer-version-drift.js";
import { loadTestMissing } from "./rules/load-test-missing.js";
import { logGroupWithoutOwnKey } from "./rules/log-group-without-own-key.js";
import { logRetentionUnset } from "./rules/log-retention-unset.js";
import { pipelineMissing } from "./rules/pipeline-missing.js";
import { powerTuningMissing } from "./rules/power-tuning-missing.js";
import { queueEncryptionOff } from "./rules/queue-encryption-off.js";
import { queueVisibilityTimeout } from "./rules/queue-visibility-timeout.js";
import { queueWithoutOwnKey } from "./rules/queue-without-own-key.js";
import { reservedConcurrencyBelowMappings } from "./rules/reserved-concurrency-below-mappings.js";
import { resourceUnused } from "./rules/resource-unused.js";
import { roleShared } from "./rules/role-shared.js";
import { roleWildcardAction } from "./rules/role-wildcard-action.js";
import { runtimeDeprecated } from "./rules/runtime-deprecated.js";
import { secretInEnvironment } from "./rules/secret-in-environment.js";
import { secretInTemplate } from "./rules/secret-in-template.js";
import { secretNotRotated } from "./rules/secret-not-rotated.js";
import { secretParameterShown } from "./rules/secret-parameter-shown.js";
import { secretWithoutOwnKey } from "./rules/secret-without-own-key.js";
import { stackNearLimits } from "./rules/stack-near-limits.js";
import { stateMachineWithoutOwnKey } from "./rules/state-machine-without-own-key.js";
import { streamUnencrypted } from "./rules/stream-unencrypted.js";
import { subscriptionFiltersTooMany } from "./rules/subscription-filters-too-many.js";
import { tableDeletionUnprotected } from "./rules/table-deletion-unprotected.js";
import { tableRecoveryOff } from "./rules/table-recovery-off.js";
import { tableWithoutOwnKey } from "./rules/table-without-own-key.js";
import { tagsInconsistent } from "./rules/tags-inconsistent.js";
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
  accountHardCoded,
  alarmMissing,
  alarmUnrouted,
  apiCacheUnencrypted,
  apiDomainTlsOutdated,
  apiPublicEndpoint,
  apiRequestUnvalidated,
  apiRouteOpen,
  apiStageWithoutCertificate,
  apiTimeout,
  apiWithoutFirewall,
  bucketAccessUnlogged,
  bucketPlainHttp,
  bucketPublicAccessAllowed,
  bucketPublicAccessBlockUnset,
  bucketPublicAcl,
  bucketUnversioned,
  bucketWithoutOwnKey,
  dataLostOnDeletion,
  declarationUnused,
  deliveryStreamUnencrypted,
  deploymentAllAtOnce,
  deploymentUnguarded,
  environmentWithoutOwnKey,
  failurePathMissing,
  fileSystemUnencrypted,
  functionDuplicated,
  functionNamingMixed,
  functionSizeUnset,
  functionUntagged,
  identityPoolOpen,
  keyDisabled,
  keyRotationOff,
  layerOfOtherAccount,
  layerVersionDrift,
  loadTestMissing,
  logGroupWithoutOwnKey,
  logRetentionUnset,
  pipelineMissing,
  powerTuningMissing,
  queueEncryptionOff,
  queueVisibilityTimeout,
  queueWithoutOwnKey,
  reservedConcurrencyBelowMappings,
  resourceUnused,
  roleShared,
  roleWildcardAction,
  runtimeDeprecated,
  secretInEnvironment,
  secretInTemplate,
  secretNotRotated,
  secretParameterShown,
  secretWithoutOwnKey,
  stackNearLimits,
  stateMachineWithoutOwnKey,
  streamUnencrypted,
  subscriptionFiltersTooMany,
  tableDeletionUnprotected,
  tableRecoveryOff,
  tableWithoutOwnKey,
  tagsInconsistent,
  topicWithoutOwnKey,
  tracingOff,
  triggerNotFound,
  userPoolDeletionUnprotected,
  userPoolMfaOff,
  userPoolPasswordWeak,
  userPoolThreatsIgnored,
  vpcEgress,
];
