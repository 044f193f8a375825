import { resourceId, type Text } from "../../evaluate/model.js";
import { literalText, resourcesIn } from "../../evaluate/text.js";
import type { Resource } from "../model.js";
import type { LinkContext, Linker } from "./linker.js";

const PREFIX = "/aws/lambda/";

/** The function whose log group has a name, by the name that Lambda uses itself: `/aws/lambda/<function name>`. */
export function lambdaLogGroupOwner(name: Text, { graph, locator }: LinkContext): Resource | undefined {
  const [first, ...rest] = name;
  if (typeof first !== "string" || !first.startsWith(PREFIX)) return undefined;
  const functionName: Text = [first.slice(PREFIX.length), ...rest].filter((part) => part !== "");
  const [symbol] = resourcesIn(functionName);
  const referenced =
    symbol && functionName.length === 1 ? graph.resource(resourceId(symbol.stack, symbol.logicalId)) : undefined;
  const fn = referenced ?? locator.declared(functionName, ["function"])?.resource;
  return fn?.kind === "function" ? fn : undefined;
}

/** A log group that is called as Lambda calls the one of a function. */
export const logGroupLinker: Linker = {
  types: ["AWS::Logs::LogGroup"],
  link(group, context) {
    if (!group.name) return;
    const fn = lambdaLogGroupOwner(group.name, context);
    if (!fn || context.graph.from(fn, "logs-to").length > 0) return;
    const confidence = literalText(group.name) === undefined ? "certain" : "likely";
    context.graph.connect("logs-to", fn, group, { origin: group.origin, confidence });
  },
};
