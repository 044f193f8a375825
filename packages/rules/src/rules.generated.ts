// Written by scripts/generate.mjs; do not edit.
import type { Rule } from "./rule.js";
import { accountHardCoded } from "./rules/account-hard-coded.js";
import { actionResourceMismatch } from "./rules/action-resource-mismatch.js";
import { actionUnknown } from "./rules/action-unknown.js";
import { alarmAsyncEventsMissing } from "./rules/alarm-async-events-missing.js";
import { alarmConcurrencyMissing } from "./rules/alarm-concurrency-missing.js";
import { alarmDimensionValue } from "./rules/alarm-dimension-value.js";
import { alarmDimensionsUnpublished } from "./rules/alarm-dimensions-unpublished.js";
import { alarmDurationMissing } from "./rules/alarm-duration-missing.js";
import { alarmFailedDeliveryMissing } from "./rules/alarm-failed-delivery-missing.js";
import { alarmIteratorAgeMissing } from "./rules/alarm-iterator-age-missing.js";
import { alarmMetricUnknown } from "./rules/alarm-metric-unknown.js";
import { alarmMissing } from "./rules/alarm-missing.js";
import { alarmMissingDataUnset } from "./rules/alarm-missing-data-unset.js";
import { alarmPeriodInvalid } from "./rules/alarm-period-invalid.js";
import { alarmSilenceUnnoticed } from "./rules/alarm-silence-unnoticed.js";
import { alarmThresholdUnreachable } from "./rules/alarm-threshold-unreachable.js";
import { alarmUnrouted } from "./rules/alarm-unrouted.js";
import { apiAccessLogOff } from "./rules/api-access-log-off.js";
import { apiAccessLogUnstructured } from "./rules/api-access-log-unstructured.js";
import { apiAlarmMissing } from "./rules/api-alarm-missing.js";
import { apiCacheUnencrypted } from "./rules/api-cache-unencrypted.js";
import { apiCachingOff } from "./rules/api-caching-off.js";
import { apiCompressionOff } from "./rules/api-compression-off.js";
import { apiDataTraceOn } from "./rules/api-data-trace-on.js";
import { apiDomainTlsOutdated } from "./rules/api-domain-tls-outdated.js";
import { apiExecutionLogOff } from "./rules/api-execution-log-off.js";
import { apiLatencyAlarmMissing } from "./rules/api-latency-alarm-missing.js";
import { apiMethodSettingsIgnored } from "./rules/api-method-settings-ignored.js";
import { apiPartsMismatch } from "./rules/api-parts-mismatch.js";
import { apiPublicEndpoint } from "./rules/api-public-endpoint.js";
import { apiRequestUnvalidated } from "./rules/api-request-unvalidated.js";
import { apiRouteOpen } from "./rules/api-route-open.js";
import { apiStageWithoutCertificate } from "./rules/api-stage-without-certificate.js";
import { apiThrottlingUnset } from "./rules/api-throttling-unset.js";
import { apiTimeout } from "./rules/api-timeout.js";
import { apiTracingOff } from "./rules/api-tracing-off.js";
import { apiWithoutFirewall } from "./rules/api-without-firewall.js";
import { asyncFailureTargetMissing } from "./rules/async-failure-target-missing.js";
import { asyncRetriesUnset } from "./rules/async-retries-unset.js";
import { authorizerCacheTime } from "./rules/authorizer-cache-time.js";
import { bucketAccessUnlogged } from "./rules/bucket-access-unlogged.js";
import { bucketPlainHttp } from "./rules/bucket-plain-http.js";
import { bucketPublicAccessAllowed } from "./rules/bucket-public-access-allowed.js";
import { bucketPublicAccessBlockUnset } from "./rules/bucket-public-access-block-unset.js";
import { bucketPublicAcl } from "./rules/bucket-public-acl.js";
import { bucketUnversioned } from "./rules/bucket-unversioned.js";
import { bucketWithoutOwnKey } from "./rules/bucket-without-own-key.js";
import { callerTimeout } from "./rules/caller-timeout.js";
import { dataLostOnDeletion } from "./rules/data-lost-on-deletion.js";
import { databaseConnectionsUnlimited } from "./rules/database-connections-unlimited.js";
import { deadLetterQueueAlarmMissing } from "./rules/dead-letter-queue-alarm-missing.js";
import { deadLetterQueueKey } from "./rules/dead-letter-queue-key.js";
import { deadLetterQueuePolicy } from "./rules/dead-letter-queue-policy.js";
import { deadLetterQueueShared } from "./rules/dead-letter-queue-shared.js";
import { deadLetterQueueUnwatched } from "./rules/dead-letter-queue-unwatched.js";
import { deadLetterRetentionShort } from "./rules/dead-letter-retention-short.js";
import { deadLetterTypeMismatch } from "./rules/dead-letter-type-mismatch.js";
import { declarationUnused } from "./rules/declaration-unused.js";
import { deliveryStreamUnencrypted } from "./rules/delivery-stream-unencrypted.js";
import { dependencyCircular } from "./rules/dependency-circular.js";
import { deploymentAllAtOnce } from "./rules/deployment-all-at-once.js";
import { deploymentUnguarded } from "./rules/deployment-unguarded.js";
import { durableFunctionDestination } from "./rules/durable-function-destination.js";
import { durableFunctionTimeout } from "./rules/durable-function-timeout.js";
import { durableFunctionUnqualified } from "./rules/durable-function-unqualified.js";
import { environmentWithoutOwnKey } from "./rules/environment-without-own-key.js";
import { eventPatternInvalid } from "./rules/event-pattern-invalid.js";
import { failurePathMissing } from "./rules/failure-path-missing.js";
import { failureTargetFifo } from "./rules/failure-target-fifo.js";
import { failureTargetLoop } from "./rules/failure-target-loop.js";
import { failureTargetNotPermitted } from "./rules/failure-target-not-permitted.js";
import { fileSystemUnencrypted } from "./rules/file-system-unencrypted.js";
import { filterCriteriaUnmatched } from "./rules/filter-criteria-unmatched.js";
import { functionArchitectureX86 } from "./rules/function-architecture-x86.js";
import { functionDuplicated } from "./rules/function-duplicated.js";
import { functionEnvironmentReserved } from "./rules/function-environment-reserved.js";
import { functionEnvironmentSize } from "./rules/function-environment-size.js";
import { functionFailureTargetUndecided } from "./rules/function-failure-target-undecided.js";
import { functionInvokesLonger } from "./rules/function-invokes-longer.js";
import { functionMemoryMaximum } from "./rules/function-memory-maximum.js";
import { functionMetricsNotFound } from "./rules/function-metrics-not-found.js";
import { functionNamingMixed } from "./rules/function-naming-mixed.js";
import { functionPackageShared } from "./rules/function-package-shared.js";
import { functionSizeCopied } from "./rules/function-size-copied.js";
import { functionSizeUnset } from "./rules/function-size-unset.js";
import { functionTimeoutMaximum } from "./rules/function-timeout-maximum.js";
import { functionTimeoutOverLimit } from "./rules/function-timeout-over-limit.js";
import { functionUntagged } from "./rules/function-untagged.js";
import { functionUrlOpenCors } from "./rules/function-url-open-cors.js";
import { functionUrlPublic } from "./rules/function-url-public.js";
import { graphqlLoggingOff } from "./rules/graphql-logging-off.js";
import { graphqlTracingOff } from "./rules/graphql-tracing-off.js";
import { idempotencyUnseen } from "./rules/idempotency-unseen.js";
import { identityPoolOpen } from "./rules/identity-pool-open.js";
import { keyDisabled } from "./rules/key-disabled.js";
import { keyRotationOff } from "./rules/key-rotation-off.js";
import { layerOfOtherAccount } from "./rules/layer-of-other-account.js";
import { layerVersionDrift } from "./rules/layer-version-drift.js";
import { loadTestMissing } from "./rules/load-test-missing.js";
import { logFormatText } from "./rules/log-format-text.js";
import { logGroupRetentionUnset } from "./rules/log-group-retention-unset.js";
import { logGroupWithoutOwnKey } from "./rules/log-group-without-own-key.js";
import { logLevelWithoutJson } from "./rules/log-level-without-json.js";
import { logRetentionUnset } from "./rules/log-retention-unset.js";
import { managedInstancesMemory } from "./rules/managed-instances-memory.js";
import { mappingPollersConflict } from "./rules/mapping-pollers-conflict.js";
import { mappingStartingPosition } from "./rules/mapping-starting-position.js";
import { partialBatchResponsesOff } from "./rules/partial-batch-responses-off.js";
import { passRoleWildcard } from "./rules/pass-role-wildcard.js";
import { permissionAction } from "./rules/permission-action.js";
import { permissionPrincipalMismatch } from "./rules/permission-principal-mismatch.js";
import { permissionPublic } from "./rules/permission-public.js";
import { permissionSeveralPrincipals } from "./rules/permission-several-principals.js";
import { permissionSourceAccount } from "./rules/permission-source-account.js";
import { permissionSourceUnbounded } from "./rules/permission-source-unbounded.js";
import { pipeDeadLetterMissing } from "./rules/pipe-dead-letter-missing.js";
import { pipelineMissing } from "./rules/pipeline-missing.js";
import { policyComplexity } from "./rules/policy-complexity.js";
import { policyInline } from "./rules/policy-inline.js";
import { policyNotAction } from "./rules/policy-not-action.js";
import { policyNotPrincipal } from "./rules/policy-not-principal.js";
import { policyNotResource } from "./rules/policy-not-resource.js";
import { powerTuningMissing } from "./rules/power-tuning-missing.js";
import { provisionedConcurrencyFixed } from "./rules/provisioned-concurrency-fixed.js";
import { provisionedConcurrencyLatest } from "./rules/provisioned-concurrency-latest.js";
import { provisionedConcurrencyOverReserved } from "./rules/provisioned-concurrency-over-reserved.js";
import { queueAlarmMissing } from "./rules/queue-alarm-missing.js";
import { queueBatchSize } from "./rules/queue-batch-size.js";
import { queueEncryptionOff } from "./rules/queue-encryption-off.js";
import { queueMappingRefused } from "./rules/queue-mapping-refused.js";
import { queueRedriveMissing } from "./rules/queue-redrive-missing.js";
import { queueVisibilityBelowTimeout } from "./rules/queue-visibility-below-timeout.js";
import { queueVisibilityTimeout } from "./rules/queue-visibility-timeout.js";
import { queueWithoutOwnKey } from "./rules/queue-without-own-key.js";
import { receiveCountLow } from "./rules/receive-count-low.js";
import { recursionLoop } from "./rules/recursion-loop.js";
import { referenceToConditional } from "./rules/reference-to-conditional.js";
import { reservedConcurrencyBelowMappings } from "./rules/reserved-concurrency-below-mappings.js";
import { reservedConcurrencyBelowShards } from "./rules/reserved-concurrency-below-shards.js";
import { reservedConcurrencyOverQuota } from "./rules/reserved-concurrency-over-quota.js";
import { reservedConcurrencyUndecided } from "./rules/reserved-concurrency-undecided.js";
import { reservedConcurrencyZero } from "./rules/reserved-concurrency-zero.js";
import { resourcePolicyCrossAccount } from "./rules/resource-policy-cross-account.js";
import { resourcePolicyNoTls } from "./rules/resource-policy-no-tls.js";
import { resourcePolicyPublic } from "./rules/resource-policy-public.js";
import { resourcePolicyWildcardAction } from "./rules/resource-policy-wildcard-action.js";
import { resourceUnused } from "./rules/resource-unused.js";
import { restApiMixedDefinition } from "./rules/rest-api-mixed-definition.js";
import { retentionUnset } from "./rules/retention-unset.js";
import { roleAdmin } from "./rules/role-admin.js";
import { roleCannotWriteLogs } from "./rules/role-cannot-write-logs.js";
import { roleCredentialsExposure } from "./rules/role-credentials-exposure.js";
import { roleDataExfiltration } from "./rules/role-data-exfiltration.js";
import { roleGrants } from "./rules/role-grants.js";
import { roleManagedPolicy } from "./rules/role-managed-policy.js";
import { roleManagedPolicyBroad } from "./rules/role-managed-policy-broad.js";
import { rolePermissionsManagement } from "./rules/role-permissions-management.js";
import { rolePrivilegeEscalation } from "./rules/role-privilege-escalation.js";
import { roleShared } from "./rules/role-shared.js";
import { roleUnconstrainedWrite } from "./rules/role-unconstrained-write.js";
import { roleWildcardAction } from "./rules/role-wildcard-action.js";
import { roleWildcardResource } from "./rules/role-wildcard-resource.js";
import { ruleAlarmMissing } from "./rules/rule-alarm-missing.js";
import { ruleDeadLetterMissing } from "./rules/rule-dead-letter-missing.js";
import { runtimeDeprecated } from "./rules/runtime-deprecated.js";
import { scheduleDeadLetterMissing } from "./rules/schedule-dead-letter-missing.js";
import { scheduleExpressionInvalid } from "./rules/schedule-expression-invalid.js";
import { secretInEnvironment } from "./rules/secret-in-environment.js";
import { secretInTemplate } from "./rules/secret-in-template.js";
import { secretNotRotated } from "./rules/secret-not-rotated.js";
import { secretParameterShown } from "./rules/secret-parameter-shown.js";
import { secretWithoutOwnKey } from "./rules/secret-without-own-key.js";
import { securityGroupOpenIngress } from "./rules/security-group-open-ingress.js";
import { snapstartConflict } from "./rules/snapstart-conflict.js";
import { snapstartUnsupported } from "./rules/snapstart-unsupported.js";
import { snapstartUnused } from "./rules/snapstart-unused.js";
import { snapstartWithoutVersion } from "./rules/snapstart-without-version.js";
import { stackNearLimits } from "./rules/stack-near-limits.js";
import { stateMachineAlarmMissing } from "./rules/state-machine-alarm-missing.js";
import { stateMachineCallbackUnbounded } from "./rules/state-machine-callback-unbounded.js";
import { stateMachineCatchMissing } from "./rules/state-machine-catch-missing.js";
import { stateMachineLoggingOff } from "./rules/state-machine-logging-off.js";
import { stateMachineRetryMissing } from "./rules/state-machine-retry-missing.js";
import { stateMachineTaskTimeout } from "./rules/state-machine-task-timeout.js";
import { stateMachineTracingOff } from "./rules/state-machine-tracing-off.js";
import { stateMachineWithoutOwnKey } from "./rules/state-machine-without-own-key.js";
import { streamAlarmMissing } from "./rules/stream-alarm-missing.js";
import { streamBatchNotBisected } from "./rules/stream-batch-not-bisected.js";
import { streamConcurrencyReserved } from "./rules/stream-concurrency-reserved.js";
import { streamFailureDestinationMissing } from "./rules/stream-failure-destination-missing.js";
import { streamRetriesUnbounded } from "./rules/stream-retries-unbounded.js";
import { streamStartsAtLatest } from "./rules/stream-starts-at-latest.js";
import { streamUnencrypted } from "./rules/stream-unencrypted.js";
import { subscriptionEndpoint } from "./rules/subscription-endpoint.js";
import { subscriptionFiltersTooMany } from "./rules/subscription-filters-too-many.js";
import { subscriptionRedriveMissing } from "./rules/subscription-redrive-missing.js";
import { tableAlarmMissing } from "./rules/table-alarm-missing.js";
import { tableBillingModeUnset } from "./rules/table-billing-mode-unset.js";
import { tableCapacityConflict } from "./rules/table-capacity-conflict.js";
import { tableCapacityFixed } from "./rules/table-capacity-fixed.js";
import { tableDeletionUnprotected } from "./rules/table-deletion-unprotected.js";
import { tableRecoveryOff } from "./rules/table-recovery-off.js";
import { tableStreamReaders } from "./rules/table-stream-readers.js";
import { tableWithoutOwnKey } from "./rules/table-without-own-key.js";
import { tagsInconsistent } from "./rules/tags-inconsistent.js";
import { topicAlarmMissing } from "./rules/topic-alarm-missing.js";
import { topicWithoutOwnKey } from "./rules/topic-without-own-key.js";
import { topicWithoutSubscriber } from "./rules/topic-without-subscriber.js";
import { tracingOff } from "./rules/tracing-off.js";
import { triggerNotFound } from "./rules/trigger-not-found.js";
import { trustPolicyConfusedDeputy } from "./rules/trust-policy-confused-deputy.js";
import { trustPolicyCrossAccount } from "./rules/trust-policy-cross-account.js";
import { trustPolicyPublic } from "./rules/trust-policy-public.js";
import { trustPolicyWildcardAction } from "./rules/trust-policy-wildcard-action.js";
import { userPoolDeletionUnprotected } from "./rules/user-pool-deletion-unprotected.js";
import { userPoolMfaOff } from "./rules/user-pool-mfa-off.js";
import { userPoolPasswordWeak } from "./rules/user-pool-password-weak.js";
import { userPoolThreatsIgnored } from "./rules/user-pool-threats-ignored.js";
import { vpcEgress } from "./rules/vpc-egress.js";
import { vpcFlowLogsOff } from "./rules/vpc-flow-logs-off.js";
import { vpcMismatch } from "./rules/vpc-mismatch.js";
import { vpcMissing } from "./rules/vpc-missing.js";
import { vpcRolePermissions } from "./rules/vpc-role-permissions.js";
import { vpcSecurityGroupEgress } from "./rules/vpc-security-group-egress.js";
import { vpcUnjustified } from "./rules/vpc-unjustified.js";
import { vpcZones } from "./rules/vpc-zones.js";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  accountHardCoded,
  actionResourceMismatch,
  actionUnknown,
  alarmAsyncEventsMissing,
  alarmConcurrencyMissing,
  alarmDimensionValue,
  alarmDimensionsUnpublished,
  alarmDurationMissing,
  alarmFailedDeliveryMissing,
  alarmIteratorAgeMissing,
  alarmMetricUnknown,
  alarmMissing,
  alarmMissingDataUnset,
  alarmPeriodInvalid,
  alarmSilenceUnnoticed,
  alarmThresholdUnreachable,
  alarmUnrouted,
  apiAccessLogOff,
  apiAccessLogUnstructured,
  apiAlarmMissing,
  apiCacheUnencrypted,
  apiCachingOff,
  apiCompressionOff,
  apiDataTraceOn,
  apiDomainTlsOutdated,
  apiExecutionLogOff,
  apiLatencyAlarmMissing,
  apiMethodSettingsIgnored,
  apiPartsMismatch,
  apiPublicEndpoint,
  apiRequestUnvalidated,
  apiRouteOpen,
  apiStageWithoutCertificate,
  apiThrottlingUnset,
  apiTimeout,
  apiTracingOff,
  apiWithoutFirewall,
  asyncFailureTargetMissing,
  asyncRetriesUnset,
  authorizerCacheTime,
  bucketAccessUnlogged,
  bucketPlainHttp,
  bucketPublicAccessAllowed,
  bucketPublicAccessBlockUnset,
  bucketPublicAcl,
  bucketUnversioned,
  bucketWithoutOwnKey,
  callerTimeout,
  dataLostOnDeletion,
  databaseConnectionsUnlimited,
  deadLetterQueueAlarmMissing,
  deadLetterQueueKey,
  deadLetterQueuePolicy,
  deadLetterQueueShared,
  deadLetterQueueUnwatched,
  deadLetterRetentionShort,
  deadLetterTypeMismatch,
  declarationUnused,
  deliveryStreamUnencrypted,
  dependencyCircular,
  deploymentAllAtOnce,
  deploymentUnguarded,
  durableFunctionDestination,
  durableFunctionTimeout,
  durableFunctionUnqualified,
  environmentWithoutOwnKey,
  eventPatternInvalid,
  failurePathMissing,
  failureTargetFifo,
  failureTargetLoop,
  failureTargetNotPermitted,
  fileSystemUnencrypted,
  filterCriteriaUnmatched,
  functionArchitectureX86,
  functionDuplicated,
  functionEnvironmentReserved,
  functionEnvironmentSize,
  functionFailureTargetUndecided,
  functionInvokesLonger,
  functionMemoryMaximum,
  functionMetricsNotFound,
  functionNamingMixed,
  functionPackageShared,
  functionSizeCopied,
  functionSizeUnset,
  functionTimeoutMaximum,
  functionTimeoutOverLimit,
  functionUntagged,
  functionUrlOpenCors,
  functionUrlPublic,
  graphqlLoggingOff,
  graphqlTracingOff,
  idempotencyUnseen,
  identityPoolOpen,
  keyDisabled,
  keyRotationOff,
  layerOfOtherAccount,
  layerVersionDrift,
  loadTestMissing,
  logFormatText,
  logGroupRetentionUnset,
  logGroupWithoutOwnKey,
  logLevelWithoutJson,
  logRetentionUnset,
  managedInstancesMemory,
  mappingPollersConflict,
  mappingStartingPosition,
  partialBatchResponsesOff,
  passRoleWildcard,
  permissionAction,
  permissionPrincipalMismatch,
  permissionPublic,
  permissionSeveralPrincipals,
  permissionSourceAccount,
  permissionSourceUnbounded,
  pipeDeadLetterMissing,
  pipelineMissing,
  policyComplexity,
  policyInline,
  policyNotAction,
  policyNotPrincipal,
  policyNotResource,
  powerTuningMissing,
  provisionedConcurrencyFixed,
  provisionedConcurrencyLatest,
  provisionedConcurrencyOverReserved,
  queueAlarmMissing,
  queueBatchSize,
  queueEncryptionOff,
  queueMappingRefused,
  queueRedriveMissing,
  queueVisibilityBelowTimeout,
  queueVisibilityTimeout,
  queueWithoutOwnKey,
  receiveCountLow,
  recursionLoop,
  referenceToConditional,
  reservedConcurrencyBelowMappings,
  reservedConcurrencyBelowShards,
  reservedConcurrencyOverQuota,
  reservedConcurrencyUndecided,
  reservedConcurrencyZero,
  resourcePolicyCrossAccount,
  resourcePolicyNoTls,
  resourcePolicyPublic,
  resourcePolicyWildcardAction,
  resourceUnused,
  restApiMixedDefinition,
  retentionUnset,
  roleAdmin,
  roleCannotWriteLogs,
  roleCredentialsExposure,
  roleDataExfiltration,
  roleGrants,
  roleManagedPolicy,
  roleManagedPolicyBroad,
  rolePermissionsManagement,
  rolePrivilegeEscalation,
  roleShared,
  roleUnconstrainedWrite,
  roleWildcardAction,
  roleWildcardResource,
  ruleAlarmMissing,
  ruleDeadLetterMissing,
  runtimeDeprecated,
  scheduleDeadLetterMissing,
  scheduleExpressionInvalid,
  secretInEnvironment,
  secretInTemplate,
  secretNotRotated,
  secretParameterShown,
  secretWithoutOwnKey,
  securityGroupOpenIngress,
  snapstartConflict,
  snapstartUnsupported,
  snapstartUnused,
  snapstartWithoutVersion,
  stackNearLimits,
  stateMachineAlarmMissing,
  stateMachineCallbackUnbounded,
  stateMachineCatchMissing,
  stateMachineLoggingOff,
  stateMachineRetryMissing,
  stateMachineTaskTimeout,
  stateMachineTracingOff,
  stateMachineWithoutOwnKey,
  streamAlarmMissing,
  streamBatchNotBisected,
  streamConcurrencyReserved,
  streamFailureDestinationMissing,
  streamRetriesUnbounded,
  streamStartsAtLatest,
  streamUnencrypted,
  subscriptionEndpoint,
  subscriptionFiltersTooMany,
  subscriptionRedriveMissing,
  tableAlarmMissing,
  tableBillingModeUnset,
  tableCapacityConflict,
  tableCapacityFixed,
  tableDeletionUnprotected,
  tableRecoveryOff,
  tableStreamReaders,
  tableWithoutOwnKey,
  tagsInconsistent,
  topicAlarmMissing,
  topicWithoutOwnKey,
  topicWithoutSubscriber,
  tracingOff,
  triggerNotFound,
  trustPolicyConfusedDeputy,
  trustPolicyCrossAccount,
  trustPolicyPublic,
  trustPolicyWildcardAction,
  userPoolDeletionUnprotected,
  userPoolMfaOff,
  userPoolPasswordWeak,
  userPoolThreatsIgnored,
  vpcEgress,
  vpcFlowLogsOff,
  vpcMismatch,
  vpcMissing,
  vpcRolePermissions,
  vpcSecurityGroupEgress,
  vpcUnjustified,
  vpcZones,
];
