import type { Text } from "../../evaluate/model.js";
import { resourceId } from "../../evaluate/model.js";
import { known, readText } from "../../evaluate/read.js";
import { resourcesIn } from "../../evaluate/text.js";
import type { Resource } from "../model.js";
import type { LinkContext, Linker } from "./linker.js";
import { lambdaLogGroupOwner } from "./log-group.js";

/** Custom resources of the CDK that do what a native resource would do, read as if they were native. */
export const cdkCustomResourceLinkers: readonly Linker[] = [
  { types: ["Custom::LogRetention"], link: logRetention },
  { types: ["Custom::Trigger"], link: trigger },
  { types: ["Custom::AWS"], link: sdkCall },
];

/** `aws-logs.LogRetention` sets the retention of a log group that Lambda makes by itself. */
function logRetention(custom: Resource, context: LinkContext): void {
  for (const { value, when } of known(readText(custom.properties, "LogGroupName"))) {
    const fn = lambdaLogGroupOwner(value, context);
    if (fn) context.graph.connect("logs-to", fn, custom, { origin: custom.origin, when });
  }
}

/** `triggers.Trigger` runs a function during the deployment. */
function trigger(custom: Resource, { graph, locator }: LinkContext): void {
  for (const { value, origin, when } of known(readText(custom.properties, "HandlerArn"))) {
    const { resource, qualifier, confidence } = locator.find(value, origin, ["function"]);
    const details = {
      event: "custom-resource",
      invocation: "sync",
      via: custom,
      qualifier,
      detail: "Trigger",
      authorization: undefined,
    } as const;
    graph.connect("triggers", custom, resource, { ...details, confidence, origin, when });
  }
}

/** `custom-resources.AwsCustomResource` makes an SDK call, written as JSON; what it names is what it acts on. */
function sdkCall(custom: Resource, { graph }: LinkContext): void {
  const seen = new Set<Resource>();
  for (const event of ["Create", "Update", "Delete"]) {
    for (const { value, origin, when } of known(readText(custom.properties, event))) {
      const action = actionOf(value);
      for (const symbol of resourcesIn(value)) {
        const to = graph.resource(resourceId(symbol.stack, symbol.logicalId));
        if (!to || seen.has(to)) continue;
        seen.add(to);
        graph.connect("writes", custom, to, { statement: undefined, actions: action ? [action] : [], origin, when });
      }
    }
  }
}

/** `{"service":"SSM","action":"putParameter",…}` as an IAM-like name. */
function actionOf(call: Text): string | undefined {
  const head = typeof call[0] === "string" ? call[0] : "";
  const service = /"service"\s*:\s*"([^"]+)"/.exec(head)?.[1];
  const action = /"action"\s*:\s*"([^"]+)"/.exec(head)?.[1];
  return service && action ? `${service.toLowerCase()}:${action}` : undefined;
}
