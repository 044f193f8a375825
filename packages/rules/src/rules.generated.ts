// Written by scripts/generate.mjs; do not edit.
import type { Rule } from "./rule.js";
import { alarmMissing } from "./rules/alarm-missing.js";
import { alarmUnrouted } from "./rules/alarm-unrouted.js";
import { apiTimeout } from "./rules/api-timeout.js";
import { failurePathMissing } from "./rules/failure-path-missing.js";
import { functionSizeUnset } from "./rules/function-size-unset.js";
import { logRetentionUnset } from "./rules/log-retention-unset.js";
import { queueVisibilityTimeout } from "./rules/queue-visibility-timeout.js";
import { reservedConcurrencyBelowMappings } from "./rules/reserved-concurrency-below-mappings.js";
import { roleShared } from "./rules/role-shared.js";
import { roleWildcardAction } from "./rules/role-wildcard-action.js";
import { runtimeDeprecated } from "./rules/runtime-deprecated.js";
import { tracingOff } from "./rules/tracing-off.js";
import { triggerNotFound } from "./rules/trigger-not-found.js";
import { vpcEgress } from "./rules/vpc-egress.js";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  alarmMissing,
  alarmUnrouted,
  apiTimeout,
  failurePathMissing,
  functionSizeUnset,
  logRetentionUnset,
  queueVisibilityTimeout,
  reservedConcurrencyBelowMappings,
  roleShared,
  roleWildcardAction,
  runtimeDeprecated,
  tracingOff,
  triggerNotFound,
  vpcEgress,
];
