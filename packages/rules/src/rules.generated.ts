// Written by scripts/generate.mjs; do not edit.
import type { Rule } from "./rule.js";
import { alarmAsyncEventsMissing } from "./rules/alarm-async-events-missing.js";
import { alarmConcurrencyMissing } from "./rules/alarm-concurrency-missing.js";
import { alarmDurationMissing } from "./rules/alarm-duration-missing.js";
import { alarmFailedDeliveryMissing } from "./rules/alarm-failed-delivery-missing.js";
import { alarmIteratorAgeMissing } from "./rules/alarm-iterator-age-missing.js";
import { alarmMissing } from "./rules/alarm-missing.js";
import { alarmUnrouted } from "./rules/alarm-unrouted.js";
import { apiAlarmMissing } from "./rules/api-alarm-missing.js";
import { apiLatencyAlarmMissing } from "./rules/api-latency-alarm-missing.js";
import { apiTimeout } from "./rules/api-timeout.js";
import { deadLetterQueueAlarmMissing } from "./rules/dead-letter-queue-alarm-missing.js";
import { failurePathMissing } from "./rules/failure-path-missing.js";
import { functionSizeUnset } from "./rules/function-size-unset.js";
import { logRetentionUnset } from "./rules/log-retention-unset.js";
import { queueAlarmMissing } from "./rules/queue-alarm-missing.js";
import { queueVisibilityTimeout } from "./rules/queue-visibility-timeout.js";
import { reservedConcurrencyBelowMappings } from "./rules/reserved-concurrency-below-mappings.js";
import { roleShared } from "./rules/role-shared.js";
import { roleWildcardAction } from "./rules/role-wildcard-action.js";
import { ruleAlarmMissing } from "./rules/rule-alarm-missing.js";
import { runtimeDeprecated } from "./rules/runtime-deprecated.js";
import { stateMachineAlarmMissing } from "./rules/state-machine-alarm-missing.js";
import { streamAlarmMissing } from "./rules/stream-alarm-missing.js";
import { tableAlarmMissing } from "./rules/table-alarm-missing.js";
import { topicAlarmMissing } from "./rules/topic-alarm-missing.js";
import { tracingOff } from "./rules/tracing-off.js";
import { triggerNotFound } from "./rules/trigger-not-found.js";
import { vpcEgress } from "./rules/vpc-egress.js";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  alarmAsyncEventsMissing,
  alarmConcurrencyMissing,
  alarmDurationMissing,
  alarmFailedDeliveryMissing,
  alarmIteratorAgeMissing,
  alarmMissing,
  alarmUnrouted,
  apiAlarmMissing,
  apiLatencyAlarmMissing,
  apiTimeout,
  deadLetterQueueAlarmMissing,
  failurePathMissing,
  functionSizeUnset,
  logRetentionUnset,
  queueAlarmMissing,
  queueVisibilityTimeout,
  reservedConcurrencyBelowMappings,
  roleShared,
  roleWildcardAction,
  ruleAlarmMissing,
  runtimeDeprecated,
  stateMachineAlarmMissing,
  streamAlarmMissing,
  tableAlarmMissing,
  topicAlarmMissing,
  tracingOff,
  triggerNotFound,
  vpcEgress,
];
