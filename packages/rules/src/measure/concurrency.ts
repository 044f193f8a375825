import {
  always,
  functionFacts,
  maximumConcurrency,
  nameOf,
  provisionedConcurrency,
  type FunctionRow,
  type Value,
} from "@assay/analyzer";
import { valueAt } from "../rule.js";
import { counted, share, resourcesOf, type Measure } from "./measure.js";
import { absent, functionTable, known, valueCell } from "./table.js";

/** What limits the concurrency of each function; sharing the account's is a statement too. */
export const concurrency: Measure = {
  id: "concurrency",
  counts: "functions whose reserved concurrency, or its absence, is known",
  measure(input) {
    const { graph } = input.analysis;
    const functions = resourcesOf(input);
    const reserved = functions.map((fn) => ({ fn, value: functionFacts(fn).reservedConcurrency }));
    const open = reserved.filter(({ value }) => value.some(({ state }) => state === "unknown")).length;
    const isSet = (value: Value<number>) => value.some(({ state }) => state !== "absent");
    const set = reserved.filter(({ value }) => isSet(value));
    const provisioned = functions.filter((fn) => provisionedConcurrency(fn, graph).length > 0).length;
    const limited = functions
      .flatMap((fn) => graph.to(fn, "triggers"))
      .filter((trigger) => isSet(maximumConcurrency(trigger))).length;
    const amounts = set.map(({ fn, value }) => `${nameOf(fn)} ${String(always(value) ?? "by scenario")}`);
    return {
      statement: `${share(set.length, functions.length, "function", "reserves", "reserve")} concurrency${amounts.length > 0 ? ` (${amounts.join(", ")})` : ""}, the others share the account's; ${provisioned} ${provisioned === 1 ? "has" : "have"} provisioned concurrency; ${counted(limited, "event source mapping")} ${limited === 1 ? "limits" : "limit"} theirs.`,
      count: { satisfied: functions.length - open, unknown: open, total: functions.length },
      evidence: reserved.flatMap(({ fn, value }) =>
        value.map((alternative) => valueAt(alternative, `${nameOf(fn)}: reserved concurrency`)),
      ),
      table: functionTable(["Reserved", "Provisioned", "Limited by event source"], input.functions, cells),
    };
  },
};

function cells(row: FunctionRow) {
  const limits = row.triggers.filter(({ maximumConcurrency: most }) => most.some(({ state }) => state !== "absent"));
  const [provisioned] = row.provisionedConcurrency;
  const [limit] = limits;
  return [
    valueCell(row.reservedConcurrency, "", "unreserved: the account's"),
    provisioned ? valueCell(provisioned.executions, "", "none") : absent("none"),
    limit
      ? {
          ...valueCell(limit.maximumConcurrency, "", "no limit"),
          ...(limits.length > 1
            ? {
                text: limits
                  .map((l) => `${l.event} ${valueCell(l.maximumConcurrency, "", "no limit").text}`)
                  .join(", "),
              }
            : {}),
        }
      : row.triggers.length > 0
        ? absent("none")
        : known("no trigger found"),
  ];
}
