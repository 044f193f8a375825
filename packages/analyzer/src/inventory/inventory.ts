import { describeScenario } from "../evaluate/scenario.js";
import type { Value } from "../evaluate/read.js";
import { showText } from "../evaluate/text.js";
import { failurePaths } from "../graph/failure-path.js";
import {
  functionFacts,
  isEnabled,
  logGroupOf,
  maximumConcurrency,
  networkOf,
  provisionedConcurrency,
  vpcConfiguration,
} from "../graph/function.js";
import { nameOf, type Edge, type Resource, type ResourceGraph, type Statement } from "../graph/model.js";
import { outsideService, resourceType } from "../graph/resource-type.js";
import type { Origin, Scalar, Why } from "../parse/node.js";
import { compareSpans, compareText, regionOf, type Region } from "../source/span.js";

/** A property as it is shown: known, a documented default, unknown for a reason, or not there. */
export interface ShownValue {
  readonly state: "known" | "default" | "unknown" | "absent";
  readonly value?: Scalar;
  /** Why it is unknown. */
  readonly because?: string;
  /** Who supplied it when the author did not write it here. */
  readonly from?: Exclude<Why, "authored" | "default">;
  /** The scenario in which it is so; missing when it is always so. */
  readonly when?: string;
  readonly location: Region;
}

/** One alternative for each scenario that makes a difference. */
export type ShownValues = readonly ShownValue[];

export interface ShownTrigger {
  readonly event: string;
  readonly invocation: string;
  readonly source: string;
  readonly detail?: string;
  readonly qualifier?: string;
  readonly authorization?: string;
  readonly enabled: ShownValues;
  readonly maximumConcurrency: ShownValues;
  readonly failurePath: {
    readonly state: string;
    readonly because: string;
    readonly targets: readonly string[];
    readonly deliveryTargets: readonly string[];
  };
  readonly when?: string;
  readonly location: Region;
}

export interface ShownGrant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly effect: "Allow" | "Deny";
  readonly conditional: boolean;
  /** The framework that adds the statement; missing when the author wrote it. */
  readonly addedBy?: string;
  readonly location: Region;
}

/** Everything about one function that a reviewer asks for. */
export interface FunctionRow {
  readonly id: string;
  readonly project: string;
  readonly framework: string;
  readonly stack: string;
  readonly logicalId: string;
  /** How people call the function: its construct path or logical id. */
  readonly title: string;
  /** The framework or construct that owns the function when it is none of the author's. */
  readonly owner?: string;
  readonly location: Region;
  readonly when?: string;
  readonly name: ShownValues;
  readonly runtime: ShownValues;
  readonly handler: ShownValues;
  readonly architecture: ShownValues;
  readonly packageType: ShownValues;
  /** MB */
  readonly memory: ShownValues;
  /** Seconds */
  readonly timeout: ShownValues;
  readonly tracing: ShownValues;
  readonly layers: number;
  readonly triggers: readonly ShownTrigger[];
  /** Said when there is no trigger: that none was found is not that there is none. */
  readonly triggerNote?: string;
  readonly role?: { readonly id: string; readonly location: Region; readonly sharedWith: readonly string[] };
  readonly grants: readonly ShownGrant[];
  readonly vpc: ShownValues;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly reservedConcurrency: ShownValues;
  readonly provisionedConcurrency: readonly { readonly through: string; readonly executions: ShownValues }[];
  readonly alarms: readonly {
    readonly id: string;
    readonly metric: string;
    readonly location: Region;
    readonly notifies: readonly string[];
  }[];
  readonly logGroup?: { readonly id: string; readonly retentionDays: ShownValues; readonly location: Region };
  /** AWS services that the function connects with, with how. */
  readonly services: readonly {
    readonly service: string;
    readonly how: readonly string[];
    readonly resources: readonly string[];
  }[];
}

/** The inventory as one JSON document. */
export interface InventoryDocument {
  readonly schema: "https://assay.dev/schema/inventory-1.json";
  readonly functions: readonly FunctionRow[];
}

/** One row per function of the stacks, sorted by id. */
export function inventory(
  graph: ResourceGraph,
  statements: ReadonlyMap<string, readonly Statement[]>,
): readonly FunctionRow[] {
  return graph
    .ofKind("function")
    .filter((fn) => fn.stack)
    .map((fn) => row(fn, graph, statements))
    .sort((a, b) => compareText(a.id, b.id));
}

function row(fn: Resource, graph: ResourceGraph, statements: ReadonlyMap<string, readonly Statement[]>): FunctionRow {
  const facts = functionFacts(fn);
  const triggers = failurePaths(fn, graph).map(({ trigger, state, because, execution, delivery }): ShownTrigger => {
    const { event, invocation, from, detail, qualifier, authorization } = trigger;
    const failurePath = {
      state,
      because,
      targets: execution.map((edge) => edge.to.id),
      deliveryTargets: delivery.map((edge) => edge.to.id),
    };
    return {
      event,
      invocation,
      source: from.id,
      ...optional({ detail, qualifier, authorization }),
      enabled: shown(isEnabled(trigger)),
      maximumConcurrency: shown(maximumConcurrency(trigger)),
      failurePath,
      ...scenario(trigger.when),
      location: regionOf(trigger.origin.span),
    };
  });
  const [assumed] = graph.from(fn, "assumes");
  const role = assumed?.to;
  const network = networkOf(fn, graph);
  const logs = logGroupOf(fn, graph);
  return {
    id: fn.id,
    project: fn.stack?.project.entry ?? "",
    framework: fn.stack?.project.framework ?? "",
    stack: fn.stack?.id ?? "",
    logicalId: fn.logicalId,
    title: nameOf(fn),
    ...optional({ owner: fn.owner }),
    location: place(fn.origin),
    ...scenario(fn.when),
    name: shown(facts.name, showText),
    runtime: shown(facts.runtime),
    handler: shown(facts.handler),
    architecture: shown(facts.architecture),
    packageType: shown(facts.packageType),
    memory: shown(facts.memory),
    timeout: shown(facts.timeout),
    tracing: shown(facts.tracing),
    layers: facts.layers,
    triggers: triggers.sort(
      (a, b) =>
        compareText(a.event, b.event) || compareText(a.source, b.source) || compareText(a.detail ?? "", b.detail ?? ""),
    ),
    ...(triggers.length === 0 ? { triggerNote: "none found in the scanned inputs" } : {}),
    ...(role ? { role: { id: role.id, location: place(role.origin), sharedWith: sharedWith(role, fn, graph) } } : {}),
    grants: (role ? (statements.get(role.id) ?? []) : []).map(grant),
    vpc: shown(vpcConfiguration(fn)),
    subnets: network.subnets.map((subnet) => subnet.id),
    securityGroups: network.securityGroups.map((group) => group.id),
    reservedConcurrency: shown(facts.reservedConcurrency),
    provisionedConcurrency: provisionedConcurrency(fn, graph).map(({ through, executions }) => ({
      through: through.id,
      executions: shown(executions),
    })),
    alarms: graph.to(fn, "monitors").map((edge) => ({
      id: edge.from.id,
      metric: [edge.metric.namespace, edge.metric.name].filter(Boolean).join("/"),
      location: place(edge.from.origin),
      notifies: graph.from(edge.from, "notifies").map((target) => target.to.id),
    })),
    ...(logs
      ? { logGroup: { id: logs.group.id, retentionDays: shown(logs.retention), location: place(logs.group.origin) } }
      : {}),
    services: services(fn, graph),
  };
}

/** The AWS services on the other end of a function's edges. */
export function services(fn: Resource, graph: ResourceGraph): FunctionRow["services"] {
  const found = new Map<string, { readonly how: Set<string>; readonly resources: Set<string> }>();
  const note = (other: Resource, how: string) => {
    const service = other.stack ? resourceType(other.type).service : outsideService(other.type, other.kind);
    // A nested stack that cannot be looked into stands for something in it; it is no service that a function uses.
    if (!service || service === "AWS Lambda" || service === "AWS CloudFormation") return;
    const entry = found.get(service) ?? { how: new Set(), resources: new Set() };
    entry.how.add(how);
    entry.resources.add(other.id);
    found.set(service, entry);
  };
  for (const edge of graph.to(fn, "triggers")) note(edge.from, `triggered by ${edge.event}`);
  for (const kind of ["reads", "writes", "publishes", "invokes"] as const)
    for (const edge of graph.from(fn, kind)) note(edge.to, kind);
  for (const edge of graph.from(fn, "fails-to")) note(edge.to, "fails to");
  for (const edge of graph.from(fn, "succeeds-to")) note(edge.to, "succeeds to");
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([service, { how, resources }]) => ({
      service,
      how: [...how].sort(compareText),
      resources: [...resources].sort(compareText),
    }));
}

function grant(statement: Statement): ShownGrant {
  const not = (values: readonly string[]) => values.map((value) => `not ${value}`);
  return {
    actions: [...statement.actions, ...not(statement.notActions)],
    resources: [...statement.resources.map(showText), ...not(statement.notResources.map(showText))],
    effect: statement.effect,
    conditional: statement.condition !== undefined,
    ...optional({ addedBy: statement.addedBy }),
    location: place(statement.origin),
  };
}

function sharedWith(role: Resource, fn: Resource, graph: ResourceGraph): readonly string[] {
  return graph
    .to(role, "assumes")
    .map((edge) => edge.from)
    .filter((other) => other.kind === "function" && other !== fn)
    .map((other) => other.id)
    .sort(compareText);
}

/** A value for showing: every alternative with what is known of it. */
export function shown<T>(value: Value<T>, print: (value: T) => Scalar = (v) => v as Scalar): ShownValues {
  return [...value]
    .sort((a, b) => compareSpans(a.origin.span, b.origin.span))
    .map((alternative): ShownValue => {
      const { origin } = alternative;
      const shared = { ...scenario(alternative.when), location: place(origin) };
      if (alternative.state === "unknown") return { state: "unknown", because: alternative.because, ...shared };
      if (alternative.state === "absent") return { state: "absent", ...shared };
      const from = origin.why === "authored" || origin.why === "default" ? {} : { from: origin.why };
      return {
        state: origin.why === "default" ? "default" : "known",
        value: print(alternative.value),
        ...from,
        ...shared,
      };
    });
}

function place(origin: Origin): Region {
  return regionOf(origin.span);
}

function scenario(when: Edge["when"]): { readonly when?: string } {
  return when.length > 0 ? { when: describeScenario(when) } : {};
}

function optional<T extends Readonly<Record<string, string | undefined>>>(
  fields: T,
): { readonly [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: string;
  };
}
