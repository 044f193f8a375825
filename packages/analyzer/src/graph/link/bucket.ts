import type { View } from "../../evaluate/model.js";
import { known, readItems, readString, readText } from "../../evaluate/read.js";
import type { KeyFilter, Resource } from "../model.js";
import type { LinkContext, Linker } from "./linker.js";

/** Notifications that a bucket declares itself. */
export const bucketLinker: Linker = {
  types: ["AWS::S3::Bucket"],
  link(bucket, context) {
    const { properties } = bucket;
    for (const { view } of readItems(properties, "NotificationConfiguration", "LambdaConfigurations")) {
      notify(
        bucket,
        view,
        "Function",
        known(readString(view, "Event")).map(({ value }) => value),
        undefined,
        context,
      );
    }
    for (const [list, target] of [
      ["QueueConfigurations", "Queue"],
      ["TopicConfigurations", "Topic"],
    ] as const) {
      for (const { view } of readItems(properties, "NotificationConfiguration", list))
        publish(bucket, view, target, context);
    }
  },
};

/** Notifications that the CDK and the Serverless Framework set through a custom resource. */
export const bucketNotificationsLinker: Linker = {
  types: ["Custom::S3BucketNotifications", "Custom::S3"],
  link(custom, context) {
    const { locator } = context;
    for (const { value, origin } of known(readText(custom.properties, "BucketName"))) {
      const bucket = locator.find(value, origin, ["bucket"]).resource;
      const notifications = (list: string) => readItems(custom.properties, "NotificationConfiguration", list);
      for (const { view } of notifications("LambdaFunctionConfigurations")) {
        const events = readItems(view, "Events").flatMap((event) =>
          known(readString(event.view)).map((alternative) => alternative.value),
        );
        notify(bucket, view, "LambdaFunctionArn", events, custom, context);
      }
      for (const { view } of notifications("QueueConfigurations")) publish(bucket, view, "QueueArn", context);
      for (const { view } of notifications("TopicConfigurations")) publish(bucket, view, "TopicArn", context);
      for (const { view } of readItems(custom.properties, "BucketConfigs")) {
        notify(
          bucket,
          view,
          undefined,
          known(readString(view, "Event")).map((alternative) => alternative.value),
          custom,
          context,
        );
      }
    }
  },
};

function notify(
  bucket: Resource,
  view: View,
  key: string | undefined,
  events: readonly string[],
  via: Resource | undefined,
  { graph, locator }: LinkContext,
): void {
  const targets = key ? readText(view, key) : via ? readText(via.properties, "FunctionName") : [];
  for (const { value, origin, when } of known(targets)) {
    const { resource, qualifier, confidence } = locator.find(value, origin, ["function"]);
    const details = {
      event: "s3",
      invocation: "async",
      via,
      qualifier,
      detail: events.join(", "),
      authorization: undefined,
      keys: keyFilter(view),
    } as const;
    graph.connect("triggers", bucket, resource, { ...details, confidence, origin: via?.origin ?? origin, when });
  }
}

/** The filter of a notification: `S3Key` in CloudFormation, `Key` in the API that custom resources call. */
function keyFilter(view: View): KeyFilter | undefined {
  const rules = [
    ...readItems(view, "Filter", "S3Key", "Rules"),
    ...readItems(view, "Filter", "Key", "FilterRules"),
    ...readItems(view, "Rules"),
  ];
  const part = (name: "prefix" | "suffix") => {
    const values = rules
      .filter((rule) => known(readString(rule.view, "Name")).some(({ value }) => value.toLowerCase() === name))
      .flatMap((rule) => known(readString(rule.view, "Value")));
    // Several values, in several scenarios, let through what any of them does.
    return values.length === 1 ? (values[0]?.value ?? "") : "";
  };
  return rules.length > 0 ? { prefix: part("prefix"), suffix: part("suffix") } : undefined;
}

function publish(bucket: Resource, view: View, key: string, { graph, locator }: LinkContext): void {
  for (const { value, origin, when } of known(readText(view, key))) {
    const to = locator.find(value, origin, ["queue", "topic"]).resource;
    graph.connect("publishes", bucket, to, { statement: undefined, actions: [], origin, when });
  }
}
