import { at, type Node } from "../../../../parse/node.js";
import { stackName } from "../../api/http.js";
import type { Service } from "../../service.js";
import type { Stack } from "../../stack.js";
import { isPresent, isTrue, literal, text } from "../../text.js";
import { arnOf, cdkId, deadLetterId, queueId } from "./ids.js";

/** A queue with its dead letter queue and, when an address is given, an alarm on that. */
export function addQueue(service: Service, stack: Stack, key: string, config: Node): void {
  const { origin } = config;
  const worker = at(config, "worker");
  const fn = literal(worker) === undefined ? worker : service.functions.get(literal(worker) ?? "")?.config;
  const timeout = Number(literal(at(fn, "timeout")) ?? 6);
  const window = Number(literal(at(config, "maxBatchingWindow")) ?? 0);
  const isFifo = isTrue(at(config, "fifo"));
  const encryption = literal(at(config, "encryption")) === "kmsManaged" ? "alias/aws/sqs" : undefined;
  const common = { FifoQueue: isFifo ? true : undefined, KmsMasterKeyId: encryption };
  const deletion = { UpdateReplacePolicy: "Delete", DeletionPolicy: "Delete" };
  const name = (suffix: string) => text(origin, stackName(service), `-${key}${suffix}${isFifo ? ".fifo" : ""}`);
  const attempts = at(config, "maxRetries");
  stack.add(
    deadLetterId(key),
    "AWS::SQS::Queue",
    origin,
    { ...common, MessageRetentionPeriod: 1_209_600, QueueName: name("-dlq") },
    deletion,
  );
  stack.add(
    queueId(key),
    "AWS::SQS::Queue",
    origin,
    {
      ...common,
      QueueName: name(""),
      VisibilityTimeout: timeout * 6 + window,
      RedrivePolicy: {
        deadLetterTargetArn: arnOf(deadLetterId(key)),
        maxReceiveCount: isPresent(attempts) ? attempts : 3,
      },
      DelaySeconds: at(config, "delay"),
      ContentBasedDeduplication: isFifo ? true : undefined,
    },
    deletion,
  );
  const email = at(config, "alarm");
  if (email) addQueueAlarm(service, stack, key, email);
}

function addQueueAlarm(service: Service, stack: Stack, key: string, email: Node): void {
  const { origin } = email;
  const topic = cdkId(key, "AlarmTopic", "Resource");
  const name = (suffix: string) => text(origin, stackName(service), `-${key}-${suffix}`);
  stack.add(topic, "AWS::SNS::Topic", origin, {
    TopicName: name("dlq-alarm-topic"),
    DisplayName: `[Alert][${key}] failed jobs in the DLQ.`.slice(0, 100),
  });
  stack.add(cdkId(key, "AlarmTopicSubscription", "Resource"), "AWS::SNS::Subscription", origin, {
    Endpoint: email,
    Protocol: "email",
    TopicArn: { Ref: topic },
  });
  stack.add(cdkId(key, "Alarm", "Resource"), "AWS::CloudWatch::Alarm", origin, {
    AlarmActions: [{ Ref: topic }],
    AlarmDescription: "Alert triggered when there are failed jobs in the dead letter queue.",
    AlarmName: name("dlq-alarm"),
    ComparisonOperator: "GreaterThanThreshold",
    Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [deadLetterId(key), "QueueName"] } }],
    EvaluationPeriods: 1,
    MetricName: "ApproximateNumberOfMessagesVisible",
    Namespace: "AWS/SQS",
    Period: 60,
    Statistic: "Sum",
    Threshold: 0,
    TreatMissingData: "notBreaching",
  });
}
