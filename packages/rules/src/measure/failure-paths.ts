import { failurePaths, nameOf, type FunctionRow, type ShownTrigger } from "@assay/analyzer";
import type { AssessedCell } from "../assessment.js";
import type { Evidence } from "../rule.js";
import { counted, resourcesOf, type Measure } from "./measure.js";
import { absent, known, unknown } from "./table.js";

/** Where events go that could not be processed, per trigger. */
export const failurePathsMeasure: Measure = {
  id: "failure-paths",
  counts: "triggers that need a failure path and have one, by their kind of invocation",
  measure(input) {
    const { graph } = input.analysis;
    const paths = resourcesOf(input).flatMap((fn) => failurePaths(fn, graph));
    const needed = paths.filter((path) => path.state !== "not-applicable");
    const kept = needed.filter((path) => path.state === "kept");
    const open = needed.filter((path) => path.state === "unknown").length;
    const sync = paths.length - needed.length;
    const rest = sync > 0 ? `; of ${counted(sync, "trigger")} the caller gets the error.` : ".";
    return {
      statement: `${
        needed.length > 0
          ? `Failed events are kept for ${kept.length} of ${counted(needed.length, "trigger")} that ${needed.length === 1 ? "needs" : "need"} a failure path${open > 0 ? ` (${open} unknown)` : ""}`
          : "No trigger needs a failure path"
      }${rest}`,
      ...(needed.length > 0
        ? { count: { satisfied: kept.length, unknown: open, total: needed.length } }
        : { missing: "what callers do with the errors that they get" }),
      evidence: kept.flatMap(({ execution, trigger }): Evidence[] =>
        execution.length > 0
          ? execution.map((edge) => ({ origin: edge.origin, says: `${nameOf(edge.from)} → ${nameOf(edge.to)}` }))
          : [{ origin: trigger.origin, says: `${nameOf(trigger.from)} → ${nameOf(trigger.to)}` }],
      ),
      table: { columns: ["Trigger", "Invocation", "Failed events", "How"], rows: input.functions.flatMap(triggerRows) },
    };
  },
};

function triggerRows(row: FunctionRow) {
  const { id, title: name, location, triggers, triggerNote = "none found in the scanned inputs" } = row;
  if (triggers.length === 0) {
    return [{ id, name, location, cells: [absent(triggerNote), absent("-"), absent("-"), absent("-")] }];
  }
  return triggers.map((trigger) => ({
    id,
    name,
    location,
    cells: [
      known([trigger.event, trigger.detail].filter(Boolean).join(" "), trigger.location),
      known(trigger.invocation),
      stateCell(trigger),
      known(trigger.failurePath.because),
    ],
  }));
}

function stateCell({ failurePath: { state } }: ShownTrigger): AssessedCell {
  if (state === "unknown") return unknown("unknown");
  if (state === "not-applicable") return known("the caller's matter");
  return state === "kept" ? known("kept") : absent("lost");
}
