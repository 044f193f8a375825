import { known, readText } from "../../evaluate/read.js";
import type { Linker } from "./linker.js";
import { readRedrive } from "./redrive.js";

/** A queue moves messages that were received too often to its dead-letter queue. */
export const queueLinker: Linker = {
  types: ["AWS::SQS::Queue"],
  link(queue, { graph, locator }) {
    const { properties } = queue;
    for (const { target, attempts, origin, when } of readRedrive(properties)) {
      graph.connect("fails-to", queue, locator.find(target, origin, ["queue"]).resource, {
        reason: "redrive-policy",
        attempts,
        qualifier: undefined,
        target: undefined,
        origin,
        when,
      });
    }
    for (const { value, origin, when } of known(readText(properties, "KmsMasterKeyId"))) {
      graph.connect("encrypted-by", queue, locator.find(value, origin, ["key", "key-alias"]).resource, {
        origin,
        when,
      });
    }
  },
};
