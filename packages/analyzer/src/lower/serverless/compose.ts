import { at, type MappingNode, type Node } from "../../parse/node.js";
import { folderOf, resolvePath } from "../../source/repository.js";
import type { Sources } from "../../parse/sources.js";
import type { LowerContext } from "../context.js";
import { unknownNode } from "../template.js";
import { literal, text } from "./text.js";

const COMPOSE_FILE = /(^|\/)serverless-compose\.(ya?ml|json)$/;

/**
 * The parameters that a serverless-compose.yml passes to a service. What it takes from the outputs of another
 * service is a stated unknown that names both. https://www.serverless.com/framework/docs/guides/compose
 */
export function composeParams(entry: string, context: LowerContext): ReadonlyMap<string, Node> {
  const folder = folderOf(entry);
  for (const path of composeFiles(context.sources)) {
    const services = servicesOf(path, context);
    const service = services && [...services.entries.values()].find((one) => isAt(one, path, folder));
    if (service) return paramsOf(service, services, path);
  }
  return new Map();
}

/** The compose files of a repository, those deepest down first; looked for once. */
const found = new WeakMap<Sources, readonly string[]>();

function composeFiles(sources: Sources): readonly string[] {
  const known = found.get(sources);
  if (known) return known;
  const files = sources.paths.filter((path) => COMPOSE_FILE.test(path)).sort((a, b) => b.length - a.length);
  found.set(sources, files);
  return files;
}

function servicesOf(path: string, context: LowerContext): MappingNode | undefined {
  const file = context.sources.read(path);
  const services = "unreadable" in file ? undefined : at(context.sources.tree(file, { merge: true }), "services");
  return services?.kind === "mapping" ? services : undefined;
}

function isAt(service: Node, compose: string, folder: string): boolean {
  const path = literal(at(service, "path"));
  return path !== undefined && resolvePath(compose, path) === folder;
}

function paramsOf(service: Node, services: MappingNode, compose: string): ReadonlyMap<string, Node> {
  const params = at(service, "params");
  const found = new Map<string, Node>();
  for (const [name, value] of params?.kind === "mapping" ? params.entries : [])
    found.set(name, withOutputs(value, services, compose));
  return found;
}

/** `${orders.queueUrl}`: the output `queueUrl` of the service `orders`. Other variables are the framework's own. */
function withOutputs(node: Node, services: MappingNode, compose: string): Node {
  const written = literal(node);
  if (written === undefined || !written.includes("${")) return node;
  const { origin } = node;
  const parts: (string | Node)[] = [];
  let from = 0;
  for (const match of written.matchAll(/\$\{([\w-]+)\.([\w.-]+)\}/g)) {
    const [whole, service = "", output = ""] = match;
    const other = services.entries.get(service);
    if (!other) continue;
    const folder = literal(at(other, "path"));
    const address = folder === undefined ? undefined : `${resolvePath(compose, folder) ?? ""}#${output}`;
    const reason = `it is the output '${output}' of the service '${service}'`;
    parts.push(
      written.slice(from, match.index),
      unknownNode({ variable: `${service}.${output}`, source: "compose", address, reason }, origin),
    );
    from = match.index + whole.length;
  }
  return from === 0 ? node : text(origin, ...parts, written.slice(from));
}
