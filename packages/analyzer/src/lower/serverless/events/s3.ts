import { at, toJson, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import { draft, type Draft } from "../../draft.js";
import { addCustomResource, customResourceArn } from "../custom-resources.js";
import { asGlobal } from "../merge.js";
import { alphanumeric, ids, normalized, startCase, upperFirst } from "../names.js";
import { eventsOf, type Service, type ServiceEvent, type ServiceFunction } from "../service.js";
import { addPermission, targetOf, type Drafts, type Stack } from "../stack.js";
import { identifying, isTruthy, listOf, literal, text } from "../text.js";
import { truthy } from "./mapping.js";

const DEFAULT_EVENT = "s3:ObjectCreated:*";

/** https://www.serverless.com/framework/docs/providers/aws/events/s3 */
export function addBucketEvents(service: Service, stack: Stack): void {
  const events = [...eventsOf(service, "s3")];
  addNewBuckets(
    service,
    stack,
    events.filter((event) => !isExisting(event)),
  );
  addExistingBuckets(service, stack, events.filter(isExisting));
}

function isExisting({ value }: ServiceEvent): boolean {
  return isTruthy(at(value, "existing"));
}

function bucketOf({ value }: ServiceEvent): Node {
  return value.kind === "mapping" ? (at(value, "bucket") ?? value) : value;
}

interface NewBucket {
  readonly name: Node;
  /** What its logical id is made of: the key under `provider.s3`, else its name. */
  readonly key: string;
  readonly settings: Node | undefined;
  readonly events: ServiceEvent[];
}

function addNewBuckets(service: Service, stack: Stack, events: readonly ServiceEvent[]): void {
  const buckets = new Map<string, NewBucket>();
  for (const event of events) {
    const written = bucketOf(event);
    if (written.kind === "mapping" && literal(written) === undefined && written.entries.has("Ref")) {
      const reason = "a bucket that is referenced needs 'existing: true'";
      service.report(problem("serverless-invalid", written.origin.span, { reason }));
    }
    const key = identifying(written);
    const settings = at(service.provider, "s3", key);
    const name = truthy(settings ?? written, "name") ?? written;
    const id = identifying(name);
    const bucket = buckets.get(id) ?? { name, key: settings ? key : id, settings, events: [] };
    buckets.set(id, bucket);
    bucket.events.push(event);
  }
  for (const bucket of buckets.values()) addBucket(stack, bucket);
}

function addBucket(stack: Stack, { name, key, settings, events }: NewBucket): void {
  const permission = (fn: ServiceFunction) => `${normalized(fn.key)}LambdaPermission${alphanumeric(key)}S3`;
  const more: { [property: string]: Draft } = {};
  let notifications: Drafts = { LambdaConfigurations: events.map(lambdaConfiguration) };
  for (const [property, value] of settings?.kind === "mapping" ? settings.entries : []) {
    if (property === "name") continue;
    if (upperFirst(property) !== "NotificationConfiguration") more[upperFirst(property)] = asGlobal(value);
    else if (value.kind === "mapping") notifications = { ...notifications, ...Object.fromEntries(value.entries) };
  }
  const [first] = events;
  const cause = first?.origin ?? name.origin;
  stack.add(
    `S3Bucket${alphanumeric(key)}`,
    "AWS::S3::Bucket",
    cause,
    { BucketName: name, NotificationConfiguration: notifications, ...more },
    { DependsOn: events.flatMap(({ fn }) => [permission(fn), fn.alias?.id]) },
  );
  for (const { fn, origin } of events) {
    addPermission(stack, permission(fn), fn, origin, "s3.amazonaws.com", {
      SourceArn: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, text(origin, ":s3:::", name)]] },
      SourceAccount: { Ref: "AWS::AccountId" },
    });
  }
}

function lambdaConfiguration({ fn, value, origin }: ServiceEvent): Draft {
  const rules = truthy(value, "rules");
  return draft(
    {
      Event: truthy(value, "event") ?? DEFAULT_EVENT,
      Function: targetOf(fn),
      Filter: rules && {
        S3Key: { Rules: rulesOf(rules).map(([Name, Value]) => ({ Name, Value })) },
      },
    },
    origin,
  );
}

/** `- prefix: uploads/`: the first key of each rule counts. */
function rulesOf(rules: Node | undefined): readonly [string, Node][] {
  return listOf(rules).flatMap((rule) => (rule.kind === "mapping" ? [...rule.entries].slice(0, 1) : []));
}

/** Buckets that are there already are changed at deployment, by a function of the framework. */
function addExistingBuckets(service: Service, stack: Stack, events: readonly ServiceEvent[]): void {
  const handler = ids.lambda("custom-resource-existing-s3");
  const byFunction = new Map<ServiceFunction, ServiceEvent[]>();
  for (const event of events) byFunction.set(event.fn, [...(byFunction.get(event.fn) ?? []), event]);
  const lastOf = new Map<string, string>();
  const statements: Drafts[] = [];
  for (const [fn, own] of byFunction) {
    const [first] = own;
    if (!first) continue;
    const bucket = bucketOf(first);
    const spelled = JSON.stringify(toJson(bucket));
    const other = own.find((event) => JSON.stringify(toJson(bucketOf(event))) !== spelled);
    if (other) {
      const reason = `the function '${fn.key}' has events of more than one existing bucket`;
      service.report(problem("serverless-invalid", other.origin.span, { reason }));
    }
    const id = `${normalized(fn.key)}CustomS31`;
    stack.add(
      id,
      "Custom::S3",
      first.origin,
      {
        ServiceToken: { "Fn::GetAtt": [handler, "Arn"] },
        FunctionName: fn.name,
        BucketName: bucket,
        BucketConfigs: own.map(({ value }) => ({
          Event: truthy(value, "event") ?? DEFAULT_EVENT,
          Rules: rulesOf(at(value, "rules")).map(([name, rule]) => ({ [startCase(name)]: rule })),
        })),
      },
      { Version: 1, DependsOn: [fn.id, handler, lastOf.get(spelled)] },
    );
    lastOf.set(spelled, id);
    statements.push({
      Resource: { "Fn::Join": [":", ["arn", { Ref: "AWS::Partition" }, "s3", "", "", bucket]] },
      Action: ["s3:PutBucketNotification", "s3:GetBucketNotification"],
    });
  }
  const [first] = events;
  if (!first) return;
  statements.push({
    Resource: customResourceArn("lambda", "function", "*"),
    Action: ["lambda:AddPermission", "lambda:RemovePermission"],
  });
  addCustomResource(service, stack, "s3", first.origin, statements);
}
