import {
  describeScenario,
  failurePaths,
  regionOf,
  type Edge,
  type EdgeKind,
  type Region,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";

/** One hop of an event. */
export interface Step {
  readonly number: number;
  /** The step that brought the event to `from`; missing where the trace starts. */
  readonly after?: number;
  readonly from: string;
  readonly to: string;
  readonly relation: EdgeKind;
  /** For hops of events that fail: whether the delivery failed or the execution. */
  readonly failed?: "delivery" | "execution";
  readonly event?: string;
  readonly invocation?: string;
  /** `GET /orders`, `rate(5 minutes)`, the IAM actions. */
  readonly detail?: string;
  /** What becomes of events that the function started here does not process. */
  readonly failurePath?: { readonly state: string; readonly because: string };
  readonly confidence: "certain" | "likely";
  readonly when?: string;
  readonly location: Region;
  /** Why the trace does not go on from `to`: another step did, or it is as long as was asked for. */
  readonly stops?: "followed elsewhere" | "depth";
}

/** Where a trace starts: a resource, or one trigger of it. */
export interface Start {
  readonly resource: Resource;
  readonly trigger?: Edge<"triggers">;
}

/** Edges along which an event goes on in their direction. */
const ONWARD = ["triggers", "publishes", "invokes", "writes", "succeeds-to", "orchestrates", "notifies"] as const;

/** What is written to them starts nothing. */
const NO_EVENTS: ReadonlySet<string> = new Set(["secret", "parameter", "key", "log-group"]);

interface Hop {
  readonly edge: Edge;
  readonly to: Resource;
  readonly failed?: "delivery" | "execution";
}

/** The hops of an event from a start, in the order of their distance; each resource is left once. */
export function trace(start: Start, graph: ResourceGraph, depth: number): readonly Step[] {
  const steps: Step[] = [];
  const left = new Set<string>();
  const told = new Set<Edge>();
  const waiting: { resource: Resource; distance: number; after?: number; only?: Edge<"triggers"> | undefined }[] = [
    { resource: start.resource, distance: 0, only: start.trigger },
  ];
  for (let place = waiting.shift(); place; place = waiting.shift()) {
    const { resource, distance, after, only } = place;
    if (left.has(resource.id)) continue;
    left.add(resource.id);
    for (const hop of only ? triggerHops(only, graph) : hopsFrom(resource, graph)) {
      if (told.has(hop.edge)) continue;
      told.add(hop.edge);
      const number = steps.length + 1;
      const stops = left.has(hop.to.id) ? "followed elsewhere" : distance + 1 >= depth ? "depth" : undefined;
      steps.push(stepOf(hop, resource, number, after, stops, graph));
      if (!stops) waiting.push({ resource: hop.to, distance: distance + 1, after: number });
    }
  }
  return steps;
}

function hopsFrom(resource: Resource, graph: ResourceGraph): readonly Hop[] {
  // A bus passes events on through its rules.
  const rules = resource.kind === "bus" ? graph.from(resource, "contains").map((edge) => ({ edge, to: edge.to })) : [];
  const piped = graph
    .to(resource, "reads")
    .filter(({ from }) => from.kind === "pipe")
    .map((edge) => ({ edge, to: edge.from }));
  const failed = graph.from(resource, "fails-to").map((edge): Hop => ({ edge, to: edge.to, failed: whatFailed(edge) }));
  return [...onward(resource, graph), ...rules, ...piped, ...failed];
}

/** The hops of an event that goes well. Several ways to the same target are one hop: the first kind says the most. */
function onward(resource: Resource, graph: ResourceGraph): readonly Hop[] {
  const failureTargets = new Set(
    resource.kind === "function"
      ? failurePaths(resource, graph).flatMap(({ execution }) => execution.map(({ to }) => to))
      : [],
  );
  const reached = new Map<Resource, EdgeKind>();
  return ONWARD.flatMap((kind) => graph.from(resource, kind) as readonly Edge[]).flatMap((edge) => {
    const { kind, to } = edge;
    if ((reached.get(to) ?? kind) !== kind || NO_EVENTS.has(to.kind)) return [];
    // What a framework allows so that failed events can be kept is no other way of an event.
    if ("statement" in edge && edge.statement?.addedBy !== undefined && failureTargets.has(to)) return [];
    reached.set(to, kind);
    return edge.kind === "triggers" ? triggerHops(edge, graph) : [{ edge, to }, ...undelivered(edge, graph)];
  });
}

/** The start of a function (or state machine), and both ways in which it can fail. */
function triggerHops(edge: Edge<"triggers">, graph: ResourceGraph): readonly Hop[] {
  const path = pathOf(edge, graph);
  const delivery = (path?.delivery ?? []).map((way): Hop => ({ edge: way, to: way.to, failed: "delivery" }));
  const execution = (path?.execution ?? []).map((way): Hop => ({ edge: way, to: way.to, failed: "execution" }));
  return [{ edge, to: edge.to }, ...(path ? delivery : undelivered(edge, graph)), ...execution];
}

function pathOf(edge: Edge<"triggers">, graph: ResourceGraph) {
  return edge.to.kind === "function" ? failurePaths(edge.to, graph).find(({ trigger }) => trigger === edge) : undefined;
}

/** Where a topic's subscription (the one that the edge was read from) sends what it cannot deliver. */
function undelivered(edge: Edge, graph: ResourceGraph): readonly Hop[] {
  return graph
    .edges("fails-to")
    .filter(({ from }) => from.kind === "subscription" && from.origin === edge.origin)
    .map((way) => ({ edge: way, to: way.to, failed: "delivery" }));
}

/** Functions, queues and event source mappings have executions behind them; all else delivers. */
function whatFailed({ from }: Edge<"fails-to">): "delivery" | "execution" {
  return ["function", "queue", "event-source-mapping", "other"].includes(from.kind) ? "execution" : "delivery";
}

function stepOf(
  { edge, to, failed }: Hop,
  resource: Resource,
  number: number,
  after: number | undefined,
  stops: Step["stops"],
  graph: ResourceGraph,
): Step {
  return {
    number,
    ...(after === undefined ? {} : { after }),
    from: failed || edge.kind === "reads" ? resource.id : edge.from.id,
    to: to.id,
    ...(failed ? { failed } : {}),
    ...saidOf(edge, graph),
    confidence: edge.confidence,
    ...(edge.when.length > 0 ? { when: describeScenario(edge.when) } : {}),
    location: regionOf(edge.origin.span),
    ...(stops ? { stops } : {}),
  };
}

function saidOf(
  edge: Edge,
  graph: ResourceGraph,
): Pick<Step, "relation" | "event" | "invocation" | "detail" | "failurePath"> {
  const path = edge.kind === "triggers" ? pathOf(edge, graph) : undefined;
  const detail = detailOf(edge);
  return {
    relation: edge.kind,
    ...(edge.kind === "triggers" ? { event: edge.event, invocation: edge.invocation } : {}),
    ...(detail === undefined || detail === "" ? {} : { detail }),
    ...(path ? { failurePath: { state: path.state, because: path.because } } : {}),
  };
}

function detailOf(edge: Edge): string | undefined {
  switch (edge.kind) {
    case "triggers":
      return edge.detail;
    case "publishes":
    case "invokes":
    case "writes":
      return edge.actions.join(", ");
    case "orchestrates":
      return edge.states.map(({ name }) => name).join(", ");
    case "fails-to":
      return edge.reason;
    case "notifies":
      return edge.state;
    default:
      return undefined;
  }
}

/** What brings events to a resource, and what becomes of those that it fails to process. */
export function arrivals(
  resource: Resource,
  graph: ResourceGraph,
): readonly Pick<Step, "from" | "relation" | "event" | "detail" | "failurePath">[] {
  return [...ONWARD, "fails-to" as const]
    .flatMap((kind) => graph.to(resource, kind) as readonly Edge[])
    .map((edge) => ({ from: edge.from.id, ...saidOf(edge, graph) }));
}
