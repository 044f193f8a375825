import { known, readNumber, readString, readText } from "../../evaluate/read.js";
import { both } from "../../evaluate/scenario.js";
import type { Linker } from "./linker.js";

/** Retries and destinations of asynchronous invocations, for a function or for one of its aliases. */
export const eventInvokeConfigLinker: Linker = {
  types: ["AWS::Lambda::EventInvokeConfig"],
  link(config, { graph, locator }) {
    const { properties } = config;
    const qualifier = known(readText(properties, "Qualifier"))
      .map(({ value }) => locator.declared(value, ["function"])?.qualifier)
      .find((name) => name !== undefined);
    const named = qualifier ?? known(readString(properties, "Qualifier"))[0]?.value;
    const applies = named === "$LATEST" ? undefined : named;
    const attempts = readNumber(properties, "MaximumRetryAttempts");
    for (const target of known(readText(properties, "FunctionName"))) {
      const fn = locator.find(target.value, target.origin, ["function"]).resource;
      graph.connect("contains", fn, config, { origin: target.origin, when: target.when });
      for (const { value, origin, when } of known(
        readText(properties, "DestinationConfig", "OnFailure", "Destination"),
      )) {
        const exists = both(config.when, when);
        if (!exists) continue;
        const to = locator.find(value, origin).resource;
        graph.connect("fails-to", fn, to, {
          reason: "on-failure-destination",
          attempts,
          qualifier: applies,
          target: undefined,
          origin,
          when: exists,
        });
      }
      for (const { value, origin, when } of known(
        readText(properties, "DestinationConfig", "OnSuccess", "Destination"),
      )) {
        const exists = both(config.when, when);
        if (exists) graph.connect("succeeds-to", fn, locator.find(value, origin).resource, { origin, when: exists });
      }
    }
  },
};
