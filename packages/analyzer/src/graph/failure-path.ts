import { describeScenario } from "../evaluate/scenario.js";

import { follow, readNumber, type Value } from "../evaluate/read.js";
import { nameOf, type Edge, type Resource, type ResourceGraph } from "./model.js";

/**
 * What becomes of events that a function fails to process, for one of its triggers. Two hops can fail: the delivery of
 * the event to Lambda, and its execution.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 */
export interface FailurePath {
  readonly trigger: Edge<"triggers">;
  readonly state: "kept" | "lost" | "unknown" | "not-applicable";
  /** Where failed executions go. */
  readonly execution: readonly Edge<"fails-to">[];
  /** Where events go that could not be delivered (EventBridge, SNS, Scheduler). */
  readonly delivery: readonly Edge<"fails-to">[];
  /** How it is so, in words: "Retry and Catch in 2 of 2 states", "the caller gets the error". */
  readonly because: string;
}

const found = new WeakMap<Resource, readonly FailurePath[]>();

/** The failure path of each trigger of a function. */
export function failurePaths(fn: Resource, graph: ResourceGraph): readonly FailurePath[] {
  const known = found.get(fn);
  if (known) return known;
  const paths = graph.to(fn, "triggers").map((trigger) => failurePath(trigger, fn, graph));
  found.set(fn, paths);
  return paths;
}

function failurePath(trigger: Edge<"triggers">, fn: Resource, graph: ResourceGraph): FailurePath {
  const nothing = { trigger, execution: [], delivery: [] } as const;
  if (trigger.event === "custom-resource") {
    const because = "CloudFormation waits for the function's answer and fails the deployment without it";
    return { ...nothing, state: "not-applicable", because };
  }
  switch (trigger.invocation) {
    case "sync":
      return { ...nothing, state: "not-applicable", because: "the caller waits for the answer and gets the error" };
    case "orchestrated":
      return orchestrated(trigger, fn, graph);
    case "async":
      return asynchronous(trigger, fn, graph);
    case "queue":
      if (trigger.event === "mq")
        return { ...nothing, state: "not-applicable", because: "the broker keeps messages that were not acknowledged" };
      return judged(
        trigger,
        graph.from(trigger.from, "fails-to"),
        [],
        graph,
        trigger.from.stack ? undefined : "the queue is not declared in the scanned inputs",
      );
    case "stream": {
      const { via } = trigger;
      const isUnknown =
        via && follow(via.properties, "DestinationConfig").some(({ shape }) => shape.kind === "unknown");
      const execution = via ? graph.from(via, "fails-to") : [];
      return judged(
        trigger,
        execution,
        [],
        graph,
        isUnknown ? "its destination is known at deployment only" : undefined,
      );
    }
  }
}

function asynchronous(trigger: Edge<"triggers">, fn: Resource, graph: ResourceGraph): FailurePath {
  const execution = graph
    .from(fn, "fails-to")
    .filter((edge) => edge.reason === "dead-letter-queue" || edge.qualifier === trigger.qualifier);
  const delivery = trigger.via
    ? graph.from(trigger.via, "fails-to").filter((edge) => edge.target === undefined || edge.target === fn)
    : [];
  const isUnknown = follow(fn.properties, "DeadLetterConfig").some(({ shape }) => shape.kind === "unknown");
  return judged(
    trigger,
    execution,
    delivery,
    graph,
    isUnknown ? "its dead-letter queue is known at deployment only" : undefined,
  );
}

function judged(
  trigger: Edge<"triggers">,
  execution: readonly Edge<"fails-to">[],
  delivery: readonly Edge<"fails-to">[],
  graph: ResourceGraph,
  unknown: string | undefined,
): FailurePath {
  const gap = graph.world.gap(
    trigger.when,
    execution.map((edge) => edge.when),
  );
  const paths = { trigger, execution, delivery };
  if (!gap)
    return {
      ...paths,
      state: "kept",
      because: execution.map((edge) => nameOf(edge.to)).join(", "),
    };
  if (unknown !== undefined) return { ...paths, state: "unknown", because: unknown };
  const scenario = describeScenario(gap);
  return {
    ...paths,
    state: "lost",
    because:
      execution.length > 0 && scenario ? `nothing keeps failed events when ${scenario}` : "nothing keeps failed events",
  };
}

function orchestrated(trigger: Edge<"triggers">, fn: Resource, graph: ResourceGraph): FailurePath {
  const nothing = { trigger, execution: [], delivery: [] } as const;
  if (trigger.event === "pipes")
    return judged(
      trigger,
      trigger.via ? graph.from(trigger.via, "fails-to") : [],
      [],
      graph,
      "the pipe's source decides",
    );
  const states = graph
    .from(trigger.from, "orchestrates")
    .filter((edge) => edge.to === fn)
    .flatMap((edge) => edge.states);
  if (states.length === 0)
    return { ...nothing, state: "unknown", because: "the state machine's definition is not readable" };
  const handled = states.filter((state) => state.hasRetry || state.hasCatch);
  const because = `Retry or Catch in ${handled.length} of ${states.length} states`;
  return { ...nothing, state: handled.length === states.length ? "kept" : "lost", because };
}

/** How often a stream's batch is tried again; absent means until the records expire. */
export function streamRetries(trigger: Edge<"triggers">): Value<number> {
  return trigger.via ? readNumber(trigger.via.properties, "MaximumRetryAttempts") : [];
}
