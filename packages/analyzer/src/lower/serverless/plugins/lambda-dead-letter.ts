import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { normalized, upperFirst } from "../names.js";
import type { ServiceFunction } from "../service.js";
import type { Stack } from "../stack.js";
import { isTruthy } from "../text.js";
import type { Plugin } from "./plugin.js";

/**
 * `deadLetter` of a function: a queue or topic that is made, or one that is there. The plugin sets it after the
 * deployment; here it stands in the function. https://github.com/gmetzker/serverless-plugin-lambda-dead-letter
 */
export const lambdaDeadLetter: Plugin = {
  generate: (service, stack) => {
    for (const fn of service.functions.values()) {
      const config = at(fn.config, "deadLetter");
      if (!isTruthy(config)) continue;
      const target = targetOf(stack, fn, config);
      if (target !== undefined) stack.change(fn.id, config.origin, { DeadLetterConfig: { TargetArn: target } });
    }
  },
};

function targetOf(stack: Stack, fn: ServiceFunction, config: Node): Draft {
  const queue = at(config, "sqs");
  if (isTruthy(queue)) return addQueue(stack, fn, queue);
  const topic = at(config, "sns");
  if (isTruthy(topic)) {
    const id = `${normalized(fn.key)}DeadLetterTopic`;
    stack.add(id, "AWS::SNS::Topic", topic.origin, { TopicName: topic });
    return { Ref: id };
  }
  const target = at(config, "targetArn");
  const id = at(target, "GetResourceArn");
  return id ? { "Fn::GetAtt": [id, "Arn"] } : target;
}

function addQueue(stack: Stack, fn: ServiceFunction, queue: Node): Draft {
  const id = `${normalized(fn.key)}DeadLetterQueue`;
  const arn = { "Fn::GetAtt": [id, "Arn"] };
  const properties =
    queue.kind === "mapping"
      ? Object.fromEntries([...queue.entries].map(([key, value]) => [upperFirst(key), value]))
      : { QueueName: queue };
  stack.add(id, "AWS::SQS::Queue", queue.origin, properties);
  stack.add(`${id}Policy`, "AWS::SQS::QueuePolicy", queue.origin, {
    Queues: [{ Ref: id }],
    PolicyDocument: {
      Id: { "Fn::Join": ["", [arn, "/SQSDefaultPolicy"]] },
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Allow-Lambda-SendMessage",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["SQS:SendMessage"],
          Resource: arn,
          Condition: { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": [fn.id, "Arn"] } } },
        },
      ],
    },
  });
  return arn;
}
