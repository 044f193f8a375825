import { at, type Node } from "../../../parse/node.js";
import { draft, generatedFrom, withEntries, type Draft } from "../../draft.js";
import { generate, type Expansion } from "../expansion.js";
import type { Drafts, SamEvent, Target } from "../model.js";
import { managedPolicyArn } from "../partition.js";
import { expect } from "../properties.js";
import { inlinePolicy, sendPolicy } from "../role.js";
import { given, isIntrinsic, literal, present } from "../value.js";
import { eventOwner, rejectEvent, type EventExpansion } from "./event.js";
import { documentDbStatements, kafkaStatements, mqStatements, mskStatements } from "./source-access.js";

/** How Lambda polls a source, and what the role needs for it. */
interface Source {
  /** The property that names the source. */
  readonly arn?: string;
  readonly managed?: string;
  readonly inline?: (
    event: SamEvent,
    sam: Expansion,
  ) => { readonly name: string; readonly statements: readonly Draft[] };
  readonly version?: string;
}

const SOURCES: ReadonlyMap<string, Source> = new Map<string, Source>([
  ["SQS", { arn: "Queue", managed: "AWSLambdaSQSQueueExecutionRole" }],
  ["Kinesis", { arn: "Stream", managed: "AWSLambdaKinesisExecutionRole" }],
  ["DynamoDB", { arn: "Stream", managed: "AWSLambdaDynamoDBExecutionRole" }],
  ["MSK", { arn: "Stream", managed: "AWSLambdaMSKExecutionRole", inline: mskStatements }],
  ["MQ", { arn: "Broker", inline: mqStatements }],
  ["DocumentDB", { arn: "Cluster", inline: documentDbStatements }],
  ["SelfManagedKafka", { inline: kafkaStatements, version: "2012-10-17" }],
]);

const SAME = [
  "StartingPosition",
  "StartingPositionTimestamp",
  "BatchSize",
  "Enabled",
  "MaximumBatchingWindowInSeconds",
  "MaximumRetryAttempts",
  "BisectBatchOnFunctionError",
  "MaximumRecordAgeInSeconds",
  "ParallelizationFactor",
  "Topics",
  "Queues",
  "SourceAccessConfigurations",
  "TumblingWindowInSeconds",
  "FunctionResponseTypes",
  "FilterCriteria",
  "KmsKeyArn",
  "ScalingConfig",
  "ProvisionedPollerConfig",
  "MetricsConfig",
  "LoggingConfig",
];

/** The types of events that Lambda polls for. */
export const polledEvents: readonly string[] = [...SOURCES.keys()];

/** An event that Lambda polls for: queues, streams, brokers, clusters. */
export function eventSourceMapping(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const { properties } = event;
  const source = SOURCES.get(event.type) ?? {};
  checkFilter(event, sam);
  const same: Record<string, Draft> = {};
  for (const name of SAME) same[name] = at(properties, name);
  const failure = onFailure(event, sam);
  const servers = given(properties, "KafkaBootstrapServers");
  const fields: Drafts = {
    FunctionName: target.name,
    EventSourceArn: source.arn === undefined ? undefined : at(properties, source.arn),
    ...same,
    SelfManagedEventSource: servers && { Endpoints: { KafkaBootstrapServers: servers } },
    ...consumer(event, sam),
    DestinationConfig: failure.config,
    DocumentDBEventSourceConfig: event.type === "DocumentDB" ? documentDb(event) : undefined,
  };
  const policy = source.inline?.(event, sam);
  const inline = policy && policy.statements.length > 0 ? [eventPolicy(event, policy, source.version)] : [];
  return {
    resources: [generate(event.id, "AWS::Lambda::EventSourceMapping", fields, event.origin, target.attributes)],
    managed: source.managed === undefined ? [] : [managedPolicy(source.managed, event, sam)],
    inline: [...inline, ...failure.policies],
  };
}

/** The AWS managed policy that an event adds to the role. */
export function managedPolicy(name: string, event: SamEvent, sam: Expansion): Node {
  return draft(managedPolicyArn(sam.partition, `service-role/${name}`), event.origin);
}

function eventPolicy(event: SamEvent, policy: { name: string; statements: readonly Draft[] }, version?: string): Node {
  return inlinePolicy(policy.name, policy.statements, event.node.origin, `SAM event ${event.type}`, version);
}

function documentDb(event: SamEvent): Draft {
  const { properties } = event;
  return {
    DatabaseName: at(properties, "DatabaseName"),
    CollectionName: given(properties, "CollectionName"),
    FullDocument: given(properties, "FullDocument"),
  };
}

/** The settings of Kafka consumers, which stand under a name of their own for each kind of cluster. */
function consumer(event: SamEvent, sam: Expansion): Drafts {
  const group = given(event.properties, "ConsumerGroupId");
  const registry = given(event.properties, "SchemaRegistryConfig");
  const name = (
    {
      MSK: "AmazonManagedKafkaEventSourceConfig",
      SelfManagedKafka: "SelfManagedKafkaEventSourceConfig",
    } as Readonly<Record<string, string>>
  )[event.type];
  if (name === undefined) {
    if (group) rejectEvent(event, group, `events of type ${event.type} have no 'ConsumerGroupId'`, sam);
    return {};
  }
  return { [name]: group || registry ? { ConsumerGroupId: group, SchemaRegistryConfig: registry } : undefined };
}

function checkFilter(event: SamEvent, sam: Expansion): void {
  const filter = given(event.properties, "FilterCriteria");
  if (!filter || isIntrinsic(filter) || filter.kind !== "mapping") return;
  const wrong = [...filter.entries].find(([name]) => name !== "Filters");
  if (wrong) rejectEvent(event, wrong[1], "'FilterCriteria' may only hold 'Filters'", sam);
}

/** Where failed records go. `Type` is for SAM alone: it says which policy the role needs. */
function onFailure(event: SamEvent, sam: Expansion): { config: Draft; policies: Node[] } {
  const config = given(event.properties, "DestinationConfig");
  if (!config) return { config: undefined, policies: [] };
  const failure = present(config, "OnFailure");
  if (config.kind !== "mapping" || !failure) {
    rejectEvent(event, config, "'DestinationConfig' needs 'OnFailure'", sam);
    return { config, policies: [] };
  }
  if (!expect(failure, "mapping", "DestinationConfig.OnFailure", eventOwner(event), sam))
    return { config, policies: [] };
  const type = given(failure, "Type");
  if (!type) return { config, policies: [] };
  const kind = literal(type);
  const stripped = withEntries(config, { OnFailure: withEntries(failure, { Type: undefined }) });
  const arn = present(failure, "Destination");
  if (kind !== "SQS" && kind !== "SNS" && kind !== "S3") {
    if (kind !== "Kafka") rejectEvent(event, type, "the 'Type' of 'OnFailure' has to be SQS, SNS, S3 or Kafka", sam);
    return { config: stripped, policies: [] };
  }
  const cause = generatedFrom(failure.origin, `SAM event ${event.type}`);
  return { config: stripped, policies: [sendPolicy(kind, arn, event.id, cause, `SAM event ${event.type}`)] };
}
