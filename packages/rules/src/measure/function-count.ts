import { nameOf } from "@assay/analyzer";
import { at, type Evidence } from "../rule.js";
import { counted, listed, type Measure } from "./measure.js";
import type { Copies } from "./same-application.js";
import { functionTable, known, valueCell } from "./table.js";

/**
 * Functions of the author. Aliases and versions are no functions; those that a framework adds for itself, and an
 * application that is there a second time in another framework, are counted apart. Whether a reviewer takes what only
 * answers custom resources for a function of the workload is not known.
 */
export const functionCount: Measure = {
  id: "function-count",
  counts: "the author's functions; not those a framework adds, nor an application's second copy in another framework",
  measure({ analysis: { graph }, functions: own, copies }) {
    const owned = graph.ofKind("function").filter((fn) => fn.stack && fn.owner !== undefined);
    const deployment = own.filter(
      ({ triggers }) => triggers.length > 0 && triggers.every(({ event }) => event === "custom-resource"),
    );
    const stacks = new Set(own.map(({ stack }) => stack));
    return {
      statement: [
        `The workload has ${counted(own.length, "Lambda function")} in ${counted(stacks.size, "stack")}.`,
        deployment.length > 0
          ? `${deployment.length} of them only ${deployment.length === 1 ? "answers" : "answer"} custom resources during a deployment.`
          : "",
        owned.length > 0
          ? `${counted(owned.length, "function")} that a framework adds for itself ${owned.length === 1 ? "is" : "are"} not counted.`
          : "",
        secondCopies(copies),
      ]
        .filter((sentence) => sentence !== "")
        .join(" "),
      count: { satisfied: own.length - deployment.length, unknown: deployment.length, total: own.length },
      evidence: own.flatMap(({ id }): Evidence[] => {
        const fn = graph.resource(id);
        return fn ? [at(fn, nameOf(fn))] : [];
      }),
      table: functionTable(["Stack", "Runtime", "Handler", "Package"], own, (row) => [
        known(row.stack),
        valueCell(row.runtime, "", "none (container image)"),
        valueCell(row.handler, "", "none (container image)"),
        valueCell(row.packageType, "", "-"),
      ]),
    };
  },
};

function secondCopies({ functions, of: originals }: Copies): string {
  if (functions.length === 0) return "";
  const projects = [...new Set(functions.map(({ project }) => project))].sort();
  return `${counted(functions.length, "function")} of ${listed(projects)} ${functions.length === 1 ? "is" : "are"} not counted again: by their names they are those of ${listed(originals)}.`;
}
