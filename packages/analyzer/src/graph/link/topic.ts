import type { View } from "../../evaluate/model.js";
import { known, readItems, readString, readText } from "../../evaluate/read.js";
import { both } from "../../evaluate/scenario.js";
import type { Resource } from "../model.js";
import type { LinkContext, Linker } from "./linker.js";
import { readRedrive } from "./redrive.js";

/** Subscriptions that a topic lists itself. */
export const topicLinker: Linker = {
  types: ["AWS::SNS::Topic"],
  link(topic, context) {
    for (const item of readItems(topic.properties, "Subscription")) subscribe(topic, item.view, undefined, context);
  },
};

/** Subscriptions that are resources of their own. */
export const subscriptionLinker: Linker = {
  types: ["AWS::SNS::Subscription"],
  link(subscription, context) {
    const { graph, locator } = context;
    for (const { value, origin } of known(readText(subscription.properties, "TopicArn"))) {
      subscribe(locator.find(value, origin, ["topic"]).resource, subscription.properties, subscription, context);
    }
    for (const { target, origin, when } of readRedrive(subscription.properties)) {
      graph.connect("fails-to", subscription, locator.find(target, origin, ["queue"]).resource, {
        reason: "dead-letter-queue",
        attempts: [],
        qualifier: undefined,
        target: undefined,
        origin,
        when,
      });
    }
  },
};

function subscribe(topic: Resource, view: View, via: Resource | undefined, { graph, locator }: LinkContext): void {
  const protocol = known(readString(view, "Protocol"))[0]?.value;
  for (const { value, origin, when } of known(readText(view, "Endpoint"))) {
    const at = via?.origin ?? origin;
    if (protocol === "lambda") {
      const { resource, qualifier, confidence } = locator.find(value, origin, ["function"]);
      const details = {
        event: "sns",
        invocation: "async",
        via,
        qualifier,
        detail: undefined,
        authorization: undefined,
      } as const;
      graph.connect("triggers", topic, resource, { ...details, confidence, origin: at, when });
    } else {
      const { resource } = locator.find(
        value,
        origin,
        protocol === "sqs" ? ["queue"] : protocol === "firehose" ? ["delivery-stream"] : ["external-endpoint"],
      );
      const exists = both(via?.when ?? [], when);
      if (!exists) continue;
      graph.connect("publishes", topic, resource, { statement: undefined, actions: [], origin: at, when: exists });
    }
  }
}
