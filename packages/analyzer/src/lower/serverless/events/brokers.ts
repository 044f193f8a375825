import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { alphanumeric, normalized } from "../names.js";
import type { Service, ServiceEvent } from "../service.js";
import type { Stack } from "../stack.js";
import { identifying, listOf, literal, text } from "../text.js";
import { addMapping, filters, present, truthy } from "./mapping.js";
import { sourceName } from "./source-name.js";
import facts from "../data/broker-events.json" with { type: "json" };

/** Amazon MSK, self-managed Kafka, ActiveMQ and RabbitMQ: https://www.serverless.com/framework/docs/providers/aws/events/msk */
export function addBrokerEvents(service: Service, stack: Stack): void {
  addKafka(service, stack);
  addMq(service, stack, "activemq", "ActiveMQ");
  addMq(service, stack, "rabbitmq", "RabbitMQ");
  addMsk(service, stack);
}

const networkStatement = { Effect: "Allow", Action: facts.networkActions, Resource: "*" };

function settings(value: Node): { readonly [key: string]: Draft } {
  return {
    BatchSize: truthy(value, "batchSize"),
    MaximumBatchingWindowInSeconds: truthy(value, "maximumBatchingWindow"),
    Enabled: present(value, "enabled"),
    FilterCriteria: filters(value),
  };
}

function id({ fn }: ServiceEvent, kind: string, ...names: readonly string[]): string {
  return `${normalized(fn.key)}EventSourceMapping${kind}${names.join("")}`;
}

/** A name in a logical id, cut so that the whole stays below CloudFormation's 255 characters. */
function cut(name: string, length: number): string {
  return alphanumeric(name).slice(0, length);
}

function allow(stack: Stack, cause: Node, action: readonly string[], resources: readonly Draft[]): void {
  stack.allow(cause.origin, { Effect: "Allow", Action: action, Resource: resources });
}

function addMq(service: Service, stack: Stack, kind: string, name: string): void {
  for (const fn of service.functions.values()) {
    const events = fn.events.get(kind) ?? [];
    for (const event of events) {
      const { value } = event;
      const queue = at(value, "queue");
      const host = truthy(value, "virtualHost");
      addMapping(service, stack, event, id(event, name, cut(identifying(queue), 150)), {
        EventSourceArn: at(value, "arn"),
        Queues: [queue],
        SourceAccessConfigurations: [
          { Type: "BASIC_AUTH", URI: at(value, "basicAuthArn") },
          host && kind === "rabbitmq" ? { Type: "VIRTUAL_HOST", URI: host } : undefined,
        ],
        ...settings(value),
      });
    }
    const [first] = events;
    if (!first) continue;
    allow(
      stack,
      first.value,
      facts.secretActions,
      events.map(({ value }) => at(value, "basicAuthArn")),
    );
    allow(
      stack,
      first.value,
      facts.brokerActions,
      events.map(({ value }) => at(value, "arn")),
    );
    stack.allow(first.origin, networkStatement);
  }
}

function startingPosition(service: Service, event: ServiceEvent): { readonly [key: string]: Draft } {
  const position = truthy(event.value, "startingPosition");
  const timestamp = present(event.value, "startingPositionTimestamp");
  if (literal(position) === "AT_TIMESTAMP" && !timestamp) {
    const reason = "a startingPosition of AT_TIMESTAMP needs a startingPositionTimestamp";
    service.report(problem("serverless-invalid", event.origin.span, { reason }));
  }
  return { StartingPosition: position ?? "TRIM_HORIZON", StartingPositionTimestamp: timestamp };
}

function addMsk(service: Service, stack: Stack): void {
  for (const fn of service.functions.values()) {
    const events = fn.events.get("msk") ?? [];
    for (const event of events) {
      const { value } = event;
      const arn = at(value, "arn");
      const topic = at(value, "topic");
      const cluster = arn ? clusterName(arn) : "";
      const secret = present(value, "saslScram512");
      const group = truthy(value, "consumerGroupId");
      addMapping(service, stack, event, id(event, "MSK", cut(cluster, 79), cut(identifying(topic), 79)), {
        EventSourceArn: arn,
        Topics: [topic],
        ...startingPosition(service, event),
        ...settings(value),
        AmazonManagedKafkaEventSourceConfig: group && { ConsumerGroupId: group },
        SourceAccessConfigurations: secret && [{ Type: "SASL_SCRAM_512_AUTH", URI: secret }],
        ProvisionedPollerConfig: pollers(truthy(value, "provisionedPollerConfig")),
      });
    }
    const [first] = events;
    if (!first) continue;
    allow(
      stack,
      first.value,
      facts.clusterActions,
      events.map(({ value }) => at(value, "arn")),
    );
    stack.allow(first.origin, networkStatement);
  }
}

function clusterName(arn: Node): string {
  return literal(arn)?.split("/")[1] ?? sourceName(arn, ":");
}

function pollers(config: Node | undefined): Draft {
  return (
    config && { MinimumPollers: present(config, "minimumPollers"), MaximumPollers: present(config, "maximumPollers") }
  );
}

function addKafka(service: Service, stack: Stack): void {
  for (const fn of service.functions.values()) {
    const events = fn.events.get("kafka") ?? [];
    const secrets: Node[] = [];
    let isInVpc = false;
    for (const event of events) {
      const { value } = event;
      const topic = at(value, "topic");
      const access: Draft[] = [];
      const configurations = at(value, "accessConfigurations");
      for (const [kind, values] of configurations?.kind === "mapping" ? configurations.entries : []) {
        const known = kind in facts.kafkaAccess ? facts.kafkaAccess[kind as keyof typeof facts.kafkaAccess] : undefined;
        isInVpc ||= known?.needs === "network";
        for (const item of listOf(values)) {
          if (known?.needs === "secret") secrets.push(item);
          access.push({ Type: known?.type ?? kind, URI: text(item.origin, known?.prefix, item) });
        }
      }
      const group = truthy(value, "consumerGroupId");
      const failure = truthy(value, "onFailureDestination");
      addMapping(service, stack, event, id(event, "Kafka", cut(identifying(topic), 158)), {
        SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: at(value, "bootstrapServers") } },
        Topics: [topic],
        ...startingPosition(service, event),
        ...settings(value),
        SourceAccessConfigurations: access,
        SelfManagedKafkaEventSourceConfig: group && { ConsumerGroupId: group },
        DestinationConfig: failure && { OnFailure: { Destination: failure } },
        ProvisionedPollerConfig: pollers(truthy(value, "provisionedPollerConfig")),
      });
    }
    const [first] = events;
    if (first && secrets.length > 0) allow(stack, first.value, facts.secretActions, secrets);
    if (first && isInVpc) stack.allow(first.origin, networkStatement);
  }
}
