import { known, readEntries, readItems, readText } from "../../evaluate/read.js";
import type { View } from "../../evaluate/model.js";
import { literalText } from "../../evaluate/text.js";
import type { Resource } from "../model.js";
import type { ResourceKind } from "../resource-type.js";
import type { LinkContext, Linker } from "./linker.js";

/** What a function's own properties connect it with. */
export const functionLinker: Linker = {
  types: ["AWS::Lambda::Function"],
  link(fn, context) {
    const { graph, locator } = context;
    const { properties } = fn;
    for (const { value, origin, when } of known(readText(properties, "Role"))) {
      graph.connect("assumes", fn, locator.find(value, origin, ["role"]).resource, { origin, when });
    }
    for (const { value, origin, when } of known(readText(properties, "DeadLetterConfig", "TargetArn"))) {
      const to = locator.find(value, origin).resource;
      graph.connect("fails-to", fn, to, {
        reason: "dead-letter-queue",
        attempts: [],
        qualifier: undefined,
        target: undefined,
        origin,
        when,
      });
    }
    for (const [kind, path] of [
      ["subnet", "SubnetIds"],
      ["security-group", "SecurityGroupIds"],
    ] as const) {
      for (const item of readItems(properties, "VpcConfig", path)) relate(fn, item.view, "runs-in", [kind], context);
    }
    for (const item of readItems(properties, "FileSystemConfigs")) {
      for (const { value, origin, when } of known(readText(item.view, "Arn"))) {
        const to = locator.find(value, origin, ["file-system"]).resource;
        graph.connect("reads", fn, to, { statement: undefined, actions: [], origin, when });
        graph.connect("writes", fn, to, { statement: undefined, actions: [], origin, when });
      }
    }
    for (const { value, origin, when } of known(readText(properties, "KmsKeyArn"))) {
      graph.connect("encrypted-by", fn, locator.find(value, origin, ["key"]).resource, { origin, when });
    }
    for (const { value, origin, when } of known(readText(properties, "LoggingConfig", "LogGroup"))) {
      graph.connect("logs-to", fn, locator.find(value, origin, ["log-group"]).resource, { origin, when });
    }
    for (const variable of readEntries(properties, "Environment", "Variables"))
      environment(fn, variable.key, variable.view, context);
  },
};

function relate(
  fn: Resource,
  view: View,
  kind: "runs-in",
  wanted: readonly ResourceKind[],
  { graph, locator }: LinkContext,
): void {
  for (const { value, origin, when } of known(readText(view))) {
    if (value.length > 0) graph.connect(kind, fn, locator.find(value, origin, wanted).resource, { origin, when });
  }
}

/** A variable that names another resource; plain text that only looks like a name is not followed. */
function environment(fn: Resource, variable: string, view: View, { graph, locator }: LinkContext): void {
  for (const { value, origin, when } of known(readText(view))) {
    if (literalText(value) !== undefined && !literalText(value)?.startsWith("arn:")) continue;
    const found = locator.declared(value);
    if (found && found.resource !== fn)
      graph.connect("configures", fn, found.resource, { variable, origin, when, confidence: found.confidence });
  }
}
