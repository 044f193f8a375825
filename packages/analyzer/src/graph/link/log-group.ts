import { literalText, resourcesIn } from "../../evaluate/text.js";
import { resourceId, type Text } from "../../evaluate/model.js";
import type { Linker } from "./linker.js";

const PREFIX = "/aws/lambda/";

/** A log group with the name that Lambda uses by itself: `/aws/lambda/<function name>`. */
export const logGroupLinker: Linker = {
  types: ["AWS::Logs::LogGroup"],
  link(group, { graph, locator }) {
    const name = group.name;
    const [first, ...rest] = name ?? [];
    if (typeof first !== "string" || !first.startsWith(PREFIX)) return;
    const functionName: Text = [first.slice(PREFIX.length), ...rest].filter((part) => part !== "");
    const [symbol] = resourcesIn(functionName);
    const referenced =
      symbol && functionName.length === 1 ? graph.resource(resourceId(symbol.stack, symbol.logicalId)) : undefined;
    const fn = referenced ?? locator.declared(functionName, ["function"])?.resource;
    if (fn?.kind === "function" && graph.from(fn, "logs-to").length === 0) {
      graph.connect("logs-to", fn, group, {
        origin: group.origin,
        confidence: literalText(functionName) === undefined ? "certain" : "likely",
      });
    }
  },
};
