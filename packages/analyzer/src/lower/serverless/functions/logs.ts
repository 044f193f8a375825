import { at } from "../../../parse/node.js";
import type { Origin } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { asGlobal } from "../merge.js";
import { ids } from "../names.js";
import { setting, type Service, type ServiceFunction } from "../service.js";
import type { Stack } from "../stack.js";
import { asNumber, isTruthy, text } from "../text.js";

/** Adds the log group of a function; without `logRetentionInDays` its events never expire. */
export function addLogGroup(service: Service, stack: Stack, fn: ServiceFunction): void {
  if (isTruthy(at(fn.config, "disableLogs"))) return;
  const retention = setting(service, fn, "logRetentionInDays");
  stack.add(ids.logGroup(fn.key), "AWS::Logs::LogGroup", fn.origin, {
    LogGroupName: text(fn.origin, "/aws/lambda/", fn.name),
    RetentionInDays: retention && asNumber(retention),
    DataProtectionPolicy: setting(service, fn, "logDataProtectionPolicy"),
  });
}

/** Adds a log group of an API, with what `provider` says of all log groups. */
export function addProviderLogGroup(service: Service, stack: Stack, id: string, name: Draft, cause: Origin): void {
  const retention = at(service.provider, "logRetentionInDays");
  const protection = at(service.provider, "logDataProtectionPolicy");
  stack.add(id, "AWS::Logs::LogGroup", cause, {
    LogGroupName: name,
    RetentionInDays: isTruthy(retention) ? asGlobal(retention) : undefined,
    DataProtectionPolicy: isTruthy(protection) ? asGlobal(protection) : undefined,
  });
}
