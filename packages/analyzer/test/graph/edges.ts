import {
  analyze,
  describeScenario,
  memoryRepository,
  showText,
  type Analysis,
  type Edge,
  type EdgeKind,
  type Resource,
} from "@assay/analyzer";

const nameOf = (resource: Resource) => resource.logicalId || resource.id;

/** The graph of a template or of several files. */
export async function graphOf(input: string | Readonly<Record<string, string>>): Promise<Analysis> {
  const files = typeof input === "string" ? { "template.yaml": input } : input;
  return analyze(memoryRepository(files), { parameters: new Map() });
}

/** The edges of some kinds, one line each: `triggers Queue -> Worker (sqs, queue) when IsProd`. */
export async function edgesOf(
  input: string | Readonly<Record<string, string>>,
  ...kinds: EdgeKind[]
): Promise<string[]> {
  const { graph } = await graphOf(input);
  return kinds.flatMap((kind) => graph.edges(kind).map(line)).sort();
}

function line(edge: Edge): string {
  const detail = detailOf(edge);
  const when = edge.when.length > 0 ? ` when ${describeScenario(edge.when)}` : "";
  const likely = edge.confidence === "likely" ? " likely" : "";
  return `${edge.kind} ${nameOf(edge.from)} -> ${nameOf(edge.to)}${detail ? ` (${detail})` : ""}${when}${likely}`;
}

function detailOf(edge: Edge): string {
  switch (edge.kind) {
    case "triggers":
      return [
        edge.event,
        edge.invocation,
        edge.detail,
        edge.authorization,
        edge.qualifier && `:${edge.qualifier}`,
        edge.via && `via ${nameOf(edge.via)}`,
      ]
        .filter(Boolean)
        .join(", ");
    case "fails-to":
      return [edge.reason, edge.qualifier && `:${edge.qualifier}`, edge.target && `for ${nameOf(edge.target)}`]
        .filter(Boolean)
        .join(", ");
    case "grants":
      return edge.statement.resources.map(showText).join(", ");
    case "reads":
    case "writes":
    case "publishes":
    case "invokes":
      return edge.actions.join(", ");
    case "monitors":
      return [edge.metric.namespace, edge.metric.name].filter(Boolean).join("/");
    case "notifies":
      return edge.state;
    case "orchestrates":
      return edge.states
        .map((state) => `${state.name}${state.hasRetry ? " retry" : ""}${state.hasCatch ? " catch" : ""}`)
        .join(", ");
    case "configures":
      return edge.variable;
    default:
      return "";
  }
}
