import type { Value } from "../evaluate/read.js";
import { readBoolean, readNumber } from "../evaluate/read.js";
import { defaultOrigin, defaults, withDefault } from "./defaults.js";
import type { Resource } from "./model.js";

const SQS_DEFAULT = "SQS default";

/** The configuration of a queue; what nobody wrote has its documented default. */
export interface QueueFacts {
  readonly fifo: Value<boolean>;
  /** Seconds */
  readonly visibilityTimeout: Value<number>;
  /** Seconds that a message is kept. */
  readonly retention: Value<number>;
}

/** The configuration of a queue. Of one outside the stacks only the kind may be known, by its name. */
export function queueFacts(queue: Resource): QueueFacts {
  const { properties } = queue;
  const { VisibilityTimeout, MessageRetentionPeriod } = defaults.queue;
  return {
    fifo: isFifo(queue),
    visibilityTimeout: withDefault(readNumber(properties, "VisibilityTimeout"), queue, VisibilityTimeout, SQS_DEFAULT),
    retention: withDefault(
      readNumber(properties, "MessageRetentionPeriod"),
      queue,
      MessageRetentionPeriod,
      SQS_DEFAULT,
    ),
  };
}

/** Whether a queue or topic is a FIFO one. Of one outside the stacks its name tells: only that of a FIFO one ends in `.fifo`. */
export function isFifo(resource: Resource): Value<boolean> {
  const property = resource.kind === "topic" ? "FifoTopic" : "FifoQueue";
  if (resource.stack) return withDefault(readBoolean(resource.properties, property), resource, false, "default");
  const last = resource.name?.at(-1);
  const origin = defaultOrigin(resource, "its name");
  if (typeof last === "string") return [{ when: [], origin, state: "known", value: last.endsWith(".fifo") }];
  return [{ when: [], origin, state: "unknown", because: "it is not declared in the scanned inputs" }];
}
