import type { Text } from "../../evaluate/model.js";
import { follow, known, readItems, readNumber, readString, readText } from "../../evaluate/read.js";
import { textKey } from "../../evaluate/text.js";
import { invocationOf, type EventKind } from "../invocation.js";
import { parseArn } from "../locate.js";
import type { Resource } from "../model.js";
import type { ResourceKind } from "../resource-type.js";
import type { Linker } from "./linker.js";

const SOURCES: readonly ResourceKind[] = ["queue", "stream", "stream-consumer", "table", "broker", "database"];

/** Pollers: queues and streams that Lambda reads for a function. */
export const eventSourceMappingLinker: Linker = {
  types: ["AWS::Lambda::EventSourceMapping"],
  link(mapping, { graph, locator }) {
    const { properties } = mapping;
    const kafka = readItems(properties, "SelfManagedEventSource", "Endpoints", "KafkaBootstrapServers");
    const sources = known(readText(properties, "EventSourceArn"));
    for (const target of known(readText(properties, "FunctionName"))) {
      const found = locator.find(target.value, target.origin, ["function"]);
      const details = {
        via: mapping,
        qualifier: found.qualifier,
        detail: undefined,
        authorization: undefined,
        confidence: found.confidence,
      };
      for (const source of sources) {
        const from = locator.find(source.value, source.origin, SOURCES).resource;
        const event = eventOf(from, source.value, mapping);
        graph.connect("triggers", from, found.resource, {
          ...details,
          event,
          invocation: invocationOf(event),
          origin: mapping.origin,
        });
        graph.connect("reads", found.resource, from, { statement: undefined, actions: [], origin: mapping.origin });
      }
      const [broker] = kafka.flatMap(({ view }) => known(readText(view)));
      if (sources.length === 0 && broker) {
        const from = locator.find(broker.value, broker.origin).resource;
        graph.connect("triggers", from, found.resource, {
          ...details,
          event: "kafka",
          invocation: "stream",
          origin: mapping.origin,
        });
      }
    }
    for (const { value, origin, when } of known(
      readText(properties, "DestinationConfig", "OnFailure", "Destination"),
    )) {
      const to = locator.find(value, origin).resource;
      const attempts = readNumber(properties, "MaximumRetryAttempts");
      graph.connect("fails-to", mapping, to, {
        reason: "on-failure-destination",
        attempts,
        qualifier: undefined,
        target: undefined,
        origin,
        when,
      });
    }
  },
};

/** The kind of source: by the resource, else by the ARN, else by the properties that only one kind has. */
function eventOf(source: Resource, arn: Text, mapping: Resource): EventKind {
  const byType: Record<string, EventKind> = {
    "AWS::SQS::Queue": "sqs",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::Kinesis::StreamConsumer": "kinesis",
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::DynamoDB::GlobalTable": "dynamodb",
    "AWS::MSK::Cluster": "msk",
    "AWS::MSK::ServerlessCluster": "msk",
    "AWS::AmazonMQ::Broker": "mq",
    "AWS::DocDB::DBCluster": "documentdb",
  };
  const byService: Record<string, EventKind> = {
    sqs: "sqs",
    kinesis: "kinesis",
    dynamodb: "dynamodb",
    kafka: "msk",
    mq: "mq",
    rds: "documentdb",
  };
  const has = (...path: string[]) => follow(mapping.properties, ...path).some(({ shape }) => shape.kind !== "absent");
  const declared = byType[source.type] ?? byService[parseArn(arn)?.service ?? ""];
  if (declared) return declared;
  if (has("DocumentDBEventSourceConfig")) return "documentdb";
  if (has("AmazonManagedKafkaEventSourceConfig") || has("Topics")) return "msk";
  if (has("Queues")) return "mq";
  if (/stream/i.test(textKey(arn)) || known(readString(mapping.properties, "StartingPosition")).length > 0) {
    return /dynamo|table/i.test(textKey(arn)) ? "dynamodb" : "kinesis";
  }
  return "sqs";
}
