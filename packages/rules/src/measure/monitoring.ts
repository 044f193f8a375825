import { always, functionFacts, nameOf, type FunctionRow } from "@assay/analyzer";
import { at } from "../rule.js";
import { counted, share, resourcesOf, type Measure } from "./measure.js";
import { absent, functionTable, known, valueCell } from "./table.js";

/** Which functions have an alarm of their own. */
export const monitoring: Measure = {
  id: "monitoring",
  counts: "functions that an alarm of their own watches",
  measure(input) {
    const { graph } = input.analysis;
    const functions = resourcesOf(input);
    const watched = functions.filter((fn) => graph.to(fn, "monitors").length > 0);
    const alarms = graph.ofKind("alarm").filter((alarm) => alarm.stack).length;
    const traced = functions.filter((fn) => always(functionFacts(fn).tracing) === "Active").length;
    return {
      statement: `${share(watched.length, functions.length, "function", "has an alarm of its own", "have an alarm of their own")}; there ${alarms === 1 ? "is" : "are"} ${counted(alarms, "alarm")} in all; ${traced} ${traced === 1 ? "function is" : "functions are"} traced.`,
      count: { satisfied: watched.length, unknown: 0, total: functions.length },
      evidence: watched.flatMap((fn) =>
        graph
          .to(fn, "monitors")
          .map((edge) =>
            at(edge.from, `${nameOf(edge.from)} watches ${nameOf(fn)} (${edge.metric.name ?? "metric math"})`),
          ),
      ),
      table: functionTable(["Alarms", "Who hears of it", "Tracing", "Log retention"], input.functions, cells),
    };
  },
};

function cells({ alarms, tracing, logGroup }: FunctionRow) {
  const metrics = [...new Set(alarms.map(({ metric }) => metric.replace("AWS/Lambda/", "")))];
  const heard = [...new Set(alarms.flatMap(({ notifies }) => notifies.map((id) => id.replace(/^.*[#/]/, ""))))];
  return [
    metrics.length > 0 ? known(metrics.join(", "), alarms[0]?.location) : absent("none"),
    heard.length > 0 ? known(heard.join(", ")) : absent("nobody"),
    valueCell(tracing, "", "-"),
    logGroup
      ? valueCell(logGroup.retentionDays, "days", "never expires")
      : absent("no log group declared: never expires"),
  ];
}
