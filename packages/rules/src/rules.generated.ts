// Written by scripts/generate.mjs; do not edit.
import type { Rule } from "./rule.js";
import { alarmMissing } from "./rules/alarm-missing.js";
import { alarmUnrouted } from "./rules/alarm-unrouted.js";
import { apiTimeout } from "./rules/api-timeout.js";
import { asyncFailureTargetMissing } from "./rules/async-failure-target-missing.js";
import { asyncRetriesUnset } from "./rules/async-retries-unset.js";
import { deadLetterQueueKey } from "./rules/dead-letter-queue-key.js";
import { deadLetterQueuePolicy } from "./rules/dead-letter-queue-policy.js";
import { deadLetterQueueShared } from "./rules/dead-letter-queue-shared.js";
import { deadLetterQueueUnwatched } from "./rules/dead-letter-queue-unwatched.js";
import { deadLetterRetentionShort } from "./rules/dead-letter-retention-short.js";
import { deadLetterTypeMismatch } from "./rules/dead-letter-type-mismatch.js";
import { failurePathMissing } from "./rules/failure-path-missing.js";
import { failureTargetFifo } from "./rules/failure-target-fifo.js";
import { failureTargetLoop } from "./rules/failure-target-loop.js";
import { failureTargetNotPermitted } from "./rules/failure-target-not-permitted.js";
import { functionFailureTargetUndecided } from "./rules/function-failure-target-undecided.js";
import { functionSizeUnset } from "./rules/function-size-unset.js";
import { idempotencyUnseen } from "./rules/idempotency-unseen.js";
import { logRetentionUnset } from "./rules/log-retention-unset.js";
import { mappingStartingPosition } from "./rules/mapping-starting-position.js";
import { partialBatchResponsesOff } from "./rules/partial-batch-responses-off.js";
import { pipeDeadLetterMissing } from "./rules/pipe-dead-letter-missing.js";
import { queueMappingRefused } from "./rules/queue-mapping-refused.js";
import { queueRedriveMissing } from "./rules/queue-redrive-missing.js";
import { queueVisibilityBelowTimeout } from "./rules/queue-visibility-below-timeout.js";
import { queueVisibilityTimeout } from "./rules/queue-visibility-timeout.js";
import { receiveCountLow } from "./rules/receive-count-low.js";
import { reservedConcurrencyBelowMappings } from "./rules/reserved-concurrency-below-mappings.js";
import { retentionUnset } from "./rules/retention-unset.js";
import { roleShared } from "./rules/role-shared.js";
import { roleWildcardAction } from "./rules/role-wildcard-action.js";
import { ruleDeadLetterMissing } from "./rules/rule-dead-letter-missing.js";
import { runtimeDeprecated } from "./rules/runtime-deprecated.js";
import { scheduleDeadLetterMissing } from "./rules/schedule-dead-letter-missing.js";
import { stateMachineCatchMissing } from "./rules/state-machine-catch-missing.js";
import { stateMachineLoggingOff } from "./rules/state-machine-logging-off.js";
import { stateMachineRetryMissing } from "./rules/state-machine-retry-missing.js";
import { streamBatchNotBisected } from "./rules/stream-batch-not-bisected.js";
import { streamConcurrencyReserved } from "./rules/stream-concurrency-reserved.js";
import { streamFailureDestinationMissing } from "./rules/stream-failure-destination-missing.js";
import { streamRetriesUnbounded } from "./rules/stream-retries-unbounded.js";
import { streamStartsAtLatest } from "./rules/stream-starts-at-latest.js";
import { subscriptionRedriveMissing } from "./rules/subscription-redrive-missing.js";
import { tableStreamReaders } from "./rules/table-stream-readers.js";
import { tracingOff } from "./rules/tracing-off.js";
import { triggerNotFound } from "./rules/trigger-not-found.js";
import { vpcEgress } from "./rules/vpc-egress.js";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  alarmMissing,
  alarmUnrouted,
  apiTimeout,
  asyncFailureTargetMissing,
  asyncRetriesUnset,
  deadLetterQueueKey,
  deadLetterQueuePolicy,
  deadLetterQueueShared,
  deadLetterQueueUnwatched,
  deadLetterRetentionShort,
  deadLetterTypeMismatch,
  failurePathMissing,
  failureTargetFifo,
  failureTargetLoop,
  failureTargetNotPermitted,
  functionFailureTargetUndecided,
  functionSizeUnset,
  idempotencyUnseen,
  logRetentionUnset,
  mappingStartingPosition,
  partialBatchResponsesOff,
  pipeDeadLetterMissing,
  queueMappingRefused,
  queueRedriveMissing,
  queueVisibilityBelowTimeout,
  queueVisibilityTimeout,
  receiveCountLow,
  reservedConcurrencyBelowMappings,
  retentionUnset,
  roleShared,
  roleWildcardAction,
  ruleDeadLetterMissing,
  runtimeDeprecated,
  scheduleDeadLetterMissing,
  stateMachineCatchMissing,
  stateMachineLoggingOff,
  stateMachineRetryMissing,
  streamBatchNotBisected,
  streamConcurrencyReserved,
  streamFailureDestinationMissing,
  streamRetriesUnbounded,
  streamStartsAtLatest,
  subscriptionRedriveMissing,
  tableStreamReaders,
  tracingOff,
  triggerNotFound,
  vpcEgress,
];
