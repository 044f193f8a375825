import { functionFacts, known as knownOf } from "@assay/analyzer";
import { valueAt } from "../rule.js";
import { artifactAt } from "../artifacts/words.js";
import { artifactsOf } from "./artifacts.js";
import { counted, listed, resourcesOf, type Measure } from "./measure.js";
import { functionTable, valueCell } from "./table.js";

/** Memory and timeout of the functions. Configuration shows a size; only a test shows how it was found. */
export const sizing: Measure = {
  id: "sizing",
  counts: "functions whose memory and timeout are chosen; needs a load test or sizing result as well",
  measure(input) {
    const { analysis, functions } = input;
    const sizes = resourcesOf(input).map((fn) => ({ fn, ...functionFacts(fn) }));
    const chosen = sizes.filter(({ memory, timeout }) =>
      [...memory, ...timeout].every((value) => value.origin.why !== "default"),
    );
    const memories = distinct(sizes.flatMap(({ memory }) => knownOf(memory).map(({ value }) => value)));
    const timeouts = distinct(sizes.flatMap(({ timeout }) => knownOf(timeout).map(({ value }) => value)));
    const tests = artifactsOf(analysis, "load-test", "load-test-run", "power-tuning");
    const tools = [...new Set(tests.map(({ tool }) => tool))].sort();
    return {
      statement: `Memory and timeout are chosen for ${chosen.length} of ${counted(sizes.length, "function")}: memory ${range(memories, "MB")}, timeout ${range(timeouts, "s")}. ${
        tests.length > 0
          ? `${counted(tests.length, "load-test or sizing artefact")} found: ${listed(tools)}.`
          : "No load test or sizing result was found in the scanned inputs."
      }`,
      count: { satisfied: chosen.length, unknown: 0, total: sizes.length },
      evidence: [
        ...tests.map(artifactAt),
        ...sizes.flatMap(({ memory, timeout }) => [
          ...memory.map((value) => valueAt(value, "memory", "MB")),
          ...timeout.map((value) => valueAt(value, "timeout", "s")),
        ]),
      ],
      missing:
        tests.length > 0
          ? "what the load tests showed, and how the sizes follow from it"
          : "a load test: configuration alone does not show how the sizes were found",
      isDocumented: tests.length > 0,
      table: functionTable(["Memory", "Timeout", "Architecture"], functions, (row) => [
        valueCell(row.memory, "MB", "-"),
        valueCell(row.timeout, "s", "-"),
        valueCell(row.architecture, "", "-"),
      ]),
    };
  },
};

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function range(values: readonly number[], unit: string): string {
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined) return "unknown";
  return first === last ? `${first} ${unit}` : `${first} to ${last} ${unit}`;
}
