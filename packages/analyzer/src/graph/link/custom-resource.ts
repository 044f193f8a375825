import { known, readText } from "../../evaluate/read.js";

import type { Resource } from "../model.js";
import type { LinkContext } from "./linker.js";

/** CloudFormation invokes the function behind a custom resource's `ServiceToken`. */
export function linkServiceToken(resource: Resource, { graph, locator }: LinkContext): void {
  for (const { value, origin, when } of known(readText(resource.properties, "ServiceToken"))) {
    const found = locator.declared(value, ["function"]);
    if (!found) continue;
    const details = {
      event: "custom-resource",
      invocation: "async",
      via: resource,
      qualifier: found.qualifier,
      detail: undefined,
      authorization: undefined,
    } as const;
    graph.connect("triggers", resource, found.resource, { ...details, confidence: found.confidence, origin, when });
  }
}

/** CodeDeploy runs hook functions before and after it shifts traffic to a new version. */
export function linkDeploymentHooks(resource: Resource, { graph, locator }: LinkContext): void {
  const node = resource.stack?.resources.get(resource.logicalId);
  if (!node?.entries.has("UpdatePolicy") || !resource.stack) return;
  for (const hook of ["BeforeAllowTrafficHook", "AfterAllowTrafficHook"]) {
    const view = { node, stack: resource.stack };
    for (const { value, origin, when } of known(readText(view, "UpdatePolicy", "CodeDeployLambdaAliasUpdate", hook))) {
      const found = locator.declared(value, ["function"]);
      if (!found) continue;
      const { resource: fn, qualifier, confidence } = found;
      const details = {
        event: "codedeploy-hook",
        invocation: "sync",
        via: resource,
        qualifier,
        detail: hook,
        authorization: undefined,
      } as const;
      graph.connect("triggers", resource, fn, { ...details, confidence, origin, when });
    }
  }
}
