import type { FunctionRow, GraphResource, ShownTrigger, ShownValues } from "@assay/analyzer";
import type { Flows } from "./flows.js";
import type { Badge, Card } from "./model.js";
import { plain } from "./text.js";

/** The card of a resource in a column. `home` is the stack whose frame it stands in. */
export function cardOf(resource: GraphResource, column: number, home: string, flows: Flows): Card {
  const row = flows.rows.get(resource.id);
  const name = displayName(resource);
  const isFunction = row !== undefined && resource.stack === home;
  const failure = isFunction ? failureOf(row, flows) : redriveOf(resource, flows);
  return {
    id: `${column}:${resource.id}`,
    resource: resource.id,
    kind: kindOf(resource, flows),
    name,
    title: plain([resource.name ?? name, resource.type, resource.id].join("\n")).replaceAll("  ", " "),
    details: isFunction ? functionDetails(row) : otherDetails(resource, home, flows),
    badges: isFunction ? functionBadges(row) : [],
    ...(failure ? { failure } : {}),
    isOutside: resource.stack === undefined,
  };
}

/** The name people use: the construct's, the logical id, or the last part of an ARN. */
export function displayName({ constructPath, logicalId, name, id }: GraphResource): string {
  if (constructPath !== undefined) {
    const parts = constructPath.split("/").filter((part) => !/^(Resource|Default)$/.test(part));
    return plain(parts.slice(parts.length > 1 ? 1 : 0).join("/") || constructPath);
  }
  if (logicalId) return plain(logicalId);
  const outside = withoutSyntax(name ?? id.replace(/^external:/, ""));
  const arn = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/.exec(outside);
  return plain(arn?.[1] ?? outside) || plain(id);
}

/** `${parameter:Vpc}-SubnetA` is `Vpc-SubnetA` to a reader; what cannot be named is an ellipsis. */
function withoutSyntax(text: string): string {
  const inner = (part: string) =>
    part
      .replace(/\$\{(?:unresolved:)?nothing is called ([^${}]*)\}/g, "$1")
      .replace(/\$\{unresolved:[^${}]*\}/g, "…")
      .replace(/\$\{(?:AWS::|[a-z]+:)?([^${}]*)\}/g, "$1");
  // The name of an export may itself be made of parameters.
  return inner(inner(text));
}

/** What a stack is called where there is little room. */
export function stackName(id: string): string {
  const [file = "", nested] = id.split("#");
  return plain(nested ?? file);
}

/** A rule that only knows the time is a schedule to whoever reads a picture. */
function kindOf({ id, kind }: GraphResource, flows: Flows): string {
  return kind === "rule" && flows.scheduled.has(id) ? "schedule" : kind;
}

function otherDetails(resource: GraphResource, home: string, flows: Flows): readonly string[] {
  const shown = kindOf(resource, flows);
  const kind = shown === "external" ? "outside the stacks" : shown.replaceAll("-", " ");
  const container = flows.containers.get(resource.id);
  const first = container && container.kind === "bus" ? `${kind} on ${displayName(container)}` : kind;
  if (resource.stack === undefined) return resource.kind === "external" ? [first] : [first, "outside the stacks"];
  return resource.stack === home ? [first] : [first, `in ${stackName(resource.stack)}`];
}

function functionDetails({ runtime, packageType, memory, timeout, architecture }: FunctionRow): readonly string[] {
  const what = packageType.some(({ value }) => value === "Image") ? "image" : brief(runtime);
  return [
    [what, brief(architecture)].filter((text) => text !== "").join(" · "),
    [brief(memory, " MB"), brief(timeout, " s")].filter((text) => text !== "").join(" · "),
  ].filter((text) => text !== "");
}

/** The known values of all scenarios, or that there is one that nobody knows. */
function brief(values: ShownValues, unit = ""): string {
  const texts = values.flatMap(({ state, value }) =>
    state === "absent" ? [] : [state === "unknown" ? "?" : String(value)],
  );
  const unique = [...new Set(texts)];
  return unique.length === 0 ? "" : plain(unique.join("/")) + unit;
}

function functionBadges(row: FunctionRow): readonly Badge[] {
  const { alarms, tracing, reservedConcurrency, provisionedConcurrency } = row;
  const reserved = brief(reservedConcurrency);
  const provisioned = [...new Set(provisionedConcurrency.map(({ executions }) => brief(executions)))].join("/");
  const found: Badge[] = [
    alarms.length > 0
      ? { text: alarms.length === 1 ? "1 alarm" : `${alarms.length} alarms`, tone: "good" }
      : { text: "no alarm", tone: "gap" },
  ];
  if (tracing.some(({ value }) => value === "Active")) found.push({ text: "X-Ray", tone: "good" });
  if (reserved !== "") found.push({ text: `RC ${reserved}`, tone: "plain" });
  if (provisioned !== "") found.push({ text: `PC ${provisioned}`, tone: "plain" });
  return found;
}

/** What happens to failed events: said for the functions whose failed events somebody has to keep. */
function failureOf({ triggers }: FunctionRow, flows: Flows): Badge | undefined {
  const names = (ids: readonly string[]) =>
    [...new Set(ids)].map((id) => {
      const resource = flows.resources.get(id);
      return resource ? displayName(resource) : plain(id);
    });
  const ofState = (state: string) => triggers.filter(({ failurePath }) => failurePath.state === state);
  const lost = ofState("lost");
  if (lost.length > 0) return { text: `failed ${eventsOf(lost)} events are lost`, tone: "gap" };
  const unknown = ofState("unknown");
  if (unknown.length > 0) return { text: `failed ${eventsOf(unknown)} events: not known`, tone: "plain" };
  const kept = ofState("kept");
  if (kept.length === 0) return undefined;
  const targets = names(kept.flatMap(({ failurePath }) => failurePath.targets));
  if (targets.length > 0) return { text: `failed to ${targets.join(", ")}`, tone: "good" };
  return { text: `failed: ${plain(kept[0]?.failurePath.because ?? "")}`, tone: "good" };
}

function eventsOf(triggers: readonly ShownTrigger[]): string {
  return [...new Set(triggers.map(({ event }) => event))].join(", ");
}

function redriveOf({ id, kind }: GraphResource, flows: Flows): Badge | undefined {
  const targets = kind === "queue" ? (flows.redrives.get(id) ?? []) : [];
  if (targets.length === 0) return undefined;
  return { text: `failed to ${targets.map(displayName).join(", ")}`, tone: "good" };
}
