import { describeScenario, type Scenario } from "../evaluate/scenario.js";
import { itemsAt } from "../parse/node.js";
import { readText } from "../evaluate/read.js";
import { showText } from "../evaluate/text.js";
import { compareText, regionOf, type Region } from "../source/span.js";
import type { Edge, EdgeKind, Resource, ResourceGraph } from "./model.js";

/** The graph as one JSON document. */
export interface GraphDocument {
  readonly schema: "https://assay.dev/schema/graph-1.json";
  readonly stacks: readonly GraphStack[];
  readonly resources: readonly GraphResource[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphStack {
  readonly id: string;
  readonly project: string;
  readonly framework: string;
  readonly template: string;
  readonly parent?: string;
}

export interface GraphResource {
  readonly id: string;
  readonly kind: string;
  readonly type: string;
  readonly logicalId: string;
  /** Missing for what no scanned stack declares. */
  readonly stack?: string;
  readonly name?: string;
  /** CDK: the path of the construct. */
  readonly constructPath?: string;
  readonly owner?: string;
  /** The availability zone of a subnet, as far as it is written. */
  readonly zone?: string;
  readonly when?: string;
  readonly location: Region;
  readonly origin: string;
}

export interface GraphEdge {
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  readonly confidence: "certain" | "likely";
  readonly when?: string;
  readonly location: Region;
  /** What the edge says beyond its ends, in words. */
  readonly detail?: Readonly<Record<string, string | readonly string[]>>;
}

/** Writes the graph down, sorted, so that the same repository gives the same bytes. */
export function graphDocument(graph: ResourceGraph): GraphDocument {
  const edges = EDGE_KINDS.flatMap((kind) => graph.edges(kind).map(edgeOf));
  return {
    schema: "https://assay.dev/schema/graph-1.json",
    stacks: graph.world.stacks.map((stack) => ({
      id: stack.id,
      project: stack.project.entry,
      framework: stack.project.framework,
      template: stack.template.path,
      ...(stack.parent ? { parent: stack.parent.stack.id } : {}),
    })),
    resources: graph.resources.map(resourceOf),
    edges: edges.sort(
      (a, b) =>
        compareText(a.from, b.from) ||
        compareText(a.kind, b.kind) ||
        compareText(a.to, b.to) ||
        compareText(JSON.stringify(a), JSON.stringify(b)),
    ),
  };
}

const EDGE_KINDS = [
  "triggers",
  "fails-to",
  "succeeds-to",
  "assumes",
  "grants",
  "reads",
  "writes",
  "publishes",
  "invokes",
  "monitors",
  "notifies",
  "runs-in",
  "logs-to",
  "encrypted-by",
  "orchestrates",
  "contains",
  "configures",
  "scales",
] as const satisfies readonly EdgeKind[];

function resourceOf(resource: Resource): GraphResource {
  const { id, kind, type, logicalId, stack, name, constructPath, owner, origin } = resource;
  const zone = kind === "subnet" ? zoneOf(resource) : undefined;
  return {
    id,
    kind,
    type,
    logicalId,
    ...(stack ? { stack: stack.id } : {}),
    ...(name ? { name: showText(name) } : {}),
    ...(constructPath === undefined ? {} : { constructPath }),
    ...(owner === undefined ? {} : { owner }),
    ...(zone === undefined ? {} : { zone }),
    ...whenOf(resource.when),
    location: regionOf(origin.span),
    origin: origin.by ? `${origin.why}: ${origin.by}` : origin.why,
  };
}

/** As written; the usual `!Select [0, !GetAZs ""]` as `zone 1`. */
function zoneOf({ properties }: Resource): string | undefined {
  const texts = readText(properties, "AvailabilityZone").flatMap((alternative) =>
    alternative.state === "known" ? [showText(alternative.value)] : [],
  );
  if (texts.length > 0) return [...new Set(texts)].join(" or ");
  const [index] = "node" in properties ? itemsAt(properties.node, "AvailabilityZone", "Fn::Select") : [];
  return index?.kind === "scalar" && /^\d+$/.test(String(index.value)) ? `zone ${Number(index.value) + 1}` : undefined;
}

function edgeOf(edge: Edge): GraphEdge {
  const detail = detailOf(edge);
  return {
    kind: edge.kind,
    from: edge.from.id,
    to: edge.to.id,
    confidence: edge.confidence,
    ...whenOf(edge.when),
    location: regionOf(edge.origin.span),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  };
}

function detailOf(edge: Edge): Record<string, string | readonly string[]> {
  const given = (fields: Record<string, string | readonly string[] | undefined>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Record<
      string,
      string | readonly string[]
    >;
  switch (edge.kind) {
    case "triggers": {
      const { event, invocation, qualifier, detail, authorization, via } = edge;
      return given({ event, invocation, qualifier, detail, authorization, via: via?.id });
    }
    case "fails-to":
      return given({ reason: edge.reason, qualifier: edge.qualifier, target: edge.target?.id });
    case "grants":
      return given({ effect: edge.statement.effect, actions: edge.statement.actions, addedBy: edge.statement.addedBy });
    case "reads":
    case "writes":
    case "publishes":
    case "invokes":
      return edge.actions.length > 0 ? { actions: edge.actions } : {};
    case "monitors":
      return given({ namespace: edge.metric.namespace, metric: edge.metric.name });
    case "notifies":
      return { state: edge.state };
    case "orchestrates":
      return { states: edge.states.map((state) => state.name) };
    case "configures":
      return { variable: edge.variable };
    default:
      return {};
  }
}

function whenOf(when: Scenario): { readonly when?: string } {
  return when.length > 0 ? { when: describeScenario(when) } : {};
}
