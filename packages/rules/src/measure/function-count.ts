import { authoredFunctions, nameOf } from "@assay/analyzer";
import { at } from "../rule.js";
import { counted, type Measure } from "./measure.js";

/** Functions of the author; those that a framework adds for itself are counted apart. */
export const functionCount: Measure = {
  id: "function-count",
  measure({ analysis: { graph } }) {
    const functions = authoredFunctions(graph);
    const owned = graph.ofKind("function").filter((fn) => fn.stack && fn.owner !== undefined);
    const stacks = new Set(functions.map((fn) => fn.stack?.id));
    const apart =
      owned.length > 0
        ? ` ${counted(owned.length, "function")} that a framework adds for itself ${owned.length === 1 ? "is" : "are"} not counted.`
        : "";
    return {
      statement: `The workload has ${counted(functions.length, "Lambda function")} in ${counted(stacks.size, "stack")}.${apart}`,
      count: { satisfied: functions.length, unknown: 0, total: functions.length },
      evidence: functions.map((fn) => at(fn, nameOf(fn))),
    };
  },
};
