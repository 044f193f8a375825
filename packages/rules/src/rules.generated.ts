// Written by scripts/generate.mjs; do not edit.
import type { Rule } from "./rule.js";
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
import { apiDataTraceOn } from "./rules/api-data-trace-on.js";
import { apiExecutionLogOff } from "./rules/api-execution-log-off.js";
import { apiLatencyAlarmMissing } from "./rules/api-latency-alarm-missing.js";
import { apiTimeout } from "./rules/api-timeout.js";
import { apiTracingOff } from "./rules/api-tracing-off.js";
import { deadLetterQueueAlarmMissing } from "./rules/dead-letter-queue-alarm-missing.js";
import { failurePathMissing } from "./rules/failure-path-missing.js";
import { functionMetricsNotFound } from "./rules/function-metrics-not-found.js";
import { functionSizeUnset } from "./rules/function-size-unset.js";
import { graphqlLoggingOff } from "./rules/graphql-logging-off.js";
import { graphqlTracingOff } from "./rules/graphql-tracing-off.js";
import { logFormatText } from "./rules/log-format-text.js";
import { logGroupRetentionUnset } from "./rules/log-group-retention-unset.js";
import { logLevelWithoutJson } from "./rules/log-level-without-json.js";
import { logRetentionUnset } from "./rules/log-retention-unset.js";
import { queueAlarmMissing } from "./rules/queue-alarm-missing.js";
import { queueVisibilityTimeout } from "./rules/queue-visibility-timeout.js";
import { reservedConcurrencyBelowMappings } from "./rules/reserved-concurrency-below-mappings.js";
import { roleShared } from "./rules/role-shared.js";
import { roleWildcardAction } from "./rules/role-wildcard-action.js";
import { ruleAlarmMissing } from "./rules/rule-alarm-missing.js";
import { runtimeDeprecated } from "./rules/runtime-deprecated.js";
import { securityGroupOpenIngress } from "./rules/security-group-open-ingress.js";
import { stateMachineAlarmMissing } from "./rules/state-machine-alarm-missing.js";
import { stateMachineTracingOff } from "./rules/state-machine-tracing-off.js";
import { streamAlarmMissing } from "./rules/stream-alarm-missing.js";
import { tableAlarmMissing } from "./rules/table-alarm-missing.js";
import { topicAlarmMissing } from "./rules/topic-alarm-missing.js";
import { tracingOff } from "./rules/tracing-off.js";
import { triggerNotFound } from "./rules/trigger-not-found.js";
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
  apiDataTraceOn,
  apiExecutionLogOff,
  apiLatencyAlarmMissing,
  apiTimeout,
  apiTracingOff,
  deadLetterQueueAlarmMissing,
  failurePathMissing,
  functionMetricsNotFound,
  functionSizeUnset,
  graphqlLoggingOff,
  graphqlTracingOff,
  logFormatText,
  logGroupRetentionUnset,
  logLevelWithoutJson,
  logRetentionUnset,
  queueAlarmMissing,
  queueVisibilityTimeout,
  reservedConcurrencyBelowMappings,
  roleShared,
  roleWildcardAction,
  ruleAlarmMissing,
  runtimeDeprecated,
  securityGroupOpenIngress,
  stateMachineAlarmMissing,
  stateMachineTracingOff,
  streamAlarmMissing,
  tableAlarmMissing,
  topicAlarmMissing,
  tracingOff,
  triggerNotFound,
  vpcEgress,
  vpcFlowLogsOff,
  vpcMismatch,
  vpcMissing,
  vpcRolePermissions,
  vpcSecurityGroupEgress,
  vpcUnjustified,
  vpcZones,
];
