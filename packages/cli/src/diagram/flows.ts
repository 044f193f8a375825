import type { FunctionRow, GraphDocument, GraphEdge, GraphResource } from "@assay/analyzer";
import type { Meaning } from "./model.js";
import { isDrawn } from "./kinds.js";
import { plain } from "./text.js";

/** Something that goes from one resource to another, as a picture shows it: edges of the graph that say the same are one. */
export interface Flow {
  readonly from: GraphResource;
  readonly to: GraphResource;
  readonly meaning: Meaning;
  /** Routes, schedules, patterns; or what is allowed: `read, write`. */
  readonly details: readonly string[];
  /** Data comes back to where the arrow starts. */
  readonly reads: boolean;
  readonly writes: boolean;
}

/** What a picture needs to know of a repository. */
export interface Flows {
  readonly resources: ReadonlyMap<string, GraphResource>;
  readonly rows: ReadonlyMap<string, FunctionRow>;
  /** Event sources of functions and state machines. */
  readonly triggers: readonly Flow[];
  /** From functions to what they use. */
  readonly uses: readonly Flow[];
  /** Between resources of which neither is a function. */
  readonly between: readonly Flow[];
  /** The bus or other container of a resource. */
  readonly containers: ReadonlyMap<string, GraphResource>;
  /** Rules that are schedules. */
  readonly scheduled: ReadonlySet<string>;
  /** Where failed events of a queue go. */
  readonly redrives: ReadonlyMap<string, readonly GraphResource[]>;
  /** Subnets and security groups by the resource that runs in them. */
  readonly networks: ReadonlyMap<string, readonly GraphResource[]>;
}

const MEANINGS: Readonly<Record<string, Meaning>> = {
  sync: "sync",
  async: "async",
  queue: "stream",
  stream: "stream",
  orchestrated: "workflow",
};
const ACCESS = new Set(["reads", "writes", "publishes", "invokes", "orchestrates", "succeeds-to"]);
/** Kinds whose messages a function has to read in order to be triggered by them. */
const POLLED = new Set(["queue", "stream", "broker"]);

/** Reads the flows of a repository out of its graph. */
export function flowsOf(graph: GraphDocument, functions: readonly FunctionRow[]): Flows {
  const resources = new Map(graph.resources.map((resource) => [resource.id, resource]));
  const rows = new Map(functions.map((row) => [row.id, row]));
  const triggers = new FlowSet(resources);
  const access = new FlowSet(resources);
  const configured = new FlowSet(resources);
  const containers = new Map<string, GraphResource>();
  const scheduled = new Set<string>();
  const redrives = new Map<string, GraphResource[]>();
  const networks = new Map<string, GraphResource[]>();
  for (const edge of graph.edges) {
    const other = resources.get(edge.to);
    if (!other) continue;
    if (edge.detail?.["event"] === "schedule") scheduled.add(edge.from);
    if (edge.kind === "triggers") triggers.add(edge, MEANINGS[String(edge.detail?.["invocation"])] ?? "async");
    else if (ACCESS.has(edge.kind)) access.add(edge, accessMeaning(edge, resources));
    else if (edge.kind === "configures") configured.add(edge, "configured");
    else if (edge.kind === "contains") containers.set(edge.to, resources.get(edge.from) ?? other);
    else if (edge.kind === "fails-to") push(redrives, edge.from, other);
    else if (edge.kind === "runs-in") push(networks, edge.from, other);
  }
  const isFailureTarget = failureTargets(rows);
  const used = access.flows.filter(({ from, to, writes, meaning }) => {
    if (isFunction(from) && isFailureTarget(from.id, to.id)) return false;
    if (POLLED.has(to.kind) && !writes && triggers.has(to.id, from.id)) return false;
    return !(isFunction(to) && triggers.has(from.id, to.id)) && !(meaning === "workflow" && isFunction(to));
  });
  const uses = used.filter(({ from, to, reads, writes }) => {
    // A stream of a table is read through its trigger; what more a function may read there has actions of its own.
    const isTriggerOnly = to.kind === "table" && reads && !writes && triggers.has(to.id, from.id);
    return isFunction(from) && !(isTriggerOnly && !access.hasActions(from.id, to.id));
  });
  const hints = configured.flows.filter(
    ({ from, to }) =>
      isFunction(from) &&
      !access.has(from.id, to.id) &&
      !triggers.has(to.id, from.id) &&
      !isFailureTarget(from.id, to.id),
  );
  return {
    resources,
    rows,
    triggers: triggers.flows,
    uses: [...uses, ...hints],
    between: used.filter(({ from, to }) => !isFunction(from) && !isFunction(to)),
    containers,
    scheduled,
    redrives,
    networks,
  };
}

export function isFunction(resource: GraphResource): boolean {
  return resource.kind === "function" && resource.stack !== undefined;
}

/** Collects the edges between the same two resources in one flow. Only what a picture shows is taken. */
class FlowSet {
  readonly #flows = new Map<string, Flow & { readonly details: string[]; actions: boolean }>();

  readonly #resources: ReadonlyMap<string, GraphResource>;

  constructor(resources: ReadonlyMap<string, GraphResource>) {
    this.#resources = resources;
  }

  get flows(): readonly Flow[] {
    return [...this.#flows.values()].map((flow) => ({ ...flow, details: tidy(flow.details) }));
  }

  has(from: string, to: string): boolean {
    return this.#flows.has(`${from}\n${to}`);
  }

  hasActions(from: string, to: string): boolean {
    return this.#flows.get(`${from}\n${to}`)?.actions ?? false;
  }

  add(edge: GraphEdge, meaning: Meaning): void {
    const [from, to] = [this.#resources.get(edge.from), this.#resources.get(edge.to)];
    if (!from || !to || from === to || !isDrawn(from.kind) || !isDrawn(to.kind)) return;
    const key = `${from.id}\n${to.id}`;
    const before = this.#flows.get(key);
    const reads = edge.kind === "reads";
    this.#flows.set(key, {
      from,
      to,
      meaning: before?.meaning ?? meaning,
      details: [...(before?.details ?? []), ...detailsOf(edge)],
      reads: reads || (before?.reads ?? false),
      writes: !reads || (before?.writes ?? false),
      actions: edge.detail?.["actions"] !== undefined || (before?.actions ?? false),
    });
  }
}

const VERBS: Readonly<Record<string, string>> = {
  reads: "read",
  writes: "write",
  publishes: "send",
  invokes: "invoke",
  orchestrates: "step",
  "succeeds-to": "on success",
};

function detailsOf({ kind, detail }: GraphEdge): readonly string[] {
  const verb = VERBS[kind];
  if (verb !== undefined) return [verb];
  const text = detail?.[kind === "configures" ? "variable" : "detail"];
  return typeof text === "string" && text !== "" ? [plain(text)] : [];
}

/** Whoever may send to a queue may also write to it, and a step says more than the permission for it. */
function tidy(details: readonly string[]): readonly string[] {
  const unique = [...new Set(details)];
  if (unique.includes("step")) return ["step"];
  return unique.includes("send") ? unique.filter((detail) => detail !== "write") : unique;
}

function accessMeaning({ kind, to }: GraphEdge, resources: ReadonlyMap<string, GraphResource>): Meaning {
  if (kind === "orchestrates") return "workflow";
  if (kind === "succeeds-to") return "async";
  if (kind === "publishes") return "async";
  return kind === "invokes" && resources.get(to)?.kind !== "state-machine"
    ? "sync"
    : kind === "invokes"
      ? "async"
      : "access";
}

function failureTargets(rows: ReadonlyMap<string, FunctionRow>): (fn: string, target: string) => boolean {
  const targets = new Map<string, ReadonlySet<string>>();
  for (const [id, { triggers }] of rows) {
    targets.set(
      id,
      new Set(triggers.flatMap(({ failurePath }) => [...failurePath.targets, ...failurePath.deliveryTargets])),
    );
  }
  return (fn, target) => targets.get(fn)?.has(target) ?? false;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
