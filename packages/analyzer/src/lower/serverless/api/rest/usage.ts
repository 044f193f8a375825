import { at, type Node } from "../../../../parse/node.js";
import type { Draft } from "../../../draft.js";
import { upperFirst } from "../../names.js";
import type { Stack } from "../../stack.js";
import { isPresent, isTruthy, listOf, text } from "../../text.js";
import type { Rest } from "./rest-api.js";

/** Adds API keys and usage plans; both may be grouped by the name of a plan. */
export function addUsage(rest: Rest, stack: Stack): void {
  const keys = at(rest.settings, "apiKeys");
  const plans = at(rest.settings, "usagePlan");
  if (!isTruthy(keys) && !isTruthy(plans)) return;
  const names = plans?.kind === "sequence" ? plans.items.flatMap((plan) => keysOf(plan).slice(0, 1)) : undefined;
  for (const name of names ?? [undefined]) addPlan(rest, stack, name, isTruthy(plans) ? plans : (keys as Node));
  let number = 0;
  for (const item of listOf(keys)) {
    const [name] = keysOf(item);
    const group = name !== undefined && names?.includes(name) ? name : undefined;
    if (group === undefined) addKey(rest, stack, item, undefined, ++number);
    else listOf(at(item, group)).forEach((key, i) => addKey(rest, stack, key, group, (number = i + 1)));
  }
}

function keysOf(node: Node): readonly string[] {
  return node.kind === "mapping" ? [...node.entries.keys()] : [];
}

function addKey(
  { service, apiId, deploymentId }: Rest,
  stack: Stack,
  key: Node,
  group: string | undefined,
  number: number,
): void {
  const suffix = `${group === undefined ? "" : upperFirst(group)}${number}`;
  const id = `ApiGatewayApiKey${suffix}`;
  const details = key.kind === "mapping" && !key.entries.has("Assay::Unknown") ? key : undefined;
  const value = at(details, "value");
  const enabled = at(details, "enabled");
  stack.add(
    id,
    "AWS::ApiGateway::ApiKey",
    key.origin,
    {
      Enabled: isPresent(enabled) ? enabled : true,
      Name: details ? at(details, "name") : key,
      Value: isTruthy(value) ? value : undefined,
      Description: at(details, "description"),
      CustomerId: at(details, "customerId"),
      StageKeys: [{ RestApiId: apiId, StageName: service.stage }],
    },
    { DependsOn: deploymentId },
  );
  stack.add(`ApiGatewayUsagePlanKey${suffix}`, "AWS::ApiGateway::UsagePlanKey", key.origin, {
    KeyId: { Ref: id },
    KeyType: "API_KEY",
    UsagePlanId: { Ref: `ApiGatewayUsagePlan${group === undefined ? "" : upperFirst(group)}` },
  });
}

function addPlan({ service, apiId, deploymentId }: Rest, stack: Stack, name: string | undefined, plans: Node): void {
  const plan =
    name === undefined || plans.kind !== "sequence"
      ? plans
      : plans.items.map((item) => at(item, name)).find((found) => found !== undefined);
  const { origin } = plan ?? plans;
  const quota = at(plan, "quota");
  const throttle = at(plan, "throttle");
  const limits = (node: Node | undefined, fields: Readonly<Record<string, string>>): Draft =>
    isTruthy(node)
      ? Object.fromEntries(Object.entries(fields).map(([field, key]) => [field, at(node, key)]))
      : undefined;
  const { name: own, stage } = service;
  stack.add(
    `ApiGatewayUsagePlan${name === undefined ? "" : upperFirst(name)}`,
    "AWS::ApiGateway::UsagePlan",
    origin,
    {
      ApiStages: [{ ApiId: apiId, Stage: stage }],
      Description: text(origin, `Usage plan ${name === undefined ? "" : `"${name}" `}for `, own, " ", stage, " stage"),
      UsagePlanName: text(origin, own, "-", name === undefined ? "" : `${name}-`, stage),
      Quota: limits(quota, { Limit: "limit", Offset: "offset", Period: "period" }),
      Throttle: limits(throttle, { BurstLimit: "burstLimit", RateLimit: "rateLimit" }),
    },
    { DependsOn: deploymentId },
  );
}
