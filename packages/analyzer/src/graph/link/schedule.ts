import type { View } from "../../evaluate/model.js";
import { known, readItems, readNumber, readText } from "../../evaluate/read.js";
import { showText } from "../../evaluate/text.js";
import type { EventKind } from "../invocation.js";
import type { Resource } from "../model.js";
import type { LinkContext, Linker } from "./linker.js";

/** EventBridge rules: on a schedule, or on events of a bus. */
export const ruleLinker: Linker = {
  types: ["AWS::Events::Rule"],
  link(rule, context) {
    const { graph, locator } = context;
    const { properties } = rule;
    const schedule = known(readText(properties, "ScheduleExpression"))[0];
    const buses = known(readText(properties, "EventBusName"));
    for (const { value, origin, when } of buses) {
      graph.connect("contains", locator.find(value, origin, ["bus"]).resource, rule, { origin, when });
    }
    const event: EventKind = schedule ? "schedule" : "eventbridge";
    for (const { view, when } of readItems(properties, "Targets")) {
      deliver(rule, view, "Arn", event, schedule && showText(schedule.value), { ...context, when });
    }
  },
};

/** EventBridge Scheduler. */
export const schedulerLinker: Linker = {
  types: ["AWS::Scheduler::Schedule"],
  link(schedule, context) {
    const expression = known(readText(schedule.properties, "ScheduleExpression"))[0];
    for (const { view, when } of readItems(schedule.properties, "Target")) {
      deliver(schedule, view, "Arn", "schedule", expression && showText(expression.value), { ...context, when });
    }
    for (const { value, origin, when } of known(readText(schedule.properties, "Target", "RoleArn"))) {
      context.graph.connect("assumes", schedule, context.locator.find(value, origin, ["role"]).resource, {
        origin,
        when,
      });
    }
  },
};

interface Delivery extends LinkContext {
  readonly when: Resource["when"];
}

function deliver(
  from: Resource,
  target: View,
  key: string,
  event: EventKind,
  detail: string | undefined,
  { graph, locator, when }: Delivery,
): void {
  for (const arn of known(readText(target, key))) {
    const { resource, qualifier, confidence } = locator.find(arn.value, arn.origin);
    if (resource.kind === "function" || resource.kind === "state-machine") {
      const details = { event, invocation: "async", via: from, qualifier, detail, authorization: undefined } as const;
      graph.connect("triggers", from, resource, { ...details, confidence, origin: from.origin, when });
    } else {
      graph.connect("publishes", from, resource, { statement: undefined, actions: [], origin: arn.origin, when });
    }
    for (const dlq of known(readText(target, "DeadLetterConfig", "Arn"))) {
      const to = locator.find(dlq.value, dlq.origin, ["queue"]).resource;
      const attempts = readNumber(target, "RetryPolicy", "MaximumRetryAttempts");
      graph.connect("fails-to", from, to, {
        reason: "dead-letter-queue",
        attempts,
        qualifier: undefined,
        target: resource,
        origin: dlq.origin,
        when,
      });
    }
  }
}
