import { at } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import { alphanumericDigest } from "../digest.js";
import { normalized } from "../names.js";
import type { Service, ServiceFunction } from "../service.js";
import type { Stack } from "../stack.js";
import { isFalse, isPresent, isTruthy } from "../text.js";

/** The logical id of a function's version. The framework's ends in a digest of the code, which is not known here. */
export function versionId(fn: ServiceFunction): string {
  return `${normalized(fn.key)}LambdaVersion${alphanumericDigest(fn.key)}`;
}

/** Adds the version of a function, and the alias that provisioned concurrency or SnapStart needs. */
export function addVersion(service: Service, stack: Stack, fn: ServiceFunction): void {
  const { config, origin, alias } = fn;
  const own = at(config, "versionFunction");
  const isVersioned =
    fn.events.has("cloudFront") || !isFalse(isPresent(own) ? own : at(service.provider, "versionFunctions"));
  if (!isVersioned && !alias) return;
  const id = versionId(fn);
  stack.add(
    id,
    "AWS::Lambda::Version",
    origin,
    { FunctionName: { Ref: fn.id }, Description: describing(fn) },
    { DeletionPolicy: isVersioned ? "Retain" : undefined },
  );
  stack.output(`${fn.id}QualifiedArn`, origin, "Current Lambda function version", { Ref: id });
  if (!alias) return;
  const concurrency = at(config, "provisionedConcurrency");
  if (isTruthy(concurrency) && isTruthy(at(config, "snapStart"))) {
    const reason = `the function '${fn.key}' has both SnapStart and provisioned concurrency`;
    service.report(problem("serverless-invalid", concurrency.origin.span, { reason }));
  }
  stack.add(
    alias.id,
    "AWS::Lambda::Alias",
    (isTruthy(concurrency) ? concurrency : config).origin,
    {
      FunctionName: { Ref: fn.id },
      FunctionVersion: { "Fn::GetAtt": [id, "Version"] },
      Name: alias.name,
      ProvisionedConcurrencyConfig: isTruthy(concurrency)
        ? { ProvisionedConcurrentExecutions: concurrency }
        : undefined,
    },
    { DependsOn: fn.id },
  );
}

function describing({ config }: ServiceFunction) {
  const description = at(config, "description");
  return isTruthy(description) ? description : undefined;
}
