// Written by scripts/generate.mjs; do not edit.
import type { Rule } from "./rule.js";
import { actionResourceMismatch } from "./rules/action-resource-mismatch.js";
import { actionUnknown } from "./rules/action-unknown.js";
import { alarmMissing } from "./rules/alarm-missing.js";
import { alarmUnrouted } from "./rules/alarm-unrouted.js";
import { apiTimeout } from "./rules/api-timeout.js";
import { failurePathMissing } from "./rules/failure-path-missing.js";
import { functionSizeUnset } from "./rules/function-size-unset.js";
import { functionUrlOpenCors } from "./rules/function-url-open-cors.js";
import { functionUrlPublic } from "./rules/function-url-public.js";
import { logRetentionUnset } from "./rules/log-retention-unset.js";
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
import { queueVisibilityTimeout } from "./rules/queue-visibility-timeout.js";
import { reservedConcurrencyBelowMappings } from "./rules/reserved-concurrency-below-mappings.js";
import { resourcePolicyCrossAccount } from "./rules/resource-policy-cross-account.js";
import { resourcePolicyNoTls } from "./rules/resource-policy-no-tls.js";
import { resourcePolicyPublic } from "./rules/resource-policy-public.js";
import { resourcePolicyWildcardAction } from "./rules/resource-policy-wildcard-action.js";
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
  apiTimeout,
  failurePathMissing,
  functionSizeUnset,
  functionUrlOpenCors,
  functionUrlPublic,
  logRetentionUnset,
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
  queueVisibilityTimeout,
  reservedConcurrencyBelowMappings,
  resourcePolicyCrossAccount,
  resourcePolicyNoTls,
  resourcePolicyPublic,
  resourcePolicyWildcardAction,
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
  tracingOff,
  triggerNotFound,
  trustPolicyConfusedDeputy,
  trustPolicyCrossAccount,
  trustPolicyPublic,
  trustPolicyWildcardAction,
  vpcEgress,
];
