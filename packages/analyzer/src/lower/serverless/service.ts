import { at, type MappingNode, type Node, type Origin } from "../../parse/node.js";
import { problem, type Problem } from "../../source/problem.js";
import { asGlobal, merge } from "./merge.js";
import { ids, normalized } from "./names.js";
import { isPresent, isTruthy, listOf, literal, text } from "./text.js";

/** One event of a function: `- sqs: …`. */
export interface ServiceEvent {
  readonly fn: ServiceFunction;
  readonly value: Node;
  /** Its place among all events of the function, from 1. */
  readonly index: number;
  readonly origin: Origin;
}

/** The alias that events and URLs invoke when a function has provisioned concurrency or SnapStart. */
interface Alias {
  readonly name: "provisioned" | "snapstart";
  readonly id: string;
}

export interface ServiceFunction {
  /** Its key under `functions`. */
  readonly key: string;
  /** The logical id of its Lambda function. */
  readonly id: string;
  readonly config: MappingNode;
  readonly origin: Origin;
  /** The name of the Lambda function. */
  readonly name: Node;
  readonly alias: Alias | undefined;
  readonly events: ReadonlyMap<string, readonly ServiceEvent[]>;
}

/** A Serverless Framework service with its variables resolved and its several spellings made one. */
export interface Service {
  /** The whole configuration. */
  readonly root: MappingNode;
  readonly origin: Origin;
  readonly name: Node;
  readonly stage: Node;
  readonly region: Node;
  readonly provider: MappingNode;
  readonly functions: ReadonlyMap<string, ServiceFunction>;
  /** `resources`, a list of them merged. */
  readonly resources: MappingNode | undefined;
  readonly plugins: readonly Node[];
  readonly report: (problem: Problem) => void;
}

/** What the framework adds on top of the configuration to know a service. */
export interface Deployment {
  readonly stage: Node;
  readonly region: Node;
}

/** Reads a resolved configuration; `undefined`, with a problem reported, when it is none of a service on AWS. */
export function readService(
  root: MappingNode,
  deployment: Deployment,
  report: (problem: Problem) => void,
): Service | undefined {
  const { origin } = root;
  const name = serviceName(root);
  const provider = providerOf(root);
  if (!name || !provider) {
    report(problem("serverless-missing", origin.span, { key: name ? "provider" : "service" }));
    return undefined;
  }
  const cloud = literal(at(provider, "name"));
  if (cloud !== undefined && cloud !== "aws") {
    report(problem("serverless-provider", at(provider, "name")?.origin.span ?? origin.span, { name: cloud }));
    return undefined;
  }
  const service = {
    root,
    origin,
    name,
    ...deployment,
    provider,
    resources: joined(root, "resources", report),
    plugins: pluginNodes(root),
    report,
  };
  return { ...service, functions: functionsOf(service) };
}

/** The plugins as they are named: in a list, or as the `modules` of a mapping. */
function pluginNodes(root: MappingNode): readonly Node[] {
  const plugins = at(root, "plugins");
  return listOf(plugins?.kind === "mapping" ? at(plugins, "modules") : plugins);
}

/** The names of a configuration's plugins, as far as they are written out. */
export function pluginNames(root: MappingNode): readonly string[] {
  return pluginNodes(root).flatMap((plugin) => literal(plugin) ?? []);
}

/** The name stands alone, or (version 2) in an object. */
function serviceName(root: MappingNode): Node | undefined {
  const service = at(root, "service");
  const name = service?.kind === "mapping" ? (at(service, "name") ?? service) : service;
  return isTruthy(name) ? name : undefined;
}

function providerOf(root: MappingNode): MappingNode | undefined {
  const provider = at(root, "provider");
  if (provider?.kind === "mapping") return provider;
  if (literal(provider) === undefined || !provider) return undefined;
  return { kind: "mapping", entries: new Map([["name", provider]]), origin: provider.origin };
}

/** `functions` and `resources` may be lists of mappings, which are merged. */
function joined(root: MappingNode, key: string, report: (problem: Problem) => void): MappingNode | undefined {
  const node = at(root, key);
  if (!isPresent(node)) return undefined;
  let merged: Node | undefined;
  for (const part of node.kind === "sequence" ? node.items : [node]) {
    if (part.kind === "mapping" && !part.entries.has("Assay::Unknown")) merged = merge(merged, part);
    else if (isTruthy(part)) report(problem("serverless-type", part.origin.span, { path: key, expected: "a mapping" }));
  }
  return merged?.kind === "mapping" ? merged : undefined;
}

type WithoutFunctions = Omit<Service, "functions">;

function functionsOf(service: WithoutFunctions): ReadonlyMap<string, ServiceFunction> {
  const found = new Map<string, ServiceFunction>();
  const keys = new Map<string, string>();
  for (const [key, config] of joined(service.root, "functions", service.report)?.entries ?? []) {
    if (!isPresent(config)) continue;
    if (config.kind !== "mapping" || config.entries.has("Assay::Unknown")) {
      const path = `functions.${key}`;
      service.report(problem("serverless-type", config.origin.span, { path, expected: "a mapping" }));
      continue;
    }
    const id = ids.lambda(key);
    const first = keys.get(id);
    if (first !== undefined) {
      const span = config.origin.key ?? config.origin.span;
      service.report(problem("duplicate-logical-id", span, { first, second: key, id }));
    }
    keys.set(id, key);
    found.set(key, functionOf(service, key, config));
  }
  return found;
}

function functionOf(service: WithoutFunctions, key: string, config: MappingNode): ServiceFunction {
  const { origin } = config;
  const own = at(config, "name");
  const events = new Map<string, ServiceEvent[]>();
  const fn: ServiceFunction = {
    key,
    id: ids.lambda(key),
    config,
    origin,
    name: isTruthy(own) ? own : text(nameOrigin(origin), service.name, "-", service.stage, "-", key),
    alias: aliasOf(key, config),
    events,
  };
  for (const [i, item] of eventItems(service, key, config).entries()) {
    // `- alexaSkill`, an event by its name alone, is a leftover of old versions that makes nothing.
    if (item.kind !== "mapping") continue;
    for (const [kind, value] of item.entries) {
      if (!isTruthy(value)) continue;
      const list = events.get(kind) ?? [];
      events.set(kind, [...list, { fn, value, index: i + 1, origin: value.origin }]);
    }
  }
  return fn;
}

function nameOrigin(origin: Origin): Origin {
  return {
    ...origin,
    why: "default",
    span: origin.key ?? origin.span,
    by: "Serverless Framework default",
    cause: origin,
  };
}

function eventItems(service: WithoutFunctions, key: string, config: MappingNode): readonly Node[] {
  const events = at(config, "events");
  if (!isTruthy(events)) return [];
  if (events.kind === "sequence") return events.items;
  const path = `functions.${key}.events`;
  service.report(problem("serverless-type", events.origin.span, { path, expected: "a list" }));
  return [];
}

function aliasOf(key: string, config: MappingNode): Alias | undefined {
  if (isTruthy(at(config, "provisionedConcurrency")))
    return { name: "provisioned", id: `${normalized(key)}ProvConcLambdaAlias` };
  if (isTruthy(at(config, "snapStart"))) return { name: "snapstart", id: `${normalized(key)}SnapStartLambdaAlias` };
  return undefined;
}

/** The events of one kind, in the order of the functions. */
export function* eventsOf(service: Service, kind: string): Generator<ServiceEvent> {
  for (const fn of service.functions.values()) yield* fn.events.get(kind) ?? [];
}

/** A setting of a function, else that of `provider`. */
export function setting(service: Service, fn: ServiceFunction, key: string): Node | undefined {
  const own = at(fn.config, key);
  if (isTruthy(own)) return own;
  const general = at(service.provider, key);
  return isTruthy(general) ? asGlobal(general) : undefined;
}

/** The function that a name refers to, or `undefined` with a problem reported. */
export function functionNamed(service: Service, name: Node): ServiceFunction | undefined {
  const key = literal(name);
  const found = key === undefined ? undefined : service.functions.get(key);
  if (!found && key !== undefined)
    service.report(problem("serverless-reference", name.origin.span, { what: "function", name: key }));
  return found;
}
