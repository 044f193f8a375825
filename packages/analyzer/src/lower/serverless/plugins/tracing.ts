import { at } from "../../../parse/node.js";
import { isFalse, isTrue } from "../text.js";
import type { Plugin } from "./plugin.js";

/** `tracing: true` at `provider` or a function. https://github.com/alex-murashkin/serverless-plugin-tracing */
export const tracing: Plugin = {
  generate: (service, stack) => {
    const general = at(service.provider, "tracing");
    for (const fn of service.functions.values()) {
      const own = at(fn.config, "tracing");
      const isActive = isTrue(own) || (isTrue(general) && !isFalse(own));
      const cause = (own ?? general ?? fn.config).origin;
      stack.change(fn.id, cause, { TracingConfig: { Mode: isActive ? "Active" : "PassThrough" } });
    }
  },
};
