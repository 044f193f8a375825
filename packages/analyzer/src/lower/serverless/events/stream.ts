import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { alphanumeric, normalized, upperFirst } from "../names.js";
import { type Service, type ServiceEvent } from "../service.js";
import type { Stack } from "../stack.js";
import { identifying, isTrue, isTruthy, literal, text } from "../text.js";
import { addMapping, filters, present, truthy } from "./mapping.js";
import { sourceName } from "./source-name.js";
import statements from "../data/stream-statements.json" with { type: "json" };

type Use = keyof typeof statements.actions;

/** https://www.serverless.com/framework/docs/providers/aws/events/streams */
export function addStreamEvents(service: Service, stack: Stack): void {
  for (const fn of service.functions.values()) {
    const used = new Map<Use, Draft[]>();
    const use = (kind: Use, resource: Draft) => used.set(kind, [...(used.get(kind) ?? []), resource]);
    for (const event of fn.events.get("stream") ?? []) addStream(service, stack, event, use);
    for (const kind of Object.keys(statements.actions) as Use[]) {
      const resources = used.get(kind);
      if (resources) stack.allow(fn.origin, { Effect: "Allow", Action: statements.actions[kind], Resource: resources });
    }
  }
}

function addStream(
  service: Service,
  stack: Stack,
  event: ServiceEvent,
  use: (kind: Use, resource: Draft) => void,
): void {
  const { fn, value } = event;
  const arn = (value.kind === "mapping" ? at(value, "arn") : undefined) ?? value;
  const type = literal(at(value, "type")) ?? literal(arn)?.split(":")[2] ?? identifying(at(value, "type"));
  const name = sourceName(arn, "/");
  const consumer = truthy(value, "consumer");
  const isConsumed = consumer !== undefined && type === "kinesis";
  use(type === "dynamodb" ? "dynamodb" : consumer ? "kinesisWithConsumer" : "kinesis", arn);
  let source: Draft = arn;
  const dependsOn: string[] = [];
  if (isConsumed && isTrue(consumer)) {
    const id = addConsumer(service, stack, event, arn, name);
    dependsOn.push(id);
    source = { Ref: id };
  } else if (isConsumed) source = consumer;
  if (isConsumed) use("consumer", source);
  const responses = present(value, "functionResponseType");
  addMapping(
    service,
    stack,
    event,
    `${normalized(fn.key)}EventSourceMapping${upperFirst(type)}${alphanumeric(name)}`,
    {
      EventSourceArn: source,
      BatchSize: truthy(value, "batchSize") ?? 10,
      Enabled: at(value, "enabled") ?? true,
      ParallelizationFactor: truthy(value, "parallelizationFactor"),
      StartingPosition: truthy(value, "startingPosition") ?? "TRIM_HORIZON",
      StartingPositionTimestamp: isConsumed ? truthy(value, "startingPositionTimestamp") : undefined,
      MaximumBatchingWindowInSeconds: present(value, "batchWindow"),
      MaximumRetryAttempts: present(value, "maximumRetryAttempts"),
      BisectBatchOnFunctionError: present(value, "bisectBatchOnFunctionError"),
      FunctionResponseTypes: responses && [responses],
      MaximumRecordAgeInSeconds: truthy(value, "maximumRecordAgeInSeconds"),
      TumblingWindowInSeconds: present(value, "tumblingWindowInSeconds"),
      DestinationConfig: onFailure(truthy(value, "destinations"), use),
      FilterCriteria: filters(value),
    },
    dependsOn,
  );
}

function addConsumer(service: Service, stack: Stack, event: ServiceEvent, arn: Node, stream: string): string {
  const isServiceSpecific = isTruthy(at(service.provider, "kinesis", "consumerNamingMode"));
  const { origin, fn } = event;
  const middle = isServiceSpecific ? [service.name, service.stage] : [];
  const name = text(origin, fn.key, stream, ...middle, "Consumer");
  const id = `${normalized(identifying(name))}StreamConsumer`;
  stack.add(id, "AWS::Kinesis::StreamConsumer", origin, { StreamARN: arn, ConsumerName: name });
  return id;
}

function onFailure(destinations: Node | undefined, use: (kind: Use, resource: Draft) => void): Draft {
  const target = at(destinations, "onFailure");
  if (!isTruthy(target)) return undefined;
  const arn = (target.kind === "mapping" ? at(target, "arn") : undefined) ?? target;
  const type = literal(at(target, "type")) ?? literal(arn)?.split(":")[2];
  use(type === "sns" ? "failureToTopic" : "failureToQueue", arn);
  return { OnFailure: { Destination: arn } };
}
