import { at, toJson, type Node } from "../../../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../../../draft.js";
import { intrinsicOf, unknownOf } from "../../../template.js";
import { md5 } from "../../digest.js";
import { versionId } from "../../functions/version.js";
import type { Service } from "../../service.js";
import type { Stack } from "../../stack.js";
import { literal } from "../../text.js";
import { localReference } from "./state-machine.js";

const BY = "serverless-step-functions";

/**
 * The definition as the text that CloudFormation gets: JSON, in which intrinsic functions are variables of an `Fn::Sub`.
 */
export function definitionString(service: Service, stack: Stack, definition: Node, usesExactVersions: boolean): Node {
  return draft(written(service, stack, definition, usesExactVersions), generatedFrom(definition.origin, BY));
}

function written(service: Service, stack: Stack, definition: Node, usesExactVersions: boolean): Draft {
  const asIs = literal(definition);
  if (asIs !== undefined) return JSON.stringify(asIs);
  const values = new Map<string, Draft>();
  const seconds = new Set<string>();
  const json = JSON.stringify(toJson(lifted(definition, values, seconds)), null, 2);
  const hasPseudo = /#\{[^}]+\}/.test(json);
  let template = json.replace(/#\{([^}]+)\}/g, "${$1}");
  for (const name of seconds) template = template.replaceAll(`"\${${name}}"`, `\${${name}}`);
  if (values.size === 0) return hasPseudo ? { "Fn::Sub": template } : json;
  const parameters = [...values].map(([name, value]): [string, Draft] => [
    name,
    usesExactVersions ? versioned(service, stack, value) : local(service, value),
  ]);
  return { "Fn::Sub": [template, Object.fromEntries(parameters)] };
}

function local(service: Service, value: Draft): Node {
  return localReference(service, draft(value, generatedFrom(service.origin, BY)));
}

/** The version of a function instead of the function. */
function versioned(service: Service, stack: Stack, value: Draft): Draft {
  const node = local(service, value);
  const target = literal(at(node, "Ref")) ?? literal(firstOf(at(node, "Fn::GetAtt")));
  const fn = [...service.functions.values()].find(({ id }) => id === target);
  return fn && stack.resources.has(versionId(fn)) ? { Ref: versionId(fn) } : node;
}

function firstOf(node: Node | undefined): Node | undefined {
  return node?.kind === "sequence" ? node.items[0] : undefined;
}

/** The definition with intrinsic functions taken out into `values`. Waiting times have to be numbers in the end. */
function lifted(node: Node, values: Map<string, Draft>, seconds: Set<string>, isSeconds = false): Node {
  if (node.kind === "scalar") return node;
  if (intrinsicOf(node) ?? unknownOf(node)) {
    const name = md5(JSON.stringify(toJson(node)));
    values.set(name, node);
    if (isSeconds) seconds.add(name);
    return { kind: "scalar", value: `\${${name}}`, origin: node.origin };
  }
  if (node.kind === "sequence") return { ...node, items: node.items.map((item) => lifted(item, values, seconds)) };
  const isWait = literal(at(node, "Type")) === "Wait";
  const entries = new Map<string, Node>();
  for (const [key, value] of node.entries)
    entries.set(key, lifted(value, values, seconds, isWait && key === "Seconds"));
  return { ...node, entries };
}
