import { nameOf, type FunctionRow, type Resource, type ResourceGraph } from "@assay/analyzer";
import { at } from "../rule.js";
import { artifactAt } from "../artifacts/words.js";
import { artifactsOf } from "./artifacts.js";
import { counted, share, resourcesOf, type Measure } from "./measure.js";
import { absent, functionTable, known } from "./table.js";

/** How many functions are kept in order: stacks, framework, aliases, layers, pipelines. */
export const management: Measure = {
  id: "management",
  counts: "functions that are declared as code beside others",
  measure(input) {
    const { analysis } = input;
    const { graph, projects } = analysis;
    const functions = resourcesOf(input);
    const stacks = new Set(functions.map((fn) => fn.stack?.id));
    const aliased = functions.filter((fn) => aliases(fn, graph).length > 0);
    const layers = graph.ofKind("layer").length;
    const pipelines = artifactsOf(analysis, "pipeline");
    const parts = [
      `${counted(functions.length, "function")} ${functions.length === 1 ? "is" : "are"} declared as code in ${counted(stacks.size, "stack")} of ${counted(projects.length, "project")}`,
      share(aliased.length, functions.length, "function", "has an alias", "have an alias"),
      `${counted(layers, "layer")} ${layers === 1 ? "is" : "are"} declared`,
      ...(pipelines.length > 0 ? [`${counted(pipelines.length, "pipeline definition")} found`] : []),
    ];
    return {
      statement: `${parts.join("; ")}.`,
      count: { satisfied: functions.length > 1 ? functions.length : 0, unknown: 0, total: functions.length },
      evidence: [
        ...pipelines.map(artifactAt),
        ...aliased.map((fn) => at(fn, `alias of ${nameOf(fn)}`)),
        ...functions.slice(0, 5).map((fn) => at(fn, nameOf(fn))),
      ],
      table: functionTable(["Framework", "Stack", "Aliases", "Layers"], input.functions, (row) => cells(row, graph)),
    };
  },
};

function aliases(fn: Resource, graph: ResourceGraph): readonly Resource[] {
  return graph
    .from(fn, "contains")
    .map(({ to }) => to)
    .filter(({ kind }) => kind === "alias");
}

function cells(row: FunctionRow, graph: ResourceGraph) {
  const fn = graph.resource(row.id);
  const names = fn ? aliases(fn, graph).map(nameOf) : [];
  return [
    known(row.framework),
    known(row.stack),
    names.length > 0 ? known(names.join(", ")) : absent("none"),
    row.layers > 0 ? known(String(row.layers)) : absent("none"),
  ];
}
