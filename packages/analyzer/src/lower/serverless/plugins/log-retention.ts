import { at } from "../../../parse/node.js";
import { ids } from "../names.js";
import { isPresent } from "../text.js";
import { custom, type Plugin } from "./plugin.js";

/**
 * `custom.logRetentionInDays` for every function's log group. The plugin writes it into the author's `resources`; for a
 * service without any, versions 2 and later of the framework lose it. https://github.com/ArtificerEntertainment/serverless-plugin-log-retention */
export const logRetention: Plugin = {
  generate: (service, stack) => {
    if (!service.resources) return;
    const general = custom(service, "logRetentionInDays");
    for (const fn of service.functions.values()) {
      const own = at(fn.config, "logRetentionInDays");
      const retention = isPresent(own) ? own : general;
      if (!isPresent(retention)) continue;
      const id = ids.logGroup(fn.key);
      if (!stack.resources.has(id)) stack.add(id, "AWS::Logs::LogGroup", retention.origin, {});
      stack.change(id, retention.origin, { RetentionInDays: retention });
    }
  },
};
