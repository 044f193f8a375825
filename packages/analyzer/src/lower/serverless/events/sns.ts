import { at, type Node } from "../../../parse/node.js";
import { problem } from "../../../source/problem.js";
import type { Draft } from "../../draft.js";
import { alphanumeric, normalized } from "../names.js";
import { eventsOf, type Service, type ServiceEvent } from "../service.js";
import { addPermission, aliasDependency, arn, targetOf, type Stack } from "../stack.js";
import { identifying, isTruthy, literal } from "../text.js";
import { truthy } from "./mapping.js";

interface Topic {
  /** The ARN of a topic that is there already. */
  readonly arn: Node | undefined;
  readonly name: Node;
  /** The region of the topic when its ARN names another than the service's. */
  readonly region: string | undefined;
}

/** https://www.serverless.com/framework/docs/providers/aws/events/sns */
export function addTopicEvents(service: Service, stack: Stack): void {
  const made = new Map<string, Draft[]>();
  for (const event of eventsOf(service, "sns")) {
    const topic = topicOf(service, event);
    if (!topic) continue;
    const { fn, origin } = event;
    const name = alphanumeric(identifying(topic.name));
    const topicArn = topic.arn ?? arn("sns", topic.name);
    const redrive = deadLetters(stack, event, topic, name);
    if (topic.arn || redrive !== undefined || truthy(event.value, "filterPolicy"))
      addSubscription(stack, event, topic, name, redrive);
    if (!topic.arn) addTopic(stack, event, topic, name, redrive, made);
    addPermission(stack, `${normalized(fn.key)}LambdaPermission${name}SNS`, fn, origin, "sns.amazonaws.com", {
      SourceArn: topicArn,
    });
  }
}

function topicOf(service: Service, { value, origin }: ServiceEvent): Topic | undefined {
  if (value.kind !== "mapping") {
    const written = literal(value) ?? "";
    if (!written.startsWith("arn:")) return { arn: undefined, name: value, region: undefined };
    return { arn: value, name: last(value, written.split(":")), region: undefined };
  }
  const name = truthy(value, "topicName");
  const given = at(value, "arn");
  const topic = isTruthy(given) ? given : name ? undefined : value;
  if (!topic) return name && { arn: undefined, name, region: undefined };
  const written = literal(topic);
  const parts = written?.split(/(?<!:):(?!:)/);
  const own = name ?? (parts ? last(topic, parts) : undefined);
  if (!own) {
    const reason = "a topic that is not a plain ARN needs a 'topicName'";
    service.report(problem("serverless-invalid", origin.span, { reason }));
  }
  const region = parts?.[3] === literal(service.region) ? undefined : parts?.[3];
  return { arn: topic, name: own ?? topic, region };
}

function last(topic: Node, parts: readonly string[]): Node {
  return { kind: "scalar", value: parts.at(-1) ?? "", origin: topic.origin };
}

function addSubscription(stack: Stack, event: ServiceEvent, topic: Topic, name: string, redrive: Draft): void {
  const { fn, value, origin } = event;
  stack.add(
    `${normalized(fn.key)}SnsSubscription${name}`,
    "AWS::SNS::Subscription",
    origin,
    {
      TopicArn: topic.arn ?? { Ref: `SNSTopic${name}` },
      Protocol: "lambda",
      Endpoint: targetOf(fn),
      FilterPolicy: at(value, "filterPolicy"),
      FilterPolicyScope: at(value, "filterPolicyScope"),
      RedrivePolicy: redrive,
      Region: topic.region,
    },
    { DependsOn: aliasDependency(fn) },
  );
}

/** A topic by its name alone is the service's own; functions without a filter are subscribed in it. */
function addTopic(
  stack: Stack,
  event: ServiceEvent,
  topic: Topic,
  name: string,
  redrive: Draft,
  made: Map<string, Draft[]>,
): void {
  const { fn, value, origin } = event;
  const id = `SNSTopic${name}`;
  const subscriptions = made.get(id);
  if (!subscriptions) {
    made.set(id, []);
    const display = truthy(value, "displayName");
    stack.add(
      id,
      "AWS::SNS::Topic",
      origin,
      { TopicName: topic.name, DisplayName: display },
      { DependsOn: aliasDependency(fn) },
    );
  }
  if (redrive !== undefined || truthy(value, "filterPolicy")) return;
  const all = [...(made.get(id) ?? []), { Endpoint: targetOf(fn), Protocol: "lambda" }];
  made.set(id, all);
  stack.change(id, origin, { Subscription: all });
}

/** The redrive policy of a subscription, with the permission to send to its queue. */
function deadLetters(stack: Stack, { fn, value }: ServiceEvent, topic: Topic, name: string): Draft {
  const policy = truthy(value, "redrivePolicy");
  if (!policy) return undefined;
  const { arn: target, url } = deadLetterQueue(policy);
  const id = `${name}To${normalized(fn.key)}DLQPolicy`;
  stack.add(id, "AWS::SQS::QueuePolicy", policy.origin, {
    PolicyDocument: {
      Version: "2012-10-17",
      Id: id,
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: target,
          Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
        },
      ],
    },
    Queues: [url],
  });
  return { deadLetterTargetArn: target };
}

function deadLetterQueue(policy: Node): { readonly arn: Draft; readonly url: Draft } {
  const queueArn = truthy(policy, "deadLetterTargetArn");
  if (queueArn) {
    const [name = "", account = "", region = ""] = identifying(queueArn).split(":").reverse();
    const url = { "Fn::Join": ["", [`https://sqs.${region}.`, { Ref: "AWS::URLSuffix" }, `/${account}/${name}`]] };
    return { arn: queueArn, url };
  }
  const id = truthy(policy, "deadLetterTargetRef");
  if (id) return { arn: { "Fn::GetAtt": [id, "Arn"] }, url: { Ref: id } };
  const imported = at(policy, "deadLetterTargetImport");
  return {
    arn: { "Fn::ImportValue": at(imported, "arn") },
    url: { "Fn::ImportValue": at(imported, "url") },
  };
}
