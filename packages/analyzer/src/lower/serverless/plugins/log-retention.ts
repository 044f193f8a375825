import { at } from "../../../parse/node.js";
import { ids } from "../names.js";
import { isPresent } from "../text.js";
import { custom, type Plugin } from "./plugin.js";

/** `custom.logRetentionInDays` for every function's log group. https://github.com/ArtificerEntertainment/serverless-plugin-log-retention */
export const logRetention: Plugin = {
  generate: (service, stack) => {
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
