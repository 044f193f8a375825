// Written by scripts/generate.mjs; do not edit.
import type { Rule } from "./rule.js";
import { actionResourceMismatch } from "./rules/action-resource-mismatch.js";
import { actionUnknown } from "./rules/action-unknown.js";
import { alarmMissing } from "./rules/alarm-missing.js";
import { alarmUnrouted } from "./rules/alarm-unrouted.js";
import { apiCachingOff } from "./rules/api-caching-off.js";
import { apiCompressionOff } from "./rules/api-compression-off.js";
import { apiMethodSettingsIgnored } from "./rules/api-method-settings-ignored.js";
import { apiPartsMismatch } from "./rules/api-parts-mismatch.js";
import { apiThrottlingUnset } from "./rules/api-throttling-unset.js";
import { apiTimeout } from "./rules/api-timeout.js";
import { authorizerCacheTime } from "./rules/authorizer-cache-time.js";
import { callerTimeout } from "./rules/caller-timeout.js";
import { databaseConnectionsUnlimited } from "./rules/database-connections-unlimited.js";
import { dependencyCircular } from "./rules/dependency-circular.js";
import { durableFunctionDestination } from "./rules/durable-function-destination.js";
import { durableFunctionTimeout } from "./rules/durable-function-timeout.js";
import { durableFunctionUnqualified } from "./rules/durable-function-unqualified.js";
import { eventPatternInvalid } from "./rules/event-pattern-invalid.js";
import { failurePathMissing } from "./rules/failure-path-missing.js";
import { filterCriteriaUnmatched } from "./rules/filter-criteria-unmatched.js";
import { functionArchitectureX86 } from "./rules/function-architecture-x86.js";
import { functionEnvironmentReserved } from "./rules/function-environment-reserved.js";
import { functionEnvironmentSize } from "./rules/function-environment-size.js";
import { functionInvokesLonger } from "./rules/function-invokes-longer.js";
import { functionMemoryMaximum } from "./rules/function-memory-maximum.js";
import { functionPackageShared } from "./rules/function-package-shared.js";
import { functionSizeCopied } from "./rules/function-size-copied.js";
import { functionSizeUnset } from "./rules/function-size-unset.js";
import { functionTimeoutMaximum } from "./rules/function-timeout-maximum.js";
import { functionTimeoutOverLimit } from "./rules/function-timeout-over-limit.js";
import { functionUrlOpenCors } from "./rules/function-url-open-cors.js";
import { functionUrlPublic } from "./rules/function-url-public.js";
import { logRetentionUnset } from "./rules/log-retention-unset.js";
import { managedInstancesMemory } from "./rules/managed-instances-memory.js";
import { mappingPollersConflict } from "./rules/mapping-pollers-conflict.js";
import { passRoleWildcard } from "./rules/pass-role-wildcard.js";
import { permissionAction } from "./rules/permission-action.js";
import { permissionPrincipalMismatch } from "./rules/permission-principal-mismatch.js";
import { permissionPublic } from "./rules/permission-public.js";
import { permissionSeveralPrincipals } from "./rules/permission-several-principals.js";
import { permissionSourceAccount } from "./rules/permission-source-account.js";
import { permissionSourceUnbounded } from "./rules/permission-source-unbounded.js";
import { policyComplexity } from "./rules/policy-complexity.js";
import { policyInline } from "./rules/policy-inline.js";
import { policyNotAction } from "./rules/policy-not-action.js";
import { policyNotPrincipal } from "./rules/policy-not-principal.js";
import { policyNotResource } from "./rules/policy-not-resource.js";
import { provisionedConcurrencyFixed } from "./rules/provisioned-concurrency-fixed.js";
import { provisionedConcurrencyLatest } from "./rules/provisioned-concurrency-latest.js";
import { provisionedConcurrencyOverReserved } from "./rules/provisioned-concurrency-over-reserved.js";
import { queueBatchSize } from "./rules/queue-batch-size.js";
import { queueVisibilityTimeout } from "./rules/queue-visibility-timeout.js";
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
import { restApiMixedDefinition } from "./rules/rest-api-mixed-definition.js";
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
import { runtimeDeprecated } from "./rules/runtime-deprecated.js";
import { scheduleExpressionInvalid } from "./rules/schedule-expression-invalid.js";
import { snapstartConflict } from "./rules/snapstart-conflict.js";
import { snapstartUnsupported } from "./rules/snapstart-unsupported.js";
import { snapstartUnused } from "./rules/snapstart-unused.js";
import { snapstartWithoutVersion } from "./rules/snapstart-without-version.js";
import { stateMachineCallbackUnbounded } from "./rules/state-machine-callback-unbounded.js";
import { stateMachineTaskTimeout } from "./rules/state-machine-task-timeout.js";
import { subscriptionEndpoint } from "./rules/subscription-endpoint.js";
import { tableBillingModeUnset } from "./rules/table-billing-mode-unset.js";
import { tableCapacityConflict } from "./rules/table-capacity-conflict.js";
import { tableCapacityFixed } from "./rules/table-capacity-fixed.js";
import { topicWithoutSubscriber } from "./rules/topic-without-subscriber.js";
import { tracingOff } from "./rules/tracing-off.js";
import { triggerNotFound } from "./rules/trigger-not-found.js";
import { trustPolicyConfusedDeputy } from "./rules/trust-policy-confused-deputy.js";
import { trustPolicyCrossAccount } from "./rules/trust-policy-cross-account.js";
import { trustPolicyPublic } from "./rules/trust-policy-public.js";
import { trustPolicyWildcardAction } from "./rules/trust-policy-wildcard-action.js";
import { vpcEgress } from "./rules/vpc-egress.js";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  actionResourceMismatch,
  actionUnknown,
  alarmMissing,
  alarmUnrouted,
  apiCachingOff,
  apiCompressionOff,
  apiMethodSettingsIgnored,
  apiPartsMismatch,
  apiThrottlingUnset,
  apiTimeout,
  authorizerCacheTime,
  callerTimeout,
  databaseConnectionsUnlimited,
  dependencyCircular,
  durableFunctionDestination,
  durableFunctionTimeout,
  durableFunctionUnqualified,
  eventPatternInvalid,
  failurePathMissing,
  filterCriteriaUnmatched,
  functionArchitectureX86,
  functionEnvironmentReserved,
  functionEnvironmentSize,
  functionInvokesLonger,
  functionMemoryMaximum,
  functionPackageShared,
  functionSizeCopied,
  functionSizeUnset,
  functionTimeoutMaximum,
  functionTimeoutOverLimit,
  functionUrlOpenCors,
  functionUrlPublic,
  logRetentionUnset,
  managedInstancesMemory,
  mappingPollersConflict,
  passRoleWildcard,
  permissionAction,
  permissionPrincipalMismatch,
  permissionPublic,
  permissionSeveralPrincipals,
  permissionSourceAccount,
  permissionSourceUnbounded,
  policyComplexity,
  policyInline,
  policyNotAction,
  policyNotPrincipal,
  policyNotResource,
  provisionedConcurrencyFixed,
  provisionedConcurrencyLatest,
  provisionedConcurrencyOverReserved,
  queueBatchSize,
  queueVisibilityTimeout,
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
  restApiMixedDefinition,
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
  runtimeDeprecated,
  scheduleExpressionInvalid,
  snapstartConflict,
  snapstartUnsupported,
  snapstartUnused,
  snapstartWithoutVersion,
  stateMachineCallbackUnbounded,
  stateMachineTaskTimeout,
  subscriptionEndpoint,
  tableBillingModeUnset,
  tableCapacityConflict,
  tableCapacityFixed,
  topicWithoutSubscriber,
  tracingOff,
  triggerNotFound,
  trustPolicyConfusedDeputy,
  trustPolicyCrossAccount,
  trustPolicyPublic,
  trustPolicyWildcardAction,
  vpcEgress,
];
