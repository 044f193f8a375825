import { at, type Node } from "../../../parse/node.js";
import type { Draft } from "../../draft.js";
import { generate, type Expansion } from "../expansion.js";
import { getAtt, ref } from "../intrinsics.js";
import type { Generated, SamEvent, Target } from "../model.js";
import { literal, present } from "../value.js";
import { rejectEvent } from "./event.js";

/** Where a rule or schedule sends what it could not deliver. */
export interface DeadLetter {
  readonly arn: Draft;
  readonly resources: readonly Generated[];
}

/**
 * The dead-letter queue of an event: the author's by `Arn`, or one that SAM makes for `Type: SQS`. Rules need a queue
 * policy for the latter, schedules use their role.
 */
export function deadLetter(event: SamEvent, target: Target, sam: Expansion, rule?: string): DeadLetter | undefined {
  const config = at(event.properties, "DeadLetterConfig");
  if (!config) return undefined;
  checkDeadLetter(event, config, sam);
  const arn = present(config, "Arn");
  if (arn) return { arn, resources: [] };
  const name = present(config, "QueueLogicalId");
  if (name && literal(name) === undefined) rejectEvent(event, name, "'QueueLogicalId' has to be a string", sam);
  const id = literal(name) ?? "";
  const queue = generate(id === "" ? `${event.id}Queue` : id, "AWS::SQS::Queue", {}, event.origin, target.attributes);
  const queueArn = getAtt(queue.id, "Arn");
  if (rule === undefined) return { arn: queueArn, resources: [queue] };
  const document = {
    Version: "2012-10-17",
    Statement: [
      {
        Action: "sqs:SendMessage",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": getAtt(rule, "Arn") } },
      },
    ],
  };
  const policy = generate(
    `${event.id}QueuePolicy`,
    "AWS::SQS::QueuePolicy",
    { PolicyDocument: document, Queues: [ref(queue.id)] },
    event.origin,
    target.attributes,
  );
  return { arn: queueArn, resources: [queue, policy] };
}

function checkDeadLetter(event: SamEvent, config: Node, sam: Expansion): void {
  const [arn, type] = [at(config, "Arn"), at(config, "Type")];
  if (arn && type) rejectEvent(event, config, "'DeadLetterConfig' takes either 'Arn' or 'Type'", sam);
  else if (type && literal(type) !== "SQS")
    rejectEvent(event, type, "the 'Type' of 'DeadLetterConfig' has to be SQS", sam);
  else if (!arn && !type) rejectEvent(event, config, "'DeadLetterConfig' needs 'Arn' or 'Type'", sam);
}
