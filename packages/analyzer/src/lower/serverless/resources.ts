import { at, type MappingNode, type Node, type SequenceNode } from "../../parse/node.js";
import { problem } from "../../source/problem.js";
import { draft, generatedFrom } from "../draft.js";
import { assign, merge } from "./merge.js";
import type { Service } from "./service.js";
import type { Stack } from "./stack.js";
import { listOf, text } from "./text.js";

/**
 * The service's template: what was generated, with the author's `resources` merged over it and `resources.extensions`
 * applied. https://www.serverless.com/framework/docs/providers/aws/guide/resources#override-aws-cloudformation-resource
 */
export function finishTemplate(service: Service, stack: Stack): MappingNode {
  const origin = generatedFrom(service.origin, "Serverless Framework");
  const generated = draft(
    {
      AWSTemplateFormatVersion: "2010-09-09",
      Description: "The AWS CloudFormation template for this Serverless application",
      Resources: { kind: "mapping", entries: stack.resources, origin },
      Outputs: { kind: "mapping", entries: exported(service, stack), origin },
    },
    origin,
  );
  const { resources } = service;
  const extensions = at(resources, "extensions");
  const own = resources && withoutExtensions(resources);
  const merged = own ? merge(generated, own) : generated;
  if (merged.kind !== "mapping") return generated;
  const root = { ...merged, origin };
  const all = at(root, "Resources");
  if (all?.kind !== "mapping") return root;
  const entries = new Map(all.entries);
  if (extensions?.kind === "mapping")
    for (const [id, extension] of extensions.entries) extend(service, entries, id, extension);
  for (const [id, resource] of entries) entries.set(id, withoutNulls(resource));
  return { ...root, entries: new Map(root.entries).set("Resources", { ...all, entries }) };
}

function withoutExtensions(resources: MappingNode): MappingNode {
  if (!resources.entries.has("extensions")) return resources;
  const entries = new Map(resources.entries);
  entries.delete("extensions");
  return { ...resources, entries };
}

/** The framework exports its own outputs under a name of the service and stage. */
function exported(service: Service, stack: Stack): Map<string, Node> {
  const outputs = new Map<string, Node>();
  for (const [id, output] of stack.outputs) {
    const name = text(output.origin, "sls-", service.name, "-", service.stage, `-${id}`);
    const entries = output.kind === "mapping" ? output.entries : new Map<string, Node>();
    outputs.set(id, { ...draft({ ...Object.fromEntries(entries), Export: { Name: name } }, output.origin) });
  }
  return outputs;
}

const REPLACED = new Set(["Condition", "CreationPolicy", "DeletionPolicy", "UpdatePolicy", "UpdateReplacePolicy"]);
const ASSIGNED = new Set(["Properties", "Metadata"]);

function extend(service: Service, resources: Map<string, Node>, id: string, extension: Node): void {
  const resource = resources.get(id);
  const span = extension.origin.key ?? extension.origin.span;
  if (resource?.kind !== "mapping") {
    service.report(problem("serverless-reference", span, { what: "resource to extend", name: id }));
    return;
  }
  const entries = new Map(resource.entries);
  for (const [attribute, value] of extension.kind === "mapping" ? extension.entries : []) {
    const before = entries.get(attribute);
    if (REPLACED.has(attribute)) entries.set(attribute, value);
    else if (ASSIGNED.has(attribute)) {
      const { origin } = before ?? value;
      entries.set(attribute, { kind: "mapping", entries: assign(before, value), origin });
    } else if (attribute === "DependsOn") {
      const items = [...listOf(before), ...listOf(value)];
      entries.set(attribute, { kind: "sequence", items, origin: value.origin });
    } else {
      const reason = `'${attribute}' of a resource cannot be extended`;
      service.report(problem("serverless-invalid", value.origin.key ?? value.origin.span, { reason }));
    }
  }
  resources.set(id, { ...resource, entries });
}

/** Null properties are left out of what is deployed. */
function withoutNulls(resource: Node): Node {
  if (resource.kind !== "mapping") return resource;
  const properties = resource.entries.get("Properties");
  if (!properties) return resource;
  const stripped = strip(properties);
  return stripped === properties
    ? resource
    : { ...resource, entries: new Map(resource.entries).set("Properties", stripped) };
}

function strip(node: Node): Node {
  if (node.kind === "scalar") return node;
  return node.kind === "sequence" ? stripList(node) : stripMapping(node);
}

function stripList(node: SequenceNode): SequenceNode {
  const items = node.items.map(strip);
  return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
}

function stripMapping(node: MappingNode): MappingNode {
  let entries: Map<string, Node> | undefined;
  for (const [key, value] of node.entries) {
    const isNull = value.kind === "scalar" && value.value === null;
    const stripped = isNull ? undefined : strip(value);
    if (stripped === value) continue;
    entries ??= new Map(node.entries);
    if (stripped) entries.set(key, stripped);
    else entries.delete(key);
  }
  return entries ? { ...node, entries } : node;
}
