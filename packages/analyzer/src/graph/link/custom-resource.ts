import type { Alternative } from "../../evaluate/read.js";
import { known, readText } from "../../evaluate/read.js";
import type { Text } from "../../evaluate/model.js";
import type { Resource } from "../model.js";
import type { LinkContext } from "./linker.js";

/** The variable in which the CDK's provider framework keeps the author's handler. */
const PROVIDER_HANDLERS = ["USER_ON_EVENT_FUNCTION_ARN", "USER_IS_COMPLETE_FUNCTION_ARN"];

/**
 * CloudFormation invokes the function behind a custom resource's `ServiceToken`; a provider framework of the CDK invokes
 * the author's handler for it.
 */
export function linkServiceToken(resource: Resource, context: LinkContext): void {
  for (const token of known(readText(resource.properties, "ServiceToken"))) {
    const provider = invoke(resource, token, context);
    if (!provider) continue;
    for (const variable of PROVIDER_HANDLERS) {
      const handlers = known(readText(provider.properties, "Environment", "Variables", variable));
      for (const handler of handlers) invoke(resource, handler, context);
    }
  }
}

type Named = Pick<Extract<Alternative<Text>, { state: "known" }>, "value" | "origin" | "when">;

function invoke(from: Resource, { value, origin, when }: Named, { graph, locator }: LinkContext): Resource | undefined {
  const found = locator.declared(value, ["function"]);
  if (!found) return undefined;
  const { resource, qualifier, confidence } = found;
  const details = { event: "custom-resource", invocation: "async", via: from, qualifier } as const;
  const unsaid = { detail: undefined, authorization: undefined };
  graph.connect("triggers", from, resource, { ...details, ...unsaid, confidence, origin, when });
  return resource;
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
      const details = { event: "codedeploy-hook", invocation: "sync", via: resource, qualifier, detail: hook } as const;
      graph.connect("triggers", resource, fn, { ...details, authorization: undefined, confidence, origin, when });
    }
  }
}
