import { known, readEntries, readNumber, readText } from "../../evaluate/read.js";
import type { Linker } from "./linker.js";

/** EventBridge Pipes: source, optional enrichment, target. */
export const pipeLinker: Linker = {
  types: ["AWS::Pipes::Pipe"],
  link(pipe, { graph, locator }) {
    const { properties } = pipe;
    for (const { value, origin, when } of known(readText(properties, "RoleArn"))) {
      graph.connect("assumes", pipe, locator.find(value, origin, ["role"]).resource, { origin, when });
    }
    for (const { value, origin, when } of known(readText(properties, "Source"))) {
      graph.connect("reads", pipe, locator.find(value, origin, ["queue", "stream", "table", "broker"]).resource, {
        statement: undefined,
        actions: [],
        origin,
        when,
      });
    }
    for (const source of readEntries(properties, "SourceParameters")) {
      for (const { value, origin, when } of known(readText(source.view, "DeadLetterConfig", "Arn"))) {
        const to = locator.find(value, origin, ["queue", "topic"]).resource;
        const attempts = readNumber(source.view, "MaximumRetryAttempts");
        graph.connect("fails-to", pipe, to, {
          reason: "dead-letter-queue",
          attempts,
          qualifier: undefined,
          target: undefined,
          origin,
          when,
        });
      }
    }
    for (const [path, detail] of [
      ["Enrichment", "enrichment"],
      ["Target", "target"],
    ] as const) {
      for (const { value, origin, when } of known(readText(properties, path))) {
        const { resource, qualifier, confidence } = locator.find(value, origin);
        if (resource.kind === "function" || resource.kind === "state-machine") {
          const details = {
            event: "pipes",
            invocation: "orchestrated",
            via: pipe,
            qualifier,
            detail,
            authorization: undefined,
          } as const;
          graph.connect("triggers", pipe, resource, { ...details, confidence, origin, when });
        } else graph.connect("publishes", pipe, resource, { statement: undefined, actions: [], origin, when });
      }
    }
  },
};
