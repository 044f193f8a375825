import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { generate, type Expansion } from "../expansion.js";
import { getAtt, ref } from "../intrinsics.js";
import type { Generated, SamEvent, Target } from "../model.js";
import { given, isTrue, literal, logicalIdOf } from "../value.js";
import { managedPolicy } from "./event-source-mapping.js";
import { rejectEvent, type EventExpansion } from "./event.js";
import { permission } from "./permission.js";

/** `SNS`: a subscription of the function itself, or through a queue that is the author's or made here. */
export function sns(event: SamEvent, target: Target, sam: Expansion): EventExpansion {
  const topic = at(event.properties, "Topic");
  const through = given(event.properties, "SqsSubscription");
  if (!through) {
    const allowed = permission(event, target, { principal: "sns.amazonaws.com", sourceArn: topic });
    return { resources: [allowed, subscription(event, target, "lambda", target.arn)] };
  }
  const queue = isTrue(through) ? ownQueue(event, target, sam) : authorsQueue(event, through, sam);
  return {
    resources: [
      mapping(event, target, queue),
      ...queue.made,
      queuePolicy(event, target, queue),
      subscription(event, target, "sqs", queue.arn),
    ],
    managed: [managedPolicy("AWSLambdaSQSQueueExecutionRole", event, sam)],
  };
}

interface Queue {
  readonly arn: Draft;
  readonly url: Draft;
  readonly made: readonly Generated[];
  readonly batchSize?: Node | undefined;
  readonly policyId?: string | undefined;
}

function ownQueue(event: SamEvent, target: Target, sam: Expansion): Queue {
  const topic = sam.authored(logicalIdOf(at(event.properties, "Topic")) ?? "");
  const fifo = given(topic, "Properties", "FifoTopic");
  const isFifo = fifo && given(sam.values.parameters(fifo));
  const made = generate(`${event.id}Queue`, "AWS::SQS::Queue", { FifoQueue: isFifo }, event.origin, target.attributes);
  return { arn: getAtt(made.id, "Arn"), url: ref(made.id), made: [made] };
}

function authorsQueue(event: SamEvent, settings: Node, sam: Expansion): Queue {
  const [arn, url] = [given(settings, "QueueArn"), given(settings, "QueueUrl")];
  if (!arn || !url) rejectEvent(event, settings, "'SqsSubscription' needs 'QueueArn' and 'QueueUrl'", sam);
  const policyId = literal(given(settings, "QueuePolicyLogicalId"));
  return { arn, url, made: [], batchSize: given(settings, "BatchSize"), policyId };
}

function mapping(event: SamEvent, target: Target, queue: Queue): Generated {
  const properties = {
    BatchSize: queue.batchSize ?? 10,
    Enabled: true,
    EventSourceArn: queue.arn,
    FunctionName: target.name,
  };
  const id = `${event.id}EventSourceMapping`;
  return generate(id, "AWS::Lambda::EventSourceMapping", properties, event.origin, target.attributes);
}

function queuePolicy(event: SamEvent, target: Target, queue: Queue): Generated {
  const document = {
    Version: "2012-10-17",
    Statement: [
      {
        Action: "sqs:SendMessage",
        Effect: "Allow",
        Principal: "*",
        Resource: queue.arn,
        Condition: { ArnEquals: { "aws:SourceArn": at(event.properties, "Topic") } },
      },
    ],
  };
  const properties = { PolicyDocument: document, Queues: [queue.url] };
  return generate(
    queue.policyId ?? `${event.id}QueuePolicy`,
    "AWS::SQS::QueuePolicy",
    properties,
    event.origin,
    target.attributes,
  );
}

function subscription(event: SamEvent, target: Target, protocol: string, endpoint: Draft): Generated {
  const { properties } = event;
  const fields = {
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: at(properties, "Topic"),
    Region: at(properties, "Region"),
    FilterPolicy: at(properties, "FilterPolicy"),
    FilterPolicyScope: at(properties, "FilterPolicyScope"),
    RedrivePolicy: at(properties, "RedrivePolicy"),
  };
  return generate(event.id, "AWS::SNS::Subscription", fields, event.origin, target.attributes);
}
